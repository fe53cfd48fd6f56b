"""The bottom of the window: which database, who, how it stands, how many records; and what was just done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from app.jobs import Jobs
from app.models.servers import Place, ServerAddress
from app.views.words import isolated, tip

if TYPE_CHECKING:
    from app.views.dialogs.job_progress import JobProgress
    from app.views.widgets.lock_mark import LockMark

_SAID_MS = 8000
_OFFERED_MS = 60_000


class StatusLine(QStatusBar):
    """Lasting facts at the right; what was said last at the left, for a while.

    Signals:
        try_wanted: somebody doesn't want to wait for the next attempt to get a connection.
    """

    try_wanted = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress: JobProgress | None = None
        self.offer_button: QToolButton | None = None
        self.try_button: QToolButton | None = None
        self._state = ""
        jobs.changed.connect(partial(self._show_progress, jobs), Qt.ConnectionType.SingleShotConnection)
        self.lock_mark: LockMark | None = None
        self.file_label = QLabel(self)
        self.state_label = QLabel(self)
        self.user_label = QLabel(self)
        self.count_label = QLabel(self)
        for label, name in (
            (self.count_label, self.tr("Number of records")),
            (self.file_label, self.tr("Database")),
            (self.user_label, self.tr("Signed in as")),
            (self.state_label, self.tr("Connection")),
        ):
            label.setAccessibleName(name)
            label.setContentsMargins(8, 0, 8, 0)
            self.addPermanentWidget(label)

    def _show_progress(self, jobs: Jobs) -> None:
        """From the first job on there is room for its progress."""
        from app.views.dialogs.job_progress import JobProgress

        self.progress = JobProgress(jobs, self)
        self.insertPermanentWidget(0, self.progress)

    def show_database(self, place: Place, user: str, *, read_only: bool) -> None:
        """Say which database is open, for whom, whether it can be changed, and what is weak about the way to it."""
        if isinstance(place, Path):
            self.file_label.setText(self.tr("{0} · local file").format(place.name))
            self.file_label.setToolTip(tip(str(place)))
        else:
            self._show_shared(place)
        self.user_label.setText(user)
        self._state = self.tr("read-only") if read_only else self.tr("ready")
        if self.try_button is None or self.try_button.isHidden():
            self.state_label.setText(self._state)

    def _show_shared(self, address: ServerAddress) -> None:
        from app.views.tls_words import tls_name, tls_warning

        text = self.tr("{0} on {1} · shared").format(isolated(address.database), isolated(address.hosts[0].name))
        weakness = tls_warning(address)
        self.file_label.setText(f"{text} · {tls_name(address.tls)}" if weakness else text)
        self.file_label.setToolTip(tip(weakness or str(address)))

    def show_lost(self, state: str, *, can_try: bool) -> None:
        """Say how it stands with the connection that was lost, and offer to try again."""
        if self.try_button is None:
            self.try_button = QToolButton(self)
            self.try_button.setText(self.tr("Try now"))
            self.try_button.setAccessibleName(self.tr("Try now to connect again"))
            self.try_button.clicked.connect(self.try_wanted)
            self.addPermanentWidget(self.try_button)
        self.state_label.setText(state)
        self.try_button.setEnabled(can_try)
        self.try_button.show()

    def show_found(self) -> None:
        """There is a connection again."""
        if self.try_button is not None:
            self.try_button.hide()
        self.state_label.setText(self._state)

    def show_waiting(self) -> None:
        """Somebody else needs the file alone."""
        self.state_label.setText(self.tr("in use elsewhere"))
        self.count_label.clear()

    def show_lock(self, is_encrypted: bool) -> None:
        """Say whether the file is encrypted."""
        if is_encrypted and self.lock_mark is None:
            from app.views.widgets.lock_mark import LockMark

            self.lock_mark = LockMark(self)
            self.insertPermanentWidget(1 if self.progress is None else 2, self.lock_mark)
        if self.lock_mark is not None:
            self.lock_mark.setVisible(is_encrypted)

    def shows_lock(self) -> bool:
        """Whether it says that the file is encrypted."""
        return self.lock_mark is not None and self.lock_mark.isVisible()

    def show_none(self) -> None:
        """No database is open."""
        self.file_label.setText(self.tr("No database open"))
        for label in (self.user_label, self.state_label, self.count_label):
            label.clear()

    def say(self, text: str) -> None:
        """Say what was done."""
        self.setToolTip(tip(text))  # in full, where there is too little room
        self.showMessage(text, _SAID_MS)

    def offer(self, text: str, act: Callable[[], object]) -> None:
        """Offer to take back or repeat what was just done, for a minute or until something else is offered."""
        self.withdraw_offer()
        button = self.offer_button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.clicked.connect(self.withdraw_offer)
        button.clicked.connect(act)
        self.insertPermanentWidget(0, button)
        button.show()
        QTimer.singleShot(_OFFERED_MS, button, self.withdraw_offer)

    def withdraw_offer(self) -> None:
        """What was offered can't be had here any more."""
        if self.offer_button is not None:
            self.removeWidget(self.offer_button)
            self.offer_button.deleteLater()
            self.offer_button = None
