"""Which accesses to a record are shown: by a person, from a day to a day."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.models.accesses import AccessNarrowing
from app.models.formatting import format_date, own_date_order
from app.views.history.history_filters import day_of, end_of, start_of


class AccessFilters(QWidget):
    """A list to choose from and two days to type.

    Signals:
        changed: other accesses are wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person_box = QComboBox(self)
        self.since_edit, self.until_edit = QLineEdit(self), QLineEdit(self)
        self.show_people(())
        self._arrange()
        self.person_box.currentIndexChanged.connect(self.changed)

    def _arrange(self) -> None:
        names = (
            (self.person_box, self.tr("Accesses by")),
            (self.since_edit, self.tr("From the day")),
            (self.until_edit, self.tr("To the day")),
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        for control, name in names:
            control.setAccessibleName(name)
            control.setToolTip(name)
            layout.addWidget(control, 1)
        self.person_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for edit, hint in ((self.since_edit, self.tr("From: date or -30d")), (self.until_edit, self.tr("To: date"))):
            edit.setPlaceholderText(hint)
            edit.setClearButtonEnabled(True)
            edit.editingFinished.connect(self._on_day_typed)

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

    def narrowing(self) -> AccessNarrowing:
        """Which accesses are wanted."""
        since, until = day_of(self.since_edit.text()), day_of(self.until_edit.text())
        return AccessNarrowing(
            self.person_box.currentData() or 0, start_of(since) if since else None, end_of(until) if until else None
        )

    def _on_day_typed(self) -> None:
        """Say which day was understood; what is no day narrows nothing, and goes."""
        for edit in (self.since_edit, self.until_edit):
            day = day_of(edit.text())
            edit.setText(format_date(day, own_date_order()) if day else "")
        self.changed.emit()
