"""The window on a file of sample data, driven by a script that waits for what it did: for pictures and for walks."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app.background import DatabaseTasks
from app.jobs import Jobs
from app.models.queries import ListQuery
from app.models.servers import Place
from app.models.values import Content, Record
from app.services.customers import save_customer
from app.services.staff import current_actor
from app.settings import Settings
from app.store.database import Database, open_database
from app.store.listing import first_ids
from app.views.main_window import MainWindow
from tests.factories import first_company
from tests.memory import collect_what_is_new

_PATIENCE = 60.0


class Stage:
    """One window with its background work; `close` ends both."""

    def __init__(self, folder: Path) -> None:
        gc.disable()  # as in the program itself, where only the GUI thread collects
        application = QApplication.instance()
        self.tasks = DatabaseTasks(application)
        self.jobs = Jobs(application)
        self.settings = Settings(folder / "settings.json")
        geometry = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.tasks, self.jobs, self.settings, geometry)
        self.window.show()

    def open(self, place: Place) -> None:
        """Open a database and wait until its list stands."""
        self.window.open_place(place)
        until(lambda: self.window.place == place and self.window.customers.list.source.is_counted)
        self.settle()

    def settle(self) -> None:
        """Wait until everything asked of the database is answered and painted, as far as it can be."""
        until(self._is_settled)
        QApplication.processEvents()
        until(self._is_settled)

    def _is_settled(self) -> bool:
        return self.tasks.is_idle() or self.tasks.lost_work.is_lost

    def listed(self) -> list[str]:
        """The names that the list shows."""
        model = self.window.customers.list.model
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def search(self, words: str) -> None:
        """Type into the search box and wait for what is found."""
        self.window.toolbar.search_edit.setText(words)
        until(lambda: self.window.customers.list.source.query.words == words)
        self.settle()

    def view(self, record_id: int) -> None:
        """Open a customer for reading."""
        pane = self.window.customers.pane
        self.window.customers.go_to(record_id)
        until(lambda: pane.record_id() == record_id and not pane.is_editing())
        self.settle()

    def edit(self, record_id: int) -> None:
        """Open a customer for editing."""
        self.view(record_id)
        self.window.customers.edit_shown()
        until(self.window.customers.pane.is_editing)
        self.settle()

    def new(self, kind: str) -> None:
        """Start a new customer of a kind."""
        self.window.records.new(kind)
        until(lambda: self.window.customers.pane.is_editing() and not self.window.customers.pane.record_id())
        self.settle()

    def close(self) -> None:
        """Let go of everything, whatever was being typed."""
        self.window.customers.pane.session.end()
        self.window.close()
        self.tasks.close()
        for each in (self.window, self.jobs, self.tasks):
            each.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        collect_what_is_new()


@contextmanager
def staged(folder: Path, place: Place | None = None) -> Iterator[Stage]:
    """A window with that database open, or with none; it ends afterwards, and so does what it began."""
    stage = Stage(folder)
    try:
        if place is not None:
            stage.open(place)
        yield stage
    finally:
        stage.jobs.close()
        stage.close()
        gc.enable()


def until(condition: Callable[[], bool]) -> None:
    """Let the window live until the condition holds.

    Raises:
        TimeoutError: it never did.
    """
    give_up = monotonic() + _PATIENCE
    held = condition()
    loop = QEventLoop()

    def look() -> None:
        nonlocal held
        is_over = True  # a condition that fails does so once, in the test that asks
        try:
            held = held or condition()  # once is enough: the window lives on while the loop ends
            is_over = held or monotonic() > give_up
        finally:
            if is_over:
                loop.quit()

    timer = QTimer(interval=5)
    timer.timeout.connect(look)
    timer.start()
    if not held:
        loop.exec()
    timer.stop()
    if not held:
        raise TimeoutError("the window did not get there")


def saved(path: Path, content: Content, base: Record | None = None) -> Record:
    """A customer saved from elsewhere, as another window would."""
    database: Database = open_database(path)
    try:
        with database.writing() as connection:
            company = first_company(connection)
            actor = current_actor(connection)
            return save_customer(connection, company, base, content, actor=actor).record
    finally:
        database.close()


def found(place: Place, words: str) -> list[int]:
    """The first customers that another window finds by the words."""
    with closing(open_database(place)) as database, database.reading() as connection:
        return first_ids(connection, ListQuery("customer", words=words), 5)
