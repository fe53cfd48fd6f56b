"""A large button that says what it does and, more softly, what will come of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.overriding import override
from app.views.widgets.colors import soft_color

_MARGIN = 12


class ChoiceButton(QPushButton):
    """A heading above a sentence, both of which wrap."""

    def __init__(self, heading: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel(heading, self)
        self._sentence = QLabel(sentence, self)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(sentence)
        self.setAutoDefault(True)
        font = self.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self._heading.setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(2)
        for label in (self._heading, self._sentence):
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._color()

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout else super().heightForWidth(width)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_sentence"):
            self._color()

    def _color(self) -> None:
        """The labels stand on a button, not on a window."""
        heading, sentence = QPalette(self.palette()), QPalette(self.palette())
        heading.setColor(QPalette.ColorRole.WindowText, self.palette().buttonText().color())
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            sentence.setColor(group, QPalette.ColorRole.WindowText, soft_color(self.palette()))
        self._heading.setPalette(heading)
        self._sentence.setPalette(sentence)
