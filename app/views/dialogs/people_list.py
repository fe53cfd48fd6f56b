"""Everybody to pick from: the same list as the main one and, while nothing is typed, those picked lately above it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.settings import RECENT_PEOPLE, Settings
from app.views.dialogs.palette_rows import Row, RowDelegate, RowModel
from app.views.lists.list_use import ListUse
from app.views.lists.record_list import RecordList

if TYPE_CHECKING:
    from app.services.references import Reference

PICKED_COLUMNS = ("display_name", "customer_code", "department", "title")
"""What the list shows until somebody wants other columns."""

_REMEMBERED = 6


class PeopleList(QWidget):
    """One highlight for both lists; the keyboard stays wherever the person types.

    Signals:
        moved: (id) somebody else is highlighted, 0 for nobody.
        chosen: (id) the person wants this one.
        counted: (text) how many are found.
    """

    moved = Signal(object)
    chosen = Signal(object)
    counted = Signal(str)

    def __init__(self, tasks: DatabaseTasks, settings: Settings, if_empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._settings = tasks, settings
        self._words = ""
        self._highlighted = 0
        self._is_waiting = True  # for the first rows of what was asked last
        self._wants_choice = False
        self.recent = QListView(self)
        self.model = RowModel(self.recent)
        use = ListUse("customer/selector", PICKED_COLUMNS, has_acts=False, if_empty=if_empty)
        self.list = RecordList(tasks, CUSTOMER, settings, self, use)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.recent.setModel(self.model)
        self.recent.setItemDelegate(RowDelegate(self.recent))
        self.recent.setAccessibleName(self.tr("Picked lately"))
        self.recent.setFrameShape(QFrame.Shape.NoFrame)
        self.recent.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.recent.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.hide()
        self.list.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.recent)
        layout.addWidget(self.list, 1)

    def _connect(self) -> None:
        self.recent.clicked.connect(lambda index: self._go_to_recent(max(index.row(), 1)))  # not the heading
        self.recent.doubleClicked.connect(self.choose)
        self.list.source.started.connect(self._on_started)
        self.list.current_changed.connect(self._on_current_changed)
        self.list.view_wanted.connect(self.chosen)
        self.list.count_changed.connect(self.counted)

    def start(self, words: str) -> None:
        """Read those picked lately, and the list."""
        ids = tuple(self._settings.get(RECENT_PEOPLE).get(str(self._tasks.place), ()))
        if ids:
            read = partial(services.references.read_references, type_name=CUSTOMER.name, ids=ids)
            self._tasks.read(self, read, self._on_recent_read)
        if words:
            self.set_words(words)
        else:
            self.list.show_list()

    def remember(self, record_id: int) -> None:
        """Somebody was picked; next time they come first."""
        if self._tasks.place is not None:
            path, by_file = str(self._tasks.place), self._settings.get(RECENT_PEOPLE)
            ids = [record_id, *(known for known in by_file.get(path, []) if known != record_id)]
            self._settings.set(RECENT_PEOPLE, {**by_file, path: ids[:_REMEMBERED]})

    def set_words(self, words: str) -> None:
        """Narrow the list to what is found by these words; the first is highlighted."""
        words = words.strip()
        self._wants_choice = False
        if words != self._words:
            self._words, self._is_waiting = words, True
            self._leave_recent()
            self._show_recent()
            self.list.set_words(words)
            if not words:
                self._go_to_recent(1)

    def highlighted_id(self) -> int:
        """Who is highlighted, 0 for nobody or for a row that is still on its way."""
        row = self.recent.currentIndex().row()
        if row < 0:
            return self.list.current_id()
        key = self.model.rows[row].key
        return key.id if key else 0

    def choose(self) -> None:
        """Take who is highlighted or, where the answer to what was typed is still on its way, who will be."""
        record_id = 0 if self._is_waiting else self.highlighted_id()
        self._wants_choice = not record_id
        if record_id:
            self.chosen.emit(record_id)

    def step(self, by: int) -> None:
        """Move the highlight, from one list into the other at their edges."""
        self._wants_choice = False
        last = len(self.model.rows) - 1 if self.recent.isVisible() else 0
        at = self.recent.currentIndex().row()
        row = self.list.table.currentIndex().row()
        if at >= 0 and at + by <= last:
            self._go_to_recent(max(at + by, 1))
        elif at >= 0:
            self._go_to_row(0)
        elif row + by < 0 and last > 0:
            self._go_to_recent(last)
        else:
            self._go_to_row(row + by)

    def move_by_page(self, pages: int) -> None:
        """Move the highlight by as many rows as are seen."""
        first, last = self.list.table.visible_rows()
        self.step(pages * max(last - first, 1))

    def show_somebody(self, record_id: int) -> None:
        """Highlight this one, whatever was typed."""
        self._leave_recent()
        self.list.refresh(wanted=record_id)

    def _on_recent_read(self, found: Sequence[Reference]) -> None:
        rows = [Row(reference.label, reference.detail, key=reference.key) for reference in found]
        self.model.show_rows([Row(self.tr("Picked lately")), *rows] if rows else [])
        self._show_recent()
        if not self._words:
            self._go_to_recent(1)

    def _show_recent(self) -> None:
        """Only while nothing is typed, and as high as it needs."""
        rows = len(self.model.rows)
        height = self.recent.sizeHintForRow(0) if rows else 0
        self.recent.setFixedHeight(rows * height + 2 * self.recent.frameWidth())
        self.recent.setVisible(bool(rows) and not self._words)

    def _go_to_recent(self, row: int) -> None:
        if 0 < row < len(self.model.rows):
            self.recent.setCurrentIndex(self.model.index(row))
            self._leave_table()
            self._tell()

    def _go_to_row(self, row: int) -> None:
        row = max(0, min(row, self.list.model.rowCount() - 1))
        self._leave_recent()
        self.list.table.select_only(row)
        self._tell()

    def _leave_recent(self) -> None:
        self.recent.setCurrentIndex(QModelIndex())
        self.recent.clearSelection()

    def _leave_table(self) -> None:
        self.list.table.setCurrentIndex(QModelIndex())
        self.list.table.clearSelection()

    def _on_started(self) -> None:
        self._is_waiting = False
        if self.recent.currentIndex().isValid():
            self._leave_table()
        self._tell()

    def _on_current_changed(self, record_id: int) -> None:
        if record_id and not self._is_waiting:  # else it is only the first row of a list that just came
            self._leave_recent()
        self._tell()

    def _tell(self) -> None:
        record_id = self.highlighted_id()
        if record_id != self._highlighted:
            self._highlighted = record_id
            self.moved.emit(record_id)
        if self._wants_choice and not self._is_waiting and record_id:
            self._wants_choice = False
            self.chosen.emit(record_id)
