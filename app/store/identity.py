"""Ids without a server: node x 2^40 + a counter that runs per table, so that ids of one file are dense."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import sqlalchemy as sa

from app.models.tables import counter, metadata, node
from app.store.guard.quoting import SCHEMA

COUNTER_BITS = 40
NODES = range(1, 2**23)
"""The numbers that a node may have; never 0, so that every id is positive and large."""


def new_node() -> int:
    """A random node number for a new local file."""
    return secrets.choice(NODES)


def unused_node(connection: sa.Connection) -> int:
    """A node number for a file in which there are records of other nodes: none of those, so that ids never meet."""
    while True:
        number = new_node()
        first, end = number << COUNTER_BITS, (number + 1) << COUNTER_BITS
        tables = (table for table in metadata.tables.values() if "id" in table.c)
        within = (sa.select(sa.literal(1)).where(table.c.id >= first, table.c.id < end) for table in tables)
        if not connection.execute(sa.select(sa.or_(*map(sa.exists, within)))).scalar():
            return number


def next_number(connection: sa.Connection, name: str, count: int = 1, *, start: int = 1) -> int:
    """Take `count` numbers in a row from the named counter and return the first of them.

    A file's counter is a row of the transaction. A server's is a sequence: nobody waits for somebody else's commit, and
    what was taken by a transaction that failed stays unused.
    """
    if connection.dialect.name != "sqlite":
        return int(connection.execute(sa.select(sa.func.take_numbers(name, count, start))).scalar_one())
    taken = connection.execute(
        sa.update(counter).where(counter.c.name == name).values(next=counter.c.next + count).returning(counter.c.next)
    ).scalar()
    if taken is None:
        connection.execute(sa.insert(counter).values(name=name, next=start + count))
        return start
    return int(taken) - count


def next_without_gap(connection: sa.Connection, name: str, *, start: int = 1) -> int:
    """The next number of the named series, which is given back if the transaction fails.

    Until the transaction ends, nobody else is given one. On a server only a function of the owner's writes the counter.
    """
    if connection.dialect.name == "sqlite":
        return next_number(connection, name, start=start)
    return int(connection.execute(sa.select(sa.func.take_next(name, start))).scalar_one())


def go_on_behind(connection: sa.Connection, table: str, ids: Iterable[int]) -> None:
    """Have the table's counter never give ids again that came with rows from elsewhere, such as a backup."""
    own = int(connection.execute(sa.select(node.c.number)).scalar_one())
    numbers = [row_id & ((1 << COUNTER_BITS) - 1) for row_id in ids if row_id >> COUNTER_BITS == own]
    if not numbers:
        return
    behind = max(numbers) + 1
    if connection.dialect.name != "sqlite":
        connection.execute(sa.select(sa.func.go_on_behind(table, behind)))
        return
    known = connection.execute(sa.select(counter.c.next).where(counter.c.name == table)).scalar()
    if known is None:
        connection.execute(sa.insert(counter).values(name=table, next=behind))
    elif known < behind:
        connection.execute(sa.update(counter).where(counter.c.name == table).values(next=behind))


def given(connection: sa.Connection, name: str) -> int:
    """About as many numbers as the counter has given; known at once."""
    if connection.dialect.name != "sqlite":
        return int(connection.execute(sa.select(sa.func.numbers_given(name))).scalar_one())
    return int(connection.execute(sa.select(counter.c.next).where(counter.c.name == name)).scalar() or 0)


def rows_about(connection: sa.Connection, table: str) -> int:
    """About how many rows a table has; known at once. What was copied here was numbered elsewhere, so a server counts."""
    numbered = given(connection, table)
    if connection.dialect.name == "sqlite":
        return numbered
    counted = sa.text("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(:table)")
    own = f"{SCHEMA}.{table}"  # whoever does not see all of its columns has a view that is called so
    return max(numbered, int(connection.execute(counted, {"table": own}).scalar() or 0))


def next_of(connection: sa.Connection, name: str) -> int:
    """The number that the counter gives next."""
    known = given(connection, name)
    return (known + 1 if connection.dialect.name != "sqlite" else known) or 1


def next_id(connection: sa.Connection, table: str, count: int = 1) -> int:
    """The first of `count` ids in a row for rows of the table."""
    number = sa.select(node.c.number).scalar_subquery()
    if connection.dialect.name != "sqlite":
        taken_there = connection.execute(sa.select(number, sa.func.take_numbers(table, count, 1))).one()
        return (int(taken_there[0]) << COUNTER_BITS) + int(taken_there[1])
    taken = connection.execute(
        sa.update(counter)
        .where(counter.c.name == table)
        .values(next=counter.c.next + count)
        .returning(counter.c.next, number)
    ).first()
    if taken is not None:
        return (int(taken[1]) << COUNTER_BITS) + int(taken[0]) - count
    own = int(connection.execute(sa.select(node.c.number)).scalar_one())
    return (own << COUNTER_BITS) + next_number(connection, table, count)
