"""What is taken from a record that is shown: copies for the clipboard, and the whole of a value that is masked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.models.catalogue import RECORD_TYPES
from app.models.values import Record
from app.views.accesses.access_notes import read_and_note
from app.views.forms.pane_actions import PaneActions
from app.views.forms.record_view import RecordView

if TYPE_CHECKING:
    from app.services.lines import Line


class PaneReading(QObject):
    """Reads for the page of a pane.

    Signals:
        said: a sentence for the status bar.
    """

    said = Signal(str)

    def __init__(
        self,
        tasks: DatabaseTasks,
        acts: PaneActions,
        view: RecordView,
        shown: Callable[[], Record | None],
        pane: QWidget,
    ) -> None:
        """Follow the acts and the page.

        Args:
            shown: which record the pane shows, if there is one.
        """
        super().__init__(pane)
        self._tasks, self._view, self._shown = tasks, view, shown
        acts.copy_code.triggered.connect(self._on_copy_code)
        acts.copy_text.triggered.connect(self._on_copy_text)
        view.whole_wanted.connect(self._on_whole_wanted)

    def _on_copy_code(self) -> None:
        record = self._shown()
        if record is not None:
            code = str(record.values.get(RECORD_TYPES[record.type_name].code) or "")
            QGuiApplication.clipboard().setText(code)
            self.said.emit(self.tr("{code} copied").format(code=code))

    def _on_copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._view.as_text())
        self.said.emit(self.tr("Record copied as text"))

    def _on_whole_wanted(self, name: str) -> None:
        """Have it noted that the whole is shown, and show it."""
        record = self._shown()
        if record is not None:
            kind, number = record.type_name, record.id
            announce = partial(services.open_fields.announce_masked, type_name=kind, record_id=number, name=name)
            read = partial(services.forms.read_masked_lines, type_name=kind, record_id=number, name=name)
            then = partial(self._on_whole_read, number, name)
            read_and_note(self._tasks, self, announce, read, then)

    def _on_whole_read(self, record_id: int, name: str, lines: tuple[Line, ...]) -> None:
        record = self._shown()
        if record is not None and record.id == record_id:
            self._view.show_whole(name, lines)
