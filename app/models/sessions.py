"""Sessions: who is signed in where, and when a window that nobody touches is covered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_IDLE_MINUTES = 60
"""What holds until an administrator shortens it; nobody makes it longer."""

LEAST_IDLE_MINUTES = 1

_WARNING_SECONDS = 60
"""How long before the end one is warned, of short times half of them."""


class EndedBy(StrEnum):
    """How a session came to its end."""

    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class DeskSession:
    """One session: from signing in to signing out, in one window.

    Attributes:
        number: of the session, as the window made it up.
        company: the operating company that one began to work for, by name.
        is_open: it has not ended, and the window is still there.
        ended_by_name: the administrator who ended it, "" for nobody.
    """

    number: int
    staff_id: int
    name: str
    company: str
    machine: str
    started_at: datetime
    last_activity_at: datetime
    is_open: bool = True
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None
    ended_by_name: str = ""
    reason: str = ""
    description: str = ""


def allowed_idle_minutes(wanted: int) -> int:
    """The nearest to what an administrator wants that can be had: from a minute to an hour."""
    return min(max(wanted, LEAST_IDLE_MINUTES), MOST_IDLE_MINUTES)


def seconds_left(idle_seconds: float, idle_minutes: int) -> float:
    """How long a window that was not touched for a while stays open; nothing or less when its time is over."""
    return allowed_idle_minutes(idle_minutes) * 60 - idle_seconds


def is_warned(idle_seconds: float, idle_minutes: int) -> bool:
    """Whether the end is so near that one is told."""
    whole = allowed_idle_minutes(idle_minutes) * 60
    return seconds_left(idle_seconds, idle_minutes) <= min(_WARNING_SECONDS, whole / 2)


def pause_after(failures: int) -> int:
    """For how many seconds nobody can try again who has mistyped a password so often in a row."""
    return 0 if failures < 3 else min(2 ** (failures - 2), 60)
