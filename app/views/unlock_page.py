"""What stands in the window when its file is encrypted and its key is not known."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.views.unlock_form import UnlockForm


class UnlockPage(QWidget):
    """The question in the middle, and a way to another file.

    Signals:
        unlocked: (path) the file can be opened now.
        other_wanted: another file is to be chosen.
    """

    unlocked = Signal(object)
    other_wanted = Signal()

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = UnlockForm(tasks, self)
        self.other_button = QPushButton(self.tr("Open another file…"), self)
        self.form.unlocked.connect(self.unlocked)
        self.other_button.clicked.connect(self.other_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.form.open_button)
        buttons.addWidget(self.other_button)
        buttons.addStretch()
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(self.form)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(2)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(column, 4)
        layout.addStretch(1)

    def ask(self, path: Path) -> None:
        """Ask for the key of this file."""
        self.form.ask(path)
