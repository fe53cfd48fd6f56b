"""The middle of the window: the lists that the sidebar leads to, and what stands there while no database is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.background import DatabaseTasks
from app.errors import AppError, FileError, FileProblem
from app.jobs import Jobs
from app.models.servers import Place
from app.settings import RECENT_FILES, Settings
from app.views.file_acts import FileActs

if TYPE_CHECKING:
    from app.views.problem_page import ProblemPage
    from app.views.unlock_page import UnlockPage
    from app.views.waiting_page import WaitingPage


class Places(QStackedWidget):
    """One page for each place, by the name that the sidebar has for it; `current` is the one shown last.

    Signals:
        back_wanted: to the database that is open, from one that could not be opened.
        connect_wanted: a shared database is to be chosen.
    """

    back_wanted = Signal()
    connect_wanted = Signal()

    def __init__(
        self, files: FileActs, tasks: DatabaseTasks, jobs: Jobs, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._files, self._tasks, self._jobs, self._settings = files, tasks, jobs, settings
        self._pages: dict[str, QWidget] = {}
        self.current = ""
        self._later: dict[str, Callable[[], QWidget]] = {}

    def add(self, name: str, page: QWidget) -> None:
        """Add a place."""
        self._pages[name] = page
        self.addWidget(page)

    def add_later(self, name: str, make: Callable[[], QWidget]) -> None:
        """Add a place whose page is made when somebody first goes there."""
        self._later[name] = make

    def has(self, name: str) -> bool:
        """Whether there is a place of that name."""
        return name in self._pages or name in self._later

    def show_place(self, name: str) -> None:
        """Turn to a place."""
        self.current = name
        if name in self._later:
            self.add(name, self._later.pop(name)())
        self.setCurrentWidget(self._pages[name])

    def shown(self) -> str:
        """The place that is shown now; "" for what stands there instead of one."""
        page = self.currentWidget()
        return next((name for name, own in self._pages.items() if own is page), "")

    @cached_property
    def problem(self) -> ProblemPage:
        """Why a file can't be opened, and the ways on; made when that happens."""
        from app.views.problem_page import ProblemPage

        page = ProblemPage(self)
        page.retry_wanted.connect(self._files.ready)
        page.upgrade_wanted.connect(self._files.upgrade)
        page.restore_wanted.connect(self._files.restore)
        page.other_wanted.connect(self._files.open_file)
        page.new_wanted.connect(self._files.new_file)
        page.connect_wanted.connect(self.connect_wanted)
        page.back_wanted.connect(self.back_wanted)
        self.addWidget(page)
        return page

    @cached_property
    def unlock(self) -> UnlockPage:
        """Asks for the passphrase or recovery key of an encrypted file; made when that is needed."""
        from app.views.unlock_page import UnlockPage

        page = UnlockPage(self._tasks, self)
        page.unlocked.connect(self._files.ready)
        page.other_wanted.connect(self._files.open_file)
        page.back_wanted.connect(self.back_wanted)
        self.addWidget(page)
        return page

    @cached_property
    def waiting(self) -> WaitingPage:
        """What stands there while somebody needs the file alone."""
        from app.views.waiting_page import WaitingPage

        page = WaitingPage(self)
        self.addWidget(page)
        return page

    def show_waiting(self, path: Path) -> None:
        """Say that the file is needed alone, and comes back."""
        self.waiting.show_file(path)
        self.setCurrentWidget(self.waiting)

    def show_problem(self, place: Place, error: AppError, open_place: Place | None) -> None:
        """Say why the database can't be opened; or ask for its key, if that is all.

        Args:
            place: of the database.
            error: why.
            open_place: that of the one which is open still; whose own problem it is has no way back.
        """
        open_place = None if open_place == place else open_place
        if isinstance(place, Path) and isinstance(error, FileError) and error.problem is FileProblem.KEY_NEEDED:
            self.setCurrentWidget(self.unlock)
            self.unlock.ask(place, open_place)
            return
        self.problem.show_problem(place, error, open_place)
        self.setCurrentWidget(self.problem)

    def show_welcome(self) -> None:
        """The first start: the ways to begin."""
        from app.views.dialogs.welcome import Welcome  # needed once in the life of a file

        recent = self._settings.get(RECENT_FILES)
        page = Welcome(recent, self._jobs, self)
        page.empty_wanted.connect(self._files.make_default)
        page.sample_wanted.connect(self._files.make_sample)
        page.file_wanted.connect(self._files.ready)
        page.connect_wanted.connect(self.connect_wanted)
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.setFocus()
