"""Tells the other windows what is being edited in this one, and this one's records and list what is in the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from shiboken6 import isValid

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.presence import RENEW_SECONDS, LockKind, Standing, standing_of
from app.models.values import RecordKey
from app.views.desk import Desk
from app.views.forms.pane_presence import PanePresence
from app.views.lists.row_faces import Face, face_of
from app.views.watcher import Watcher

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.services.presence import Seen
    from app.store.database import Database
    from app.views.forms.record_pane import RecordPane

_LOOK_AGAIN_MS, _THOROUGHLY_MS = 5_000, 60_000
"""How often it is looked whether somebody's time is up: nobody tells of that; and how often also who one is."""

Key = tuple[str, int]


class Presence(QObject):
    """Of one window; made once its first database is open. A window has a number of its own in each database it opens.

    Signals:
        seen_anew: others began or ended to edit something, or are about to.
        failed: an error, of an act that somebody wanted.
    """

    seen_anew = Signal()
    failed = Signal(object)

    def __init__(self, tasks: DatabaseTasks, watcher: Watcher, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._watcher, self._desk = tasks, watcher, desk
        self.session = 0
        self.seen: Seen | None = None
        self._told: frozenset[Key] = frozenset()
        self._is_telling = False
        self._followers: dict[RecordPane, PanePresence] = {}
        self._since_look, self._since_thorough = QElapsedTimer(), QElapsedTimer()
        self._renewing = QTimer(self, interval=RENEW_SECONDS * 1000)
        self._renewing.timeout.connect(self._renew)
        self._catching_up = QTimer(self, singleShot=True, interval=0)
        self._catching_up.timeout.connect(self._catch_up)
        watcher.told.connect(self._on_seen)

    def watch(self, pane: RecordPane) -> None:
        """Follow what is edited in a pane, and tell it who else edits that."""
        follower = PanePresence(pane)
        self._followers[pane] = follower
        pane.state_changed.connect(self._catching_up.start)
        pane.destroyed.connect(self._on_pane_gone)
        follower.asked.connect(self._ask_for)
        follower.freed.connect(self.free)
        follower.begun_again.connect(self._begin_again)

    def _on_pane_gone(self) -> None:
        """With its window, and whatever was being edited in it."""
        self._catching_up.start()

    def begin(self, database: Database, session: int) -> None:
        """Work for the database that is open now; where nothing can be written, nobody edits anything.

        Args:
            database: open.
            session: the number that this window has there.
        """
        self.stop()
        if database.read_only:
            return
        self.session = session
        self._watcher.also = self._question
        self._write_aside(services.presence.bury)
        self._renewing.start()
        self._follow()

    def stop(self) -> None:
        """Edit nothing any more, as far as others are concerned."""
        self._renewing.stop()
        self._watcher.also = None
        if self._told:
            self._write_aside(partial(services.presence.keep, session=self.session, records=(), before=self._told))
        self._told, self.seen, self.session = frozenset(), None, 0
        self._show()

    def look_again(self, *, thoroughly: bool = False) -> None:
        """Look with the next question, whether or not there is news; who one is and may do as well, if thoroughly."""
        self._since_look.invalidate()
        if thoroughly:
            self._since_thorough.invalidate()

    def _question(self) -> Callable[[sa.Connection], object]:
        """Others' time may be up, so they are looked at again and again; where there is nobody, only now and then."""
        look = services.presence.look
        if self.seen is None or _is_over(self._since_thorough, _THOROUGHLY_MS):
            self._since_thorough.start()
            return partial(look, session=self.session, before=None)
        others = any(each.session != self.session for each in self.seen.editing)
        again = not self._since_look.isValid() or (others and _is_over(self._since_look, _LOOK_AGAIN_MS))
        return partial(look, session=self.session, before=self.seen, again=again)

    def _on_seen(self, seen: Seen) -> None:
        self._since_look.start()
        if not self.session:
            return
        before, self.seen = self.seen, seen
        is_news = before is None or replace(before, mark=seen.mark) != seen
        if is_news:
            self._show()
            self.seen_anew.emit()

    def _edited(self) -> frozenset[Key]:
        sheets = (pane.session.sheet for pane in self._desk.panes() if pane.form is not None)
        return frozenset(sheet.record.key for sheet in sheets if sheet is not None)

    def _catch_up(self) -> None:
        """After whatever a pane was in the middle of when it said that it is different."""
        self._followers = {pane: follower for pane, follower in self._followers.items() if isValid(pane)}
        self._follow()
        for pane, follower in list(self._followers.items()):
            if follower.is_outdated():
                follower.show(self._standing(pane), may_free=self._may_free())

    def _follow(self) -> None:
        """Say what is edited now, if that is another than before; what changes meanwhile is said afterwards."""
        if self.session and not self._is_telling and self._edited() != self._told:
            self._tell()

    def _renew(self) -> None:
        if self._told and not self._is_telling:
            self._tell()

    def _tell(self) -> None:
        before, self._told = self._told, self._edited()
        self._is_telling = True
        keep = partial(services.presence.keep, session=self.session, records=self._told, before=before, seen=self.seen)
        self._tasks.write(self, keep, self._on_told, partial(self._on_not_told, before))

    def _on_told(self, _: None) -> None:
        self._is_telling = False
        self._follow()

    def _on_not_told(self, before: frozenset[Key], error: Exception) -> None:
        """Whoever saves is told what is wrong with the database; this is said again with the next renewal."""
        self._is_telling = False
        self._told = before | self._told
        if not isinstance(error, AppError):
            raise error

    def _standing(self, pane: RecordPane) -> Standing:
        if self.seen is None or self.seen.kind is LockKind.NONE or not pane.record_id():
            return Standing(None, (), is_held=False)
        return standing_of(self.seen.editing, *_key_of(pane), self.session, self.seen.kind)

    def _may_free(self) -> bool:
        return self.seen is not None and self.seen.may_free

    def _show(self) -> None:
        for pane, follower in list(self._followers.items()):
            if isValid(pane):
                follower.show(self._standing(pane), may_free=self._may_free())
        for page in self._desk.pages():
            page.list.show_faces(self._faces(page.record_type.name))

    def _faces(self, type_name: str) -> dict[int, Face]:
        """One for each record of a type that somebody else edits: of who came first."""
        if self.seen is None or self.seen.kind is LockKind.NONE:
            return {}
        of_type = (each for each in self.seen.editing if each.record_type == type_name)
        others = [each for each in of_type if each.session != self.session and not each.freed_by]
        others.sort(key=lambda each: each.since, reverse=True)
        return {each.record_id: face_of(each.staff_id, each.name) for each in others}

    def _ask_for(self, key: RecordKey) -> None:
        self._write(partial(services.presence.ask_for, key=key, session=self.session))

    def free(self, key: RecordKey, session: int) -> None:
        """Take a record from the window of that session."""
        self._write(partial(services.presence.free, key=key, session=session))

    def set_kind(self, kind: LockKind) -> None:
        """Have the database make something else of two people who edit one record; an administrator may."""
        self._write(partial(services.presence.set_lock_kind, kind=kind))

    def _begin_again(self, key: RecordKey) -> None:
        self._write(partial(services.presence.begin_again, key=key, session=self.session))

    def _write(self, act: Callable[[sa.Connection], object]) -> None:
        self.look_again()
        self._tasks.write(self, act, lambda _: self.look_again(), self._on_failed)

    def _write_aside(self, act: Callable[[sa.Connection], object]) -> None:
        """What nobody asked for need not be told either if it fails; a minute later it makes no difference."""
        self._tasks.write(self, act, lambda _: None, _on_unheard)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.failed.emit(error)


def _key_of(pane: RecordPane) -> RecordKey:
    return RecordKey(pane.record_type.name, pane.record_id())


def _is_over(timer: QElapsedTimer, milliseconds: int) -> bool:
    return not timer.isValid() or timer.elapsed() > milliseconds


def _on_unheard(error: Exception) -> None:
    if not isinstance(error, AppError):
        raise error
