"""Memory of the window with both ends of the list visited, and of a job beside it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from tests.bench.children import child, heard, job_memory, memory_of
from tests.bench.files import database_of
from tests.bench.results import Result

MORE_MB, JOB_MB = 110.0, 200.0
_LOOK_SECONDS = 0.05
_WATCHED_SECONDS = 40


def run(rows: int) -> Iterator[Result]:
    """Unshared memory (USS) against a bare window with a table of the same count and columns."""
    path = database_of(rows)
    with child("child_window", "memory", path) as window, child("child_bare", "memory", rows) as bare:
        for process in (window, bare):
            heard(process, "visited")
        ours, floor = memory_of(window), memory_of(bare)  # both live: what they share counts for neither
    note = f"{ours - floor:+.0f} MB; the bare window + {MORE_MB:.0f}"
    yield Result("memory of the window", rows, ours, floor, "MB", (floor + MORE_MB) / floor, note)
    yield Result(
        "memory of a job",
        rows,
        _most_of_job(path),
        None,
        "MB",
        JOB_MB,
        f"the check of the whole file, watched for {_WATCHED_SECONDS} s at most",
    )


def _most_of_job(path: Path) -> float:
    """The most that the one process of a long job was seen to hold."""
    with child("child_job", path) as process:
        heard(process, "began")
        most = 0.0
        until = time.monotonic() + _WATCHED_SECONDS
        while process.poll() is None and time.monotonic() < until:
            most = max(most, job_memory(process))
            time.sleep(_LOOK_SECONDS)
        jobs = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
    psutil.wait_procs(jobs)  # they see that nobody wants them any more, and let the file go
    return most
