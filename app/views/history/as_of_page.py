"""A record as it was, for reading, with the way back to today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.fields import RecordType
from app.models.values import State
from app.overriding import override
from app.settings import Settings
from app.views.forms.record_view import RecordView
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import isolated

if TYPE_CHECKING:
    from app.services.history import Past


class AsOfPage(QWidget):
    """The page of reading, under a banner that says of when it is.

    Signals:
        left: back to today.
        restore_wanted: a services.history.Past that the record shall be again.
        record_wanted: (RecordKey) the person followed a reference.
        looked_at: whether somebody looks at the page.
    """

    left = Signal()
    restore_wanted = Signal(object)
    record_wanted = Signal(object)
    looked_at = Signal(bool)

    def __init__(self, record_type: RecordType, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past: Past | None = None
        self.banner = MessageLine(self)
        self.banner.setContentsMargins(12, 8, 12, 4)
        self.view = RecordView(record_type, settings, self)
        self.back_button = QPushButton(self.tr("Back to the history"), self)
        self.restore_button = QPushButton(self.tr("Restore the record as it was then"), self)
        for button in (self.back_button, self.restore_button):
            button.setAutoDefault(False)
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 12, 4)
        line.addWidget(self.restore_button)
        line.addWidget(self.back_button)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.banner)
        layout.addWidget(self.view, 1)
        layout.addLayout(line)
        self.back_button.clicked.connect(self.left)
        self.banner.link_clicked.connect(self.left)
        self.restore_button.clicked.connect(lambda: self.restore_wanted.emit(self._past))
        self.view.record_wanted.connect(self.record_wanted)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.looked_at.emit(True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.looked_at.emit(False)

    @override
    def event(self, event: QEvent) -> bool:
        """Esc means this page before it means the pane around it."""
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_key and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if is_key and event.type() is QEvent.Type.KeyPress:
            self.left.emit()
            return True
        return super().event(event)

    def show_past(self, past: Past, *, can_restore: bool) -> None:
        """Show a record as it was; one that is in the trash today is restored from there first."""
        self._past = past
        state = self.tr(" It was in the trash.") if past.sheet.record.state is State.TRASHED else ""
        text = self.tr("As it was on {when}, after {who} had changed it. Nothing can be edited here.").format(
            when=past.when, who=isolated(past.who)
        )
        self.banner.say(text + state, Level.WARNING, self.tr("Back to today"))
        self.view.show_sheet(past.sheet)
        self.restore_button.setEnabled(can_restore)
        self.view.setFocus()
