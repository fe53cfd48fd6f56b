"""What stands in the window while somebody needs its file alone."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.views.widgets.centred import lay_out_centred
from app.views.widgets.message_line import announce
from app.views.widgets.wrapped_label import WrappedLabel

_SHARE = 2
"""Of the width, against 1 for each margin."""


class WaitingPage(QWidget):
    """A sentence; there is nothing to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = WrappedLabel(self)
        lay_out_centred(self, self.label, (), _SHARE)

    def show_file(self, path: Path) -> None:
        """Say which file is waited for."""
        text = self.tr("{0} is in use for something that needs it alone. It opens again by itself, in a moment.")
        self.label.setText(text.format(f"<b>{escape(path.name)}</b>"))
        announce(self, text.format(path.name))
