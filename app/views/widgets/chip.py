"""A small button that is on or off, and says so in every style and every palette."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QWidget


class Chip(QToolButton):
    """With a tick while it is on; as wide either way."""

    def __init__(self, text: str, parent: QWidget | None = None, *, is_on: bool = True) -> None:
        super().__init__(parent)
        self._text = text.replace("&", "&&")
        self.setCheckable(True)
        self.setAccessibleName(text)
        self._show(True)
        self.setMinimumWidth(self.sizeHint().width())
        self._show(is_on)
        self.setChecked(is_on)
        self.toggled.connect(self._show)

    def _show(self, is_on: bool) -> None:
        self.setText(f"✓ {self._text}" if is_on else self._text)
