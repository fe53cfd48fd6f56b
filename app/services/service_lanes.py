"""What runs when: the services of a customer or a contract, by product, with the gaps between them and where two run at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.contract import SERVICE
from app.models.fields import Field
from app.models.spans import Span, gaps, order, overlaps
from app.models.tables import ACTIVE, table_of
from app.models.values import RecordKey
from app.store.reach import conditions, scope_of

MOST = 500
"""So many services are drawn at most: the ones that were added last."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A service, and the days on which it runs."""

    id: int
    name: str
    span: Span
    status: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The services of one product, the earliest first."""

    name: str
    bars: tuple[Bar, ...]
    gaps: tuple[Span, ...]
    overlaps: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """All of them, and whether there are more services than are in them."""

    lanes: tuple[Lane, ...]
    is_cut: bool = False


def read_lanes(connection: sa.Connection, key: RecordKey) -> Lanes:
    """The services that belong to a customer or a contract; nothing for those who may not read when they run."""
    scope = scope_of(connection, SERVICE)
    owner = _owner(key.type_name).name
    if scope.unread & {owner, "starts_on", "expires_on", "product_id"}:
        return Lanes(())
    table = table_of(SERVICE)
    columns = ("id", "name", "starts_on", "expires_on", "service_status", "product_id")
    statement = (
        sa.select(*(sa.null() if name in scope.unread else table.c[name] for name in columns))
        .where(table.c[owner] == key.id, table.c.state == ACTIVE, *conditions(SERVICE, scope.reaches, walked=True))
        .order_by(table.c.id.desc())
        .limit(MOST + 1)
    )
    rows = connection.execute(statement).all()
    return Lanes(_lanes(rows[:MOST]), len(rows) > MOST)


def _owner(type_name: str) -> Field:
    """The field by which services belong to records of a type."""
    found = (field for field in SERVICE.fields if field.belongs and field.refers_to == RECORD_TYPES[type_name].name)
    return next(found)


def _lanes(rows: Iterable[Any]) -> tuple[Lane, ...]:
    by_product: dict[int | None, list[Bar]] = {}
    for service_id, name, first, last, status, product_id in rows:
        by_product.setdefault(product_id, []).append(Bar(service_id, name or "", Span(first, last), status or ""))
    lanes = (_lane(sorted(bars, key=lambda bar: order(bar.span))) for bars in by_product.values())
    return tuple(sorted(lanes, key=lambda lane: (order(lane.bars[0].span)[0], lane.name)))


def _lane(bars: list[Bar]) -> Lane:
    spans = [bar.span for bar in bars]
    return Lane(bars[-1].name, tuple(bars), tuple(gaps(spans)), tuple(overlaps(spans)))
