"""What a timeline shows: a chip for each sort of thing, and words that have to occur."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.settings import TIMELINE_LEFT_OUT, Settings
from app.views.timeline.words import type_words
from app.views.widgets.chip import Chip
from app.views.widgets.flow_layout import FlowLayout
from app.views.words import tip

_PAUSE = 200
"""Milliseconds after the last key before the search begins."""


class TimelineFilters(QWidget):
    """Chips that are pressed show what they name; which are not is remembered.

    Signals:
        changed: other entries are wanted.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.chips: dict[str, Chip] = {}
        self.words_edit = QLineEdit(self)
        self.add_button = QPushButton(self.tr("Log an interaction…"), self)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._flow = FlowLayout()
        self._arrange()
        self._timer.timeout.connect(self.changed)
        self.words_edit.textChanged.connect(lambda: self._timer.start())

    def _arrange(self) -> None:
        self.words_edit.setPlaceholderText(self.tr("Search what happened …"))
        self.words_edit.setAccessibleName(self.tr("Search what happened"))
        self.words_edit.setClearButtonEnabled(True)
        self.add_button.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(self.words_edit, 1)
        line.addWidget(self.add_button)
        self._flow.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 4)
        column.addLayout(line)
        column.addLayout(self._flow)

    def offer(self, names: Sequence[str]) -> None:
        """Have a chip for each of these sorts of things."""
        if tuple(self.chips) == tuple(names):
            return
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.deleteLater()
        left_out = self._settings.get(TIMELINE_LEFT_OUT)
        self.chips = {name: self._chip(name, is_on=name not in left_out) for name in names}

    def _chip(self, name: str, *, is_on: bool) -> Chip:
        what = type_words(name)
        chip = Chip(what, self, is_on=is_on)
        chip.setToolTip(tip(self.tr("Show or leave out: {what}").format(what=what.lower())))
        chip.setAccessibleName(self.tr("Show {what}").format(what=what.lower()))
        chip.toggled.connect(self._on_toggled)
        self._flow.addWidget(chip)
        return chip

    def _on_toggled(self) -> None:
        known = self._settings.get(TIMELINE_LEFT_OUT)
        others = (
            name for name in known if name not in self.chips
        )  # that somebody else may read, or another database has
        self._settings.set(TIMELINE_LEFT_OUT, [*others, *self.left_out()])
        self.changed.emit()

    def left_out(self) -> tuple[str, ...]:
        """Of what nothing is wanted."""
        return tuple(name for name, chip in self.chips.items() if not chip.isChecked())

    def words(self) -> str:
        """What has to occur."""
        return self.words_edit.text()

    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.left_out() or self.words().strip())
