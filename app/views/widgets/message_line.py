"""A sentence below a control: what is wrong with it, what is doubtful, or what was understood."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.overriding import override
from app.views.widgets.colors import error_color, soft_color, warning_color
from app.views.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:  # PySide6 takes 9 ms to make these classes, and none is needed before the window is painted
    from PySide6.QtWidgets import QStyle


class Level(Enum):
    """How much a message matters."""

    HINT = "hint"
    WARNING = "warning"
    ERROR = "error"


_COLORS = {Level.HINT: soft_color, Level.WARNING: warning_color, Level.ERROR: error_color}


class MessageLine(QWidget):
    """An icon and a sentence. A form has a hundred of them and shows few, so they are made when there is one to say.

    Signals:
        link_clicked: the person took the way out that the message offers.
    """

    link_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = Level.HINT
        self.label: WrappedLabel | None = None
        self._icon: QLabel | None = None
        self._text = self._link = ""
        self.hide()

    def text(self) -> str:
        """The sentence as plain text."""
        return self._text

    def show_message(self, text: str, level: Level, link: str = "") -> None:
        """Say something; an empty text says nothing any more.

        Args:
            link: what the way out is called, if there is one.
        """
        if (text, level, link) == (self._text, self.level, self._link):
            return
        self._text, self._link, self.level = text, link, level
        if text:
            self._write()
        self.setVisible(bool(text))

    def say(self, text: str, level: Level, link: str = "") -> None:
        """Show a message, and have it read out."""
        self.show_message(text, level, link)
        self.announce()

    def announce(self) -> None:
        """Have what is said now read out by a screen reader."""
        announce(self, self._text)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self._text:
            self._write()

    def _write(self) -> None:
        icon, label = self._parts()
        label.setAccessibleName(f"{self._text} {self._link}".rstrip())
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, _COLORS[self.level](palette))
        label.setPalette(palette)
        # Laying out a rich text takes ten times as long, and a form shows a hint for every phone.
        label.setTextFormat(Qt.TextFormat.RichText if self._link else Qt.TextFormat.PlainText)
        label.setText(_linked(self._text, self._link) if self._link else self._text)
        picture = _icon_of(self.level)
        icon.setVisible(picture is not None)
        if picture is not None:
            icon.setAccessibleName(self.tr("Error") if self.level is Level.ERROR else self.tr("Warning"))
            side = self.fontMetrics().height()
            icon.setPixmap(self.style().standardIcon(picture).pixmap(side, side))

    def _parts(self) -> tuple[QLabel, WrappedLabel]:
        if self._icon is None or self.label is None:
            self._icon, self.label = QLabel(self), WrappedLabel(self)
            self.label.linkActivated.connect(self._on_link_activated)
            layout = QHBoxLayout(self)
            margins = self.contentsMargins()
            layout.setContentsMargins(margins.left(), margins.top(), margins.right(), margins.bottom() + 2)
            layout.setSpacing(4)
            layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
            layout.addWidget(self.label, 1)
        return self._icon, self.label

    def _on_link_activated(self) -> None:
        self.link_clicked.emit()


def _linked(text: str, link: str) -> str:
    from html import escape

    return f'{escape(text)} <a href="other">{escape(link)}</a>'


def _icon_of(level: Level) -> QStyle.StandardPixmap | None:
    if level is Level.HINT:
        return None
    from PySide6.QtWidgets import QStyle

    icons = QStyle.StandardPixmap
    return icons.SP_MessageBoxCritical if level is Level.ERROR else icons.SP_MessageBoxWarning


def announce(where: QWidget, sentence: str) -> None:
    """Have a sentence read out by a screen reader, beside what it says of the focus."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(where, sentence))
