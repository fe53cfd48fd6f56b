"""One record in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.overriding import override
from app.settings import Settings
from app.views.forms.record_pane import RecordPane
from app.views.words import label_of


class RecordWindow(QMainWindow):
    """The record pane with its keys, free of the list.

    Signals:
        closed: (self) it is gone.
    """

    closed = Signal(object)

    def __init__(self, record_type: RecordType, tasks: DatabaseTasks, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.pane = RecordPane(record_type, tasks, settings, self)
        self.setCentralWidget(self.pane)
        self.setWindowTitle(label_of(record_type))
        self.pane.state_changed.connect(self._show_title)
        for action in (self.pane.acts.previous, self.pane.acts.next, self.pane.acts.open_window):
            action.setVisible(False)  # they are about the list
        self.resize(900, 720)
        self._may_close = False
        self.pane.closed.connect(self._close_now)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Save), self.pane.save),
            (QKeySequence("Ctrl+Return"), self._save_and_close),
            (QKeySequence("F2"), self.pane.edit),
            (QKeySequence("Ctrl+Shift+G"), self.pane.acts.chart.trigger),
            (QKeySequence(QKeySequence.StandardKey.Close), self.close),
        ):
            QShortcut(keys, self).activated.connect(slot)

    def _show_title(self) -> None:
        name = self.pane.pages.head.name_label.full_text()
        self.setWindowTitle(self.tr("{name} – Deskbook").format(name=name) if name else label_of(self.pane.record_type))

    def _save_and_close(self) -> None:
        self.pane.save(self._close_now)

    def _close_now(self) -> None:
        self._may_close = True
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close and self.pane.is_dirty():
            event.ignore()
            self.pane.leave(self._close_now)
            return
        super().closeEvent(event)
        self.pane.pages.tabs.release()
        self.closed.emit(self)
        self.deleteLater()
