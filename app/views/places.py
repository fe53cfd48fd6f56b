"""The middle of the window: the lists that the sidebar leads to, and what stands there while no database is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import AppError
from app.jobs import Jobs
from app.settings import RECENT_FILES, Settings
from app.views.file_acts import FileActs

if TYPE_CHECKING:
    from app.views.problem_page import ProblemPage


class Places(QStackedWidget):
    """One page for each place, by the name that the sidebar has for it."""

    def __init__(self, files: FileActs, jobs: Jobs, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files, self._jobs, self._settings = files, jobs, settings
        self._pages: dict[str, QWidget] = {}
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
        if name in self._later:
            self.add(name, self._later.pop(name)())
        self.setCurrentWidget(self._pages[name])

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
        self.addWidget(page)
        return page

    def show_problem(self, path: Path, error: AppError) -> None:
        """Say why the file can't be opened."""
        self.problem.show_problem(path, error)
        self.setCurrentWidget(self.problem)

    def show_welcome(self) -> None:
        """The first start: three ways to begin."""
        from app.views.dialogs.welcome import Welcome  # needed once in the life of a file

        recent = self._settings.get(RECENT_FILES)
        page = Welcome(recent, self._jobs, self)
        page.empty_wanted.connect(self._files.make_default)
        page.sample_wanted.connect(self._files.make_sample)
        page.file_wanted.connect(self._files.ready)
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.setFocus()
