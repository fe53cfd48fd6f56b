"""Which changes of a record are shown: of a field, by a person, from a day to a day."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from app.models.fields import RecordType
from app.models.narrowing import ChangeNarrowing
from app.overriding import override
from app.views.logs.log_filters import LogFilters, offer
from app.views.words import label_of


class HistoryFilters(LogFilters):
    """Two lists to choose from and two days to type."""

    def __init__(self, record_type: RecordType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field_box = QComboBox()
        self._type = record_type
        self._left_out: frozenset[str] | None = None
        self.leave_out(frozenset())
        self.arrange(self.tr("Changes by"), (self.field_box, self.tr("Changes of")), columns=2)

    def leave_out(self, names: frozenset[str]) -> bool:
        """Offer no changes of these fields, which can't be read; the field that was chosen stays chosen, unless it goes.

        Returns:
            Whether others were left out before.
        """
        if names == self._left_out:
            return False
        self._left_out = names
        fields = [field for field in (*self._type.value_fields, *self._type.item_fields) if field.name not in names]
        labelled = ((field.name, label_of(field)) for field in fields)
        by_label = sorted(labelled, key=lambda labelled: labelled[1].casefold())
        offer(self.field_box, (("", self.tr("All fields")), *by_label))
        return True

    @override
    def narrowing(self) -> ChangeNarrowing:
        common = super().narrowing()
        field = self.field_box.currentData() or ""
        return ChangeNarrowing(common.staff_id, common.since, common.until, field)
