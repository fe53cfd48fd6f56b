"""The editor of a record's child rows: phones, e-mails, addresses. Rows are added, removed, and one may stand first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.errors import Problem
from app.models.fields import Field
from app.models.values import Item
from app.overriding import override
from app.views.forms.address_row import AddressRow
from app.views.forms.contact_rows import PhoneRow
from app.views.forms.editors import Raw
from app.views.forms.field_rule_row import FieldRuleRow
from app.views.forms.item_row import ItemRow
from app.views.forms.rows_editor import RowsEditor

if TYPE_CHECKING:
    from app.services.forms import RowReferences
    from app.views.forms.editor_kit import EditorKit

_ROWS: dict[str, type[ItemRow]] = {"phone": PhoneRow, "address": AddressRow, "role_field_rule": FieldRuleRow}
_MOST_ROWS = 100


class ItemsEditor(RowsEditor):
    """Child rows below each other, with a button that adds one."""

    def __init__(self, field: Field, kit: EditorKit, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._kit = kit
        self.rows: list[ItemRow] = []
        self._spare: list[ItemRow] = []  # filling a row takes a tenth of the time that making it takes
        self.add_button = QPushButton(self._words_for_adding(), self)
        self.add_button.setAccessibleName(self.add_button.text())
        self.add_button.clicked.connect(self._on_add_clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _words_for_adding(self) -> str:
        words = {
            "phone": self.tr("Add phone"),
            "email": self.tr("Add e-mail"),
            "address": self.tr("Add address"),
            "staff_role": self.tr("Add role"),
            "team_member": self.tr("Add member"),
            "workgroup_member": self.tr("Add member"),
            "workgroup_manager": self.tr("Add manager"),
            "role_field_rule": self.tr("Add field rule"),
        }
        return words.get(self.child.name, self.tr("Add"))

    @override
    def controls(self) -> Sequence[QWidget]:
        return (*(control for row in self.rows for control in row.controls()), self.add_button)

    @override
    def items(self) -> tuple[Item, ...]:
        return tuple(row.item() for row in self._filled_rows())

    @override
    def show_items(self, items: Sequence[Item], references: RowReferences | None = None) -> None:
        """Show stored rows; where a row takes little room, one more waits for the first entry.

        Args:
            references: what the rows refer to, by type and id.
        """
        self._keep_rows(len(items))
        for row, item in zip(self.rows, items, strict=True):
            row.show_item(item, references or {})
        self._offer_first_row()
        self.rows_changed.emit()

    @override
    def reference_names(self) -> dict[tuple[str, int], str]:
        return {key: name for row in self.rows for key, name in row.reference_names()}

    @override
    def raw(self) -> Raw:
        return [row.raw() for row in self._filled_rows()]

    @override
    def show_raw(self, raw: Raw) -> None:
        rows = raw[:_MOST_ROWS] if isinstance(raw, list) else []
        self._keep_rows(len(rows))
        for row, texts in zip(self.rows, rows, strict=True):
            row.show_raw(texts)
        self._offer_first_row()
        self.rows_changed.emit()

    @override
    def faults(self) -> tuple[Problem, ...]:
        return tuple(
            replace(fault, field=self.field.name, item=number, part=fault.field)
            for number, row in enumerate(self._filled_rows())
            for fault in row.faults()
        )

    @override
    def show_problem(self, problem: Problem) -> bool:
        rows = self._filled_rows()
        return 0 <= problem.item < len(rows) and rows[problem.item].show_problem(problem)

    @override
    def clear_problems(self) -> None:
        for row in self.rows:
            row.clear_problems()

    @override
    def control_of(self, problem: Problem) -> QWidget:
        rows = self._filled_rows()
        return rows[problem.item].control_of(problem.part) if 0 <= problem.item < len(rows) else self.add_button

    def add_row(self) -> ItemRow:
        """Add an empty row, as the button does."""
        row = self._append()
        row.show_new(is_first=len(self.rows) == 1)
        self.rows_changed.emit()
        return row

    def _filled_rows(self) -> list[ItemRow]:
        return [row for row in self.rows if not row.is_blank()]

    def _offer_first_row(self) -> None:
        if not self.rows and not issubclass(_ROWS.get(self.child.name, ItemRow), AddressRow):
            self._append().show_new(is_first=True)

    def _append(self) -> ItemRow:
        row = self._spare.pop() if self._spare else self._make_row()
        if self._layout.indexOf(row) != len(self.rows):
            self._layout.insertWidget(len(self.rows), row)
        row.show()  # at once, not when the layout comes to it: the focus goes there next
        self.rows.append(row)
        return row

    def _make_row(self) -> ItemRow:
        row = _ROWS.get(self.child.name, ItemRow)(self.child, self._kit, self)
        row.edited.connect(self.edited)
        row.committed.connect(self.committed)
        row.made_primary.connect(self._on_made_primary)
        row.removal_wanted.connect(self._on_removal_wanted)
        row.other_wanted.connect(self.other_wanted)
        row.rival_wanted.connect(self.rival_wanted)
        row.reordered.connect(self.rows_changed)
        return row

    def _keep_rows(self, count: int) -> None:
        """Have that many rows; those that stay keep the focus."""
        while len(self.rows) > count:
            self._put_aside(self.rows.pop())
        while len(self.rows) < count:
            self._append()

    def _put_aside(self, row: ItemRow) -> None:
        """Keep a row for later; where it stood last, it stays in the layout, which goes by itself over what is hidden."""
        row.hide()
        row.clear_problems()
        self._spare.append(row)

    def _on_add_clicked(self) -> None:
        if len(self.rows) < _MOST_ROWS:
            self.add_row().controls()[0].setFocus()

    def _on_made_primary(self, chosen: object) -> None:
        for row in self.rows:
            row.set_primary(row is chosen)
        self.edited.emit()

    def _on_removal_wanted(self, row: object) -> None:
        place = self.rows.index(row)  # type: ignore[arg-type]
        taken = self.rows.pop(place)
        if taken.is_primary() and self.rows:
            self.rows[0].set_primary(True)
        self._layout.removeWidget(taken)
        self._put_aside(taken)
        self.rows_changed.emit()
        following = self.rows[min(place, len(self.rows) - 1)].controls()[0] if self.rows else self.add_button
        following.setFocus()
        self.edited.emit()
        self.committed.emit()
