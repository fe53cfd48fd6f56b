"""Who has which record open for editing, as everybody else sees it, and when that keeps others from editing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class LockKind(StrEnum):
    """What the database makes of two people who edit one record."""

    NONE = "none"
    """Nobody is told of anybody; a save still overwrites nothing."""

    INFORMATIONAL = "informational"
    """Each is told of the other, and both may go on."""

    ENFORCED = "enforced"
    """Who comes second can read the record only, until it is free."""


RENEW_SECONDS = 15
"""How often a window says that it is editing still."""

LIFETIME = timedelta(seconds=45)
"""For how long that is believed: of a window that was killed, and missed two renewals."""


@dataclass(frozen=True, slots=True)
class Editing:
    """A record that is open for editing in a window.

    Attributes:
        session: the number of the window, as it named itself when it opened the database.
        since: when it began, by the clock of the database.
        asked_by: who would like to have the record, "" for nobody.
        freed_by: the administrator who freed the record of this window, "" for nobody.
    """

    record_type: str
    record_id: int
    session: int
    staff_id: int
    name: str
    since: datetime
    asked_by: str = ""
    freed_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands to one window.

    Attributes:
        own: what the window itself does with it, None if it doesn't edit it.
        others: who else edits it, the first first.
        is_held: it can only be read here, because somebody else has it.
    """

    own: Editing | None
    others: tuple[Editing, ...]
    is_held: bool


def standing_of(editing: Iterable[Editing], record_type: str, record_id: int, session: int, kind: LockKind) -> Standing:
    """How a record stands to the window of that session.

    Who came first holds it, unless an administrator freed it. A window from which it was taken so doesn't hold it again
    by itself, even when nobody else wants it.
    """
    here = sorted(
        (each for each in editing if (each.record_type, each.record_id) == (record_type, record_id)),
        key=lambda each: (each.since, each.session),
    )
    own = next((each for each in here if each.session == session), None)
    others = tuple(each for each in here if each.session != session and not each.freed_by)
    holder = next((each for each in here if not each.freed_by), None)
    is_taken = (holder is not None and holder is not own) or (own is not None and bool(own.freed_by))
    return Standing(own, others, kind is LockKind.ENFORCED and is_taken)
