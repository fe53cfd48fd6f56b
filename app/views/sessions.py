"""One window's session: begun when the database is open, closed when nobody is there, and begun again where it was left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from secrets import randbits
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, ServerError, ServerProblem
from app.models.servers import Place, name_of
from app.models.sessions import MOST_IDLE_MINUTES, DeskSession, EndedBy, is_warned, pause_after, seconds_left
from app.views.forms.questions import confirm
from app.views.idle_clock import IdleClock
from app.views.open_work import OpenWork
from app.views.session_cover import SessionCover
from app.views.veil import Veil
from app.views.widgets.notice_bar import NoticeBar
from app.views.words import counted, failure_words, isolated

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.services.presence import Seen
    from app.services.sessions import SessionRules
    from app.store.database import Database

_TICK_MS = 1_000
_TOUCH_SECONDS = 60
"""How often an active session says so."""


class Sessions(QObject):
    """Made when the first database is open. Where one doesn't sign in, there are no sessions.

    Signals:
        covered: the session is over, and nothing of the database can be seen.
        resumed: (number) of a new session, where the one before was left.
        quit_wanted: without a question; what is not saved is kept as after a crash.
        running_changed: (bool) whether there is a session that one can sign out of.
    """

    covered = Signal()
    running_changed = Signal(bool)
    resumed = Signal(object)
    quit_wanted = Signal()

    def __init__(self, tasks: DatabaseTasks, work: OpenWork, window: QMainWindow) -> None:
        super().__init__(window)
        self._tasks, self._work, self._window = tasks, work, window
        self._database: Database | None = None
        self._place: Place = Path()
        self._company_id = self._number = self._failures = 0
        self._user = ""
        self._minutes = MOST_IDLE_MINUTES
        self.asks_reason = self.is_running = self._asks_password = False
        self._touched_at = 0.0
        self.idle = IdleClock(self)
        self.idle.expired.connect(self._close_idle)
        self.veil = Veil(window, work)
        self.cover: SessionCover | None = None
        self.bar: NoticeBar | None = None
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self.tick)
        tasks.lost_work.back.connect(self._on_back)

    def begin(self, database: Database, number: int, company_id: int, user: str) -> None:
        """Begin a session of that number, if one signs in to this database; behind the cover it waits for that."""
        self._database, self._place = database, database.place
        self._number, self._company_id, self._user = number, company_id, user
        if not self.veil.is_drawn():
            look = partial(_look_at, database)
            self._tasks.aside(self, look, partial(self._on_looked, number), self._on_failed)

    def stop(self) -> None:
        """The database is about to be let go, and its session with it."""
        if self.is_running:
            self._write(partial(services.sessions.end, number=self._number, by=EndedBy.SIGNED_OUT))
        self._stop_ticking()
        self._database = None

    def _stop_ticking(self) -> None:
        self.is_running = False
        self.running_changed.emit(False)
        self._ticking.stop()
        self.idle.limit_seconds = float("inf")
        if self.bar is not None:
            self.bar.say("")

    def _on_looked(self, number: int, looked: tuple[bool, bool]) -> None:
        has_sessions, self._asks_password = looked
        if has_sessions and number == self._number and self._database is not None:
            self._start()

    def _start(self) -> None:
        self.is_running = True
        company_id = self._work.desk.customers.company_id or self._company_id
        self._write(partial(services.sessions.start, number=self._number, company_id=company_id))
        self.idle.start()
        self._touched_at = self.idle.now()
        self._set_minutes(self._minutes)
        self._ticking.start()
        self.running_changed.emit(True)

    def on_seen(self, seen: Seen) -> None:
        """The rules may be others now, or somebody may have ended this session."""
        self.asks_reason = seen.rules.asks_reason
        self._set_minutes(seen.rules.idle_minutes)
        own = seen.session
        if self.is_running and own is not None and own.number == self._number and own.ended_by is not None:
            self._cover(self._words_of_end(own))

    def _set_minutes(self, minutes: int) -> None:
        self._minutes = minutes
        self.idle.limit_seconds = minutes * 60.0 if self.is_running else float("inf")

    def tick(self) -> None:
        """Once a second: see whether anybody is there."""
        if not self.is_running:
            return
        idle = self.idle.idle_seconds()
        if seconds_left(idle, self._minutes) <= 0:
            self._close_idle()
        elif is_warned(idle, self._minutes):
            self._warn(round(seconds_left(idle, self._minutes)))
        else:
            if self.bar is not None:
                self.bar.say("")
            self._touch(idle)

    def _touch(self, idle: float) -> None:
        active_at = self.idle.now() - idle
        if active_at > self._touched_at and self.idle.now() - self._touched_at >= _TOUCH_SECONDS:
            self._touched_at = self.idle.now()
            self._write(partial(services.sessions.touch, number=self._number, idle_seconds=idle))

    def _on_back(self) -> None:
        """Others know by the connection whether this window is there; nobody has to be active for that."""
        if self.is_running:
            self._write(partial(services.sessions.touch, number=self._number, idle_seconds=self.idle.idle_seconds()))

    def _warn(self, seconds: int) -> None:
        if self.bar is None:
            self.bar = NoticeBar(self.tr("Session"), self._window, is_strong=True)
            self.bar.add_button(self.tr("&Stay"), self.idle.touch)
        one = self.tr("Nobody seems to be here: in 1 second this session is closed. Move the mouse to stay.")
        many = self.tr("Nobody seems to be here: in {count} seconds this session is closed. Move the mouse to stay.")
        if self.bar.isHidden():
            self._window.raise_()
        self.bar.say(counted(max(seconds, 1), one, many))

    def _close_idle(self) -> None:
        if self.is_running:
            self._write(partial(services.sessions.end, number=self._number, by=EndedBy.IDLE))
            one = self.tr("This session was closed, because nobody was here for a minute.")
            many = self.tr("This session was closed, because nobody was here for {count} minutes.")
            self._cover(counted(self._minutes, one, many))

    def sign_out(self, reason: str, description: str) -> None:
        """End the session by hand; whoever calls this has asked about what is not saved."""
        if self.is_running:
            end = partial(services.sessions.end, number=self._number, by=EndedBy.SIGNED_OUT)
            self._write(partial(end, reason=reason, description=description))
            self._work.end()
            self._cover(self.tr("You have signed out."))

    def end_others(self, numbers: Sequence[int], reason: str) -> None:
        """End others' sessions; an administrator may."""
        self._write(partial(services.sessions.end_others, numbers=tuple(numbers), reason=reason))

    def set_rules(self, rules: SessionRules) -> None:
        """Have other rules for everybody; an administrator may."""
        self._write(partial(services.sessions.set_rules, wanted=rules))

    def _words_of_end(self, own: DeskSession) -> str:
        if own.ended_by is not EndedBy.ADMINISTRATOR:
            return self.tr("This session is over.")
        text = self.tr("{name} has ended this session.").format(name=isolated(own.ended_by_name))
        return f"{text} “{isolated(own.reason)}”" if own.reason else text

    def _cover(self, why: str) -> None:
        if self.veil.is_drawn():
            return
        self._stop_ticking()
        cover = self.cover = SessionCover(self._window)
        cover.sign_in_wanted.connect(self._sign_in)
        cover.quit_wanted.connect(self._on_quit_wanted)
        kept = self.tr("What you typed and did not save is still here.") if self._work.is_dirty() else ""
        cover.say(name_of(self._place), why, kept, self._password_words() if self._asks_password else "")
        self.veil.draw(cover)
        self.covered.emit()

    def _password_words(self) -> str:
        if isinstance(self._place, Path):
            return self.tr("passphrase or recovery key")
        return self.tr("password of {name}").format(name=self._user)

    def _sign_in(self, typed: str) -> None:
        again = partial(services.signing_in.sign_in_again, self._place, typed)
        self._tasks.aside(self, again, lambda _: self._resume(), self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._failures += 1
        is_wrong = isinstance(error, ServerError) and error.problem is ServerProblem.WRONG_PASSWORD
        sentence = self.tr("That is not the password. Type it again.") if is_wrong else failure_words(error)
        if self.cover is not None:
            self.cover.refuse(sentence, pause_after(self._failures))

    def _resume(self) -> None:
        self._failures = 0
        cover, self.cover = self.cover, None
        self.veil.lift()
        if cover is not None:
            cover.let_close()
        self._number = randbits(62)
        self.resumed.emit(self._number)
        if self._database is not None:
            self._start()

    def _on_quit_wanted(self) -> None:
        """Nothing is said of what is open."""
        if self.cover is None:
            return
        if not self._work.is_dirty():
            self._quit()
            return
        confirm(
            self.cover,
            self.tr("Quit without saving?"),
            self.tr("Something that was typed here is not saved. Open the console to save it."),
            self.tr("Quit"),
            self._quit,
        )

    def _quit(self) -> None:
        self.quit_wanted.emit()
        if self.cover is not None:
            self.cover.let_close()

    def _write(self, act: Callable[[sa.Connection], object]) -> None:
        if self._database is not None and not self._database.read_only:
            self._tasks.write(self, act, lambda _: None, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        """A session that can't be written down is one all the same; whoever works is told what is wrong."""
        if not isinstance(error, AppError):
            raise error


def _look_at(database: Database) -> tuple[bool, bool]:
    place = database.place
    return services.signing_in.has_sessions(place), services.signing_in.asks_password(place)
