"""A list of any length as a Qt model: it knows the count and holds only the rows around what is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.fields import Field, RecordType
from app.models.rows import ListRow, Spans
from app.models.stars import STARS, without_stars
from app.overriding import override
from app.views.words import isolated, label_of, tip

if TYPE_CHECKING:
    from app.views.lists.row_faces import Face

Index = QModelIndex | QPersistentModelIndex

BLOCK = 100
"""Rows are fetched and forgotten in blocks of so many."""

KEPT_BLOCKS = 60

WHY = -2
"""The place of the text that says why a row was found."""

_NONE = QModelIndex()


class RecordModel(QAbstractTableModel):
    """Shows rows; runs no query. Every listable field is a column, and the view decides which are visible.

    The last column says why a row was found. A record that was just saved may stand above the list as an extra row, where
    words or filters would hide it.
    """

    ROW_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, record_type: RecordType, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields: tuple[Field, ...] = record_type.listable_fields
        self._places: dict[str, int] = {}
        self._blocks: OrderedDict[int, tuple[ListRow | None, ...]] = OrderedDict()
        self._extra: ListRow | None = None
        self._count = 0
        self.faces: Mapping[int, Face] = {}  # by record: who edits it just now
        self.labels: dict[str, str] = {}  # by field, where a list calls a column otherwise
        self.is_named_by_text = record_type.is_named_by_text
        self._band = record_type.band
        choices = record_type.by_name[self._band].choices if self._band else ()
        self._bands = {choice.label: number for number, choice in enumerate(choices)}

    def start(
        self, columns: Sequence[str], rows: Sequence[ListRow], count: int, first: int = 0, extra: ListRow | None = None
    ) -> None:
        """Show another list, of which the rows from `first` on are known already.

        Args:
            columns: the fields that the rows' texts belong to.
            count: how many rows there are, as far as is known by now.
            extra: a record to show above the list, though it is not one of its rows.
        """
        self.beginResetModel()
        self._places = {name: place for place, name in enumerate(columns)}
        self._blocks.clear()
        self._extra = extra
        self._count = count
        self._take(first, rows)
        self.endResetModel()

    def set_count(self, count: int) -> None:
        """Learn the number of rows; the rows at hand stay."""
        above = 1 if self._extra else 0
        if count > self._count:
            self.beginInsertRows(_NONE, above + self._count, above + count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(_NONE, above + count, above + self._count - 1)
            self._count = count
            self.endRemoveRows()

    def add_rows(self, first: int, rows: Sequence[ListRow]) -> None:
        """Take rows that were fetched; `first` counts from the list's first row."""
        self._take(first, rows)
        above = 1 if self._extra else 0
        last = min(first + len(rows), self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(above + first, 0), self.index(above + last, self.why_column))

    def missing(self, first: int, last: int) -> tuple[int, int] | None:
        """The first row and the number of rows that must be fetched to show rows `first` to `last`, or None."""
        start = self.rank(first) // BLOCK
        end = min(self.rank(last), self._count - 1) // BLOCK
        lacking = [number for number in range(max(start, 0), end + 1) if not self._is_known(number)]
        if not lacking:
            return None
        return lacking[0] * BLOCK, (lacking[-1] - lacking[0] + 1) * BLOCK

    def rank(self, number: int) -> int:
        """Which row of the list stands in a row of the table; -1 for the extra one."""
        return number - 1 if self._extra else number

    def row(self, number: int) -> ListRow | None:
        """What stands in a row of the table, if it is at hand."""
        if self._extra and number == 0:
            return self._extra
        rank = self.rank(number)
        block = self._blocks.get(rank // BLOCK)
        return block[rank % BLOCK] if block else None

    def rows_at_hand(self) -> dict[int, int]:
        """Which rows of the table the records stand in that are at hand, by id."""
        return {
            row.id: self.row_of_rank(block * BLOCK + place)
            for block, rows in self._blocks.items()
            for place, row in enumerate(rows)
            if row
        }

    def row_of_rank(self, rank: int) -> int:
        """Which row of the table a row of the list stands in."""
        return rank + 1 if self._extra else rank

    @property
    def why_column(self) -> int:
        """The column that says where the searched words were found."""
        return len(self.fields)

    @property
    def extra_id(self) -> int:
        """The id of the record that stands above the list, 0 for none."""
        return self._extra.id if self._extra else 0

    def place(self, column: int) -> int:
        """Where a column's text stands in a row's texts, `WHY` for the reason, or -1 if it was not fetched."""
        return WHY if column == self.why_column else self._places.get(self.fields[column].name, -1)

    @property
    def has_bands(self) -> bool:
        """Whether rows have a coloured band."""
        return bool(self._band)

    def band(self, row: ListRow) -> int | None:
        """Which value of the field by which rows have a coloured band, counted from 0; None where nothing is known of it."""
        return self._bands.get(self.text(row, self._places.get(self._band, -1))) if self._band else None

    @staticmethod
    def text(row: ListRow, place: int) -> str:
        """What a row shows at a place."""
        if place == WHY:
            return row.why
        return row.texts[place] if 0 <= place < len(row.texts) else ""

    @staticmethod
    def spans(row: ListRow, place: int) -> Spans:
        """What is to be marked in a text of a row."""
        if place == WHY:
            return row.why_spans
        return row.spans[place] if 0 <= place < len(row.spans) else ()

    def is_indexed(self, name: str) -> bool:
        """Whether the list sorts by that field at once."""
        return self.fields[self.column_of(name)].sort_index

    def column_of(self, name: str) -> int:
        """The column of a field."""
        return next(column for column, field in enumerate(self.fields) if field.name == name)

    def _is_known(self, block: int) -> bool:
        rows = self._blocks.get(block)
        return rows is not None and None not in rows[: min(BLOCK, self._count - block * BLOCK)]

    def _take(self, first: int, rows: Sequence[ListRow]) -> None:
        """Sort rows into blocks; a block that is only partly known is filled up by what was known before."""
        for number in range(first // BLOCK, (first + len(rows) + BLOCK - 1) // BLOCK):
            start = number * BLOCK
            block = list(self._blocks.get(number, (None,) * BLOCK))
            for place in range(max(start, first), min(start + BLOCK, first + len(rows))):
                block[place - start] = rows[place - first]
            self._blocks[number] = tuple(block)
            self._blocks.move_to_end(number)
        while len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else self._count + (1 if self._extra else 0)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.fields) + 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == self.ROW_ROLE:
            return self.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(index.row())
            text = self.text(row, self.place(index.column())) if row else ""
            is_plain = role == Qt.ItemDataRole.DisplayRole or text[:1] not in STARS
            return text if is_plain else without_stars(text)
        if self.faces and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            words = self._who_edits(self.row(index.row()))
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def _who_edits(self, row: ListRow | None) -> str:
        face = self.faces.get(row.id) if row else None
        return self.tr("{name} is editing this record").format(name=isolated(face.name)) if face else ""

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            if section == self.why_column:
                return self.tr("Found in")
            return self.labels.get(self.fields[section].name) or label_of(self.fields[section])
        return None
