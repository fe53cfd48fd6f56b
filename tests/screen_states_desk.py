"""The states of what hangs on a customer that are worth a picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.models.contract import SERVICE
from app.models.queries import ListQuery
from app.services.adding_services import read_product_lines
from app.store.database import open_database
from app.store.listing import first_ids
from app.views.dialogs.add_services_dialog import AddServicesDialog
from app.views.dialogs.service_lines_model import START
from app.views.forms.services_tab import ServicesTab
from tests.stage import until

if TYPE_CHECKING:
    from tests.screen_states import Photographer


def _customer_with_services(at: Photographer) -> int:
    page = at.stage.window.desk.page(SERVICE.name)
    at.stage.window.go_to(SERVICE.name)
    until(lambda: page.list.source.is_counted)
    at.stage.settle()
    page.view(page.list.current_id())
    until(lambda: page.pane.customer() is not None)
    customer = page.pane.customer()
    at.stage.window.go_to("customer")
    at.stage.view(customer.id if customer else 0)
    return customer.id if customer else 0


def _timeline(at: Photographer) -> None:
    _customer_with_services(at)
    at.stage.window.customers.pane.pages.tabs.setCurrentIndex(1)


def _lanes(at: Photographer) -> None:
    _customer_with_services(at)
    pages = at.stage.window.customers.pane.pages
    tab = next(each for each in pages.related if isinstance(each, ServicesTab))
    pages.tabs.setCurrentWidget(tab)
    tab.lanes_button.click()


def _adding(at: Photographer) -> QWidget:
    """With a line that is doubtful."""
    _customer_with_services(at)
    window = at.stage.window
    window.actions_["add_services"].trigger()
    dialog = window.findChildren(AddServicesDialog)[0]
    at.stage.settle()
    place = window.place
    if place is None:
        raise LookupError("nothing is open")
    database = open_database(place)
    with database.reading() as connection:
        lines = read_product_lines(connection, first_ids(connection, ListQuery("product"), 4))
    database.close()
    dialog.model.add(lines)
    dialog.model.set_days(START, date(2020, 1, 1))
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "timeline": _timeline,
    "services-lanes": _lanes,
    "services-adding": _adding,
}
DARK = SCALED = tuple(STATES)
