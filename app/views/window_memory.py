"""How large the window was last time, and how its room was shared out."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.views.customers_page import CustomersPage


class WindowMemory:
    """Kept by Qt in a file of its own; what it doesn't know stays as it is."""

    def __init__(self, geometry: QSettings, window: QMainWindow, split: QSplitter, customers: CustomersPage) -> None:
        self._geometry, self._window, self._split, self._customers = geometry, window, split, customers

    def restore(self) -> None:
        """Give the window what it had."""
        geometry, split, inner = (self._geometry.value(name) for name in ("window", "sidebar", "record"))
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        else:
            self._window.resize(1240, 780)
        if isinstance(split, QByteArray):
            self._split.restoreState(split)
        if isinstance(inner, QByteArray):
            self._customers.restore_layout(inner)

    def save(self) -> None:
        """Remember what it has now."""
        self._geometry.setValue("window", self._window.saveGeometry())
        self._geometry.setValue("sidebar", self._split.saveState())
        self._geometry.setValue("record", self._customers.saveState())
