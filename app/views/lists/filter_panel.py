"""Conditions on any field of a list, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.models.queries import Filter, Operator
from app.views.lists.filter_row import FilterRow

_TYPING_MS = 150


class FilterPanel(QWidget):
    """The filters of one list, all of which must hold.

    Signals:
        changed: (filters) others hold now; those that are not filled in yet don't count.
        closed: the person is done with the panel.
    """

    changed = Signal(object)
    closed = Signal()

    def __init__(self, record_type: RecordType, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._type = record_type
        self._tasks = tasks
        self._left_out: frozenset[str] = frozenset()
        self.rows: list[FilterRow] = []
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._pause.timeout.connect(lambda: self.changed.emit(self.filters()))
        self.add_button = QPushButton(self.tr("Add condition"), self)
        self.clear_button = QPushButton(self.tr("Clear"), self)
        self.close_button = QPushButton(self.tr("Clear and close"), self)
        self._rows_layout = QVBoxLayout()
        self._lay_out()
        self.add_button.clicked.connect(self.add_row)
        self.clear_button.clicked.connect(self.clear)
        self.close_button.clicked.connect(self.close_panel)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_panel)

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.clear_button)
        buttons.addWidget(self.close_button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        title = QLabel(self.tr("Show only records where all of this holds:"), self)
        layout.addWidget(title)
        layout.addLayout(self._rows_layout)
        layout.addLayout(buttons)

    def filters(self) -> tuple[Filter, ...]:
        """The conditions that are filled in."""
        return tuple(found for row in self.rows if (found := row.filter()) is not None)

    def add_row(self) -> FilterRow:
        """Offer another condition."""
        row = FilterRow(self._type, self._tasks, self, left_out=self._left_out)
        row.changed.connect(self._pause.start)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._rows_layout.addWidget(row)
        self._chain_tab_order()
        row.field_box.setFocus()
        return row

    def say(self, conditions: Sequence[tuple[str, Operator, str]]) -> None:
        """Show these conditions and no others: field, comparison, and what a person would type."""
        self.clear()
        self.show()
        for condition in conditions:
            if condition[0] not in self._left_out:
                self.add_row().say(*condition)

    def _chain_tab_order(self) -> None:
        """Tab goes through the conditions as they stand, and then to the buttons below them."""
        stops = [stop for row in self.rows for stop in row.tab_stops()]
        for one, following in pairwise((*stops, self.add_button, self.clear_button, self.close_button)):
            QWidget.setTabOrder(one, following)

    def leave_out(self, names: frozenset[str]) -> None:
        """Offer no conditions on these fields, and take those away that there are."""
        self._left_out = names
        for row in [row for row in self.rows if row.field.name in names]:
            self._remove(row)

    def clear(self) -> None:
        """Take all conditions away."""
        for row in list(self.rows):
            self._remove(row)

    def toggle(self) -> None:
        """Show the panel, or take it and its conditions away if the person is in it."""
        focus = QApplication.focusWidget()
        if self.isVisible() and focus is not None and self.isAncestorOf(focus):
            self.close_panel()
        else:
            self.open()

    def close_panel(self) -> None:
        """Take all conditions away, and the panel too: nothing narrows a list that can't be seen."""
        self.clear()
        self.hide()
        self.closed.emit()

    def open(self) -> None:
        """Show the panel with a condition to fill in."""
        self.show()
        if not self.rows:
            self.add_row()
        self.rows[-1].field_box.setFocus()

    def _remove(self, row: FilterRow) -> None:
        place = self.rows.index(row)
        self.rows.remove(row)
        focus = QApplication.focusWidget()
        if focus is not None and row.isAncestorOf(focus):
            others = self.rows[place : place + 1] or self.rows[-1:]
            (others[0].remove_button if others else self.add_button).setFocus()
        self._rows_layout.removeWidget(row)
        row.deleteLater()
        self._pause.start()
