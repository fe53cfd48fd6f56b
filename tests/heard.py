"""Waiting for the word of others' changes, which a server sends when it gets to it."""

from __future__ import annotations

from time import monotonic

import sqlalchemy as sa

from app.store.changes import news

_PATIENCE = 5.0


def other_news(connection: sa.Connection, before: tuple[int, int]) -> tuple[int, int]:
    """The news once they are others than before.

    Raises:
        TimeoutError: they never were.
    """
    give_up = monotonic() + _PATIENCE
    while (now := news(connection)) == before:
        if monotonic() > give_up:
            raise TimeoutError("nothing was heard")
    return now
