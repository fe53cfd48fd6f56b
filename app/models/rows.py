"""Rows of lists, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Where searched words stand in a text, as (start, length) in characters."""


class ListRow(NamedTuple):
    """One record as a list shows it.

    Attributes:
        texts: one per column asked for, as people read it.
        spans: for each text where searched words stand in it; empty when nothing is searched.
        why: the fields in which the searched words were found, with their texts; empty as long as nobody has looked.
        why_spans: where searched words stand in these texts.
    """

    id: int
    texts: tuple[str, ...]
    spans: tuple[Spans, ...] = ()
    why: str = ""
    why_spans: Spans = ()


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A record of the settings as it is chosen from a list; `detail` tells it from others of its name."""

    id: int
    name: str
    detail: str = ""
    active: bool = True
