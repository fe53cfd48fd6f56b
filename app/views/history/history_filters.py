"""Which changes of a record are shown: of a field, by a person, from a day to a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from app import services
from app.models.dates import parse_date
from app.models.fields import RecordType
from app.models.formatting import format_date, own_date_order
from app.views.words import label_of

if TYPE_CHECKING:
    from app.store.changes import Narrowing


class HistoryFilters(QWidget):
    """Two lists to choose from and two days to type.

    Signals:
        changed: other changes are wanted.
    """

    changed = Signal()

    def __init__(self, record_type: RecordType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field_box, self.person_box = QComboBox(self), QComboBox(self)
        self.since_edit, self.until_edit = QLineEdit(self), QLineEdit(self)
        self._type = record_type
        self._left_out: frozenset[str] | None = None
        self.leave_out(frozenset())
        self.show_people(())
        self._arrange()

    def _arrange(self) -> None:
        names = (
            (self.field_box, self.tr("Changes of")),
            (self.person_box, self.tr("Changes by")),
            (self.since_edit, self.tr("From the day")),
            (self.until_edit, self.tr("To the day")),
        )
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        for place, (control, name) in enumerate(names):
            control.setAccessibleName(name)
            control.setToolTip(name)
            layout.addWidget(control, place // 2, place % 2)
        for box in (self.field_box, self.person_box):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.currentIndexChanged.connect(self.changed)
        for edit, hint in ((self.since_edit, self.tr("From: date or -30d")), (self.until_edit, self.tr("To: date"))):
            edit.setPlaceholderText(hint)
            edit.setClearButtonEnabled(True)
            edit.editingFinished.connect(self._on_day_typed)

    def leave_out(self, names: frozenset[str]) -> None:
        """Offer no changes of these fields, which can't be read; the field that was chosen stays chosen."""
        if names == self._left_out:
            return
        self._left_out, chosen = names, self.field_box.currentData() or ""
        fields = [field for field in (*self._type.value_fields, *self._type.item_fields) if field.name not in names]
        self.field_box.blockSignals(True)
        self.field_box.clear()
        self.field_box.addItem(self.tr("All fields"), "")
        for field in sorted(fields, key=lambda field: label_of(field).casefold()):
            self.field_box.addItem(label_of(field), field.name)
        self.field_box.setCurrentIndex(max(0, self.field_box.findData(chosen)))
        self.field_box.blockSignals(False)

    def show_people(self, people: Sequence[tuple[int, str]]) -> None:
        """Offer these people; the one that was chosen stays chosen."""
        chosen = self.person_box.currentData() or 0
        self.person_box.blockSignals(True)
        self.person_box.clear()
        self.person_box.addItem(self.tr("Everybody"), 0)
        for staff_id, name in people:
            self.person_box.addItem(name, staff_id)
        self.person_box.setCurrentIndex(max(0, self.person_box.findData(chosen)))
        self.person_box.blockSignals(False)

    def narrowing(self) -> Narrowing:
        """Which changes are wanted."""
        since, until = day_of(self.since_edit.text()), day_of(self.until_edit.text())
        return services.history.Narrowing(
            self.field_box.currentData() or "",
            self.person_box.currentData() or 0,
            start_of(since) if since else None,
            end_of(until) if until else None,
        )

    def _on_day_typed(self) -> None:
        """Say which day was understood; what is no day narrows nothing, and goes."""
        for edit in (self.since_edit, self.until_edit):
            day = day_of(edit.text())
            edit.setText(format_date(day, own_date_order()) if day else "")
        self.changed.emit()


def day_of(text: str) -> date | None:
    """The day that was typed, if it is one."""
    return parse_date(text, date.today(), own_date_order())


def start_of(day: date) -> datetime:
    """Midnight at the start of a day, by the clock of the person at this computer."""
    try:
        return datetime.combine(day, time.min).astimezone(UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.combine(day, time.min, UTC)


def end_of(day: date) -> datetime:
    """Midnight at the end of a day."""
    return start_of(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)
