"""The parts of a dialog in which an administrator keeps the records of one type, and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from app.models.fields import RecordType
from app.views.dialogs.kept_list import KeptList
from app.views.typing_dialog import TypingDialog
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.message_line import MessageLine
from app.views.words import label_of, plural_of


class KeptFrame(TypingDialog):
    """The list with its acts at the left; heading, message, form and foot at the right."""

    def __init__(self, record_type: RecordType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record_type = record_type
        self.setWindowTitle(plural_of(record_type))
        self.search = QLineEdit(self)
        self.list = KeptList(plural_of(record_type), self)
        self.heading = ElidedLabel(self)
        self.message = MessageLine(self)
        self.area = QScrollArea(self)
        self.new_button = QPushButton(self.tr("&New"), self)
        self.copy_button = QPushButton(self.tr("&Copy"), self)
        self.active_button = QPushButton(self)
        self.password_button = QPushButton(self.tr("Set &password…"), self)
        self.delete_button = QPushButton(self.tr("&Delete…"), self)
        self.save_button = QPushButton(self.tr("&Save"), self)
        self.revert_button = QPushButton(self.tr("&Revert"), self)
        self.close_button = QPushButton(self.tr("Close"), self)
        self._lay_out()

    def _list_acts(self) -> tuple[QPushButton, ...]:
        """What can be done with the records of this type, below their list."""
        return (self.new_button, self.copy_button, self.active_button, self.delete_button)

    def _lay_out(self) -> None:
        self.save_button.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        for button in (*self._list_acts(), self.save_button, self.revert_button, self.close_button):
            button.setAutoDefault(False)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._list_side())
        split.addWidget(self._form_side())
        split.setStretchFactor(1, 1)
        letter = self.fontMetrics().averageCharWidth()
        split.setSizes([letter * 34, letter * 90])
        layout = QVBoxLayout(self)
        layout.addWidget(split)
        self.resize(letter * 124, self.fontMetrics().lineSpacing() * 40)

    def _list_side(self) -> QWidget:
        side = QWidget(self)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 6, 0)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        for button in self._list_acts():
            layout.addWidget(button)
        return side

    def _form_side(self) -> QWidget:
        side = QWidget(self)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(label_of(self.record_type))
        foot = QHBoxLayout()
        foot.addWidget(self.save_button)
        foot.addWidget(self.revert_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addWidget(self.message)
        layout.addWidget(self.area, 1)
        layout.addLayout(foot)
        return side
