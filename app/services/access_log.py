"""Who opened, exported and unmasked what: noted for everybody, read by whoever may see what roles allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.accesses import MONTHS, MOST_NAMED, Access, AccessAct, allowed_months
from app.models.attachment import ATTACHMENT
from app.models.catalogue import RECORD_TYPES
from app.models.formatting import format_moment, own_date_order
from app.models.narrowing import ALL, Narrowing
from app.models.rights import Act
from app.services.administrators import administrators
from app.services.staff import reading_actor
from app.store import access_log, desk_settings
from app.store.access_log import Place
from app.store.desk_settings import DeskSetting
from app.store.guard.accesses import IS_ON_SETTING, MONTHS_SETTING
from app.store.reach import may, require, visible, within_reach

ON_SERVER, IN_FILE = DeskSetting(IS_ON_SETTING, default=True), DeskSetting(IS_ON_SETTING, default=False)
"""Whether accesses are logged. Who has a file to themselves need not be told what they looked at."""

KEPT_MONTHS = DeskSetting(MONTHS_SETTING, MONTHS)

WINDOW = 100


@dataclass(frozen=True, slots=True)
class LogRules:
    """What administrators set: whether accesses are logged, and for how many months they are kept."""

    is_on: bool
    months: int = MONTHS


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether accesses are logged, and whether whoever asks may read of them."""

    is_on: bool
    may_read: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One access as people read it.

    Attributes:
        field: the label of the field that was unmasked, "" for other acts.
        rows: how many rows were exported together, as text; "" for other acts.
        is_named: the record itself was noted, and not only how many there were.
        is_whole: all that the person could see was copied.
        is_of_file: it is a file's, which is copied itself where it is opened or saved.
    """

    place: Place
    when: str
    who: str
    act: AccessAct
    field: str = ""
    rows: str = ""
    is_named: bool = True
    is_whole: bool = False
    is_of_file: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Some accesses, the latest first; `more` if there are others before them."""

    entries: tuple[Entry, ...]
    more: bool


def rules(connection: sa.Connection) -> LogRules:
    """What is set."""
    return _rules_in(connection, desk_settings.read_all(connection))


def _rules_in(connection: sa.Connection, stored: Mapping[str, str]) -> LogRules:
    is_on = desk_settings.held(stored, ON_SERVER if access_log.is_shared(connection) else IN_FILE)
    return LogRules(is_on, allowed_months(desk_settings.held(stored, KEPT_MONTHS)))


def set_rules(connection: sa.Connection, wanted: LogRules) -> bool:
    """Change it for everybody, if an administrator wants it; whether one did."""
    is_administrator = reading_actor(connection).staff_id in administrators(connection)
    if is_administrator:
        desk_settings.write(connection, ON_SERVER, wanted.is_on)
        desk_settings.write(connection, KEPT_MONTHS, allowed_months(wanted.months))
    return is_administrator


def standing(connection: sa.Connection) -> Standing:
    """What there is to do about accesses for whoever is signed in."""
    return Standing(rules(connection).is_on, may(connection, Act.VIEW, RECORD_TYPES["role"]))


def note_opened(connection: sa.Connection, type_name: str, record_id: int) -> None:
    """Somebody looks at a record; within an hour once."""
    _note(connection, AccessAct.OPENED, type_name, [record_id])


def note_unmasked(connection: sa.Connection, type_name: str, record_id: int, field: str) -> None:
    """Somebody is about to be shown a masked field whole."""
    _note(connection, AccessAct.UNMASKED, type_name, [record_id], field)


def note_exported(connection: sa.Connection, type_name: str, ids: Sequence[int]) -> None:
    """Somebody is about to take these records along; of very many only the number is noted."""
    named = ids if len(ids) <= MOST_NAMED else [0]
    _note(connection, AccessAct.EXPORTED, type_name, named, str(len(ids)))


def note_copied(connection: sa.Connection, rows: int) -> None:
    """Somebody is about to copy all that they see into a file, so many rows of all tables."""
    _note(connection, AccessAct.EXPORTED, "", [0], str(rows))


def _note(connection: sa.Connection, act: AccessAct, type_name: str, ids: Sequence[int], detail: str = "") -> None:
    set_for_all = rules(connection)
    if set_for_all.is_on:
        access_log.note(connection, act, type_name, ids, detail, set_for_all.months)


def read_window(
    connection: sa.Connection,
    type_name: str,
    record_id: int,
    narrowing: Narrowing = ALL,
    before: Place | None = None,
    limit: int = WINDOW,
) -> Window:
    """A window of the accesses to a record.

    Args:
        narrowing: which of them are wanted.
        before: the `place` of the entry that the window ends before, None for the latest.
        limit: how many it holds at most.

    Raises:
        NotAllowedError: only who may see roles may know who looked at what.
        RecordGoneError: the person doesn't see the record.
    """
    _require_readable(connection, type_name, record_id)
    found = access_log.read(connection, type_name, record_id, before, limit + 1, narrowing)
    return Window(tuple(_entry(type_name, one) for one in found[:limit]), len(found) > limit)


def people_in(connection: sa.Connection, type_name: str, record_id: int) -> tuple[tuple[int, str], ...]:
    """Who is told of among the accesses to a record, by name. Raises as `read_window` does."""
    _require_readable(connection, type_name, record_id)
    return access_log.people_in(connection, type_name, record_id)


def _require_readable(connection: sa.Connection, type_name: str, record_id: int) -> None:
    require(connection, Act.VIEW, RECORD_TYPES["role"])
    record_type = RECORD_TYPES[type_name]
    if within_reach(connection, record_type) and not visible(connection, record_type, [record_id]):
        raise RecordGoneError(type_name, record_id)


def _entry(type_name: str, one: Access) -> Entry:
    field = RECORD_TYPES[type_name].by_name.get(one.detail) if one.act is AccessAct.UNMASKED else None
    return Entry(
        (one.at, one.id),
        format_moment(one.at, own_date_order()),
        one.name,
        one.act,
        field.label if field else "",
        one.detail if one.act is AccessAct.EXPORTED else "",
        is_named=one.record_id != 0,
        is_whole=not one.record_type,
        is_of_file=one.record_type == ATTACHMENT.name,
    )
