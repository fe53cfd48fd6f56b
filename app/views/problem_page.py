"""What stands in the window when its database cannot be opened: what is wrong, and the ways on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.errors import AppError, FileError, FileProblem
from app.views.widgets.centred import BackButton, lay_out_centred
from app.words import describe


class ProblemPage(QWidget):
    """A sentence and its buttons.

    Signals:
        retry_wanted, upgrade_wanted: (path) of the file that couldn't be opened.
        restore_wanted: a backup is to be restored.
        other_wanted: another file is to be chosen.
        new_wanted: a new one is to be made.
        back_wanted: to the file that is open.
    """

    retry_wanted = Signal(object)
    upgrade_wanted = Signal(object)
    restore_wanted = Signal()
    other_wanted = Signal()
    new_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setMaximumWidth(560)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.retry_button = QPushButton(self.tr("Try again"), self)
        self.upgrade_button = QPushButton(self.tr("Upgrade it"), self)
        self.restore_button = QPushButton(self.tr("Restore a backup…"), self)
        self.other_button = QPushButton(self.tr("Open another file…"), self)
        self.new_button = QPushButton(self.tr("New database…"), self)
        self.back_button = BackButton(self)
        buttons = (self.upgrade_button, self.retry_button, self.restore_button, self.other_button, self.new_button)
        lay_out_centred(self, self.label, (*buttons, self.back_button))
        self.retry_button.clicked.connect(lambda: self.retry_wanted.emit(self._path))
        self.upgrade_button.clicked.connect(lambda: self.upgrade_wanted.emit(self._path))
        self.restore_button.clicked.connect(self.restore_wanted)
        self.other_button.clicked.connect(self.other_wanted)
        self.new_button.clicked.connect(self.new_wanted)
        self.back_button.clicked.connect(self.back_wanted)

    def show_problem(self, path: Path, error: AppError, open_path: Path | None) -> None:
        """Say why the file can't be opened, and offer what helps.

        Args:
            path: the file.
            error: why.
            open_path: another file that is open still, to go back to.
        """
        self._path = path
        self.back_button.offer(open_path)
        self.label.setText(describe(error, self.tr))
        problem = error.problem if isinstance(error, FileError) else None
        self.upgrade_button.setVisible(problem is FileProblem.NEEDS_UPGRADE)
        self.restore_button.setVisible(problem in (FileProblem.DAMAGED, FileProblem.NOT_OURS, FileProblem.MISSING))
        self.retry_button.setDefault(True)
        self.retry_button.setFocus()
