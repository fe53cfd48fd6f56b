"""The lines of services that are about to be added, as a table in which quantities and dates are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication

from app.models.contract import SERVICE
from app.models.dates import parse_date
from app.models.formatting import format_date, own_date_order
from app.models.numbers import fits_places, format_decimal, own_number_locale, parse_decimal
from app.models.service_lines import Doubt, ServiceLine, doubts
from app.models.spans import Span
from app.overriding import override
from app.views.widgets.colors import error_color, warning_color
from app.views.words import label_of, tip

Index = QModelIndex | QPersistentModelIndex

NAME, QUANTITY, START, EXPIRES, PRICE, AMOUNT, WORDS = range(7)
_TYPED = {QUANTITY: "quantity", START: "starts_on", EXPIRES: "expires_on"}
_NUMBERS = frozenset({QUANTITY, PRICE, AMOUNT})
_NONE = QModelIndex()
_PLACES = 2


@dataclass(slots=True)
class _Row:
    """A line, what was typed into it that is no value, and what is doubtful about it."""

    line: ServiceLine
    wrong: dict[int, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


class ServiceLinesModel(QAbstractTableModel):
    """What is no number or no date stays as it was typed, and is told.

    Signals:
        edited: lines came, went or say something else.
    """

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._contract = Span(None, None)
        self._running: Mapping[int, Sequence[Span]] = {}

    def lines(self) -> tuple[ServiceLine, ...]:
        """What is to be added."""
        return tuple(row.line for row in self._rows)

    def first_wrong(self) -> tuple[int, int] | None:
        """Row and column of the first thing that can't be stored."""
        for number, row in enumerate(self._rows):
            if row.wrong:
                return number, min(row.wrong)
            if Doubt.ENDS_BEFORE_START in row.doubts:
                return number, EXPIRES
        return None

    def what_is_wrong(self, row: int) -> str:
        """The first thing about a line that can't be stored."""
        return next(iter(self._words(self._rows[row])), "")

    def judge_by(self, contract: Span, running: Mapping[int, Sequence[Span]]) -> None:
        """Doubt what lies outside of a contract's dates, and what runs already."""
        self._contract, self._running = contract, running
        self._judge()

    def add(self, lines: Iterable[ServiceLine], span: Span = Span(None, None)) -> None:  # noqa: B008 - it is frozen
        """Add lines that run on these days."""
        new = [_Row(replace(line, span=span)) for line in lines]
        if new:
            self.beginInsertRows(_NONE, len(self._rows), len(self._rows) + len(new) - 1)
            self._rows += new
            self.endInsertRows()
            self._judge()

    def remove(self, rows: Iterable[int]) -> None:
        """Take lines away."""
        for row in sorted(set(rows), reverse=True):
            self.beginRemoveRows(_NONE, row, row)
            del self._rows[row]
            self.endRemoveRows()
        self._judge()

    def set_days(self, column: int, day: date | None) -> None:
        """Have all lines start, or expire, on a day."""
        for row in self._rows:
            row.wrong.pop(column, None)
            row.line = replace(row.line, span=_with_day(row.line.span, column, day))
        self._judge()

    def _judge(self) -> None:
        for row, found in zip(self._rows, doubts(self.lines(), self._contract, self._running), strict=True):
            row.doubts = found
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, WORDS))
        self.edited.emit()

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else WORDS + 1

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        names = {NAME: "product_id", **_TYPED, PRICE: "price"}
        own = {AMOUNT: self.tr("Amount"), WORDS: self.tr("Worth another look")}
        return own.get(section) or label_of(SERVICE.by_name[names[section]])

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() in _TYPED else found

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._text(row, WORDS if column == WORDS else NAME))
        return None

    def _color(self, row: _Row, column: int) -> Any:
        palette = QGuiApplication.palette()
        if column in row.wrong or (column == WORDS and self._is_wrong(row)):
            return error_color(palette)
        return warning_color(palette) if column == WORDS else None

    def _is_wrong(self, row: _Row) -> bool:
        return bool(row.wrong) or Doubt.ENDS_BEFORE_START in row.doubts

    def _text(self, row: _Row, column: int) -> str:
        line = row.line
        if column in row.wrong:
            return row.wrong[column]
        match column:
            case 0:
                return line.name
            case 1:
                return number_words(line.quantity)
            case 2 | 3:
                day = line.span.first if column == START else line.span.last
                return format_date(day, own_date_order()) if day else ""
            case 4:
                return f"{number_words(line.price)} {line.currency}".strip() if line.price is not None else ""
            case 5:
                return f"{number_words(line.amount)} {line.currency}".strip() if line.amount is not None else ""
        return "; ".join(self._words(row))

    def _words(self, row: _Row) -> Iterable[str]:
        if QUANTITY in row.wrong:
            yield self.tr("no quantity")
        if {START, EXPIRES} & row.wrong.keys():
            yield self.tr("no date")
        words = {
            Doubt.ENDS_BEFORE_START: self.tr("ends before it starts"),
            Doubt.OUTSIDE_CONTRACT: self.tr("outside of the contract's dates"),
            Doubt.RUNS_ALREADY: self.tr("runs already at that time"),
            Doubt.THERE_TWICE: self.tr("twice at that time"),
            Doubt.NOT_OFFERED: self.tr("no longer offered"),
        }
        yield from (words[doubt] for doubt in row.doubts)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or index.column() not in _TYPED:
            return False
        row, column, text = self._rows[index.row()], index.column(), str(value).strip()
        found = _read_quantity(text) if column == QUANTITY else parse_date(text, date.today(), own_date_order())
        if found is None and (text or column == QUANTITY):
            row.wrong[column] = text
        else:
            row.wrong.pop(column, None)
            row.line = _with(row.line, column, found)
        self._judge()
        return True


def _read_quantity(text: str) -> Decimal | None:
    number = parse_decimal(text, own_number_locale())
    is_one = number is not None and number >= 0 and fits_places(number, _PLACES)
    return number if is_one else None


def _with(line: ServiceLine, column: int, value: Decimal | date | None) -> ServiceLine:
    if isinstance(value, Decimal):
        return replace(line, quantity=value)
    return replace(line, span=_with_day(line.span, column, value))


def _with_day(span: Span, column: int, day: date | None) -> Span:
    return replace(span, first=day) if column == START else replace(span, last=day)


def number_words(value: Decimal | None) -> str:
    """A quantity or an amount as it is written here."""
    return "" if value is None else format_decimal(value, _PLACES, own_number_locale())
