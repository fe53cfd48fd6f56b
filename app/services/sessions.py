"""Sessions as people have them: begun when one signs in, ended by oneself, by an administrator or because nobody was there."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.models.sessions import MOST_IDLE_MINUTES, DeskSession, EndedBy, allowed_idle_minutes
from app.services.administrators import administrators
from app.services.staff import reading_actor
from app.store import desk_sessions, desk_settings
from app.store.desk_settings import DeskSetting

IDLE_MINUTES = DeskSetting("idle_minutes", MOST_IDLE_MINUTES)
ASKS_REASON = DeskSetting("asks_reason", default=False)

_DAYS, _MOST = 30, 500
"""What is listed of sessions that are over."""


@dataclass(frozen=True, slots=True)
class SessionRules:
    """What administrators set for all sessions of the database.

    Attributes:
        idle_minutes: after so many without a touch a window is covered.
        asks_reason: whoever signs out has to say why.
    """

    idle_minutes: int = MOST_IDLE_MINUTES
    asks_reason: bool = False


def rules(connection: sa.Connection) -> SessionRules:
    """What is set."""
    return rules_in(desk_settings.read_all(connection))


def rules_in(stored: Mapping[str, str]) -> SessionRules:
    """The same, of settings that were read already."""
    minutes = allowed_idle_minutes(desk_settings.held(stored, IDLE_MINUTES))
    return SessionRules(minutes, desk_settings.held(stored, ASKS_REASON))


def set_rules(connection: sa.Connection, wanted: SessionRules) -> bool:
    """Change it for everybody, if an administrator wants it; whether one did."""
    may = _is_administrator(connection)
    if may:
        desk_settings.write(connection, IDLE_MINUTES, allowed_idle_minutes(wanted.idle_minutes))
        desk_settings.write(connection, ASKS_REASON, wanted.asks_reason)
    return may


def start(connection: sa.Connection, number: int, company_id: int) -> None:
    """Begin a session of whoever is signed in, at this computer."""
    who = reading_actor(connection)
    desk_sessions.start(connection, number, who.staff_id, who.name, company_id, platform.node() or "?")


def touch(connection: sa.Connection, number: int, idle_seconds: float) -> None:
    """Say that somebody was active in the session so many seconds ago."""
    desk_sessions.touch(connection, number, timedelta(seconds=idle_seconds))


def end(connection: sa.Connection, number: int, by: EndedBy, reason: str = "", description: str = "") -> None:
    """End one's own session; if it is over already, that stands."""
    desk_sessions.end(connection, number, by, reason=reason, description=description)


def end_others(connection: sa.Connection, numbers: Sequence[int], reason: str = "") -> int:
    """End sessions as an administrator: their windows are covered within seconds. Returns how many ended."""
    if not _is_administrator(connection):
        return 0
    name = reading_actor(connection).name
    ended = (desk_sessions.end(connection, number, EndedBy.ADMINISTRATOR, name, reason) for number in numbers)
    return sum(ended)


def list_sessions(connection: sa.Connection) -> tuple[DeskSession, ...]:
    """Who is and lately was signed in, the latest first; without an administrator's eyes one's own only."""
    found = desk_sessions.read_lately(connection, rules(connection).idle_minutes, _DAYS, _MOST)
    if _is_administrator(connection):
        return found
    own = reading_actor(connection).staff_id
    return tuple(each for each in found if each.staff_id == own)


def _is_administrator(connection: sa.Connection) -> bool:
    return reading_actor(connection).staff_id in administrators(connection)
