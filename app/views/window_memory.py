"""How large the window was last time, and how its room was shared out."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.models.customer import CUSTOMER
from app.views.desk import Desk
from app.views.records_page import RecordsPage


class WindowMemory:
    """Kept by Qt in a file of its own; what it doesn't know stays as it is."""

    def __init__(self, geometry: QSettings, window: QMainWindow, split: QSplitter, desk: Desk) -> None:
        self._geometry, self._window, self._split, self._desk = geometry, window, split, desk

    def restore(self) -> None:
        """Give the window what it had, and each page when it is made."""
        geometry, split = (self._geometry.value(name) for name in ("window", "sidebar"))
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        else:
            self._window.resize(1240, 780)
        if isinstance(split, QByteArray):
            self._split.restoreState(split)
        self._desk.page_made.connect(self._restore_page)
        for page in self._desk.pages():
            self._restore_page(page)

    def _restore_page(self, page: RecordsPage) -> None:
        layout = self._geometry.value(_name_of(page))
        if isinstance(layout, QByteArray):
            page.restore_layout(layout)

    def save(self) -> None:
        """Remember what it has now."""
        self._geometry.setValue("window", self._window.saveGeometry())
        self._geometry.setValue("sidebar", self._split.saveState())
        for page in self._desk.pages():
            self._geometry.setValue(_name_of(page), page.saveState())


def _name_of(page: RecordsPage) -> str:
    """That of the customers' page is from before there were others."""
    return "record" if page.record_type is CUSTOMER else f"record.{page.record_type.name}"
