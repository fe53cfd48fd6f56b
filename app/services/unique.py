"""What is one record's alone: whether another one has it already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.errors import Problem
from app.models.fields import Field, RecordType
from app.models.tables import ACTIVE, TRASHED, table_of
from app.models.values import Content, State
from app.store.reach import visible, within_reach

IN_TRASH = "in_trash"
"""What a problem is called that is none as long as the record that has the same stays in the trash."""

JUST_TAKEN = "just_taken"
"""What a problem is called where it is not known, or not said, who has the same."""


def taken(
    connection: sa.Connection,
    record_type: RecordType,
    field: Field,
    content: Content,
    company_id: int | None,
    own_id: int,
) -> Problem | None:
    """The record, other than `own_id`, that has the same value: it blocks, or it is in the trash."""
    value = content.values.get(field.name)
    key = field.key_of(value) if isinstance(value, str) else None
    if key is None:
        return None
    is_in_use, other = _asked(connection, record_type, field, key, company_id, own_id)
    if other is not None and other.state == State.ACTIVE:
        found = Problem(field.name, "taken", other.display_name, other_id=other.id)
    elif is_in_use:
        return Problem(field.name, JUST_TAKEN)
    elif other is not None:
        found = Problem(field.name, IN_TRASH, other.display_name, other_id=other.id, blocking=False)
    else:
        return None
    return veiled(connection, record_type, found)


def told_apart(
    connection: sa.Connection, record_type: RecordType, content: Content, company_id: int | None, own_id: int
) -> Problem | None:
    """The record, other than `own_id`, that is the same by what records of the type are told apart by.

    Letter by letter: what other programs call their records is theirs. One that whoever asks doesn't see is found when
    theirs is stored.
    """
    said = [(name, content.values.get(name)) for name in record_type.apart]
    if not said or any(value is None for _, value in said):
        return None
    table = table_of(record_type)
    others = (table.c.state == ACTIVE, table.c.company_id == company_id, table.c.id != own_id)
    same = (*(table.c[name] == value for name, value in said), *within_reach(connection, record_type))
    found = connection.execute(sa.select(table.c.id, table.c.display_name).where(*others, *same)).first()
    return Problem(said[-1][0], "taken", found.display_name or "", other_id=found.id) if found else None


def _asked(
    connection: sa.Connection, record_type: RecordType, field: Field, key: str, company_id: int | None, own_id: int
) -> tuple[bool, sa.Row[Any] | None]:
    """Whether an active record has it, whoever sees that one, and which of those that whoever asks sees.

    In a file everybody sees everything, so that only the second is asked; on a server both are asked at once.
    """
    table = table_of(record_type)
    among = () if field.among_all else (table.c.company_id == company_id,)
    columns = (table.c.id, table.c.display_name, table.c.state)
    of_states = [  # each has an index of its own
        sa.select(*columns).where(*among, table.c[field.key_name] == key, table.c.state == state, table.c.id != own_id)
        for state in (ACTIVE, TRASHED)
    ]
    others = sa.union_all(*of_states).subquery()
    is_file = connection.dialect.name == "sqlite"
    in_use = sa.false() if is_file else sa.func.in_use(record_type.name, field.name, key, company_id, own_id)
    asked = sa.select(in_use.label("is_in_use")).subquery()
    rows = connection.execute(
        sa.select(asked.c.is_in_use, *others.c)
        .join_from(asked, others, sa.true(), isouter=True)
        .order_by(others.c.state)  # the active first
    )
    first = rows.first()
    return bool(first and first.is_in_use), first if first and first.id is not None else None


def is_taken(connection: sa.Connection, record_type: RecordType, field: Field, value: str, company_id: int) -> bool:
    """Whether any active record of the company has the value, whoever sees it."""
    key, table = field.key_of(value), table_of(record_type)
    if connection.dialect.name != "sqlite":
        asked = sa.func.in_use(record_type.name, field.name, key, company_id, 0)
        return bool(connection.execute(sa.select(asked)).scalar_one())
    holder = (table.c.company_id == company_id, table.c[field.key_name] == key, table.c.state == ACTIVE)
    return connection.execute(sa.select(table.c.id).where(*holder)).first() is not None


def veiled(connection: sa.Connection, record_type: RecordType, problem: Problem) -> Problem:
    """A clash with another record as the person may hear of it: with one that they don't see it has no name."""
    if not within_reach(connection, record_type) or visible(connection, record_type, [problem.other_id]):
        return problem
    return replace(problem, code=JUST_TAKEN, detail="", other_id=0)
