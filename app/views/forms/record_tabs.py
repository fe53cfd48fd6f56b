"""The record open for reading: its details, and what hangs on it in tabs of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from app import services
from app.overriding import override
from app.views.forms.record_view import RecordView

if TYPE_CHECKING:
    from app.services.forms import Sheet


class RecordTab(QWidget):
    """What hangs on a record. It reads nothing until somebody looks at it.

    Signals:
        record_wanted: the RecordKey of another record, which the person followed a reference to.
        said: a sentence for the status bar.
    """

    record_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, title: str, count_name: str = "", parent: QWidget | None = None) -> None:
        """Make an empty tab.

        Args:
            title: as it stands on the tab.
            count_name: which of the record's counts stands behind the title; none if empty.
            parent: as of any widget.
        """
        super().__init__(parent)
        self.title, self.count_name = title, count_name
        self._sheet: Sheet | None = None
        self._is_read = False

    def show_sheet(self, sheet: Sheet) -> None:
        """Belong to this record from now on, as it is stored now."""
        self._sheet, self._is_read = sheet, False
        if self.isVisible():
            self._read_now(sheet)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._sheet is not None and not self._is_read:
            self._read_now(self._sheet)

    def _read_now(self, sheet: Sheet) -> None:
        self._is_read = True
        self.read(sheet)

    def read(self, sheet: Sheet) -> None:
        """Read what there is about the record, and show it."""
        raise NotImplementedError

    def is_dirty(self) -> bool:
        """Whether something was typed in it that is not stored."""
        return False

    def leave(self, then: Callable[[], None]) -> None:
        """Go on with `then` when nothing typed would be lost by it, or when the person said that it may."""
        then()

    def put_away(self) -> None:
        """Belong to no record: the one before is of another database."""
        self._sheet, self._is_read = None, False

    def release(self) -> None:
        """The tab is gone for good: give back what is kept for it elsewhere."""


class RecordTabs(QTabWidget):
    """The details first, then the tabs that were added, each with its count.

    Signals:
        record_wanted: the RecordKey of another record, which the person followed a reference to, in whichever tab.
        said: a sentence for the status bar, from whichever tab.
    """

    record_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, details: RecordView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.details = details
        self.tabs: list[RecordTab] = []
        details.record_wanted.connect(self.record_wanted)
        self.setDocumentMode(True)
        self.addTab(details, self.tr("Details"))
        self.tabBar().setAccessibleName(self.tr("Parts of the record"))
        self.setTabBarAutoHide(True)

    def add_tab(self, tab: RecordTab) -> None:
        """Add a tab behind the others."""
        self.tabs.append(tab)
        self.addTab(tab, tab.title)
        tab.record_wanted.connect(self.record_wanted)
        tab.said.connect(self.said)

    def offer(self, tab: RecordTab, is_offered: bool) -> None:
        """Have a tab be there, or not: the bar lays itself out anew only where that is news."""
        place = self.indexOf(tab)
        if self.isTabVisible(place) is not is_offered:
            self.setTabVisible(place, is_offered)

    def is_dirty(self) -> bool:
        """Whether something was typed in one of them that is not stored."""
        return any(tab.is_dirty() for tab in self.tabs)

    def leave(self, then: Callable[[], None]) -> None:
        """Go on with `then` when nothing typed in them would be lost by it; each that holds something asks."""
        dirty = next((tab for tab in self.tabs if tab.is_dirty()), None)
        if dirty is None:
            then()
        else:
            self.setCurrentWidget(dirty)
            dirty.leave(partial(self.leave, then))

    def put_away(self) -> None:
        """Belong to no record."""
        for tab in self.tabs:
            tab.put_away()

    def release(self) -> None:
        """The record's window closes for good."""
        for tab in self.tabs:
            tab.release()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a stored record in every tab; the one that is looked at stays in front."""
        self.details.show_sheet(sheet)
        for tab in self.tabs:
            tab.show_sheet(sheet)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say behind the title of each tab how much there is in it, by what the tabs call their counts; nothing where nobody knows."""
        for place, tab in enumerate(self.tabs, 1):
            count = _in_words(counts.get(tab.count_name, 0))
            text = f"{tab.title} ({count})" if count else tab.title
            if text != self.tabText(place):  # the bar lays itself out anew for the same text as well
                self.setTabText(place, text)


def _in_words(count: int) -> str:
    most = services.hanging.MOST_COUNTED
    return f"{most:,}+" if count > most else f"{count:,}" if count else ""
