"""What stands in the window when its database cannot be opened: what is wrong, and the ways on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.errors import AppError, FileError, FileProblem, ServerError, ServerProblem
from app.models.servers import Place
from app.views.widgets.centred import BackButton, lay_out_centred
from app.views.words import failure_words


class ProblemPage(QWidget):
    """A sentence and its buttons.

    Signals:
        retry_wanted, upgrade_wanted: (path) of the file that couldn't be opened.
        restore_wanted: a backup is to be restored.
        other_wanted: another file is to be chosen.
        new_wanted: a new one is to be made.
        connect_wanted: a shared database is to be chosen, or another password given.
        back_wanted: to the file that is open.
    """

    retry_wanted = Signal(object)
    upgrade_wanted = Signal(object)
    restore_wanted = Signal()
    other_wanted = Signal()
    new_wanted = Signal()
    connect_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: Place = Path()
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
        self.connect_button = QPushButton(self.tr("Connect to a shared database…"), self)
        ways = (self.upgrade_button, self.retry_button, self.restore_button, self.connect_button)
        buttons = (*ways, self.other_button, self.new_button)
        lay_out_centred(self, self.label, (*buttons, self.back_button))
        self.retry_button.clicked.connect(lambda: self.retry_wanted.emit(self._place))
        self.upgrade_button.clicked.connect(lambda: self.upgrade_wanted.emit(self._place))
        self.restore_button.clicked.connect(self.restore_wanted)
        self.other_button.clicked.connect(self.other_wanted)
        self.new_button.clicked.connect(self.new_wanted)
        self.connect_button.clicked.connect(self.connect_wanted)
        self.back_button.clicked.connect(self.back_wanted)

    def show_problem(self, place: Place, error: AppError, open_place: Place | None) -> None:
        """Say why the database can't be opened, and offer what helps.

        Args:
            place: of the database.
            error: why.
            open_place: another one that is open still, to go back to.
        """
        self._place = place
        self.back_button.offer(open_place)
        self.label.setText(failure_words(error))
        problem = error.problem if isinstance(error, FileError) else None
        self.upgrade_button.setVisible(problem is FileProblem.NEEDS_UPGRADE)
        self.restore_button.setVisible(problem in (FileProblem.DAMAGED, FileProblem.NOT_OURS, FileProblem.MISSING))
        self.connect_button.setVisible(isinstance(error, ServerError))
        is_given = isinstance(error, ServerError) and error.problem is ServerProblem.PASSWORD_GIVEN
        self.retry_button.setText(self.tr("Choose a password…") if is_given else self.tr("Try again"))
        self.retry_button.setDefault(True)
        self.retry_button.setFocus()
