"""Who manages whom: the chain above a person, the people below, and that nobody manages themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import Problem, RecordGoneError
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.tables import ACTIVE, table_of
from app.models.values import Content
from app.services.references import read_names
from app.store.images import read_thumbnails
from app.store.labels import Labels
from app.store.list_rows import row_columns
from app.store.reach import conditions, scope_of

BETWEEN = " → "
"""Stands between the names of a chain in a problem's detail; each is managed by the next."""

BRANCH = 100
"""So many reports are read at a time."""

_FIRST_NAMES, _LAST_NAMES = 3, 2
_LEVELS_ABOVE = 12


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the organisation chart.

    Attributes:
        reports: how many people report to them.
        picture: a thumbnail, if there is one.
    """

    id: int
    name: str
    title: str = ""
    department: str = ""
    reports: int = 0
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A person, the managers above (the topmost first) and the first of those who report to the person.

    `higher` counts the managers further up that were left out.
    """

    above: tuple[Person, ...]
    person: Person
    reports: tuple[Person, ...]
    higher: int = 0


def loop_problem(connection: sa.Connection, record_type: RecordType, content: Content, own_id: int) -> Problem | None:
    """What is wrong if the content makes somebody manage themselves, directly or through a chain of any length.

    It holds only for as long as nobody else gives somebody a manager, so a save has taken its turn at that before.

    Args:
        connection: of the transaction.
        record_type: customers or staff, who have managers of their own sort.
        content: what the record is to say.
        own_id: whose content it is, 0 for a new record, which nobody reports to yet.
    """
    manager_id = content.values.get("manager_id")
    if not own_id or not isinstance(manager_id, int):
        return None
    chain = (own_id, *_chain_above(connection, record_type, manager_id, until=own_id))
    if chain[-1] != own_id:
        return None
    is_long = len(chain) > _FIRST_NAMES + _LAST_NAMES
    first, last = (chain[:_FIRST_NAMES], chain[-_LAST_NAMES:]) if is_long else (chain, ())
    names = read_names(connection, record_type.name, {*first, *last})
    if own_name := record_type.title(content.values):
        names[own_id] = own_name
    known = {each: names.get(each, "…") for each in chain}
    texts = [*(known[each] for each in first), *(["…"] if is_long else []), *(known[each] for each in last)]
    return Problem("manager_id", "manages_themselves", BETWEEN.join(texts))


def _chain_above(connection: sa.Connection, record_type: RecordType, start: int, until: int = 0) -> list[int]:
    """A person and the managers above, the nearest first; it ends with `until` if that is one of them."""
    table = table_of(record_type)
    chain = sa.select(table.c.id, table.c.manager_id).where(table.c.id == start).cte("chain", recursive=True)
    higher = sa.select(table.c.id, table.c.manager_id).where(table.c.id == chain.c.manager_id, chain.c.id != until)
    # UNION, not UNION ALL: a loop that another program made must not be followed for ever
    found = connection.execute(sa.select(sa.text("id, manager_id")).select_from(chain.union(higher)))
    managers = {row[0]: row[1] for row in found}
    ids = {start: None}
    at = managers.get(start)
    while at is not None and at not in ids and until not in ids:
        ids[at] = None
        at = managers.get(at)
    return list(ids)


def read_chart(connection: sa.Connection, person_id: int) -> Chart:
    """The organisation around a person.

    Raises:
        RecordGoneError: there is nobody with that id.
    """
    chain = _chain_above(connection, CUSTOMER, person_id)
    shown = chain[: _LEVELS_ABOVE + 1]
    people = _read_people(connection, shown)
    if person_id not in people:
        raise RecordGoneError(CUSTOMER.name, person_id)
    above = tuple(people[manager_id] for manager_id in reversed(shown[1:]) if manager_id in people)
    return Chart(above, people[person_id], read_reports(connection, person_id), len(chain) - len(shown))


def read_reports(connection: sa.Connection, manager_id: int, first: int = 0) -> tuple[Person, ...]:
    """Those who report to somebody, by name, at most `BRANCH` from the one numbered `first`."""
    table = table_of(CUSTOMER)
    key = table.c.display_name_key
    ids = connection.scalars(
        sa.select(table.c.id)
        .where(table.c.manager_id == manager_id, table.c.state == ACTIVE, *_shown(connection))
        .order_by(key.is_(None), key, table.c.id)
        .limit(BRANCH)
        .offset(first)
    ).all()
    people = _read_people(connection, ids)
    return tuple(people[record_id] for record_id in ids)


def _shown(connection: sa.Connection) -> list[sa.ColumnElement[bool]]:
    """Who manages whom leads to them, not who holds them."""
    return conditions(CUSTOMER, scope_of(connection, CUSTOMER).reaches, walked=True)


def _read_people(connection: sa.Connection, ids: Sequence[int]) -> dict[int, Person]:
    table, labels = table_of(CUSTOMER), Labels(connection)
    counts = _counts_of(connection, ids)
    shown = row_columns(CUSTOMER, ("title", "department"), scope_of(connection, CUSTOMER))
    columns = (table.c.id, table.c.display_name, *shown, table.c.image)
    rows = connection.execute(sa.select(*columns).where(table.c.id.in_(ids), *_shown(connection))).all()
    faces = read_thumbnails(connection, {row.image for row in rows if row.image is not None})
    department = CUSTOMER.by_name["department"]
    return {
        row.id: Person(
            row.id,
            row.display_name or "",
            row[2] or "",
            labels.text(department, row[3]),
            counts.get(row.id, 0),
            faces.get(row.image),
        )
        for row in rows
    }


def _counts_of(connection: sa.Connection, ids: Iterable[int]) -> dict[int, int]:
    """How many people report to each, whole: the chart says how many more there are."""
    table = table_of(CUSTOMER)
    of_each = sa.select(table.c.manager_id, sa.func.count()).where(
        table.c.manager_id.in_(list(ids)), table.c.state == ACTIVE, *_shown(connection)
    )
    return {row[0]: row[1] for row in connection.execute(of_each.group_by(table.c.manager_id))}
