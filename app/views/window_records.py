"""The records in the window: which page of them is shown, and the ways to a record or to a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.models.contract import CONTRACT, EXPIRING_DAYS, RUNNING, SERVICE
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.models.interaction import INTERACTION
from app.models.invoice import INVOICE
from app.models.invoice_status import OVERDUE
from app.models.queries import Operator
from app.models.values import RecordKey
from app.settings import LAST_NEW_KIND, Settings
from app.views.actions import new_things
from app.views.records_page import RecordsPage

if TYPE_CHECKING:
    from app.views.forms.form_session import Given
    from app.views.forms.record_pane import RecordPane
    from app.views.main_window import MainWindow


class WindowRecords(QObject):
    """Turns the window to where a record is seen, and has toolbar, acts and status line be about what is shown."""

    def __init__(self, settings: Settings, window: MainWindow) -> None:
        super().__init__(window)
        self._settings, self._main = settings, window
        window.desk.page_made.connect(self._connect_page)
        self._connect_page(window.customers)
        window.toolbar.searched.connect(self._search)
        window.toolbar.search_left.connect(lambda: self.page.list.table.setFocus())
        window.places.currentChanged.connect(self._on_place_changed)
        self._on_place_changed()

    def _connect_page(self, page: RecordsPage) -> None:
        window = self._main
        page.said.connect(window.status.say)
        page.trash_confirmed.connect(lambda ids: window.past.move_to_trash(page.record_type.name, ids))
        page.restored.connect(window.refresh)
        page.record_wanted.connect(self.open)
        page.related_wanted.connect(self.make)
        page.state_changed.connect(lambda: self._follow(page))
        page.explain_wanted.connect(window.dialogs.show_explanation)
        page.adding_wanted.connect(window.dialogs.show_add_services)
        page.opened.connect(window.dialogs.finder.remember)
        page.pane_made.connect(self._on_pane_made)
        page.drafts_changed.connect(lambda: window.drafts.refresh())
        page.window_acts = [window.actions_["undo"], window.actions_["redo"]]

    def _on_pane_made(self, pane: RecordPane) -> None:
        self._main.safety.watch(pane)
        self._main.together.watch(pane)
        self._main.dialing.watch(pane)

    @property
    def page(self) -> RecordsPage:
        """The page that is shown; that of the customers where none is."""
        place = self._main.places.shown()
        return self._main.desk.page(place) if place in DESK_TYPES else self._main.customers

    def _on_place_changed(self) -> None:
        """The keys, the search box and the count are about the records that are shown, if any are."""
        place = self._main.places.shown()
        self._main.actions_.set_place(place)
        self._main.status.count_label.setVisible(place in DESK_TYPES)
        if place in DESK_TYPES:
            self._main.toolbar.search_in(self.page.record_type, self.page.list.words())
            self._follow(self.page)

    def _follow(self, page: RecordsPage) -> None:
        """Offer and count what is on a page, if it is the one that is shown."""
        if page.record_type.name == self._main.places.shown():
            self._main.status.count_label.setText(page.count_words)
            if page.has_pane():
                self._main.actions_.follow(page.pane.acts)

    def _turn_to(self, type_name: str) -> RecordsPage:
        self._main.go_to(type_name)
        return self._main.desk.page(type_name)

    def new(self, name: str, given: Given | None = None) -> None:
        """Start a new record of a type or kind, with what is given, and let the New button make such a one next time too."""
        record_type, kind = new_things().get(name) or (CUSTOMER, CUSTOMER.first_kind)
        self._settings.set(LAST_NEW_KIND, name)
        self._turn_to(record_type.name).new(kind, given)

    def make(self, type_name: str, given: Given) -> None:
        """Start a new record that refers to what is given, by field."""
        self._turn_to(type_name).new(DESK_TYPES[type_name].first_kind, given)

    def open(self, key: RecordKey) -> None:
        """Open a record where it is seen, whichever window it was asked for in."""
        self._main.raise_()
        self._main.activateWindow()
        self._turn_to(key.type_name).go_to(key.id)

    def edit(self, key: RecordKey) -> None:
        """Open a record for editing where it is seen."""
        self._turn_to(key.type_name).edit(key.id)

    def open_draft(self, type_name: str, draft_id: int) -> None:
        """Go on with a draft."""
        self._turn_to(type_name).open_draft(draft_id)

    def start_search(self) -> None:
        """Put the cursor into the search box."""
        self._turn_to(self.page.record_type.name)
        self._main.toolbar.start_search()

    def _search(self, words: str) -> None:
        self._turn_to(self.page.record_type.name).list.set_words(words)

    def show_expiring(self) -> None:
        """The services that run and expire within the next days, the first of them first."""
        services = self._turn_to(SERVICE.name).list
        services.sort_by("expires_on")
        services.filters.say(
            (
                ("service_status", Operator.IS, RUNNING),
                ("expires_on", Operator.AFTER, "yesterday"),
                ("expires_on", Operator.BEFORE, f"+{EXPIRING_DAYS + 1}d"),
            )
        )
        services.table.setFocus()

    def add_services(self) -> None:
        """Add services and products to the customer or the contract that is shown or current, or to whose record is shown."""
        customer = self.page.pane.customer() if self.page.has_pane() else None
        if self.page.record_type in (CUSTOMER, CONTRACT):
            self.page.add_services()
        elif customer is not None:
            self._main.dialogs.show_add_services(customer.key)
        else:
            self._main.status.say(self.tr("Choose a customer or a contract first"))

    def show_overdue(self) -> None:
        """What should have been paid by now, the longest overdue first."""
        invoices = self._turn_to(INVOICE.name).list
        invoices.sort_by("due_on")
        invoices.filters.say((("payment_status", Operator.IS, OVERDUE),))
        invoices.table.setFocus()

    def log_interaction(self) -> None:
        """Write down what happens with whoever is shown, or whose record it is; with nobody in particular otherwise."""
        customer = self.page.pane.customer() if self.page.has_pane() else None
        self.make(INTERACTION.name, {"customer_id": customer} if customer else {})
