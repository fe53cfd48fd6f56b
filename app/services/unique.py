"""What is one record's alone: whether another one has it already."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from app.errors import Problem
from app.models.fields import Field, RecordType
from app.models.tables import ACTIVE, TRASHED, table_of
from app.models.values import Content
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
    table = table_of(record_type)
    among = () if field.among_all else (table.c.company_id == company_id,)
    for state, code in ((ACTIVE, "taken"), (TRASHED, IN_TRASH)):  # one after the other: each has an index of its own
        other = connection.execute(
            sa.select(table.c.id, table.c.display_name).where(
                *among, table.c[field.key_name] == key, table.c.state == state, table.c.id != own_id
            )
        ).first()
        if other:
            found = Problem(field.name, code, other.display_name, other_id=other.id, blocking=code != IN_TRASH)
            return veiled(connection, record_type, found)
    if _is_in_use(connection, record_type, field, key, company_id, own_id):
        return Problem(field.name, JUST_TAKEN)
    return None


def is_taken(connection: sa.Connection, record_type: RecordType, field: Field, value: str, company_id: int) -> bool:
    """Whether any active record of the company has the value, whoever sees it."""
    key = field.key_of(value)
    if key is not None and connection.dialect.name != "sqlite":
        return _is_in_use(connection, record_type, field, key, company_id, 0)
    table = table_of(record_type)
    holder = (table.c.company_id == company_id, table.c[field.key_name] == key, table.c.state == ACTIVE)
    return connection.execute(sa.select(table.c.id).where(*holder)).first() is not None


def _is_in_use(
    connection: sa.Connection, record_type: RecordType, field: Field, key: str, company_id: int | None, own_id: int
) -> bool:
    """Whether somebody has it whom whoever asks doesn't see; in a file everybody sees everybody."""
    if connection.dialect.name == "sqlite":
        return False
    asked = sa.func.in_use(record_type.name, field.name, key, company_id, own_id)
    return bool(connection.execute(sa.select(asked)).scalar_one())


def veiled(connection: sa.Connection, record_type: RecordType, problem: Problem) -> Problem:
    """A clash with another record as the person may hear of it: with one that they don't see it has no name."""
    if not within_reach(connection, record_type) or visible(connection, record_type, [problem.other_id]):
        return problem
    return replace(problem, code=JUST_TAKEN, detail="", other_id=0)
