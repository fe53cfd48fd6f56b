"""The sections of a form below each other or, where there is room, in two columns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views.widgets.section import Section

_WIDE = 105
"""Letters from which on a form has two columns."""


class FormColumns:
    """Lays out a form; it is read down the left column, then down the right one."""

    def __init__(self, form: QWidget, most: int = 2) -> None:
        """Lay out the form in at most so many columns."""
        self._form, self._most = form, most
        self._sections: list[Section] = []
        self._is_wide = False
        outer = QVBoxLayout(form)
        outer.setContentsMargins(8, 4, 8, 8)
        outer.setSpacing(8)
        columns = QHBoxLayout()
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column in (self._left, self._right):
            column.setSpacing(8)
            column.setAlignment(Qt.AlignmentFlag.AlignTop)
            columns.addLayout(column, 1)
        self._columns, self._outer = columns, outer
        outer.addLayout(columns)
        outer.addStretch(1)
        self._set_gap()

    def add(self, section: Section) -> None:
        """Put the next section below the others."""
        self._sections.append(section)
        (self._right if self._is_wide else self._left).addWidget(section)

    def add_below(self, widget: QWidget) -> None:
        """Put something below the sections."""
        self._outer.insertWidget(self._outer.count() - 1, widget)

    def fit(self, width: int) -> None:
        """Change between one column and two where the width asks for it."""
        is_wide = self._most > 1 and width > self._form.fontMetrics().averageCharWidth() * _WIDE
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._divide()
            self._set_gap()

    def balance(self) -> None:
        """Other sections are shown than before: where there are two columns, divide them anew."""
        if self._is_wide:
            self._divide()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Lay out once, behind all that is shown and hidden meanwhile: Qt does so with every widget that is shown."""
        layouts = [layout for widget in self._widgets() if (layout := widget.layout()) is not None]
        for layout in layouts:
            layout.setEnabled(False)
        try:
            yield
        finally:
            for layout in layouts:
                layout.setEnabled(True)

    def _widgets(self) -> Iterator[QWidget]:
        yield self._form
        for section in self._sections:
            yield from (section, section.content)

    def _divide(self) -> None:
        split = self._middle() if self._is_wide else len(self._sections)
        for place, section in enumerate(self._sections):
            (self._left if place < split else self._right).addWidget(section)

    def _set_gap(self) -> None:
        self._columns.setStretch(1, 1 if self._is_wide else 0)
        self._columns.setSpacing(16 if self._is_wide else 0)

    def _middle(self) -> int:
        """Behind which section the left column is about as high as the right one."""
        heights = [0 if section.isHidden() else section.sizeHint().height() for section in self._sections]
        gaps = [abs(sum(heights[:place]) - sum(heights[place:])) for place in range(1, len(heights) + 1)]
        return gaps.index(min(gaps)) + 1
