"""What stands in the window while somebody needs its file alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.views.widgets.message_line import announce

_WIDTH_IN_LETTERS = 70


class WaitingPage(QWidget):
    """A sentence; there is nothing to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.label.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self.label, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

    def show_file(self, path: Path) -> None:
        """Say which file is waited for."""
        self.label.setText(
            self.tr("{0} is in use for something that needs it alone. It opens again by itself, in a moment.").format(
                path.name
            )
        )
        announce(self, self.label.text())
