"""What whoever looks through the window may do: known once the database is open, and again whenever it is different."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from app import services
from app.background import DatabaseTasks
from app.views.failures import pass_over
from app.views.widgets.notice_bar import NoticeBar
from app.views.words import isolated

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.services.access import Seen


class Rights(QObject):
    """The sight of the person, or of another one through whose eyes they look; a bar across the top says which.

    Signals:
        known: (a services.access.Seen) what may be done in the database that was opened.
        changed: (a services.access.Seen) it is different now.
        unknown: it could not be found out in the database that was opened.
    """

    known = Signal(object)
    unknown = Signal()
    changed = Signal(object)

    def __init__(self, tasks: DatabaseTasks, window: QMainWindow) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window
        self.seen: Seen | None = None
        self._is_missed = False
        self._bar: NoticeBar | None = None

    @property
    def sight(self) -> Sight | None:
        """What is seen; everything before it is known, for the services refuse by themselves."""
        return self.seen.sight if self.seen else None

    @property
    def is_borrowed(self) -> bool:
        """Whether somebody looks through another's eyes, and so changes nothing."""
        return self.sight is not None and self.sight.is_borrowed

    def begin(self) -> None:
        """Find out what may be done in another database, which is open now."""
        self.seen = None
        self._say()
        self.read()

    def read(self) -> None:
        """Find out what may be done by now."""
        self._is_missed = False
        self._tasks.read(self, services.access.read_seen, self._on_seen, self._on_not_read)

    def read_missed(self) -> None:
        """Find it out after all, if it could not be."""
        if self._is_missed:
            self.read()

    def _on_not_read(self, error: Exception) -> None:
        pass_over(error)
        self._is_missed = True
        if self.seen is None:
            self.unknown.emit()

    def view_as(self, staff_id: int) -> None:
        """Look through the eyes of a member of staff; 0 for one's own."""
        look = partial(services.access.view_as, staff_id=staff_id)
        self._tasks.read(self, look, self._on_seen)

    def _on_seen(self, seen: Seen) -> None:
        is_first, self.seen = self.seen is None, seen
        self._say()
        (self.known if is_first else self.changed).emit(seen)

    def _say(self) -> None:
        if self.seen is not None and self.is_borrowed:
            text = self.tr("You see what {name} sees. Nothing can be changed until you end this.")
            self.bar.say(text.format(name=isolated(self.seen.name)))
        elif self._bar is not None:
            self._bar.say("")

    @property
    def bar(self) -> NoticeBar:
        """The bar; made when somebody first looks through another's eyes."""
        if self._bar is None:
            self._bar = NoticeBar(self.tr("Seen as"), self._window, is_strong=True)
            self.end_button = self._bar.add_button(self.tr("&End"), lambda: self.view_as(0))
        return self._bar
