"""The tab of an attachment's own record that shows the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.overriding import override
from app.views.attachments.file_view import FileView
from app.views.forms.record_tabs import RecordTab

if TYPE_CHECKING:
    from app.services.forms import Sheet


class FileTab(RecordTab):
    """What is seen of the file without opening it, and the ways to have it."""

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title = self.tr("File")
        self.view = FileView(tasks, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    @override
    def read(self, sheet: Sheet) -> None:
        self.view.show_file(sheet.record.id)

    @override
    def put_away(self) -> None:
        super().put_away()
        self.view.show_file(0)
