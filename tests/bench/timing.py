"""Timing ours and the floor side by side, so that whatever else the machine does hits both alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from tests.bench.results import Result, p95

A = TypeVar("A")

ROUNDS = 3
"""How often the list of acts is gone through; the best time of each act counts, so that noise does not."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each act, ours and the floor's."""

    ours: list[float]
    floor: list[float]

    def result(self, case: str, rows: int, bar: float | None, note: str = "") -> Result:
        """Compare what 95 of 100 acts stay below."""
        return Result(case, rows, p95(self.ours), p95(self.floor), "ms", bar, note)

    def typical(self) -> str:
        """The median of ours, for people."""
        return f"median {median(self.ours):.3g} ms"


def timed(act: Callable[[A], object], subject: A) -> float:
    """Milliseconds that the act takes."""
    started = time.perf_counter()
    act(subject)
    return 1000 * (time.perf_counter() - started)


def interleaved(
    subjects: Sequence[A], ours: Callable[[A], object], floor: Callable[[A], object], rounds: int = ROUNDS
) -> Times:
    """Time both for every subject, in turns, after one round that isn't counted."""
    best: dict[bool, list[float]] = {True: [], False: []}
    with collector_off():
        for number in range(rounds + 1):
            found: dict[bool, list[float]] = {True: [], False: []}
            for place, subject in enumerate(subjects):
                order = (True, False) if (place + number) % 2 else (False, True)
                for is_ours in order:
                    found[is_ours].append(timed(ours if is_ours else floor, subject))
            if number == 1:
                best = found
            elif number:
                best = {is_ours: list(map(min, best[is_ours], found[is_ours])) for is_ours in best}
            gc.collect()
    return Times(best[True], best[False])


@contextmanager
def collector_off() -> Iterator[None]:
    """As in the window's process, Python's collector doesn't run when it likes."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
