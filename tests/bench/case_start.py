"""From the start of the process to the first painted window, and to the first rows of the list."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from app.models.servers import Place
from tests.bench.children import child, heard
from tests.bench.files import database_of, forget_cached
from tests.bench.results import Result

WINDOW_BAR, ROWS_BAR = 1.5, 4.5
RUNS = 9


def run(rows: int) -> Iterator[Result]:
    """In turns with a bare window; the median, after one start each that isn't counted."""
    path = database_of(rows)
    windows, first_rows, bare = [], [], []
    for number in range(RUNS + 1):
        window, with_rows = start_ours(path)
        floor = start_bare()
        if number:
            windows.append(window)
            first_rows.append(with_rows)
            bare.append(floor)
    forget_cached(path)
    cold = start_ours(path)
    note = f"median of {RUNS} in turns"
    yield Result("start, window", rows, median(windows), median(bare), "ms", WINDOW_BAR, note)
    note = f"{note}, with a cold file {cold[1]:,.0f} ms"
    yield Result("start, first rows", rows, median(first_rows), median(bare), "ms", ROWS_BAR, note)


def start_ours(path: Place) -> tuple[float, float]:
    """Milliseconds to the first painted window, and to the first painted rows."""
    started = time.monotonic()
    with child("child_window", "start", path) as process:
        painted = float(heard(process, "painted"))
        rows = float(heard(process, "rows"))
    return 1000 * (painted - started), 1000 * (rows - started)


def start_bare() -> float:
    """Milliseconds to a painted window with nothing behind it."""
    started = time.monotonic()
    with child("child_bare", "start") as process:
        return 1000 * (float(heard(process, "painted")) - started)
