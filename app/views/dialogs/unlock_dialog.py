"""The question for the key of an encrypted backup, before it is restored."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.views.unlock_form import UnlockForm


class UnlockDialog(QDialog):
    """Accepted once this process knows the key."""

    def __init__(self, tasks: DatabaseTasks, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Encrypted backup"))
        self.form = UnlockForm(tasks, self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.form.open_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.form.unlocked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addWidget(buttons)
        self.form.ask(path)
