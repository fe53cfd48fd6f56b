"""Calls written down as interactions, by the program: those that came in by a screen pop, and those that were dialled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from app.errors import NotAllowedError
from app.models.calls import Call
from app.models.customer import CUSTOMER
from app.models.interaction import INCOMING, INTERACTION, OUTGOING
from app.models.origins import AUTOMATIC
from app.models.rights import Act
from app.models.tables import ACTIVE, table_of
from app.models.values import Content, Value
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.reach import may, within_reach

POPPED, DIALLED = "pop", "dial"
"""The integrations, as the interactions name them."""

SAME_CALL = timedelta(minutes=1)
"""A telephone system may tell of a call when it is offered and again when it is accepted."""


def note_popped(connection: sa.Connection, customer_id: int, call: Call) -> int | None:
    """Write down that a customer called, and return which interaction says so.

    The same call told of again within a minute is that one. None where whoever is signed in may not add interactions.
    """
    known = _latest(connection, customer_id, call)
    if known is not None:
        return known
    return _note(connection, customer_id, POPPED, call.text, INCOMING, call.channel or None)


def note_dialled(connection: sa.Connection, customer_id: int, number: str) -> int | None:
    """Write down that a customer was called; None where whoever is signed in may not."""
    return _note(connection, customer_id, DIALLED, number, OUTGOING, "Phone")


def _note(
    connection: sa.Connection, customer_id: int, integration: str, reference: str, direction: str, channel: str | None
) -> int | None:
    if not may(connection, Act.ADD, INTERACTION):
        return None
    customer = table_of(CUSTOMER)
    company_id = connection.scalar(sa.select(customer.c.company_id).where(customer.c.id == customer_id))
    values: dict[str, Value] = {
        "customer_id": customer_id,
        "at": datetime.now(UTC),
        "channel": channel,
        "direction": direction,
        "origin": AUTOMATIC,
        "integration": integration,
        "external_ref": reference[: INTERACTION.by_name["external_ref"].max_length],
    }
    actor = current_actor(connection)
    try:
        saved = save_record(connection, INTERACTION.name, company_id, None, Content(values), actor=actor)
    except NotAllowedError:  # such as theirs alone, and this one would be another's
        return None
    return saved.record.id


def _latest(connection: sa.Connection, customer_id: int, call: Call) -> int | None:
    table = table_of(INTERACTION)
    same = (
        table.c.customer_id == customer_id,
        table.c.at > datetime.now(UTC) - SAME_CALL,
        table.c.integration == POPPED,
        table.c.external_ref == call.text,
        table.c.state == ACTIVE,
    )
    found: int | None = connection.scalar(
        sa.select(table.c.id).where(*same, *within_reach(connection, INTERACTION)).limit(1)
    )
    return found
