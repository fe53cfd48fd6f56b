"""The editor of the lines of an invoice: a table, and below it what all of it comes to while it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import services
from app.errors import Problem
from app.models.fields import Field
from app.models.numbers import format_decimal, own_number_locale
from app.models.values import Item, Value
from app.overriding import override
from app.views.forms.editors import Raw
from app.views.forms.problem_words import sentence_of
from app.views.forms.rows_editor import RowsEditor
from app.views.invoices.lines_model import COLUMNS, LinesModel, Row, fault_of, row_of, write
from app.views.invoices.lines_table import LinesTable
from app.views.widgets.message_line import Level, MessageLine

if TYPE_CHECKING:
    from app.services.forms import RowReferences
    from app.views.forms.editor_kit import EditorKit


class LinesEditor(RowsEditor):
    """Reckons by the terms that it is given, as the save will."""

    def __init__(self, field: Field, kit: EditorKit, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._tasks = kit.tasks
        self.model = LinesModel(self)
        self.table = LinesTable(self.model, kit.tasks, self)
        self._name_control(self.table)
        self._currency = ""
        self.add_button = QPushButton(self.tr("Add line"), self)
        self.remove_button = QPushButton(self.tr("Remove line"), self)
        self.totals_label = QLabel(self)
        self.prices_line = MessageLine(self)
        self._arrange()
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.table.delegate.product_picked.connect(self._on_product_picked)
        self.table.selectionModel().currentChanged.connect(lambda *places: self._light())
        self.model.lines_edited.connect(self._on_lines_edited)
        self.model.modelReset.connect(self._show_totals)
        self.model.dataChanged.connect(lambda *places: self._show_totals())
        self._show_totals()

    def _arrange(self) -> None:
        self.totals_label.setTextFormat(Qt.TextFormat.PlainText)
        self.totals_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.totals_label.setWordWrap(True)
        line = QHBoxLayout()
        for button in (self.add_button, self.remove_button):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addWidget(self.totals_label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.table)
        layout.addWidget(self.prices_line)
        layout.addLayout(line)

    def set_terms(self, exempt: str, currency: str) -> None:
        """Reckon by these from now on: of which taxes the customer is exempt, and in which currency."""
        self._currency = currency
        self.model.set_terms(exempt, currency)
        self._show_totals()

    def _show_totals(self) -> None:
        """Net, the taxes that there are, and the total."""
        totals, digits = self.model.totals(), self.model.digits()
        told = [(self.tr("Net"), totals.net)] if totals.net != totals.total else []
        told += [
            (words, amount)
            for words, amount in (
                (self.tr("Country tax"), totals.country_tax),
                (self.tr("State tax"), totals.state_tax),
            )
            if amount
        ]
        told.append((self.tr("Total"), totals.total))
        parts = (f"{words} {format_decimal(amount, digits, own_number_locale())}" for words, amount in told)
        together = (part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)  # a line ends between them only
        text = "   ".join(together) + (f"\N{NO-BREAK SPACE}{self._currency}" if self._currency else "")
        if text != self.totals_label.text():
            self.totals_label.setText(text)
        self.prices_line.show_message(" ".join(map(sentence_of, self.model.foreign_prices())), Level.WARNING)

    def _on_lines_edited(self) -> None:
        self._light()
        self._show_totals()
        self.edited.emit()

    def _light(self) -> None:
        row = self.table.currentIndex().row()
        self.remove_button.setEnabled(0 <= row < len(self.model.rows) and not self.model.rows[row].is_blank())

    def _add(self) -> None:
        self.table.type_into(self.model.rowCount() - 1)

    def _remove(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            self.model.remove(row)

    def _on_product_picked(self, product_id: int) -> None:
        read = partial(services.invoices.read_product_line, product_id=product_id)
        self._tasks.read(self, read, partial(self._on_product_read, product_id))

    def _on_product_read(self, product_id: int, values: Mapping[str, Value]) -> None:
        self.model.fill(product_id, values)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.table, self.add_button, self.remove_button)

    @override
    def set_read_only(self, is_read_only: bool) -> None:
        self.model.set_read_only(is_read_only)
        for button in (self.add_button, self.remove_button):
            button.setVisible(not is_read_only)

    @override
    def items(self) -> tuple[Item, ...]:
        return tuple(_item_of(row) for row in self.model.filled())

    @override
    def show_items(self, items: Sequence[Item], references: RowReferences | None = None) -> None:
        if self.table.is_typed_into():
            self.table.setFocus()  # or the cursor would leave the form together with the cell
        self.model.show_rows([row_of(item) for item in items])
        self._light()

    @override
    def raw(self) -> Raw:
        return [_raw_of(row) for row in self.model.filled()]

    @override
    def show_raw(self, raw: Raw) -> None:
        self.model.show_rows([_row_of(texts) for texts in raw] if isinstance(raw, list) else [])
        self._light()

    @override
    def faults(self) -> tuple[Problem, ...]:
        return tuple(
            replace(fault, field=self.field.name, item=number, part=fault.field)
            for number, row in enumerate(self.model.filled())
            for fault in _faults_of(row)
        )

    @override
    def show_problem(self, problem: Problem) -> bool:
        """The cell is marked; what is wrong stands below the table as well."""
        self.model.mark(problem)
        return False

    @override
    def clear_problems(self) -> None:
        if any(row.problems for row in self.model.rows):
            self.model.clear_marks()

    @override
    def control_of(self, problem: Problem) -> QWidget:
        filled = self.model.filled()
        if 0 <= problem.item < len(filled):
            row = self.model.rows.index(filled[problem.item])
            column = COLUMNS.index(problem.part) if problem.part in COLUMNS else 0
            self.table.setCurrentIndex(self.model.index(row, column))
        return self.table


def _item_of(row: Row) -> Item:
    return Item({"product_id": row.product_id, **{name: row.values.get(name) for name in COLUMNS}}, row.id)


def _raw_of(row: Row) -> dict[str, str]:
    texts = {name: row.texts.get(name, "") for name in COLUMNS}
    if row.product_id is not None:
        texts["product_id"] = str(row.product_id)
    if row.id:
        texts["id"] = str(row.id)
    return texts


def _row_of(texts: Mapping[str, str]) -> Row:
    product_id, row_id = (texts.get(name, "") for name in ("product_id", "id"))
    row = Row(
        product_id=int(product_id) if product_id.isdecimal() else None, id=int(row_id) if row_id.isdecimal() else 0
    )
    for name in COLUMNS:
        write(row, name, texts.get(name, ""))
    return row


def _faults_of(row: Row) -> Iterator[Problem]:
    yield from (fault for name in COLUMNS if (fault := fault_of(row, name)))
