"""How much belongs to the record of a pane: asked behind its opening, and said in the titles of its tabs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.models.values import RecordKey
from app.views.failures import pass_over
from app.views.forms.record_tabs import RecordTabs
from app.views.invoices.dues_line import DuesLine


class PaneCounting(QObject):
    """One question at a time: the latest record is the one that counts."""

    def __init__(self, tasks: DatabaseTasks, tabs: RecordTabs, pane: QWidget, dues: DuesLine | None = None) -> None:
        """Count for these tabs and, of a customer, what is owed as well."""
        super().__init__(pane)
        self._dues = dues
        self._tasks, self._tabs, self._ticket = tasks, tabs, 0
        self._key: RecordKey | None = None

    def read(self, key: RecordKey) -> None:
        """Count what belongs to this record, as soon as nobody waits for anything else."""
        self._tasks.cancel(self._ticket)
        if key != self._key:
            self._tabs.show_counts({})
        self._key = key
        count = partial(services.hanging.read_counts, key=key)
        self._ticket = self._tasks.read(self, count, self._tabs.show_counts, pass_over, patient=True)
        if self._dues is not None:
            self._dues.read(key.id)

    def drop(self) -> None:
        """What was counted last is of another database."""
        self._tasks.cancel(self._ticket)
        self._key = None
        if self._dues is not None:
            self._dues.drop()
        self._tabs.show_counts({})
