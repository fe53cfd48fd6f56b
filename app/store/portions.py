"""Long lists of ids in slices: a database takes only so many in one statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

MOST_IDS = 10_000
"""So many fit into one statement; SQLite refuses more than 250,000 parameters, elsewhere it may be 32,766."""


def portions(items: Sequence[T], most: int = MOST_IDS) -> Iterator[Sequence[T]]:
    """The items in order, so many at a time."""
    return (items[start : start + most] for start in range(0, len(items), most))
