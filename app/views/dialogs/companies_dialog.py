"""The administrator's operating companies."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from app.background import DatabaseTasks
from app.models.company import COMPANY
from app.overriding import override
from app.settings import Settings
from app.views.dialogs.kept_dialog import KeptDialog


class CompaniesDialog(KeptDialog):
    """Companies are added, edited, and stopped or started; none is deleted, for everything belongs to one."""

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(COMPANY, tasks, settings, parent)
        self.new_button.setText(self.tr("&New company"))
        for unused in (self.search, self.copy_button, self.delete_button, self.password_button):
            unused.hide()

    @override
    def _list_acts(self) -> tuple[QPushButton, ...]:
        return (self.new_button, self.active_button)
