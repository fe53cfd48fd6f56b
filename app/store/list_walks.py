"""Walking along sort indexes; on a server, which takes all steps itself: each would be a way there and back."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.queries import ListQuery
from app.models.sight import Scope
from app.store.list_order import ListOrder
from app.store.prepared import Prepared


@lru_cache(maxsize=32)
def walk(query: ListQuery, dialect: Dialect, scope: Scope, step: int, empty: bool) -> Prepared:
    """Finds the key and the id of row `skip` and of each `step` rows on, of one part of a plain list.

    A step along the index skips its entries without looking at a row, as in a file.
    """
    order = ListOrder(query, dialect, scope)
    first = _places(order, empty=empty).limit(1).offset(sa.bindparam("skip", type_=sa.Integer)).subquery()
    steps = sa.select(sa.literal_column("1", sa.Integer).label("number"), first.c.key, first.c.id).cte(
        "steps", recursive=True
    )
    here: Any = order.table.c.id if empty else sa.tuple_(order.key, order.table.c.id)
    last: Any = steps.c.id if empty else sa.tuple_(steps.c.key, steps.c.id)
    behind = _places(order, empty=empty).where(here <= last if order.descending else here >= last)
    further = behind.correlate(steps).limit(1).offset(sa.literal_column(str(step), sa.Integer)).lateral()
    steps = steps.union_all(
        sa.select(steps.c.number + 1, further.c.key, further.c.id).join_from(steps, further, sa.true())
    )
    return Prepared(sa.select(steps.c.key, steps.c.id).order_by(steps.c.number), dialect)


def in_order(order: ListOrder, rows: int) -> sa.Select[Any]:
    """The key and the id of the first rows with a key; what several hold is merged as their indexes have it.

    Each part has an end of its own: only then does a server take its rows from the index one by one, and not all to sort them.
    """
    parts = [
        order.sorted(sa.select(order.key.label("key"), order.table.c.id).where(*conditions)).limit(rows)
        for conditions in order.strands or [order.conditions]
    ]
    if len(parts) == 1:
        return parts[0]
    merged = sa.union_all(*(sa.select(part.subquery()) for part in parts)).subquery()
    way = sa.desc if order.descending else sa.asc
    return sa.select(merged.c.key, merged.c.id).order_by(way(merged.c.key), way(merged.c.id)).limit(rows)


def are_fewer(order: ListOrder, rows: int) -> sa.Select[bool]:
    """Whether so many rows with a key are more than there are."""
    some = in_order(order, rows).subquery()
    return sa.select(sa.func.count() < rows).select_from(some)


def _places(order: ListOrder, *, empty: bool) -> sa.Select[Any]:
    key = sa.cast(sa.null(), order.key.type) if empty else order.key
    return order.sorted(sa.select(key.label("key"), order.table.c.id).where(*order.conditions), empty=empty)
