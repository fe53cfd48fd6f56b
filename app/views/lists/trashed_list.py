"""The list of what is in the trash: the same list, with other acts and with who moved it there, and when."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.models.rights import Act as Right
from app.models.values import State
from app.overriding import override
from app.settings import Settings
from app.views.lists.record_list import RecordList

if TYPE_CHECKING:
    from app.views.lists.row_actions import RowActions


class TrashedList(RecordList):
    """What `trash_wanted` is elsewhere means purging here.

    Signals:
        restore_wanted: (ids) of the records to bring back.
    """

    restore_wanted = Signal(object)

    edit_right, trash_right = Right.DELETE, Right.PURGE
    state = State.TRASHED
    first_sorting = ("changed_at", True)

    def __init__(
        self, tasks: DatabaseTasks, record_type: RecordType, settings: Settings, parent: QWidget | None = None
    ) -> None:
        names = [field.name for field in record_type.listable_fields if field.listed and field.name != "changed_at"]
        self.delivered = (
            "display_name",
            "changed_at",
            "changed_by",
            *(name for name in names if name != "display_name"),
        )
        super().__init__(tasks, record_type, settings, parent)
        self.model.labels = {"changed_at": self.tr("Trashed"), "changed_by": self.tr("Trashed by")}
        self.table.setAccessibleName(self.tr("Trash"))
        self.edit_wanted.connect(lambda record_id: self.restore_wanted.emit((record_id,)))

    @override
    def words_for_none(self) -> str:
        return self.tr("The trash is empty. What is deleted waits here until it is restored or purged.")

    @override
    def add_acts(self, menu: QMenu) -> None:
        menu.addAction(self.tr("View"), lambda: self._emit_current(self.view_wanted.emit))
        for text, act, right in (
            (self.tr("Restore"), self.restore_selected, self.edit_right),
            (self.tr("Purge…"), self.purge_selected, self.trash_right),
        ):
            action = menu.addAction(text, act)
            action.setEnabled(not self.read_only)
            action.setVisible(self.read_only or self.may(right))

    @cached_property
    @override
    def row_actions(self) -> RowActions:
        from app.views.lists.row_actions import RowActions

        buttons = RowActions(self.table)
        for button, text in (
            (buttons.edit_button, self.tr("Restore")),
            (buttons.trash_button, self.tr("Purge")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
        buttons.view_wanted.connect(lambda row: self._go_and_emit(row, self.view_wanted.emit))
        buttons.edit_wanted.connect(lambda row: self._emit_row(row, self.edit_wanted.emit))
        buttons.trash_wanted.connect(lambda row: self._emit_row(row, lambda found: self.trash_wanted.emit((found,))))
        return buttons

    def restore_selected(self) -> None:
        """Ask for the selected records to be brought back."""
        self.selected_ids(self.restore_wanted.emit)

    def purge_selected(self) -> None:
        """Ask for the selected records to be removed for good."""
        self.selected_ids(self.trash_wanted.emit)
