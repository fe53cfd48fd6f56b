"""What pages have in common that say or ask one thing in the middle of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.servers import Place, name_of


class BackButton(QPushButton):
    """The way back to the database that is open still, where another could not be opened."""

    def offer(self, place: Place | None) -> None:
        """Name the database, or hide if there is none."""
        self.setVisible(place is not None)
        self.setText(self.tr("Back to {0}").format(name_of(place)) if place else self.tr("Back"))


def lay_out_centred(page: QWidget, content: QWidget, buttons: Sequence[QPushButton], share: int = 0) -> None:
    """Put the content a little above the middle of the page, the buttons in a row below it.

    Args:
        page: is given the layout.
        content: what it says or asks.
        buttons: in the order in which they stand.
        share: how much of the width the content takes, where a margin at either side has 1; 0 for as much as it needs.
    """
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    column = QVBoxLayout()
    column.addStretch(1)
    column.addWidget(content)
    column.addSpacing(12)
    column.addLayout(row)
    column.addStretch(2)
    layout = QHBoxLayout(page)
    layout.addStretch(1)
    layout.addLayout(column, share)
    layout.addStretch(1)
