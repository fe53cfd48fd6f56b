"""The parts of the dialog that connects to a shared database, and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.settings import Settings
from app.views.dialogs.server_dialog import ServerDialog
from app.views.dialogs.server_form import ServerForm
from app.views.dialogs.server_list import ServerList
from app.views.widgets.message_line import MessageLine

_LIST_LETTERS, _FORM_LETTERS, _LINES = 36, 96, 30


class ConnectFrame(ServerDialog):
    """The known databases at the left; the form, what came of trying it, and the acts at the right."""

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(tasks, settings, parent)
        self.setWindowTitle(self.tr("Connect to a shared database"))
        self.known = ServerList(self)
        self.form = ServerForm(self)
        self.message = MessageLine(self)
        self.test_button = QPushButton(self.tr("Tes&t"), self)
        self.connect_button = QPushButton(self.tr("&Connect"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self._arrange()

    def _arrange(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._known_side())
        split.addWidget(self._form_side())
        split.setStretchFactor(1, 1)
        letter = self.fontMetrics().averageCharWidth()
        split.setSizes([letter * _LIST_LETTERS, letter * _FORM_LETTERS])
        layout = QVBoxLayout(self)
        layout.addWidget(split)
        self.resize(letter * (_LIST_LETTERS + _FORM_LETTERS), self.fontMetrics().lineSpacing() * _LINES)

    def _known_side(self) -> QWidget:
        side = QWidget(self)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.addWidget(self.known)
        return side

    def _form_side(self) -> QWidget:
        side = QWidget(self)
        area = QScrollArea(side)
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addWidget(self.message)
        layout.addLayout(self._foot())
        return side

    def _foot(self) -> QHBoxLayout:
        self.connect_button.setDefault(True)
        for button in (self.test_button, self.cancel_button):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.test_button)
        foot.addStretch(1)
        foot.addWidget(self.connect_button)
        foot.addWidget(self.cancel_button)
        return foot
