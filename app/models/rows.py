"""A row of a list, ready to be painted."""

from __future__ import annotations

from typing import NamedTuple


class ListRow(NamedTuple):
    """One record as a list shows it.

    Attributes:
        texts: one per column asked for, as people read it.
        spans: for each text where searched words stand in it, as (start, length); empty when nothing is searched.
        why: the fields in which the searched words were found.
    """

    id: int
    texts: tuple[str, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...] = ()
    why: str = ""
