"""What a form says of a save that a lost connection came in the way of, and the offer to save again when it is back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.background import DatabaseTasks
from app.errors import AppError, ServerError
from app.views.widgets.message_line import Level, MessageLine


class SaveOffer(QObject):
    """Nothing is saved by itself: what was typed waits in the form until somebody says so.

    Signals:
        save_wanted: the offer is taken.
    """

    save_wanted = Signal()

    def __init__(self, tasks: DatabaseTasks, banner: MessageLine, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._banner = tasks.lost_work, banner
        self._is_waiting = False
        self._offer = ""
        self._work.back.connect(self._on_back)
        banner.link_clicked.connect(self._on_clicked)

    def begin(self, error: AppError) -> bool:
        """Take up a save that failed; returns whether it was for want of a connection, and so was told here."""
        if not isinstance(error, ServerError) or not error.is_of_connection:
            return False
        if self._work.is_lost:
            self._is_waiting = True
            self._say(
                self.tr(
                    "Not stored: there is no connection. What you typed is kept, and can be saved when it is back."
                ),
                Level.ERROR,
            )
        else:
            self._make(self.tr("This was not stored: the connection was lost before. It is back now."))
        return True

    def end(self) -> None:
        """What was to be saved is saved, or let go."""
        self._is_waiting = False
        self._offer = ""

    def _on_back(self) -> None:
        if self._is_waiting:
            self._make(self.tr("The connection is back. What you typed is not stored yet."))

    def _make(self, text: str) -> None:
        self._is_waiting, self._offer = False, text
        self._say(text, Level.WARNING, self.tr("Save it now"))

    def _say(self, text: str, level: Level, link: str = "") -> None:
        self._banner.say(text, level, link)

    def _on_clicked(self) -> None:
        if self._offer and self._banner.text() == self._offer:
            self._offer = ""
            self.save_wanted.emit()
