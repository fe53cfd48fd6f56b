"""How the fields of one section stand: a label beside each, lists of rows across, short ones three to a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QGridLayout, QLabel, QWidget

from app.models.fields import Kind
from app.views.forms.field_box import FieldBox

_COLUMNS = 3
"""Short fields in a line of a grid."""

_LONGEST_LABEL = 26
"""Letters for which labels beside the fields have room; longer ones take a line of their own."""


class SectionLayout(QFormLayout):
    """Takes fields in reading order; how labels are aligned is the platform's business.

    Args:
        grids: names of short fields that share lines; each group stands where its first field would.
    """

    def __init__(self, content: QWidget, grids: tuple[tuple[str, ...], ...]) -> None:
        super().__init__(content)
        self._grids = grids
        self.setContentsMargins(12, 0, 0, 4)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def place(self, box: FieldBox) -> None:
        """Add the next field."""
        group = next((names for names in self._grids if box.field.name in names), ())
        if group:
            self._add_to_grid(box, group.index(box.field.name))
        elif box.field.kind is Kind.ITEMS:
            self.addRow(box.label)
            self.addRow(box)
        else:
            self.addRow(box.label, box)

    def _add_to_grid(self, box: FieldBox, place: int) -> None:
        """Each label stands above its field."""
        if place == 0:
            self._grid = QGridLayout()
            self._grid.setHorizontalSpacing(6)
            self._grid.setVerticalSpacing(1)
            self.addRow(self._grid)
        line, column = divmod(place, _COLUMNS)
        self._grid.setColumnStretch(column, 1)
        self._grid.addWidget(box.label, 2 * line, column, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(box, 2 * line + 1, column, Qt.AlignmentFlag.AlignTop)


def align_labels(labels: Sequence[QLabel]) -> None:
    """Have the fields of all sections begin at the same place."""
    width = max((label.sizeHint().width() for label in labels), default=0)
    for label in labels:
        label.setMinimumWidth(min(width, label.fontMetrics().averageCharWidth() * _LONGEST_LABEL))
