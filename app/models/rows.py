"""A row of a list, ready to be painted."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Where searched words stand in a text, as (start, length) in characters."""


class ListRow(NamedTuple):
    """One record as a list shows it.

    Attributes:
        texts: one per column asked for, as people read it.
        spans: for each text where searched words stand in it; empty when nothing is searched.
        why: the fields in which the searched words were found, with their texts.
        why_spans: where searched words stand in these texts.
    """

    id: int
    texts: tuple[str, ...]
    spans: tuple[Spans, ...] = ()
    why: str = ""
    why_spans: Spans = ()
