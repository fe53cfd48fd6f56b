"""The tab of a record that lists the notes about it, with room to write another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.background import DatabaseTasks
from app.models.fields import Field, RecordType
from app.overriding import override
from app.settings import Settings
from app.views.forms.quick_note import QuickNote, Then
from app.views.forms.related_tab import RelatedTab

if TYPE_CHECKING:
    from app.services.forms import Sheet, Stored


class NotesTab(RelatedTab):
    """Those that are pinned come first, then the latest."""

    def __init__(
        self,
        record_type: RecordType,
        field: Field,
        tasks: DatabaseTasks,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(record_type, field, tasks, settings, parent)
        self.quick = QuickNote(tasks, self)
        self.quick.added.connect(self._on_added)
        self._column.insertWidget(0, self.quick)
        self.add_button.setText(self.tr("All fields…"))
        self.add_button.setToolTip(self.tr("Write a note with all of its fields, such as an alert"))

    @override
    def show_sheet(self, sheet: Sheet) -> None:
        self.quick.be_about(sheet.record)
        super().show_sheet(sheet)

    @override
    def read(self, sheet: Sheet) -> None:
        self.quick.setVisible(self.may_add(sheet) or self.quick.is_dirty())
        super().read(sheet)

    @override
    def is_dirty(self) -> bool:
        return self.quick.is_dirty()

    @override
    def leave(self, then: Then) -> None:
        self.quick.leave(then)

    @override
    def put_away(self) -> None:
        super().put_away()
        self.quick.clear()

    def _on_added(self, stored: Stored) -> None:
        self.said.emit(self.tr("Note added"))
        if self.list is not None:
            self.list.refresh(wanted=stored.saved.record.id)
