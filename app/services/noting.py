"""What people do with notes: write one down where they are, review it, and acknowledge those that alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.models.about import field_for
from app.models.catalogue import RECORD_TYPES
from app.models.formatting import format_moment, own_date_order
from app.models.note import NOTE
from app.models.rights import Act
from app.models.tables import ACTIVE, acknowledgement, staff, table_of
from app.models.values import Content, RecordKey
from app.services import forms
from app.services.saving import read_active
from app.services.staff import current_actor, reading_actor
from app.store.clock import now
from app.store.reach import may, scope_of, within_reach
from app.store.turns import take_turn

_NEEDED = frozenset({"text", "alert", "alert_until"})
"""Who may not read one of these is alerted by nothing."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A note that whoever opens a record has to acknowledge, with who wrote it when."""

    note_id: int
    text: str
    author: str
    when: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Who has seen a note that alerts, and when."""

    name: str
    when: str


def add_note(connection: sa.Connection, about: RecordKey, company_id: int | None, content: Content) -> forms.Stored:
    """Store a note about a record. Raises as `records.save_record` does."""
    field = field_for(RECORD_TYPES[about.type_name])
    whole = Content({**content.values, field: about.id})
    return forms.save_record(connection, NOTE.name, company_id, None, whole)


def mark_reviewed(connection: sa.Connection, note_id: int) -> forms.Stored:
    """Say that whoever is signed in has reviewed a note. Raises as `records.save_record` does."""
    base = read_active(connection, NOTE, note_id)
    return forms.save_record(connection, NOTE.name, None, base, Content({"reviewed": True}))


def read_alerts(connection: sa.Connection, key: RecordKey) -> tuple[Alert, ...]:
    """What whoever is signed in has to acknowledge of a record and, of a customer, of what is theirs: the latest first."""
    field = field_for(RECORD_TYPES[key.type_name])
    unread = scope_of(connection, NOTE).unread
    if field not in NOTE.by_name or not may(connection, Act.VIEW, NOTE) or unread & _NEEDED:
        return ()
    note = table_of(NOTE)
    mine = (acknowledgement.c.note_id == note.c.id, acknowledgement.c.staff_id == reading_actor(connection).staff_id)
    lasts = sa.or_(note.c.alert_until.is_(None), note.c.alert_until >= date.today())
    open_ones = (
        note.c[field] == key.id,
        note.c.state == ACTIVE,
        note.c.alert.is_(sa.true()),
        lasts,
        ~sa.exists(sa.select(sa.literal(1)).where(*mine)),
        *within_reach(connection, NOTE),
    )
    found = (
        sa.select(note.c.id, note.c.text, staff.c.display_name, note.c.at)
        .outerjoin(staff, staff.c.id == note.c.author_id)  # not everybody sees everybody
        .where(*open_ones)
        .order_by(note.c.at.desc(), note.c.id.desc())
    )
    return tuple(Alert(row[0], row[1] or "", row[2] or "", _told(row[3])) for row in connection.execute(found))


def acknowledge(connection: sa.Connection, note_id: int) -> None:
    """Remember that whoever is signed in has seen a note; it alerts them no longer, but others.

    Raises:
        RecordGoneError: it is no longer there, or in the trash, and so alerts nobody.
    """
    read_active(connection, NOTE, note_id)
    own = {"note_id": note_id, "staff_id": current_actor(connection).staff_id}
    take_turn(connection, f"note {note_id}")  # they may do so in two windows at once
    log = acknowledgement.c
    known = sa.select(log.at).where(log.note_id == own["note_id"], log.staff_id == own["staff_id"])
    if connection.execute(known).first() is None:
        connection.execute(sa.insert(acknowledgement).values(**own, at=now(connection)))


def read_acknowledged(connection: sa.Connection, note_id: int) -> tuple[Acknowledged, ...]:
    """Whoever has acknowledged a note, the first of them first."""
    log = acknowledgement.c
    found = sa.select(sa.func.coalesce(staff.c.display_name, ""), log.at).outerjoin(staff, staff.c.id == log.staff_id)
    rows = connection.execute(found.where(log.note_id == note_id).order_by(log.at, log.staff_id))
    return tuple(Acknowledged(name, _told(at)) for name, at in rows)


def _told(moment: datetime | None) -> str:
    return format_moment(moment, own_date_order()) if moment else ""
