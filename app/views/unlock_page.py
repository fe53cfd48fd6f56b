"""What stands in the window when its file is encrypted and its key is not known."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.background import DatabaseTasks
from app.models.servers import Place
from app.views.unlock_form import UnlockForm
from app.views.widgets.centred import BackButton, lay_out_centred

_SHARE = 4
"""Of the width, against 1 for each margin: the sentences are long."""


class UnlockPage(QWidget):
    """The question in the middle, and a way to another file.

    Signals:
        unlocked: (path) the file can be opened now.
        other_wanted: another file is to be chosen.
        back_wanted: to the file that is open.
    """

    unlocked = Signal(object)
    other_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = UnlockForm(tasks, self)
        self.other_button = QPushButton(self.tr("Open another file…"), self)
        self.form.unlocked.connect(self.unlocked)
        self.other_button.clicked.connect(self.other_wanted)
        self.back_button = BackButton(self)
        self.back_button.clicked.connect(self.back_wanted)
        lay_out_centred(self, self.form, (self.form.open_button, self.other_button, self.back_button), _SHARE)

    def ask(self, path: Path, open_path: Place | None) -> None:
        """Ask for the key of this file.

        Args:
            path: the file.
            open_path: another file that is open still, to go back to.
        """
        self.back_button.offer(open_path)
        self.form.ask(path)
