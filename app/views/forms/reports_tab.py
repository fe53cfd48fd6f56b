"""The tab of a record that lists who reports to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.queries import Filter, Operator
from app.overriding import override
from app.settings import Settings
from app.views.forms.record_tabs import RecordTab
from app.views.lists.list_use import ListUse
from app.views.lists.record_list import RecordList

if TYPE_CHECKING:
    from app.services.forms import Sheet

REPORT_COLUMNS = ("display_name", "title", "department", "phone")


class ReportsTab(RecordTab):
    """A list like the main one, however many they are; made when somebody first looks at it."""

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Direct reports"), "reports", parent)
        self._tasks, self._settings = tasks, settings
        self._manager_id = 0
        self.list: RecordList | None = None
        self.count_label = QLabel(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self.count_label.setContentsMargins(12, 0, 12, 0)
        self._column.addWidget(self.count_label)

    @override
    def read(self, sheet: Sheet) -> None:
        if self.list is None:
            self.list = self._make_list()
        if sheet.record.id == self._manager_id:
            self.list.refresh()
        else:
            self._manager_id = sheet.record.id
            self.list.set_filters((Filter("manager_id", Operator.IS, sheet.record.id),))

    @override
    def release(self) -> None:
        if self.list is not None:
            self.list.source.release()

    def _make_list(self) -> RecordList:
        nobody = self.tr("Nobody reports to this person.")
        use = ListUse("customer/reports", REPORT_COLUMNS, has_acts=False, if_empty=nobody)
        made = RecordList(self._tasks, CUSTOMER, self._settings, self, use)
        made.table.setAccessibleName(self.tr("Direct reports"))
        made.count_changed.connect(self.count_label.setText)
        made.view_wanted.connect(self.record_wanted)
        self._column.addWidget(made, 1)
        return made
