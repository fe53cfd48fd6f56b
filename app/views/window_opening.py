"""What opens in the window, and what begins and ends with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, CancelledError
from app.models.customer import CUSTOMER
from app.models.servers import Place
from app.settings import COMPANY, Settings, remember_place

if TYPE_CHECKING:
    from app.services.files import FileFacts
    from app.store.database import Database
    from app.views.main_window import MainWindow

_PREPARE_MS = 500
"""How long after a database was opened the record pane and its forms are made ready."""


class WindowOpening(QObject):
    """Puts another database in the place of the one before; whoever calls has asked about what is being typed."""

    def __init__(self, tasks: DatabaseTasks, settings: Settings, window: MainWindow) -> None:
        super().__init__(window)
        self._tasks, self._settings, self._main = tasks, settings, window
        self._database: Database | None = None
        window.toolbar.company_box.chosen.connect(self._on_company_chosen)
        window.sharing.lent.connect(self._on_lent)

    def open(self, place: Place, frozen: bool) -> None:
        """Open it, or a file as it was frozen; if that comes to nothing, the one before stays."""
        self._main.watcher.stop()
        self.leave_others()
        opened, failed = partial(self._on_opened, place, frozen), partial(self._on_not_opened, place, frozen)
        self._tasks.open(self, place, opened, failed, frozen=frozen, unless=self._main.work.is_dirty)

    def set_open(self, is_open: bool, *, read_only: bool = False) -> None:
        """What needs a database can be used, or can't."""
        window = self._main
        is_file = window.place is None or isinstance(window.place, Path)
        window.actions_.set_database_open(is_open, read_only=read_only, is_file=is_file)
        for part in (window.desk, window.sidebar, window.dialogs):
            part.set_read_only(read_only)
        if is_open:
            window.drafts.set_read_only(read_only)
        window.toolbar.search_edit.setEnabled(is_open)
        window.sidebar.setEnabled(is_open)
        if is_open:
            window.sidebar.show_place(CUSTOMER.name)
        else:
            window.sidebar.show_no_place()

    def _on_opened(self, place: Place, frozen: bool, database: Database) -> None:
        window = self._main
        self._end_work()
        window.reconnecting.end()
        if place != window.place:
            window.status.withdraw_offer()  # of text that was typed for the file before
            if "safety" in vars(window):
                window.safety.unsaved.stop()
        self._database = database
        window.place = window.dialogs.finder.place = place
        window.places.show_place(CUSTOMER.name)
        self.set_open(True, read_only=database.read_only)
        is_file = isinstance(place, Path)
        window.setWindowTitle(f"{place.stem if isinstance(place, Path) else place.database}[*] – Deskbook")
        window.setWindowFilePath(str(place) if is_file else "")
        if not frozen:
            remember_place(self._settings, str(place), is_file=is_file)
        window.desk.begin()
        window.status.show_lock(database.key is not None)
        self.read_facts()
        window.rights.open(read_only=database.read_only)
        window.drafts.refresh()
        window.sharing.opened(database)

    def _end_work(self) -> None:
        """Whatever was begun with the file before ends with it."""
        window = self._main
        window.work.end()
        window.dialogs.end()
        if "past" in vars(window):
            window.past.end()
        if "pops" in vars(window):
            window.pops.end()
        if "intake" in vars(window):
            window.intake.end()
        if "overdue" in vars(window):
            window.overdue.stop()

    def _on_lent(self, path: Path) -> None:
        self._end_work()
        self.leave_others()
        self.set_open(False)
        self._main.status.show_waiting()
        self._main.places.show_waiting(path)

    def close(self) -> None:
        """Show nothing of the database any more, without a question."""
        self._end_work()
        self.leave_others()
        self._main.place = self._main.dialogs.finder.place = self._database = None
        self.set_open(False)

    def read_facts(self) -> None:
        """Show again what the database says of itself: whose it is, and for which companies one works."""
        self._tasks.read(self, services.files.facts, self._on_facts)

    def _on_facts(self, facts: FileFacts) -> None:
        window = self._main
        chosen = self._settings.get(COMPANY).get(str(window.place), 0)
        window.toolbar.offer_companies(facts.companies, chosen)
        window.band.show_company(window.toolbar.company_box.company())
        window.desk.work_for(window.toolbar.company_box.company_id(), facts.company_id, facts.companies)
        if window.place and self._database:
            window.status.show_database(window.place, facts.user, read_only=self._database.read_only)
            begin = partial(self._prepare, window.place, self._database, facts)
            QTimer.singleShot(_PREPARE_MS, window.customers, begin)

    def _prepare(self, place: Place, database: Database, facts: FileFacts) -> None:
        """Once the rows are shown: what looks after the database, and the record pane."""
        window = self._main
        if database is self._database:
            window.safety.begin(database, facts)
            window.together.begin(database, facts)
            window.past.set_sight(window.rights.sight)
            window.past.open(place, read_only=window.rights.is_read_only)
            window.customers.prepare()
            window.intake.begin(place, read_only=window.rights.is_read_only)
            window.go_on_with_calls()
            if not window.rights.is_read_only:
                window.overdue.begin()

    def _on_company_chosen(self, company_id: int) -> None:
        by_file = self._settings.get(COMPANY)
        self._settings.set(COMPANY, {**by_file, str(self._main.place): company_id})
        self.read_facts()

    def _on_not_opened(self, place: Place, frozen: bool, error: Exception) -> None:
        window = self._main
        if not isinstance(error, AppError):
            raise error
        window.sharing.tell_jobs()  # an upgrade needs the key, too
        if window.place:  # the one before is open still
            window.watcher.go_on()
            window.together.go_on()
        if isinstance(error, CancelledError):  # something was typed meanwhile
            window.open_place(place, frozen)
            return
        window.sidebar.show_no_place()
        window.places.show_problem(place, error, window.place)
        window.sign_in.on_not_opened(place, error)

    def leave_others(self) -> None:
        """Have those who work in the same database see this window no longer."""
        if "together" in vars(self._main):
            self._main.together.stop()
