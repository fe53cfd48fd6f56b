"""The pages of what people work on, one for each type of record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.settings import Settings
from app.views.customers_page import CustomersPage
from app.views.records_page import RecordsPage

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.services.companies import CompanyRow
    from app.views.forms.record_pane import RecordPane


class Desk(QObject):
    """Makes each page when somebody first goes there, but for the customers, where the window opens.

    Signals:
        page_made: a RecordsPage.
    """

    page_made = Signal(object)

    def __init__(self, tasks: DatabaseTasks, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._settings, self._window = tasks, settings, window
        self.customers = CustomersPage(tasks, settings, window)
        self._pages: dict[str, RecordsPage] = {CUSTOMER.name: self.customers}
        self._companies: tuple[int, int, Sequence[CompanyRow]] = (0, 0, ())
        self._read_only = self._is_open = False
        self._sight: Sight | None = None

    def page(self, type_name: str) -> RecordsPage:
        """The page of a type."""
        if type_name not in self._pages:
            page = RecordsPage(DESK_TYPES[type_name], self._tasks, self._settings, self._window)
            page.hide()  # until somebody goes there
            page.work_for(*self._companies)
            page.set_read_only(self._read_only)
            page.set_sight(self._sight)
            if self._is_open:
                page.begin()
            self._pages[type_name] = page
            self.page_made.emit(page)
        return self._pages[type_name]

    def pages(self) -> Sequence[RecordsPage]:
        """Those that were made."""
        return tuple(self._pages.values())

    def panes(self) -> list[RecordPane]:
        """The records beside the lists, and those in windows of their own."""
        return [pane for page in self.pages() for pane in page.panes()]

    def begin(self) -> None:
        """List the records of the database that is open now: the customers at once."""
        self._is_open = True
        for page in self.pages():
            page.begin(at_once=page is self.customers)

    def end(self) -> None:
        """Show nothing of the database any more."""
        self._is_open = False
        for page in self.pages():
            page.end()

    def work_for(self, company_id: int, otherwise: int, companies: Sequence[CompanyRow]) -> None:
        """List the records of a company, 0 for all of these; `otherwise` is the one whose lists and rules are made ready then.

        Where there are several, records say to which of them they belong.
        """
        self._companies = (company_id, otherwise, companies)
        for page in self.pages():
            page.work_for(*self._companies)

    def set_read_only(self, read_only: bool) -> None:
        """Nothing can be changed, or everything can."""
        self._read_only = read_only
        for page in self.pages():
            page.set_read_only(read_only)

    def set_sight(self, sight: Sight | None) -> None:
        """Offer what whoever looks through the window may do."""
        self._sight = sight
        for page in self.pages():
            page.set_sight(sight)

    def refresh(self) -> None:
        """Read again what is shown."""
        for page in self.pages():
            page.refresh()
