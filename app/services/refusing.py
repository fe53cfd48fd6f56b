"""Which of a person's acts can't be taken back, and why, as far as it can be said before anybody tries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import sqlalchemy as sa

from app.models import tables
from app.models.catalogue import RECORD_TYPES
from app.models.invoice import INVOICE
from app.services import invoices
from app.services.acts import OwnAct
from app.store.changes import Act
from app.store.own_making import held_back
from app.store.portions import portions

LARGEST = 20
"""A batch of more records isn't looked into before: what had to stay of it is told afterwards."""

_AWAY = frozenset({Act.CREATED, Act.RESTORED})
"""What is taken back by moving a record to the trash."""

_MOVES = _AWAY | {Act.TRASHED}

Moves: TypeAlias = dict[tuple[str, int], Act]
"""What was moved, by type and id, and how."""


def judged_acts(connection: sa.Connection, acts: Sequence[OwnAct]) -> tuple[OwnAct, ...]:
    """The acts; those of which nothing that they moved could be moved back say why."""
    moves = _moves(connection, [act for act in acts if act.can_be_undone])
    refused = _refused(connection, {key: act for moved in moves.values() for key, act in moved.items()})
    return tuple(_judged(act, moves.get(act.last, {}), refused) for act in acts)


def _judged(act: OwnAct, moved: Moves, refused: Mapping[tuple[str, int], str]) -> OwnAct:
    reasons = [refused.get(key, "") for key in moved]
    return replace(act, refused=reasons[0]) if reasons and all(reasons) else act


def _moves(connection: sa.Connection, acts: Sequence[OwnAct]) -> dict[int, Moves]:
    """By the last change of each act."""
    found: dict[int, Moves] = {
        act.last: {(act.record_type, act.record_id): act.act} for act in acts if not act.is_batch and act.act in _MOVES
    }
    batches = {act.id: act.last for act in acts if act.is_batch and act.records <= LARGEST}
    log = tables.change
    columns = (log.c.batch_id, log.c.record_type, log.c.record_id, log.c.act)
    for some in portions(list(batches)):
        of_batches = (log.c.batch_id.in_(some), log.c.act.in_(_MOVES))
        for row in connection.execute(sa.select(*columns).where(*of_batches).order_by(log.c.id)):
            found.setdefault(batches[row.batch_id], {})[row.record_type, row.record_id] = Act(row.act)
    return found


def _refused(connection: sa.Connection, moved: Moves) -> dict[tuple[str, int], str]:
    by_type: dict[str, list[int]] = {}
    for type_name, record_id in moved:
        by_type.setdefault(type_name, []).append(record_id)
    return {
        (type_name, record_id): reason
        for type_name, ids in by_type.items()
        for record_id, reason in _of_type(connection, type_name, ids, moved)
    }


def _of_type(connection: sa.Connection, type_name: str, ids: Sequence[int], moved: Moves) -> Iterator[tuple[int, str]]:
    yield from ((one, hold.value) for one, hold in held_back(connection, RECORD_TYPES[type_name], ids).items())
    if type_name == INVOICE.name:
        going = [one for one in ids if moved[type_name, one] in _AWAY]
        yield from ((one, problem.code) for one, problem in invoices.what_keeps(connection, going).items())
