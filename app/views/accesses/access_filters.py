"""Which accesses to a record are shown: by a person, from a day to a day."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.views.logs.log_filters import LogFilters


class AccessFilters(LogFilters):
    """A list to choose from and two days to type."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arrange(self.tr("Accesses by"), columns=3)
