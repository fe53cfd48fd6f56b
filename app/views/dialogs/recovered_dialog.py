"""Unsaved text that was kept: which records, since when, and what it would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.models.formatting import format_moment, own_date_order
from app.views.forms.kept_words import Difference, differences
from app.views.words import isolated, tip

if TYPE_CHECKING:
    from app.services.recovery import Left

_LONGEST = 200
_TIP = 2_000


class RecoveredDialog(QDialog):
    """A list at the left, and beside it the fields that differ from what is stored now.

    Signals:
        open_wanted: the name of the text to go on with.
        discard_wanted: the name of the text to throw away.
    """

    open_wanted = Signal(str)
    discard_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recovered text"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Records with unsaved text"))
        self.table = QTableWidget(0, 3, self)
        self.note = QLabel(self)
        self.none_label = QLabel(self.tr("Nothing that was typed waits here."), self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.open_button = self.buttons.addButton(
            self.tr("&Open with what was typed"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.discard_button = self.buttons.addButton(self.tr("&Discard"), QDialogButtonBox.ButtonRole.ActionRole)
        self._lefts: tuple[Left, ...] = ()
        self._arrange()
        self._connect()
        self.show_lefts(())

    def _arrange(self) -> None:
        self.table.setHorizontalHeaderLabels([self.tr("Field"), self.tr("Stored now"), self.tr("Typed")])
        self.table.setAccessibleName(self.tr("What differs from what is stored"))
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.none_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        self.split = QSplitter(self)
        self.split.addWidget(self.list)
        self.split.addWidget(right)
        self.split.setStretchFactor(1, 1)
        width = self.fontMetrics().averageCharWidth()
        self.split.setSizes([width * 46, width * 78])
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.none_label, 1)
        layout.addWidget(self.buttons)
        self.resize(width * 124, self.fontMetrics().height() * 26)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.list.itemActivated.connect(lambda _: self._emit(self.open_wanted.emit))
        self.open_button.clicked.connect(lambda: self._emit(self.open_wanted.emit))
        self.discard_button.clicked.connect(lambda: self._emit(self.discard_wanted.emit))
        self.buttons.rejected.connect(self.reject)

    def show_lefts(self, lefts: Sequence[Left]) -> None:
        """Show what there is now; the row that is looked at stays, as long as it is there."""
        before = self._current()
        self._lefts = tuple(lefts)
        self.list.clear()
        for left in self._lefts:
            self._add(left)
        names = [left.entry.name for left in self._lefts]
        row = names.index(before.entry.name) if before and before.entry.name in names else 0
        self.list.setCurrentRow(row if names else -1)
        self.split.setVisible(bool(names))
        self.none_label.setVisible(not names)
        self._on_row_changed()

    def _add(self, left: Left) -> None:
        kept = left.entry.kept
        name = kept.title[:_LONGEST] or self.tr("(no name yet)")
        when = format_moment(kept.at, own_date_order())
        item = QListWidgetItem(f"{isolated(name)}\n{self._sort(left)} · {when}", self.list)
        item.setToolTip(tip(kept.title[:_TIP]))

    def _sort(self, left: Left) -> str:
        if left.entry.is_discarded:
            return self.tr("discarded")
        kept = left.entry.kept
        if kept.draft_id:
            return self.tr("draft")
        return self.tr("stored record") if kept.record_id else self.tr("new record")

    def _on_row_changed(self) -> None:
        left = self._current()
        for button in (self.open_button, self.discard_button):
            button.setEnabled(left is not None)
        found = differences(left) if left else ()
        self.table.setRowCount(len(found))
        for row, difference in enumerate(found):
            self._fill(row, difference)
        self.note.setText(self._remark(left, found) if left else "")
        self.note.setVisible(bool(self.note.text()))

    def _fill(self, row: int, difference: Difference) -> None:
        nothing = self.tr("(nothing)")
        for column, text in enumerate((difference.label, difference.stored or nothing, difference.typed or nothing)):
            item = QTableWidgetItem(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
            item.setToolTip(tip(text[:_TIP]))
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
            self.table.setItem(row, column, item)

    def _remark(self, left: Left, found: tuple[Difference, ...]) -> str:
        kept = left.entry.kept
        if kept.record_id and left.now is None:
            return self.tr("The record is in the trash or gone: what was typed opens as a new one.")
        if not found:
            return self.tr("Nothing differs from what is stored now.")
        if left.now is not None and left.now.record.version > kept.version:
            return self.tr("The record was changed since. Saving brings both together, and asks where they clash.")
        return ""

    def _current(self) -> Left | None:
        row = self.list.currentRow()
        return self._lefts[row] if 0 <= row < len(self._lefts) else None

    def _emit(self, emit: Callable[[str], None]) -> None:
        left = self._current()
        if left is not None:
            emit(left.entry.name)
