"""What a person did lately, act by act: a change, or a batch as one; and which of it undo and redo mean next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app.models import tables
from app.models.catalogue import RECORD_TYPES
from app.models.values import Actor
from app.services.references import read_names
from app.services.saving import AUTOMATION, REDO, UNDO
from app.services.staff import SETUP
from app.store.changes import Act
from app.store.reach import scope_of

MOST_COUNTED = 10_000
"""A batch of more records is said to be of so many and more."""

_WINDOW = 50
_NEVER = 2**62
_SHOWN = ("act", "origin", "at", "record_type", "record_id")


@dataclass(frozen=True, slots=True)
class OwnAct:
    """One act.

    Attributes:
        id: of the change or, for a batch, of the batch.
        last: the number of its last change, which says when it was done.
        name: what people call the record now; for a batch, what it was called.
        fields: the labels of what it changed.
        records: how many records it touched.
        is_undone: something took it back.
        is_mixed: the records are of several types.
        refused: what keeps it from being taken back, as the words know it; "" as far as nothing is known.
    """

    id: int
    is_batch: bool
    last: int
    act: Act
    origin: str
    at: datetime
    record_type: str
    record_id: int
    records: int
    is_undone: bool
    name: str = ""
    fields: tuple[str, ...] = ()
    is_mixed: bool = False
    refused: str = ""

    @property
    def can_be_undone(self) -> bool:
        """Whether it can be taken back, or taken back again."""
        return not self.is_undone and self.act is not Act.PURGED and not self.refused

    def other_way(self) -> OwnAct:
        """What comes of taking back an undo, to be told: what the undo moved to the trash is restored from there."""
        ways = {Act.TRASHED: Act.RESTORED, Act.RESTORED: Act.TRASHED}
        return replace(self, act=ways.get(self.act, self.act), origin="")


def last_acts(connection: sa.Connection, actor: Actor, limit: int) -> tuple[OwnAct, ...]:
    """A person's last acts, the latest first."""
    return tuple(islice(_acts(connection, actor), limit))


def next_undo(connection: sa.Connection, actor: Actor) -> OwnAct | None:
    """The act that undo takes back now: the last one that is still in force and took nothing back itself."""
    for act in _acts(connection, actor):
        if act.origin != UNDO and act.can_be_undone and _stands(connection, act):
            return act
    return None


def next_redo(connection: sa.Connection, actor: Actor) -> OwnAct | None:
    """The undo that redo takes back now; none once something new was done after it."""
    for act in _acts(connection, actor):
        if act.origin == UNDO and act.can_be_undone and _stands(connection, act):
            return act
        if act.origin not in (UNDO, REDO):
            return None
    return None


def _stands(connection: sa.Connection, act: OwnAct) -> bool:
    """Whether any record that it touched was not purged since, and so could go back."""
    log, purge = tables.change, tables.change.alias()
    same = (purge.c.record_id == log.c.record_id, purge.c.record_type == log.c.record_type, purge.c.id > log.c.id)
    purged = sa.exists(sa.select(purge.c.id).where(*same, purge.c.act == Act.PURGED))
    of_act = log.c.batch_id == act.id if act.is_batch else log.c.id == act.id
    return connection.scalar(sa.select(log.c.id).where(of_act, sa.not_(purged)).limit(1)) is not None


def _acts(connection: sa.Connection, actor: Actor) -> Iterator[OwnAct]:
    """All acts of a person, the latest first, read as they are asked for."""
    singles, batches = _windows(connection, _singles(actor)), _windows(connection, _batches(actor))
    single, batch = next(singles, None), next(batches, None)
    while single is not None or batch is not None:
        if batch is None or (single is not None and single.last > batch.last):
            if single is not None:
                yield _named(connection, single)
            single = next(singles, None)
        else:
            yield _named(connection, batch)
            batch = next(batches, None)


def _windows(connection: sa.Connection, statement: sa.Select[Any]) -> Iterator[Any]:
    """The rows of a statement, some at a time, each time those before the last one seen."""
    before = _NEVER
    while found := connection.execute(statement, {"before": before}).all():
        yield from found
        before = found[-1].last


def _singles(actor: Actor) -> sa.Select[Any]:
    log, undoing = tables.change, tables.change.alias()
    return (
        sa.select(
            log.c.id,
            log.c.id.label("last"),
            *(log.c[name] for name in _SHOWN),
            sa.exists(sa.select(undoing.c.id).where(undoing.c.undoes == log.c.id)).label("is_undone"),
            sa.literal("").label("label"),
            sa.false().label("is_batch"),
        )
        .where(log.c.staff_id == actor.staff_id, log.c.batch_id.is_(None), *_done_by_people(log))
        .order_by(log.c.id.desc())
        .limit(_WINDOW)
    )


def _done_by_people(log: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    return log.c.origin.not_in((SETUP, AUTOMATION)), log.c.id < sa.bindparam("before")


def _batches(actor: Actor) -> sa.Select[Any]:
    """Batches by their last change, which says the most of what they did; one that took nothing back undoes none."""
    log, batch, own, undoing = tables.change, tables.batch, tables.change.alias(), tables.batch.alias()
    did = sa.exists(sa.select(own.c.id).where(own.c.batch_id == undoing.c.id).correlate(undoing))
    last = sa.select(sa.func.max(own.c.id)).where(own.c.batch_id == batch.c.id).correlate(batch).scalar_subquery()
    return (
        sa.select(
            batch.c.id,
            log.c.id.label("last"),
            *(log.c[name] for name in _SHOWN),
            sa.exists(sa.select(undoing.c.id).where(undoing.c.undoes == batch.c.id, did)).label("is_undone"),
            batch.c.label,
            sa.true().label("is_batch"),
        )
        .select_from(batch)
        .join(log, log.c.id == last)
        .where(batch.c.staff_id == actor.staff_id, *_done_by_people(log))
        .order_by(log.c.id.desc())
        .limit(_WINDOW)
    )


def _named(connection: sa.Connection, row: Any) -> OwnAct:
    """The act with what people call what it touched."""
    records, types = _count(connection, row.id) if row.is_batch else (1, 1)
    name = row.label
    if not name and records == 1:
        name = read_names(connection, row.record_type, [row.record_id]).get(row.record_id, "")
    return OwnAct(
        row.id,
        bool(row.is_batch),
        row.last,
        Act(row.act),
        row.origin,
        row.at,
        row.record_type,
        row.record_id,
        records,
        bool(row.is_undone),
        name,
        () if row.is_batch else _field_labels(connection, row),
        types > 1,
    )


def _count(connection: sa.Connection, batch_id: int) -> tuple[int, int]:
    """How many records a batch touched, and of how many types."""
    log = tables.change
    columns = (log.c.record_id, log.c.record_type)
    some = sa.select(*columns).where(log.c.batch_id == batch_id).limit(MOST_COUNTED + 1).subquery()
    touched = sa.select(some).distinct().subquery()  # an id is one of its type only
    counts = sa.select(sa.func.count(), sa.func.count(sa.distinct(touched.c.record_type))).select_from(touched)
    found = connection.execute(counts).one()
    return int(found[0]), int(found[1])


def _field_labels(connection: sa.Connection, row: Any) -> tuple[str, ...]:
    part = tables.change_field
    named = connection.scalars(sa.select(part.c.field).distinct().where(part.c.change_id == row.id)).all()
    record_type = RECORD_TYPES[row.record_type]
    unread = scope_of(connection, record_type).unread
    return tuple(field.label for field in record_type.fields if field.name in named and field.name not in unread)
