"""Which kind of records of the trash one looks at."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.models.desk_types import DESK_TYPES
from app.models.fields import RecordType
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.team import TEAM
from app.models.workgroup import WORKGROUP
from app.views.words import plural_of

TRASHED_TYPES: tuple[RecordType, ...] = (*DESK_TYPES.values(), STAFF, TEAM, WORKGROUP, ROLE)
"""What people move to the trash; pictures have a place of their own for it, beside the others."""

TRASHED_NAMES = tuple(record_type.name for record_type in TRASHED_TYPES)


class TrashTypes(QComboBox):
    """One kind is chosen; each says how many of it are in the trash.

    Signals:
        chosen: (RecordType) another kind.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Kind of records in the trash"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for record_type in TRASHED_TYPES:
            self.addItem(plural_of(record_type), record_type)
        self.currentIndexChanged.connect(lambda _: self.chosen.emit(self.record_type()))

    def record_type(self) -> RecordType:
        """The kind that is chosen."""
        found: RecordType = self.currentData()
        return found

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say how many there are of each kind, by its name; nothing where there are none."""
        for place, record_type in enumerate(TRASHED_TYPES):
            count, name = counts.get(record_type.name, 0), plural_of(record_type)
            self.setItemText(
                place, self.tr("{name} ({count})").format(name=name, count=f"{count:,}") if count else name
            )
