"""Looking at a backup in the window, read-only, and bringing single records back from it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from app import paths, services
from app.background import DatabaseTasks
from app.jobs import Jobs
from app.models.formatting import format_moment, own_date_order
from app.services import file_jobs
from app.views.customers_page import CustomersPage
from app.views.forms.problem_words import sentence_of
from app.views.widgets.notice_bar import NoticeBar
from app.views.words import counted, isolated

if TYPE_CHECKING:
    from app.services.automatic_backups import Backup
    from app.services.pulling import Pulled

_MOST_NAMED = 3


class Browsing(QObject):
    """From the wish to look at a backup until the way back to today's file.

    Signals:
        open_wanted: (path, whether it is frozen) of a file that is to be opened.
        said: a sentence for the status bar.
        failed: an error of a job.
    """

    open_wanted = Signal(object, bool)
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, customers: CustomersPage, window: QMainWindow) -> None:
        super().__init__(window)
        self._tasks, self._jobs, self._customers = tasks, jobs, customers
        self._backup: Backup | None = None
        self._expanded = self._today = Path()
        self._made: list[Path] = []
        self.bar = NoticeBar(self.tr("Backup"), window, is_strong=True)
        self.pull_button = self.bar.add_button(self.tr("&Pull selected records out"), self.pull_selected)
        self.back_button = self.bar.add_button(self.tr("&Back to today"), self.go_back)

    def is_on(self, path: Path) -> bool:
        """Whether this file is a backup that is looked at."""
        return self._backup is not None and path == self._expanded

    def begin(self, backup: Backup, today: Path) -> None:
        """Expand a backup of today's file and have it opened."""
        self._jobs.start(
            self,
            self.tr("Opening the backup {0}").format(backup.path.name),
            file_jobs.expand_backup,
            backup.path,
            services.automatic_backups.place_to_expand(paths.cache_folder() / "backups"),
            on_success=partial(self._on_expanded, backup, today),
            on_error=self.failed.emit,
        )

    def show(self, path: Path) -> None:
        """Say that the file that was just opened is a backup, or that it is none (any more)."""
        is_on = self.is_on(path)
        if self._backup is not None and is_on:
            when = format_moment(self._backup.at.astimezone(), own_date_order())
            self.bar.say(
                self.tr("You are looking at a backup of {when}. Nothing can be changed here.").format(when=when)
            )
        else:
            self.bar.say("")
        if not is_on:
            self._backup = None
        left = [expanded for expanded in self._made if expanded != path]
        if left:
            self._made = [path] if is_on else []
            self._tasks.aside(self, partial(_remove, left), lambda _: None)

    def go_back(self) -> None:
        """Open today's file again."""
        self.open_wanted.emit(self._today, False)

    def pull_selected(self) -> None:
        """Bring the customers that are selected in the list back into today's file."""
        self._customers.list.selected_ids(self._pull)

    def _on_expanded(self, backup: Backup, today: Path, expanded: Path) -> None:
        self._backup, self._today, self._expanded = backup, today, expanded
        self._made.append(expanded)
        self.open_wanted.emit(expanded, True)

    def _pull(self, ids: tuple[int, ...]) -> None:
        if not ids:
            self.said.emit(self.tr("Select the records that are to be brought back"))
            return
        self._jobs.start(
            self,
            self.tr("Bringing records back"),
            file_jobs.pull_out,
            self._expanded,
            self._today,
            tuple(ids),
            on_success=self._on_pulled,
            on_error=self.failed.emit,
        )

    def _on_pulled(self, pulled: Pulled) -> None:
        parts = [
            (pulled.changed, self.tr("1 restored to this backup"), self.tr("{count} restored to this backup")),
            (pulled.came_back, self.tr("1 brought back"), self.tr("{count} brought back")),
            (pulled.same, self.tr("1 already as it is here"), self.tr("{count} already as they are here")),
            (len(pulled.refused), self.tr("1 left as it is today"), self.tr("{count} left as they are today")),
        ]
        said = ", ".join(counted(*part) for part in parts if part[0])
        reasons = " ".join(
            f"{isolated(refused.name)}: {sentence_of(refused.problems[0])}" for refused in pulled.refused[:_MOST_NAMED]
        )
        self.said.emit(f"{said}. {reasons}" if reasons else said)


def _remove(expanded: list[Path]) -> None:
    services.automatic_backups.remove(expanded)
