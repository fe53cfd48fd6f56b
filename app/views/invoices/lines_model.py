"""The lines of an invoice as a table that is typed into: what stands in each cell, valid or not, and what each line comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QApplication

from app.errors import Problem
from app.models.card_guard import CODE
from app.models.card_numbers import masked
from app.models.fields import Field, Kind
from app.models.invoice import INVOICE_LINE, MOST_LINES
from app.models.money import NONE, Amounts, Line, amounts_of, currency_digits, sum_of
from app.models.numbers import fits_places, format_decimal, own_number_locale, parse_decimal
from app.models.values import Item, Value
from app.overriding import override
from app.views.forms.problem_words import sentence_of
from app.views.widgets.colors import error_color
from app.views.words import label_of, tip

Index = QModelIndex | QPersistentModelIndex

COLUMNS = ("text", "quantity", "unit_price", "discount", "tax_rate", "state_tax_rate")
AMOUNT = len(COLUMNS)
"""The column behind those that are typed: what the line comes to."""

_FIELDS = tuple(INVOICE_LINE.by_name[name] for name in COLUMNS)
_PERCENT = frozenset({"discount", "tax_rate", "state_tax_rate"})


@dataclass(slots=True)
class Row:
    """One line: its texts, what they mean, the product that was picked, and what is wrong with it."""

    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    product_id: int | None = None
    id: int = 0
    problems: dict[str, Problem] = field(default_factory=dict)
    amounts: Amounts | None = None

    def is_blank(self) -> bool:
        """Whether nobody has put anything into it."""
        return self.product_id is None and not any(self.texts.values())


class LinesModel(QAbstractTableModel):
    """Keeps one empty line at the end, to be typed into, as long as there is room.

    Signals:
        lines_edited: by the person.
    """

    lines_edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = [Row()]
        self.exempt, self._currency, self._is_read_only = NONE, "", False

    def set_terms(self, exempt: str, currency: str) -> None:
        """Reckon by these from now on: of which taxes the customer is exempt, and in which currency."""
        if (exempt, currency) != (self.exempt, self._currency):
            self.exempt, self._currency = exempt, currency
            for row in self.rows:
                row.amounts = None
            self.dataChanged.emit(self.index(0, AMOUNT), self.index(len(self.rows) - 1, AMOUNT))

    def set_read_only(self, is_read_only: bool) -> None:
        """Have the lines be looked at, or changed as well."""
        self.beginResetModel()
        self._is_read_only = is_read_only
        self._mend_end()
        self.endResetModel()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.rows = [row for row in rows if not row.is_blank()]
        self._mend_end()
        self.endResetModel()

    def filled(self) -> list[Row]:
        """The lines that say something."""
        return [row for row in self.rows if not row.is_blank()]

    def totals(self) -> Amounts:
        """What all of it comes to."""
        return sum_of(self.amounts_of(row) for row in self.filled())

    def amounts_of(self, row: Row) -> Amounts:
        """What a line comes to; reckoned once until something of it changes."""
        if row.amounts is None:
            row.amounts = amounts_of(Line.of(row.values), self.digits(), self.exempt)
        return row.amounts

    def digits(self) -> int:
        """How many digits of the currency are shown."""
        return currency_digits(self._currency)

    def set_text(self, number: int, name: str, text: str) -> None:
        """Put a text into a cell, as the person does; a card number in it is masked, which whoever types sees at once."""
        row = self.rows[number]
        if text == row.texts.get(name, ""):
            return
        clean = masked(text, is_typed=True)
        write(row, name, clean)
        row.problems.pop(name, None)
        if clean != text:
            row.problems[name] = Problem(name, CODE, blocking=False)
        row.amounts = None
        self._grow()
        self.dataChanged.emit(self.index(number, 0), self.index(number, AMOUNT))
        self.lines_edited.emit()

    def pick(self, number: int, product_id: int | None, text: str) -> None:
        """Have a line be of a product, or of none."""
        if product_id != self.rows[number].product_id:
            self.rows[number].product_id = product_id
            self._grow()
            self.lines_edited.emit()
        self.set_text(number, "text", text)

    def fill(self, product_id: int, values: Mapping[str, Value]) -> None:
        """Say of the lines of a product that was just picked what the product says; a quantity of one to begin with.

        A price in another currency is no price here: the cell stays empty, and says so.
        """
        foreign = self._foreign(values)
        taken = {name: value for name, value in values.items() if not (foreign and name == foreign.field)}
        for number, row in enumerate(self.rows):
            if row.product_id == product_id and not row.texts.get("unit_price"):
                show(row, {"quantity": row.values.get("quantity") or Decimal(1), **taken})
                row.amounts = None
                if foreign is not None:
                    row.problems[foreign.field] = foreign
                self.dataChanged.emit(self.index(number, 0), self.index(number, AMOUNT))
        self.lines_edited.emit()

    def _foreign(self, values: Mapping[str, Value]) -> Problem | None:
        """What is wrong with the price of a product, if that is in another currency than the invoice."""
        currency, price = values.get("currency"), values.get("unit_price")
        is_same = not currency or not self._currency or currency == self._currency
        if is_same or not isinstance(price, Decimal) or not price:
            return None
        costs = f"{values.get('text')}: {format_decimal(price, currency_digits(str(currency)), own_number_locale())} {currency}"
        return Problem("unit_price", "other_currency", costs, blocking=False)

    def foreign_prices(self) -> tuple[Problem, ...]:
        """What keeps products that were picked from having their price."""
        found = (row.problems.get("unit_price") for row in self.rows)
        return tuple(problem for problem in found if problem is not None and problem.code == "other_currency")

    def remove(self, number: int) -> None:
        """Take a line out; the empty one at the end stays."""
        if self.rows[number].is_blank():
            return
        self.beginRemoveRows(QModelIndex(), number, number)
        del self.rows[number]
        self.endRemoveRows()
        self._grow()
        self.lines_edited.emit()

    def mark(self, problem: Problem) -> None:
        """Show at its cell what is wrong."""
        filled = self.filled()
        if 0 <= problem.item < len(filled):
            number = self.rows.index(filled[problem.item])
            filled[problem.item].problems[problem.part] = problem
            self.dataChanged.emit(self.index(number, 0), self.index(number, AMOUNT))

    def clear_marks(self) -> None:
        """Take back what was said."""
        for row in self.rows:
            row.problems.clear()
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, AMOUNT))

    def _wants_end(self) -> bool:
        is_room = len(self.rows) < MOST_LINES and not self._is_read_only
        return is_room and (not self.rows or not self.rows[-1].is_blank())

    def _grow(self) -> None:
        if self._wants_end():
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows))
            self.rows.append(Row())
            self.endInsertRows()

    def _mend_end(self) -> None:
        """Within a reset: with an empty line at the end, or without one."""
        if self._wants_end():
            self.rows.append(Row())
        elif self._is_read_only and self.rows and self.rows[-1].is_blank():
            self.rows.pop()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else AMOUNT + 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_typed = index.column() < AMOUNT and not self._is_read_only
        return flags | Qt.ItemFlag.ItemIsEditable if is_typed else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if column > 0:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole if column < AMOUNT and self._problem(row, column):
                return QBrush(error_color(QApplication.palette()))
            case Qt.ItemDataRole.ForegroundRole if column == AMOUNT:
                return QApplication.palette().brush(QPalette.ColorRole.Text)
            case Qt.ItemDataRole.ToolTipRole:
                problem = self._problem(row, column) if column < AMOUNT else None
                return tip(sentence_of(problem) if problem else self._text(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.headerData(column, Qt.Orientation.Horizontal)}: {self._text(row, column)}"
            case _:
                return None

    def _problem(self, row: Row, column: int) -> Problem | None:
        """What was said of a cell, or what will be: the total is without it, so it is seen before anything is stored."""
        return row.problems.get(COLUMNS[column]) or fault_of(row, COLUMNS[column])

    def _text(self, row: Row, column: int) -> str:
        if column < AMOUNT:
            return row.texts.get(COLUMNS[column], "")
        return "" if row.is_blank() else format_decimal(self.amounts_of(row).net, self.digits(), own_number_locale())

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == AMOUNT:
            return label_of(INVOICE_LINE.by_name["amount"])
        return f"{label_of(_FIELDS[section])} %" if COLUMNS[section] in _PERCENT else label_of(_FIELDS[section])


def write(row: Row, name: str, text: str) -> None:
    """Put a text into a row, with what it means."""
    row.texts[name] = text
    of_field = INVOICE_LINE.by_name[name]
    row.values[name] = (
        parse_decimal(text, own_number_locale()) if of_field.kind is Kind.DECIMAL else text.strip() or None
    )


def show(row: Row, values: Mapping[str, Value]) -> None:
    """Put values into a row, as they are written here."""
    for name in COLUMNS:
        if name in values:
            row.values[name] = values[name]
            row.texts[name] = _written(INVOICE_LINE.by_name[name], values[name])


def row_of(item: Item) -> Row:
    """A stored line."""
    product_id = item.values.get("product_id")
    row = Row(product_id=product_id if isinstance(product_id, int) else None, id=item.id)
    show(row, item.values)
    return row


def fault_of(row: Row, name: str) -> Problem | None:
    """What keeps a text from being a value."""
    of_field, text, value = INVOICE_LINE.by_name[name], row.texts.get(name, "").strip(), row.values.get(name)
    if of_field.kind is not Kind.DECIMAL:
        return Problem(name, "too_long", str(of_field.max_length)) if len(text) > of_field.max_length else None
    if not isinstance(value, Decimal):
        return Problem(name, "not_a_decimal") if text else None
    return None if fits_places(value, of_field.places) else Problem(name, "too_many_places", str(of_field.places))


def _written(of_field: Field, value: Value) -> str:
    if isinstance(value, Decimal):
        return format_decimal(value, of_field.shown_places, own_number_locale())
    return "" if value is None else str(value)
