"""A coloured bar over the whole width of the window: something that people should know, and what they can do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QPushButton, QSizePolicy, QToolBar, QWidget

from app.overriding import override
from app.views.widgets.colors import READABLE, contrast, mixed
from app.views.widgets.message_line import announce
from app.views.widgets.wrapped_label import WrappedLabel

_SHARE = 0.25
"""How much of the accent colour is mixed into that of the window."""


class _Ground(QWidget):
    """What the bar stands on; a style paints toolbars, and all that is in them, as it likes."""

    color = QColor()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.color)


class NoticeBar(QToolBar):
    """A line of its own below the window's toolbars; hidden until there is something to say."""

    def __init__(self, name: str, window: QMainWindow, *, is_strong: bool = False) -> None:
        """Put the bar into the window.

        Args:
            name: what the bar is called where people choose which bars they see.
            window: gets the bar below those that it has.
            is_strong: it says what must not be overlooked, in full colour.
        """
        super().__init__(name, window)
        self._is_strong = is_strong
        self.setObjectName(name)
        self.setMovable(False)
        self.toggleViewAction().setVisible(False)
        self.frame = _Ground(self)
        self.frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.label = WrappedLabel(self.frame)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = QHBoxLayout(self.frame)
        self._buttons.setContentsMargins(12, 4, 8, 4)
        self._buttons.addWidget(self.label, 1)
        self.addWidget(self.frame)
        window.addToolBarBreak()
        window.addToolBar(self)
        self._paint()
        self.hide()

    def add_button(self, text: str, act: Callable[[], None]) -> QPushButton:
        """Add something that people can do about it."""
        button = QPushButton(text, self.frame)
        button.setAccessibleName(text.replace("&", ""))
        button.clicked.connect(lambda: act())
        self._buttons.addWidget(button)
        return button

    def say(self, text: str) -> None:
        """Say something; an empty text says nothing any more."""
        is_news = bool(text) and text != self.label.text()
        self.label.setText(text)
        self.label.setAccessibleName(text)
        self.setVisible(bool(text))
        if is_news:
            announce(self, text)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._paint()

    def _paint(self) -> None:
        palette = self.palette()
        back = palette.highlight().color()
        if not self._is_strong:
            back = mixed(palette.window().color(), back, _SHARE)
        letters = palette.windowText().color()
        if self._is_strong or contrast(letters, back) < READABLE:
            black, white = QColor(0, 0, 0), QColor(255, 255, 255)
            letters = max(black, white, key=lambda color: contrast(color, back))
        own = QPalette(palette)
        own.setColor(QPalette.ColorRole.WindowText, letters)
        self.label.setPalette(own)
        self.frame.color = back
        self.frame.update()
