"""Turning a picture and cutting out a part of it."""

from __future__ import annotations

from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.models.image import PictureEdit
from app.views.pictures.crop_view import CropView
from app.views.words import tip


class PictureEditor(QDialog):
    """What was decided is in `edit` once it is accepted."""

    def __init__(self, image: QImage, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Crop and rotate: {name}").format(name=name))
        self.view = CropView(self)
        self.left_button = QPushButton(self.tr("Rotate &left"), self)
        self.right_button = QPushButton(self.tr("Rotate &right"), self)
        self.square_box = QCheckBox(self.tr("S&quare"), self)
        self.whole_button = QPushButton(self.tr("&Whole picture"), self)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.save_button = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self._lay_out()
        self._connect()
        self.view.show_image(image)
        self.view.setFocus()

    def edit(self) -> PictureEdit:
        """What is to be done to the picture."""
        return self.view.edit()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        for button, keys in ((self.left_button, "Ctrl+Left"), (self.right_button, "Ctrl+Right")):
            button.setShortcut(QKeySequence(keys))
            button.setToolTip(tip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)))
        for button in (self.left_button, self.right_button, self.whole_button):
            button.setAutoDefault(False)
        for tool in (self.left_button, self.right_button, self.square_box, self.whole_button):
            tools.addWidget(tool)
        tools.addStretch(1)
        hint = QLabel(self.tr("Drag the corners, or draw a new frame. Arrows move the frame, Shift+arrows stretch it."))
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.view, 1)
        layout.addLayout(tools)
        layout.addWidget(hint)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.left_button.clicked.connect(lambda: self.view.turn(-1))
        self.right_button.clicked.connect(lambda: self.view.turn(1))
        self.square_box.toggled.connect(self.view.set_square)
        self.whole_button.clicked.connect(self.view.show_whole)
        self.view.changed.connect(lambda: self.save_button.setEnabled(self.edit() != PictureEdit()))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
