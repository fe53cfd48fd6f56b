"""Customers: as records of any type, with their place in the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.overriding import override
from app.views.records_page import RecordsPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.saving import Saved
    from app.settings import Settings
    from app.views.dialogs.org_chart import OrgChart
    from app.views.forms.record_pane import RecordPane


class CustomersPage(RecordsPage):
    """The list and the record pane, and the chart of who reports to whom."""

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(CUSTOMER, tasks, settings, parent)
        self.chart: OrgChart | None = None

    @override
    def _connect_pane(self, pane: RecordPane) -> None:
        super()._connect_pane(pane)
        pane.chart_wanted.connect(self.show_chart)

    def show_chart(self, record_id: int = 0) -> None:
        """Show a customer's place in the organisation; without one, that of whoever is shown or is current."""
        from app.views.dialogs.org_chart import OrgChart

        wanted = record_id or self._shown_id() or self.list.current_id()
        if not wanted:
            return
        if self.chart is None:
            self.chart = OrgChart(self._tasks, self.window())
            self.chart.record_wanted.connect(self.record_wanted)
        self.chart.show_person(wanted)
        self.chart.show()
        self.chart.raise_()
        self.chart.activateWindow()

    @override
    def end(self) -> None:
        super().end()
        if self.chart is not None:
            self.chart.close()
            self.chart.deleteLater()
            self.chart = None

    @override
    def refresh(self) -> None:
        super().refresh()
        self._follow_in_chart()

    def _follow_in_chart(self) -> None:
        if self.chart is not None:
            self.chart.follow()

    @override
    def _on_saved(self, saved: Saved) -> None:
        super()._on_saved(saved)
        self._follow_in_chart()
