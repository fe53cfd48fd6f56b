"""View as: through whose eyes the window is to be looked through."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.views.dialogs.staff_list import StaffList

_LETTERS, _LINES = 52, 24


class ViewAsDialog(QDialog):
    """Members of staff, of whom one is chosen.

    Signals:
        chosen: (id) of a member of staff.
    """

    chosen = Signal(object)

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("View as"))
        self.staff = StaffList(tasks, self)
        self.view_button = QPushButton(self.tr("&View as this person"), self)
        self.view_button.setEnabled(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.view_button, QDialogButtonBox.ButtonRole.AcceptRole)
        hint = QLabel(
            self.tr(
                "The window then shows what this person sees and offers what they may do. Nothing can be changed until "
                "you end it in the bar at the top."
            ),
            self,
        )
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addWidget(self.staff, 1)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * _LETTERS, self.fontMetrics().lineSpacing() * _LINES)
        self.staff.chosen.connect(lambda staff_id, _: self.view_button.setEnabled(bool(staff_id)))
        self.staff.activated.connect(self.accept)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self) -> None:
        staff_id, _ = self.staff.current()
        if staff_id:
            self.chosen.emit(staff_id)
