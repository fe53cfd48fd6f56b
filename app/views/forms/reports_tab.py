"""The tab of a customer that lists who reports to them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.settings import Settings
from app.views.forms.related_tab import RelatedTab
from app.views.lists.list_use import ListUse

REPORT_COLUMNS = ("display_name", "title", "department", "phone")


class ReportsTab(RelatedTab):
    """Nobody is made new from here: who reports to whom is said where the manager is."""

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        nobody = self.tr("Nobody reports to this person.")
        use = ListUse("customer/reports", REPORT_COLUMNS, has_acts=False, if_empty=nobody)
        title = self.tr("Direct reports")
        super().__init__(CUSTOMER, CUSTOMER.by_name["manager_id"], tasks, settings, parent, title, use)
