"""What every editor of child rows has in common, however it shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import Problem
from app.models.fields import Field, item_type
from app.models.values import Item, Value
from app.overriding import override
from app.views.forms.editors import Editor

if TYPE_CHECKING:
    from app.services.forms import RowReferences


class RowsEditor(Editor):
    """An editor that holds rows instead of a value.

    Signals:
        other_wanted, rival_wanted: as of a field.
        rows_changed: a row came or went; the tab order must be made anew.
    """

    other_wanted = Signal(object)
    rival_wanted = Signal(object)
    rows_changed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.child = item_type(field)

    @override
    def value(self) -> Value:
        raise TypeError(f"{self.field.name} has rows, not a value")

    @override
    def show_value(self, value: Value) -> None:
        raise TypeError(f"{self.field.name} has rows, not a value")

    def items(self) -> tuple[Item, ...]:
        """The rows that hold something, in the order shown."""
        raise NotImplementedError

    def show_items(self, items: Sequence[Item], references: RowReferences | None = None) -> None:
        """Show stored rows; what they refer to is known by type and id."""
        raise NotImplementedError

    def reference_names(self) -> dict[tuple[str, int], str]:
        """What people call the records that the rows refer to, by type and id."""
        return {}

    def faults(self) -> tuple[Problem, ...]:
        """What keeps parts of the rows from being values."""
        return ()

    def show_problem(self, problem: Problem) -> bool:
        """Show a problem in its row; False if there is no place for it."""
        return False

    def clear_problems(self) -> None:
        """Take back what was said of the rows."""

    def control_of(self, problem: Problem) -> QWidget:
        """Where the person can mend the problem."""
        return self.controls()[0]
