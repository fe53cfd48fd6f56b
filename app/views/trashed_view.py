"""A record of the trash that is no customer, open for reading."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.fields import RecordType
from app.overriding import override
from app.settings import Settings
from app.views.forms.record_view import RecordView
from app.views.widgets.elided_label import ElidedLabel
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.services.forms import Sheet


class TrashedView(QWidget):
    """Its name, and what it says.

    Signals:
        closed: the person is done with reading.
        said: (text) why it can't be read.
    """

    closed = Signal()
    said = Signal(str)

    def __init__(
        self, record_type: RecordType, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._type, self._tasks, self._ticket = record_type, tasks, 0
        self.heading = ElidedLabel(self)
        self.view = RecordView(record_type, settings, self)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addWidget(self.view, 1)

    def show_record(self, record_id: int) -> None:
        """Show a record as soon as it is read."""
        self._tasks.cancel(self._ticket)
        read = partial(services.forms.read_sheet, type_name=self._type.name, record_id=record_id)
        self._ticket = self._tasks.read(self, read, self._on_read, self._on_failed)

    def _on_read(self, sheet: Sheet) -> None:
        self.heading.show_text(self._type.title(sheet.record.values))
        self.view.show_sheet(sheet)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.said.emit(failure_words(error))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
