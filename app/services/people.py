"""Who uses the program and how they are grouped: staff, teams, customer workgroups and roles, kept by an administrator."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.errors import Problem
from app.models.catalogue import RECORD_TYPES
from app.models.people_rules import problems
from app.models.queries import ListQuery
from app.models.role import ROLE
from app.models.rows import KeptRow
from app.models.staff import STAFF
from app.models.tables import table_of
from app.models.team import TEAM
from app.models.values import Content, Record
from app.models.workgroup import WORKGROUP
from app.services import managers
from app.services.administrators import change_problem
from app.services.logins import sign_in_problem
from app.services.saving import Saving, TypeRules, read_active
from app.store.listing import first_ids
from app.store.turns import take_turn

PEOPLE = {record_type.name: record_type for record_type in (STAFF, TEAM, WORKGROUP, ROLE)}

MOST_LISTED = 2000
"""Nobody reads through more of them; words find the others."""


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


def read_people(connection: sa.Connection, type_name: str, record_id: int) -> Record:
    """One of them.

    Raises:
        RecordGoneError: it is no longer there, or in the trash.
    """
    return read_active(connection, PEOPLE[type_name], record_id)


def _problems(saving: Saving, content: Content) -> Iterator[Problem]:
    """What their rules find, and what others have to do with it: who would manage themselves, who would be left."""
    connection, record_type, own_id = saving.connection, saving.record_type, saving.own_id
    yield from problems(record_type, content, RECORD_TYPES)
    if problem := sign_in_problem(connection, record_type, content, own_id):
        yield problem
    if not own_id or record_type not in (STAFF, ROLE):
        return
    take_turn(connection, STAFF.name)
    if record_type is STAFF and (loop := managers.loop_problem(connection, STAFF, content, own_id)):
        yield loop
    if problem := change_problem(connection, record_type, content, own_id):
        yield problem


RULES = TypeRules(problems=_problems)
"""Of all of them."""
