"""A database's guard as a whole: made when the database is, and made anew with each upgrade."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from app.store import own_rights
from app.store.guard import (
    accesses,
    attached,
    billed,
    columns,
    derived,
    fields,
    finding,
    first_hits,
    functions,
    kept,
    log,
    logins,
    masks,
    own_making,
    reach,
    roles,
)
from app.store.guard.edits import edit_triggers
from app.store.guard.grants import grants
from app.store.guard.policies import policies
from app.store.guard.quoting import SCHEMA, name, run

_SETTLE_ALL = "SELECT settle_login(sign_in_key) FROM staff WHERE state = 'active' AND active"


@contextmanager
def as_owner(connection: sa.Connection, prefix: str) -> Iterator[None]:
    """Whatever is made within belongs to the owner."""
    run(connection, f"SET LOCAL ROLE {name(roles.owner_of(prefix))}")
    yield
    run(connection, "RESET ROLE")


def make_ground(connection: sa.Connection, prefix: str) -> None:
    """The roles, and a schema of the owner's for the tables to be."""
    roles.make_groups(connection, prefix)
    run(connection, f"CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION {name(roles.owner_of(prefix))}")
    run(connection, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    roles.give_to_owner(connection, prefix)
    roles.open_to_people(connection, prefix)


def make_who(connection: sa.Connection, prefix: str) -> None:
    """The functions that say who is connected, and how far their rights reach."""
    roles.remember_prefix(connection, prefix)
    run(
        connection,
        *logins.FUNCTIONS,
        *logins.LATER_FUNCTIONS,
        *kept.TABLES,
        *reach.FUNCTIONS,
        *fields.functions(),
        kept.KEEP_RIGHTS,
        *columns.functions(),
    )


def make_guard(connection: sa.Connection, prefix: str) -> None:
    """Everything else, on tables that are there."""
    run(
        connection,
        *functions.functions(),
        *own_making.functions(),
        *attached.functions(),
        *billed.functions(),
        *finding.functions(),
        *first_hits.functions(),
        *log.functions(),
        own_rights.FUNCTION,
        accesses.FUNCTION,
        *derived.functions(),
        *masks.functions(),
        *policies(),
        *edit_triggers(),
        *grants(roles.people_of(prefix)),
    )
    run(connection, _SETTLE_ALL, columns.SETTLE_ALL)
