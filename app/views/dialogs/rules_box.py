"""By which rules people work together: what administrators set for everybody in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget

from app.models.presence import LockKind
from app.models.sessions import LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES
from app.views.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from app.services.presence import Seen


class RulesBox(QWidget):
    """Shows them to everybody; what an administrator changes holds at once.

    Signals:
        kind_chosen: a LockKind.
        session_rules_changed: (minutes, whether a reason is asked for).
    """

    kind_chosen = Signal(object)
    session_rules_changed = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind_box = QComboBox(self)
        self.minutes_box = QSpinBox(self)
        self.reason_box = QCheckBox(self.tr("Whoever signs out says &why"), self)
        self._lay_out()
        self.kind_box.activated.connect(lambda: self.kind_chosen.emit(LockKind(self.kind_box.currentData())))
        self.minutes_box.editingFinished.connect(self._on_session_rules_changed)
        self.reason_box.clicked.connect(self._on_session_rules_changed)
        self._shown = (0, False)

    def _lay_out(self) -> None:
        for kind, text in (
            (LockKind.NONE, self.tr("Nobody is told of the other")),
            (LockKind.INFORMATIONAL, self.tr("Each is told of the other")),
            (LockKind.ENFORCED, self.tr("The second can only read")),
        ):
            self.kind_box.addItem(text, str(kind))
        self.kind_box.setAccessibleName(self.tr("When two edit one record"))
        self.minutes_box.setRange(LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES)
        self.minutes_box.setSuffix(self.tr(" minutes"))
        self.minutes_box.setAccessibleName(self.tr("Minutes without activity after which a session closes"))
        saves = WrappedLabel(self)
        saves.setText(self.tr("Whatever is chosen, nobody's save overwrites what another has saved."))
        closes = WrappedLabel(self)
        closes.setText(self.tr("Its window is covered then; whoever signs in again finds everything as they left it."))
        form = QFormLayout(self)
        form.addRow(self.tr("When &two edit one record:"), self.kind_box)
        form.addRow("", saves)
        form.addRow(self.tr("A session &closes by itself after:"), self.minutes_box)
        form.addRow("", closes)
        form.addRow("", self.reason_box)

    def show_rules(self, seen: Seen) -> None:
        """Show what holds; what is being changed just now is left alone."""
        self.kind_box.setCurrentIndex(self.kind_box.findData(str(seen.kind)))
        self._shown = (seen.rules.idle_minutes, seen.rules.asks_reason)
        if not self.minutes_box.hasFocus():
            self.minutes_box.setValue(seen.rules.idle_minutes)
        self.reason_box.setChecked(seen.rules.asks_reason)
        for widget in (self.kind_box, self.minutes_box, self.reason_box):
            widget.setEnabled(seen.may_free)

    def _on_session_rules_changed(self) -> None:
        wanted = (self.minutes_box.value(), self.reason_box.isChecked())
        if wanted != self._shown:
            self._shown = wanted
            self.session_rules_changed.emit(*wanted)
