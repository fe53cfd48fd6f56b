"""Who edits which record just now: told to everybody by each window, looked at by all, freed by administrators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.presence import Editing, LockKind
from app.models.sessions import MOST_IDLE_MINUTES, DeskSession
from app.models.values import Actor
from app.services.administrators import administrators
from app.services.references import read_names
from app.services.sessions import SessionRules, rules_in
from app.services.staff import reading_actor
from app.store import desk_sessions, desk_settings, editing
from app.store.desk_settings import DeskSetting
from app.store.editing import Key
from app.store.prepared import together

LOCK_KIND = DeskSetting("lock_kind", str(LockKind.INFORMATIONAL))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a window sees of all windows, its own included.

    Attributes:
        kind: what the database makes of two who edit one record.
        mark: of this look; with another one there may be news.
        who: looks.
        may_free: whether they are an administrator.
        rules: of all sessions.
        session: the window's own, as it stands; None where one doesn't sign in.
    """

    editing: tuple[Editing, ...]
    kind: LockKind
    mark: int
    who: Actor
    may_free: bool
    rules: SessionRules
    session: DeskSession | None


@dataclass(frozen=True, slots=True)
class EditingRow:
    """A record that is being edited, as it is listed: with what people call it."""

    editing: Editing
    title: str


def look(connection: sa.Connection, session: int, before: Seen | None, *, again: bool = False) -> Seen | None:
    """What there is to see for the window of that session; nothing where nothing has happened since it looked before.

    Args:
        connection: on which it looked before.
        session: the number of the window.
        before: what it saw then. Who looks is taken from there, for a server that is far away: they rarely change.
        again: whether or not anything happened. That somebody's time is up, or their connection is gone, is no news.
    """
    now = editing.mark(connection)
    if before is not None and not again and now == before.mark:
        return None
    who = before.who if before is not None else reading_actor(connection)
    may_free = before.may_free if before is not None else who.staff_id in administrators(connection)
    minutes = before.rules.idle_minutes if before is not None else MOST_IDLE_MINUTES
    settings, own, others = together(
        connection,
        desk_settings.ALL,
        desk_sessions.finding(connection, session, minutes),
        editing.finding(connection),
    )
    stored = {name: value for name, value in settings}
    return Seen(
        tuple(Editing(*each) for each in others),
        _kind_in(stored),
        now,
        who,
        may_free,
        rules_in(stored),
        desk_sessions.made(own[0]) if own else None,
    )


def list_editing(connection: sa.Connection) -> tuple[EditingRow, ...]:
    """Everything that is being edited just now, who has been at it for longest first."""
    found = sorted((each for each in editing.read(connection) if not each.freed_by), key=lambda each: each.since)
    titles: dict[Key, str] = {}
    for name in {each.record_type for each in found} & set(RECORD_TYPES):
        ids = {each.record_id for each in found if each.record_type == name}
        titles |= {(name, record_id): title for record_id, title in read_names(connection, name, ids).items()}
    return tuple(EditingRow(each, titles.get((each.record_type, each.record_id), "")) for each in found)


def keep(
    connection: sa.Connection, session: int, records: Collection[Key], before: Collection[Key], seen: Seen | None = None
) -> None:
    """Say what a window edits, now and again as long as it does.

    Args:
        connection: within a transaction of the window's own connection.
        session: the window, by the number that it gave itself.
        records: what is being edited in it.
        before: what was when this was said the last time.
        seen: what the window saw last, so that it need not be asked for again.
    """
    for key in set(before) - set(records):
        editing.forget(connection, key, session)
    new = set(records) - editing.renew(connection, session, set(before) & set(records))
    kind = seen.kind if seen is not None else lock_kind(connection)
    if not new or kind is LockKind.NONE:
        return
    who = seen.who if seen is not None else reading_actor(connection)
    for key in sorted(new):
        if key in before:  # it died
            editing.forget(connection, key, session)
        editing.begin(connection, key, session, who.staff_id, who.name)


bury = editing.bury


def ask_for(connection: sa.Connection, key: Key, session: int) -> None:
    """Tell whoever edits a record in another window than this one that it is wanted."""
    editing.ask(connection, key, session, reading_actor(connection).name)


def free(connection: sa.Connection, key: Key, session: int) -> bool:
    """Take a record from a window: one's own, or an administrator anybody's; whether one may."""
    who = reading_actor(connection)
    own = any(
        (each.record_type, each.record_id) == key and each.session == session and each.staff_id == who.staff_id
        for each in editing.read(connection)
    )
    may = own or who.staff_id in administrators(connection)
    if may:
        editing.free(connection, key, session, who.name)
    return may


def begin_again(connection: sa.Connection, key: Key, session: int) -> None:
    """Edit a record on that an administrator has freed, as one who comes now."""
    editing.forget(connection, key, session)
    keep(connection, session, [key], ())


def lock_kind(connection: sa.Connection) -> LockKind:
    """What the database makes of two people who edit one record."""
    return _kind_in(desk_settings.read_all(connection))


def _kind_in(stored: Mapping[str, str]) -> LockKind:
    held = desk_settings.held(stored, LOCK_KIND)
    return LockKind(held) if held in set(LockKind) else LockKind.INFORMATIONAL


def set_lock_kind(connection: sa.Connection, kind: LockKind) -> bool:
    """Change it for everybody, if an administrator wants it; whether one did."""
    may = reading_actor(connection).staff_id in administrators(connection)
    if may:
        desk_settings.write(connection, LOCK_KIND, str(kind))
    return may
