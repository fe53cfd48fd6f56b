"""What the window offers, kept in step with what whoever looks through it may do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.background import DatabaseTasks
from app.views.rights import Rights

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.services.access import Seen
    from app.views.main_window import MainWindow


class WindowRights(Rights):
    """Tells the parts of the window what to leave out; through another's eyes everything is only looked at."""

    def __init__(self, tasks: DatabaseTasks, window: MainWindow) -> None:
        super().__init__(tasks, window)
        self._main = window
        self._is_file_read_only = self.is_read_only = False
        window.watcher.rights_changed.connect(self.read)
        window.watcher.answered.connect(self.read_missed)
        self.known.connect(self._offer)
        self.unknown.connect(self._offer_everything)
        self.changed.connect(self._on_changed)

    def open(self, *, read_only: bool) -> None:
        """Begin with another database, which can be written or only read."""
        self._is_file_read_only = self.is_read_only = read_only
        self.begin()

    def look_as(self, staff_id: int) -> None:
        """Look through the eyes of a member of staff; what is being typed is asked about first."""
        self._main.work.leave_all(lambda: self._look_as(staff_id))

    def _look_as(self, staff_id: int) -> None:
        self._main.work.end()
        self.view_as(staff_id)

    def _on_changed(self, seen: Seen) -> None:
        self._offer(seen)
        self._main.refresh()

    def _offer(self, seen: Seen) -> None:
        """Offer what may be done from now on."""
        was_read_only, self.is_read_only = self.is_read_only, self._is_file_read_only or self.is_borrowed
        if was_read_only != self.is_read_only:
            self._set_read_only()
        self._set_sight(seen.sight, may_lend=seen.may_lend)

    def _offer_everything(self) -> None:
        """What was offered in the database before says nothing of this one, whose services refuse by themselves."""
        self._set_sight(None, may_lend=False)

    def _set_sight(self, sight: Sight | None, *, may_lend: bool) -> None:
        window = self._main
        window.actions_.set_sight(sight, may_lend=may_lend)
        for part in (window.sidebar, window.toolbar, window.desk, window.dialogs):
            part.set_sight(sight)
        if "past" in window.__dict__:  # it is made later, and told then
            window.past.set_sight(sight)

    def _set_read_only(self) -> None:
        window = self._main
        is_file = isinstance(window.place, Path)
        window.actions_.set_database_open(window.place is not None, read_only=self.is_read_only, is_file=is_file)
        for part in (window.desk, window.drafts, window.sidebar, window.dialogs, window.past):
            part.set_read_only(self.is_read_only)
