"""A dialog in which something is typed that is stored only when the person saves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog


class TypingDialog(QDialog):
    """Whoever ends everything that is open finds these, and has them ask first."""

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        raise NotImplementedError

    def leave(self, then: Callable[[], None]) -> None:
        """Go on when nothing typed would be lost by it, or when the person said that it may."""
        raise NotImplementedError
