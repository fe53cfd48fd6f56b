"""A sentence below a control: what is wrong with it, what is doubtful, or what was understood."""

from __future__ import annotations

from enum import Enum
from html import escape
from typing_extensions import override

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStyle, QWidget

from app.views.widgets.colors import error_color, soft_color, warning_color


class Level(Enum):
    """How much a message matters."""

    HINT = "hint"
    WARNING = "warning"
    ERROR = "error"


_ICONS = {
    Level.ERROR: QStyle.StandardPixmap.SP_MessageBoxCritical,
    Level.WARNING: QStyle.StandardPixmap.SP_MessageBoxWarning,
}
_COLORS = {Level.HINT: soft_color, Level.WARNING: warning_color, Level.ERROR: error_color}


class MessageLine(QWidget):
    """An icon and a sentence, hidden while there is nothing to say.

    Signals:
        link_clicked: the person took the way out that the message offers.
    """

    link_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = Level.HINT
        self._icon = QLabel(self)
        self._icon.setAccessibleName(self.tr("Kind of message"))
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.label.linkActivated.connect(self._on_link_activated)
        self._text = self._link = ""
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(4)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)

    def text(self) -> str:
        """The sentence as plain text."""
        return self._text

    def show_message(self, text: str, level: Level, link: str = "") -> None:
        """Say something; an empty text says nothing any more.

        Args:
            link: what the way out is called, if there is one.
        """
        self._text, self._link, self.level = text, link, level
        self.label.setFocusPolicy(Qt.FocusPolicy.TabFocus if link else Qt.FocusPolicy.NoFocus)
        self.label.setAccessibleName(text)
        self._paint()
        self.setVisible(bool(text))

    def announce(self) -> None:
        """Have the sentence read out by a screen reader."""
        event = QAccessibleAnnouncementEvent(self, self._text)
        QAccessible.updateAccessibility(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._paint()

    def _paint(self) -> None:
        color = _COLORS[self.level](self.palette()).name()
        own = self.palette()
        link = f' <a href="other" style="color:{own.color(QPalette.ColorRole.Link).name()}">{escape(self._link)}</a>'
        text = f'<span style="color:{color}">{escape(self._text)}</span>'
        self.label.setText(text + (link if self._link else ""))
        icon = _ICONS.get(self.level)
        self._icon.setVisible(icon is not None)
        if icon is not None:
            side = self.fontMetrics().height()
            self._icon.setPixmap(self.style().standardIcon(icon).pixmap(side, side))

    def _on_link_activated(self) -> None:
        self.link_clicked.emit()
