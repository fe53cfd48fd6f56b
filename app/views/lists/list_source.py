"""Feeds a record model from the database: the first rows at once, the rest behind them, any window when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app import services
from app.background import DatabaseTasks
from app.models.queries import ListQuery
from app.views.lists.record_model import BLOCK, RecordModel

if TYPE_CHECKING:
    from app.services.lists import Opened, Page, Refreshed

AHEAD = BLOCK
"""Rows fetched beyond what is visible, so that scrolling by a page finds them there."""


class ListSource(QObject):
    """Runs the reads of one list; at most one window of rows is under way, the one that is looked at.

    Signals:
        started: the first rows of another list are there.
        counted: (rows, more) the list is counted; `more` if there are more hits than rows.
        refreshed: (ranks by id) the list was read again, and the followed records stand there now.
        outdated: what the database kept for the list is gone, with a connection that was lost; it is to be read again.
    """

    started = Signal()
    counted = Signal(object, bool)
    refreshed = Signal(object)
    outdated = Signal()

    def __init__(self, tasks: DatabaseTasks, model: RecordModel, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._model = model
        self.query = ListQuery("customer")
        self.columns: tuple[str, ...] = ()
        self.unread: frozenset[str] = frozenset()
        self._labels: Any = None
        self._outline: Any = None
        self._done: list[Any] = []
        self._under_way: list[int] = []
        self._window: tuple[int, int, int] | None = None
        self._visible = (0, -1)
        self._asked: list[int] = []
        tasks.lost_work.back.connect(self._on_back)

    @property
    def is_counted(self) -> bool:
        """Whether any row can be reached yet."""
        return self._outline is not None

    def show(self, query: ListQuery, columns: Sequence[str]) -> None:
        """Show another list; what was still under way for the one before is dropped."""
        self._drop()
        if self._outline is not None:
            self._done.append(self._outline)
            self._outline = None
        self.query, self.columns = query, tuple(columns)
        operation = partial(services.lists.opened, query=query, columns=self.columns, done=tuple(self._done))
        slow = bool(query.filters) or not self._model.is_indexed(query.sort)
        self._under_way.append(self._tasks.read(self, operation, self._on_opened, patient=slow))

    def refresh(self, kept: Sequence[int], pinned: int = 0, *, bring: bool = False) -> None:
        """Read the list again after something changed, keeping what is looked at where it is.

        Args:
            kept: the ids of the rows to follow, the one at the top of the view first.
            pinned: the id of a record to show whatever narrows the list, 0 for none.
            bring: the pinned record is to come into view.
        """
        self._drop()
        lines = self._visible[1] - self._visible[0] + 1
        done = tuple(self._done)
        operation = partial(
            services.lists.refreshed,
            query=self.query,
            columns=self.columns,
            kept=tuple(kept),
            lines=max(lines, 1),
            pinned=pinned,
            done=done,
            bring=bring,
        )
        then = partial(self._on_refreshed, len(done))
        self._under_way.append(self._tasks.read(self, operation, then, patient=not bring))

    def look_at(self, first: int, last: int) -> None:
        """The view shows these rows of the table."""
        self._visible = (first, last)
        self._fetch()

    def ids_of(self, ranges: Sequence[tuple[int, int]], then: Callable[[tuple[int, ...]], None]) -> None:
        """Find the ids of ranges of the table's rows, first and last each."""
        if self._outline is None:
            rows = [self._model.row(number) for first, last in ranges for number in range(first, last + 1)]
            then(tuple(row.id for row in rows if row))
            return
        extra = self._model.extra_id
        above = (extra,) if extra and any(first == 0 for first, _ in ranges) else ()
        ranks = [(self._model.rank(first), self._model.rank(last)) for first, last in ranges]
        in_list = [(max(first, 0), last) for first, last in ranks if last >= 0]
        operation = partial(services.lists.ids_of_ranges, query=self.query, whole=self._outline, ranges=in_list)
        self._asked = [self._tasks.read(self, operation, lambda ids: then((*above, *ids)))]

    def rows_of(self, ids: Sequence[int], then: Callable[[Any], None]) -> None:
        """Fetch the rows of these records as text, in the list's columns."""
        operation = partial(
            services.lists.rows_of, query=self.query, columns=self.columns, labels=self._labels, ids=tuple(ids)
        )
        self._tasks.read(self, operation, then)

    def release(self) -> None:
        """The list is gone for good: give back what the database keeps for it."""
        self._drop()
        done = (*self._done, *([self._outline] if self._outline is not None else []))
        self._done.clear()
        self._outline = None
        if done and self._tasks.place is not None:  # the tasks outlive whoever shows the list
            forget = partial(services.lists.forget, done=done)
            self._tasks.read(self._tasks, forget, lambda _: None, lambda _: None, patient=True)

    def _drop(self) -> None:
        for ticket in self._under_way:
            self._tasks.cancel(ticket)
        self._under_way.clear()
        self._drop_window()

    def _on_back(self) -> None:
        """Drop what would be read by an outline of the connection before; what is looked at stays until it is read again."""
        if self._outline is None:
            return
        self._drop_window()
        for ticket in self._asked if self._outline.table else ():
            self._tasks.cancel(ticket)
        self.outdated.emit()

    def _drop_window(self) -> None:
        if self._window:
            self._tasks.cancel(self._window[0])
            self._window = None

    def _on_opened(self, opened: Opened) -> None:
        self._done.clear()
        self._labels, self.unread = opened.labels, opened.unread
        self._model.start(self.columns, opened.page.rows, len(opened.page.rows))
        self.started.emit()
        if self.query.words and not all(row.why for row in opened.page.rows):
            explain = partial(services.lists.explained, query=self.query, labels=self._labels, rows=opened.page.rows)
            self._under_way.append(self._tasks.read(self, explain, partial(self._model.add_rows, opened.page.first)))
        operation = partial(services.lists.outline, query=self.query)
        self._under_way.append(self._tasks.read(self, operation, self._on_outlined, patient=True))

    def _on_outlined(self, outline: Any) -> None:
        self._outline = outline
        self._model.set_count(outline.rows)
        self.counted.emit(outline.rows, outline.more)
        self._fetch()

    def _on_refreshed(self, done: int, now: Refreshed) -> None:
        """The list before it was in use until now, so its memory is given back with the next read."""
        self._drop_window()  # rows of the list before, by its ranks
        del self._done[:done]
        if self._outline is not None:
            self._done.append(self._outline)
        self._outline = now.outline
        self._labels = now.labels
        self._model.start(self.columns, now.page.rows, now.outline.rows, now.page.first, now.extra)
        self.counted.emit(now.outline.rows, now.outline.more)
        self.refreshed.emit(now.ranks)
        self._fetch()

    def _fetch(self) -> None:
        """Ask for what is visible and not at hand, then for what is next to it; one window at a time."""
        if self._outline is None:
            return
        first, last = self._visible
        lacking = self._model.missing(first, last) or self._model.missing(max(first - AHEAD, 0), last + AHEAD)
        if lacking is None:
            return
        start, count = lacking
        if self._window is not None:
            if self._window[1] <= self._model.rank(first) < self._window[1] + self._window[2]:
                return
            self._drop_window()
        operation = partial(
            services.lists.page_at,
            query=self.query,
            whole=self._outline,
            columns=self.columns,
            labels=self._labels,
            first=start,
            count=count,
        )
        self._window = (self._tasks.read(self, operation, self._on_page), start, count)

    def _on_page(self, page: Page) -> None:
        lacked = self._window is not None and len(page.rows) < min(self._window[2], self._outline.rows - page.first)
        self._window = None
        self._model.add_rows(page.first, page.rows)
        if not lacked:  # rows purged meanwhile stay blank until the list is read again
            self._fetch()
