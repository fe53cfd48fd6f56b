"""Where somebody stands in a list: the current record, those selected and those in sight, while the list is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange, QObject, Signal

from app.views.lists.list_source import ListSource
from app.views.lists.record_table import RecordTable

_FOLLOWED = 200
_ONLY_CURRENT = QItemSelectionModel.SelectionFlag.NoUpdate
_SELECT_ROW = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class ListPlace(QObject):
    """Follows records rather than rows; whoever moves on while the list is read stays where they are then.

    Signals:
        current_changed: (id) another record is the current one, 0 for none.
    """

    current_changed = Signal(object)

    def __init__(self, table: RecordTable, source: ListSource, parent: QObject) -> None:
        super().__init__(parent)
        self._table, self._source = table, source
        self._model = table.record_model()
        self._pinned_id = 0
        self._is_bringing = self._is_stale = False
        self._kept: list[int] = []
        self._selected: list[int] = []
        self._current_id = 0
        self._asked_row = self._moved_row = -1
        source.started.connect(self._on_started)
        source.counted.connect(self._on_counted)
        source.refreshed.connect(self._on_refreshed)
        source.outdated.connect(lambda: self.refresh())
        table.selectionModel().currentRowChanged.connect(self._follow_current)
        self._model.dataChanged.connect(self._follow_current)
        self._model.modelAboutToBeReset.connect(self._on_resetting)

    def leave(self) -> None:
        """The list begins anew, wherever one stands."""
        self._pinned_id, self._is_bringing, self._is_stale = 0, False, False

    def refresh(self, wanted: int = 0) -> None:
        """Read the list again after something changed.

        Args:
            wanted: a record to select; it stays in the list until somebody narrows or sorts it otherwise.
        """
        if wanted:
            self._pinned_id, self._is_bringing = wanted, True
        elif not self._source.is_counted and not self._is_bringing:
            self._is_stale = True
            return
        self._is_stale = False
        self._selected = self._selected_at_hand()
        self._kept = self._followed()
        self._asked_row = self._table.currentIndex().row()
        self._source.refresh(self._kept, self._pinned_id, bring=self._is_bringing)

    def current_id(self) -> int:
        """The id of the current record, 0 for none."""
        row = self._model.row(self._table.currentIndex().row()) if self._table.currentIndex().isValid() else None
        return row.id if row else 0

    def heading_for(self) -> int:
        """The id of the record that will be the current one once everything is read."""
        return self._pinned_id if self._is_bringing else self.current_id()

    def has_step(self, by: int) -> bool:
        """Whether there is a record after (1) or before (-1) the current one."""
        return 0 <= self._table.currentIndex().row() + by < self._model.rowCount()

    def step(self, by: int) -> None:
        """Make the next (1) or the previous (-1) record the current one."""
        if self.has_step(by):
            self._table.select_only(self._table.currentIndex().row() + by)
        if self._is_bringing:  # what was to come into view has just been left
            self._is_bringing = False
            self.refresh()

    def selected_ids(self, then: Callable[[tuple[int, ...]], None]) -> None:
        """Find the ids of all selected records, of which most may not be at hand."""
        self._source.ids_of(sorted((part.top(), part.bottom()) for part in self._selected_parts()), then)

    def has_several(self) -> bool:
        """Whether more than one record is selected."""
        return sum(part.height() for part in self._selected_parts()) > 1

    def _selected_parts(self) -> list[QItemSelectionRange]:
        selection = self._table.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def _followed(self) -> list[int]:
        """The records that a refresh keeps in place: the top one, the current one, those selected."""
        first, _ = self._table.visible_rows()
        top = self._ids_at([first])
        return list(dict.fromkeys([*top, *([self._current_id] if self._current_id else []), *self._selected]))

    def _selected_at_hand(self) -> list[int]:
        numbers = chain.from_iterable(range(part.top(), part.bottom() + 1) for part in self._selected_parts())
        return self._ids_at(islice(numbers, _FOLLOWED))

    def _ids_at(self, numbers: Iterable[int]) -> list[int]:
        rows = (self._model.row(number) for number in numbers)
        return [row.id for row in rows if row]

    def _on_started(self) -> None:
        self._table.scrollToTop()
        if self._model.rowCount():
            self._table.select_only(0)
        self._follow_current()

    def _on_counted(self) -> None:
        if self._is_stale:
            self.refresh()

    def _on_resetting(self) -> None:
        """Somebody may have moved on since the list was asked for: what counts is where they are now."""
        row = self._table.currentIndex().row()
        self._moved_row = row if row != self._asked_row else -1
        if self._moved_row >= 0:
            self._is_bringing = False
            self._current_id = self.current_id()
        self._selected = self._selected_at_hand()
        self._kept = [*self._ids_at([self._table.visible_rows()[0]]), *self._kept]

    def _on_refreshed(self, ranks: Mapping[int, int]) -> None:
        """Put the view and the selection back to where they were, by record rather than by row."""
        rows = {record_id: self._model.row_of_rank(rank) for record_id, rank in ranks.items()}
        if self._model.extra_id:
            rows[self._model.extra_id] = 0
        rows = self._model.rows_at_hand() | rows
        top = next((rows[record_id] for record_id in self._kept if record_id in rows), None)
        if top is not None:
            self._table.scroll_to_row(top)
        if self._is_bringing and self._pinned_id in rows:
            self._table.select_only(rows[self._pinned_id])
            self._table.scrollTo(self._table.currentIndex())
        else:
            self._select_again(rows)
        self._is_bringing = False
        self._follow_current()

    def _select_again(self, rows: Mapping[int, int]) -> None:
        selection = self._table.selectionModel()
        current = rows.get(self._current_id, min(self._moved_row, self._model.rowCount() - 1))
        if current >= 0:
            selection.setCurrentIndex(self._model.index(current, 0), _ONLY_CURRENT)
        for record_id in self._selected:
            if record_id in rows:
                selection.select(self._model.index(rows[record_id], 0), _SELECT_ROW)

    def _follow_current(self) -> None:
        """Say which record is the current one; for a row that is still on its way, when it is there."""
        index = self._table.currentIndex()
        row = self._model.row(index.row()) if index.isValid() else None
        if index.isValid() and row is None:
            return
        found = row.id if row else 0
        if found != self._current_id:
            self._current_id = found
            self.current_changed.emit(found)
