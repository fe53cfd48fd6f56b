"""The tab of a customer that tells everything that happened with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.interaction import INTERACTION
from app.overriding import override
from app.settings import Settings
from app.views.forms.record_tabs import RecordTab
from app.views.timeline.chips import TimelineFilters
from app.views.timeline.timeline_delegate import TimelineDelegate
from app.views.timeline.timeline_model import TimelineModel

if TYPE_CHECKING:
    from app.services.forms import Sheet
    from app.services.timeline import Entry, Page, Place


class TimelineTab(RecordTab):
    """Filters above one scroll, the latest first. What others save comes in without moving what one looks at.

    Signals:
        new_wanted: (type name, field name) something is to be written down that happened with this customer.
        changes_wanted: the person wants to see what was changed of the record.
    """

    new_wanted = Signal(str, str)
    changes_wanted = Signal()

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Timeline"), parent=parent)
        self._tasks = tasks
        self._ticket = self._shown_id = 0
        self.filters = TimelineFilters(settings, self)
        self.model = TimelineModel(self)
        self.list = QListView(self)
        self.empty_label = QLabel(self)
        self._lay_out()
        self.filters.changed.connect(lambda: self._read_page(self._show_first))
        self.filters.add_button.clicked.connect(lambda: self.new_wanted.emit(INTERACTION.name, "customer_id"))
        self.list.activated.connect(lambda index: self.open(index.row()))
        for signal in (self.list.verticalScrollBar().valueChanged, self.list.verticalScrollBar().rangeChanged):
            signal.connect(lambda *_: self._read_on())

    def _lay_out(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(TimelineDelegate(self.list))
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.title)
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        self.empty_label.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.filters)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty_label, 1)

    @override
    def read(self, sheet: Sheet) -> None:
        self.filters.add_button.setVisible(INTERACTION.name in sheet.addable)
        is_same, self._shown_id = sheet.record.id == self._shown_id, sheet.record.id
        self._tasks.read(self, services.timeline.types_in, partial(self._on_types_read, is_same))

    def _on_types_read(self, is_same: bool, names: tuple[str, ...]) -> None:
        self.filters.offer(names)
        if is_same:
            self._read_page(self._show_again, limit=max(self.model.entries(), services.timeline.PAGE))
        else:
            self._read_page(self._show_first)

    def _read_page(self, then: Callable[[Page], None], place: Place | None = None, limit: int = 0) -> None:
        self._tasks.cancel(self._ticket)
        page = partial(
            services.timeline.read_page,
            customer_id=self._shown_id,
            left_out=self.filters.left_out(),
            words=self.filters.words(),
            place=place,
            limit=limit or services.timeline.PAGE,
        )
        self._ticket = self._tasks.read(self, page, then)

    def _show_first(self, page: Page) -> None:
        self._ticket = 0
        self.model.start(page)
        self.list.scrollToTop()
        self._show_whether_empty()

    def _show_again(self, page: Page) -> None:
        """What is at the top stays there, and what is chosen stays chosen."""
        self._ticket = 0
        bar, chosen = self.list.verticalScrollBar(), self.model.entry(self.list.currentIndex().row())
        is_at_top = bar.value() == 0
        top, shift = self._top()
        if self.model.start(page):
            if (row := self.model.row_of(chosen)) >= 0:
                self.list.setCurrentIndex(self.model.index(row))
            if not is_at_top and (row := self.model.row_of(top)) >= 0:
                self.list.scrollTo(self.model.index(row), QAbstractItemView.ScrollHint.PositionAtTop)
                bar.setValue(bar.value() - shift)
            elif is_at_top:
                self.list.scrollToTop()
        self._show_whether_empty()

    def _top(self) -> tuple[Entry | None, int]:
        """The first thing that is seen, and how far below the upper edge it begins."""
        first = self.list.indexAt(self.list.viewport().rect().topLeft()).row()
        if first >= 0 and self.model.entry(first) is None:
            first += 1  # a day may be another by now
        return self.model.entry(first), self.list.visualRect(self.model.index(max(first, 0))).top()

    def _show_whether_empty(self) -> None:
        is_empty = not self.model.rowCount()
        self.list.setVisible(not is_empty)
        self.empty_label.setVisible(is_empty)
        narrowed = self.tr("Nothing of this sort happened. Press another chip, or take words away.")
        self.empty_label.setText(narrowed if self.filters.is_narrowed() else self.tr("Nothing happened yet."))
        self._read_on()

    def _read_on(self) -> None:
        """Read what comes next, if the end of what is known is near."""
        bar = self.list.verticalScrollBar()
        if bar.maximum() - bar.value() <= 2 * bar.pageStep() and self.model.has_more and not self._ticket:
            self._read_page(self._on_following, place=self.model.place)

    def _on_following(self, page: Page) -> None:
        self._ticket = 0
        self.model.add(page)

    def open(self, row: int) -> None:
        """Show the record that a row is about."""
        entry = self.model.entry(row)
        if entry is not None and entry.key.type_name == services.timeline.CHANGED:
            self.changes_wanted.emit()
        elif entry is not None:
            self.record_wanted.emit(entry.key)

    @override
    def put_away(self) -> None:
        super().put_away()
        self._tasks.cancel(self._ticket)
        self._ticket = self._shown_id = 0
