"""The entries of a log that are wanted, as conditions on its table."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.models.narrowing import Narrowing


def within(narrowing: Narrowing, log: sa.Table) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions for the person and the moments."""
    if narrowing.staff_id:
        yield log.c.staff_id == narrowing.staff_id
    if narrowing.since is not None:
        yield log.c.at >= narrowing.since
    if narrowing.until is not None:
        yield log.c.at < narrowing.until
