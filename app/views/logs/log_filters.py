"""Which entries of a log are shown: by a person, from a day to a day, and whatever else the log's own filters ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from app.models.formatting import format_date, own_date_order
from app.models.narrowing import Narrowing
from app.views.logs.days import day_of, end_of, start_of
from app.views.words import tip


class LogFilters(QWidget):
    """A list of people and two days to type; further lists stand before them.

    Signals:
        changed: other entries are wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person_box = QComboBox()
        self.since_edit, self.until_edit = QLineEdit(), QLineEdit()
        self.show_people(())

    def arrange(self, by: str, *boxes: tuple[QComboBox, str], columns: int) -> None:
        """Put the filters where they belong, which is also the order of the Tab key.

        Args:
            by: what the list of people is called.
            boxes: the further lists, and what they are called.
            columns: how many filters stand in a row.
        """
        lists = (*boxes, (self.person_box, by))
        days = ((self.since_edit, self.tr("From the day")), (self.until_edit, self.tr("To the day")))
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        for place, (control, name) in enumerate((*lists, *days)):
            control.setAccessibleName(name)
            control.setToolTip(tip(name))
            layout.addWidget(control, place // columns, place % columns)
            layout.setColumnStretch(place % columns, 1)
        for box, _ in lists:
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.currentIndexChanged.connect(self.changed)
        for edit, hint in ((self.since_edit, self.tr("From: date or -30d")), (self.until_edit, self.tr("To: date"))):
            edit.setPlaceholderText(hint)
            edit.setClearButtonEnabled(True)
            edit.editingFinished.connect(self._on_day_typed)

    def show_people(self, people: Sequence[tuple[int, str]]) -> None:
        """Offer these people; the one that was chosen stays chosen, unless the log knows nothing of them."""
        if not offer(self.person_box, ((0, self.tr("Everybody")), *people)):
            self.changed.emit()

    def narrowing(self) -> Narrowing:
        """Which entries are wanted."""
        since, until = day_of(self.since_edit.text()), day_of(self.until_edit.text())
        person = self.person_box.currentData() or 0
        return Narrowing(person, start_of(since) if since else None, end_of(until) if until else None)

    def _on_day_typed(self) -> None:
        """Say which day was understood; what is no day narrows nothing, and goes."""
        for edit in (self.since_edit, self.until_edit):
            day = day_of(edit.text())
            edit.setText(format_date(day, own_date_order()) if day else "")
        self.changed.emit()


def offer(box: QComboBox, choices: Sequence[tuple[Any, str]]) -> bool:
    """Offer values by their names, the first of them for all; the one that was chosen stays chosen, without a signal.

    Returns:
        Whether it is there still.
    """
    chosen = box.currentData() or choices[0][0]
    box.blockSignals(True)
    box.clear()
    for value, name in choices:
        box.addItem(name, value)
    found = box.findData(chosen)
    box.setCurrentIndex(max(0, found))
    box.blockSignals(False)
    return found >= 0
