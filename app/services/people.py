"""Who uses the program and how they are grouped: staff, teams, customer workgroups and roles, kept by an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem
from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.people_rules import problems, tidied
from app.models.queries import ListQuery
from app.models.role import ROLE
from app.models.rows import KeptRow
from app.models.staff import STAFF
from app.models.tables import ACTIVE, table_of
from app.models.team import TEAM
from app.models.values import Actor, Content, Item, Record, Value
from app.models.workgroup import WORKGROUP
from app.services import managers
from app.services.administrators import change_problem
from app.services.logins import sign_in_problem
from app.services.references import require_targets
from app.services.saving import brought_together, read_active
from app.services.unique import taken
from app.store.field_reach import require_fillable
from app.store.listing import first_ids
from app.store.turns import take_turn
from app.store.unit_of_work import UnitOfWork
from app.store.withheld import judged_of, left_alone

PEOPLE = {record_type.name: record_type for record_type in (STAFF, TEAM, WORKGROUP, ROLE)}

MOST_LISTED = 2000
"""Nobody reads through more of them; words find the others."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The record as it is stored now, and what it might be wise to look at again."""

    record: Record
    warnings: tuple[Problem, ...]


def list_people(connection: sa.Connection, type_name: str, words: str = "") -> tuple[KeptRow, ...]:
    """Those of a type that hold every word, by name."""
    table = table_of(PEOPLE[type_name])
    ids = first_ids(connection, ListQuery(type_name, words=words), MOST_LISTED)
    detail = table.c.sign_in if type_name == STAFF.name else sa.literal("")
    active = table.c.active if type_name == STAFF.name else sa.true()
    columns = sa.select(table.c.id, table.c.display_name, detail, active)
    rows = connection.execute(columns.where(table.c.id.in_(sa.bindparam("ids", expanding=True))), {"ids": ids})
    found = {row[0]: KeptRow(row[0], row[1] or "", row[2] or "", bool(row[3])) for row in rows}
    return tuple(found[one] for one in ids if one in found)


def save_record(
    connection: sa.Connection,
    type_name: str,
    company_id: int | None,
    base: Record | None,
    mine: Content,
    *,
    actor: Actor,
) -> Saved:
    """Store what a form holds, brought together with what others saved since the form was opened.

    Args:
        connection: within a transaction, which the caller owns.
        type_name: staff, team, workgroup or role.
        company_id: for a new one, the operating company it belongs to; None for all of them.
        base: the record as the form opened it, None for a new one.
        mine: what the form holds now; a field it doesn't name stays as it is or, in a new one, gets its default.
        actor: who saves.

    Raises:
        RecordGoneError: the record is no longer there.
        EditConflictError: somebody else changed the same fields meanwhile.
        InvalidRecordError: a rule is broken, or no administrator would be left; it lists every problem.
        NotAllowedError: whoever saves may not do it.
    """
    record_type = PEOPLE[type_name]
    work = UnitOfWork(connection, actor)
    if base is not None:
        require_targets(connection, record_type, base.content, mine)
        return update_record(work, base, read_active(connection, record_type, base.id, lock=True), mine)
    require_targets(connection, record_type, Content(), mine)
    require_fillable(connection, record_type, mine)
    defaults: dict[str, Value] = {field.name: field.default for field in record_type.value_fields}
    content = tidied(record_type, Content({**defaults, **mine.values}, mine.items))
    warnings = _judged(connection, record_type, content, company_id, 0)
    return Saved(work.create(record_type, company_id, content), warnings)


def update_record(work: UnitOfWork, base: Record, stored: Record, mine: Content) -> Saved:
    """Store what an active record shall say, by the rules of every save; `save_record` says how it can be refused.

    Args:
        stored: the record as it is now, read in this transaction.
    """
    record_type = PEOPLE[stored.type_name]
    together = brought_together(work.connection, record_type, base, stored, mine)
    content = left_alone(work.connection, record_type, stored.content, tidied(record_type, together))
    company_id = stored.values["company_id"]
    warnings = _judged(
        work.connection, record_type, content, company_id if isinstance(company_id, int) else None, stored.id
    )
    return Saved(work.update(record_type, stored, content), warnings)


def copy_role(connection: sa.Connection, role_id: int, name: str, *, actor: Actor) -> Record:
    """A new role that allows what another one does.

    Raises:
        RecordGoneError: there is no such role any more.
        InvalidRecordError: the name is missing, too long or taken.
    """
    stored = read_active(connection, ROLE, role_id)
    items = {field: tuple(Item(item.values) for item in rows) for field, rows in stored.items.items()}
    company_id = stored.values["company_id"]
    content = Content({**stored.values, "name": name}, items)
    return save_record(
        connection, ROLE.name, company_id if isinstance(company_id, int) else None, None, content, actor=actor
    ).record


def free_name(connection: sa.Connection, name: str) -> str:
    """A name for the copy of a role: the first of "name 2", "name 3" … that no role has."""
    field, table = ROLE.by_name["name"], table_of(ROLE)
    number = 2
    while True:
        found = f"{name[: field.max_length - 6].rstrip()} {number}"
        same = sa.select(table.c.id).where(table.c.name_key == field.key_of(found), table.c.state == ACTIVE)
        if connection.execute(same).first() is None:
            return found
        number += 1


def read_people(connection: sa.Connection, type_name: str, record_id: int) -> Record:
    """One of them.

    Raises:
        RecordGoneError: it is no longer there, or in the trash.
    """
    return read_active(connection, PEOPLE[type_name], record_id)


def _judged(
    connection: sa.Connection, record_type: RecordType, content: Content, company_id: int | None, own_id: int
) -> tuple[Problem, ...]:
    """The warnings; raises for what blocks."""
    found = (
        *problems(record_type, content, RECORD_TYPES),
        *_clashes(connection, record_type, content, company_id, own_id),
    )
    if own_id:
        found = judged_of(connection, record_type, found)
    if any(problem.blocking for problem in found):
        raise InvalidRecordError(found)
    return found


def _clashes(
    connection: sa.Connection, record_type: RecordType, content: Content, company_id: int | None, own_id: int
) -> Iterator[Problem]:
    """What others have to do with it: whose the name is, who would manage themselves, who would be left."""
    for field in record_type.fields:
        if field.unique and (problem := taken(connection, record_type, field, content, company_id, own_id)):
            yield problem
    if problem := sign_in_problem(connection, record_type, content, own_id):
        yield problem
    if not own_id or record_type not in (STAFF, ROLE):
        return
    take_turn(connection, STAFF.name)
    if record_type is STAFF and (loop := managers.loop_problem(connection, STAFF, content, own_id)):
        yield loop
    if problem := change_problem(connection, record_type, content, own_id):
        yield problem
