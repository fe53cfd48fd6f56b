"""How a long job shares a file with windows: transactions short enough for whoever waits, and a gap after each."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

BATCH_SECONDS = 0.02
"""Aimed at, so that a batch that finds the disk or the processor busy still stays under 50 ms."""

PAUSE_SECONDS = 0.01
"""Whoever works in a window finds the gap between two batches (DESIGN.md, section 2)."""

LEAST, MOST = 10, 500
"""Items in a batch; with fewer, most of the time would go into what every transaction costs by itself."""

_MOST_GROWTH = 1.5


def in_batches(items: Sequence[T], *, least: int = LEAST) -> Iterator[Sequence[T]]:
    """The items in slices, each to be written in one transaction before the next is asked for.

    The first are the least; how long the caller takes with one says how large the next is.
    """
    start, size = 0, least
    while start < len(items):
        began = time.perf_counter()
        yield items[start : start + size]
        start, size = start + size, max(least, next_size(size, time.perf_counter() - began))
        time.sleep(PAUSE_SECONDS)


def next_size(size: int, seconds: float) -> int:
    """How many items fit into the next batch when one of so many took so long."""
    fitting = size * BATCH_SECONDS / seconds if seconds > 0 else math.inf
    return math.ceil(min(fitting, size * _MOST_GROWTH, MOST))
