"""Whether accesses are logged, and for how long they are kept: what administrators set for everybody in the database."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFormLayout, QSpinBox, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.accesses import LEAST_MONTHS, MOST_MONTHS
from app.views.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from app.services.access_log import LogRules


class AccessRules(QWidget):
    """Reads what is set, and writes what an administrator sets instead."""

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._rules: LogRules | None = None
        self.log_box = QCheckBox(self.tr("&Note who opens, copies and unmasks customers"), self)
        self.months_box = QSpinBox(self)
        self._lay_out()
        self._enable(False)
        self.log_box.clicked.connect(self._on_changed)
        self.months_box.editingFinished.connect(self._on_changed)

    def _lay_out(self) -> None:
        self.months_box.setRange(LEAST_MONTHS, MOST_MONTHS)
        self.months_box.setSuffix(self.tr(" months"))
        self.months_box.setAccessibleName(self.tr("Months for which accesses are kept"))
        reads = WrappedLabel(self)
        reads.setText(self.tr("Whoever may view roles reads it in the tab “Accesses” of a customer."))
        form = QFormLayout(self)
        form.addRow("", self.log_box)
        form.addRow("", reads)
        form.addRow(self.tr("&Kept for:"), self.months_box)

    def read(self, *, may_set: bool) -> None:
        """Show what holds."""
        self._tasks.read(self, services.access_log.rules, partial(self._show, may_set))

    def _enable(self, is_enabled: bool) -> None:
        for widget in (self.log_box, self.months_box):
            widget.setEnabled(is_enabled)

    def _show(self, may_set: bool, rules: LogRules) -> None:
        self._rules = rules
        self._enable(may_set)
        self.log_box.setChecked(rules.is_on)
        if not self.months_box.hasFocus():
            self.months_box.setValue(rules.months)

    def _on_changed(self) -> None:
        wanted = services.access_log.LogRules(self.log_box.isChecked(), self.months_box.value())
        if wanted != self._rules:
            self._rules = wanted
            self._tasks.write(self, partial(services.access_log.set_rules, wanted=wanted), lambda _: None)
