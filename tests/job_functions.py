"""What tests have done in a job process; importable there by name, without pytest or Qt."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.errors import EditConflictError, FileError, FileProblem, InvalidRecordError, Problem

Progress = Callable[[int, int], None]


def add(one: int, other: int, *, on_progress: Progress) -> int:
    on_progress(1, 2)
    return one + other


def square(first: int, *, on_progress: Any) -> None:
    """Tell its process, and then the square of each number that is wished, until nothing is."""
    on_progress.tell(os.getpid())
    while True:
        on_progress.tell(first * first)
        first = on_progress.next_wish()


def modules(*, on_progress: Progress) -> list[str]:
    return sorted(sys.modules)


def fail_with_file(path: Path, *, on_progress: Progress) -> None:
    raise FileError(FileProblem.DISK_FULL, path, "no room")


def fail_with_problems(*, on_progress: Progress) -> None:
    raise InvalidRecordError((Problem("name", "required"),))


def fail_with_conflict(*, on_progress: Progress) -> None:
    raise EditConflictError(7, "Ada", ("conflict",), "stored")


def fail_by_bug(*, on_progress: Progress) -> None:
    raise ValueError("Ada Lovelace is no number")


def fail_unpicklably(*, on_progress: Progress) -> None:
    class LocalError(Exception):
        pass

    raise LocalError("Ada Lovelace")


def answer_unpicklably(*, on_progress: Progress) -> object:
    return lambda: None


def work_until_stopped(begun: Path, undone: Path, *, on_progress: Progress) -> None:
    """Reports for ever, and tidies up when it is stopped."""
    begun.write_text(str(os.getpid()))
    try:
        while True:
            on_progress(1, 10)
            time.sleep(0.005)
    finally:
        undone.write_text("undone")


def work_deafly(begun: Path, *, on_progress: Progress) -> int:
    """Never lets go of the interpreter, nor asks whether to stop."""
    begun.write_text(str(os.getpid()))
    on_progress(0, 1)
    return sum(range(10**12))


def die(*, on_progress: Progress) -> None:
    os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def run_a_job(begun: Path, undone: Path) -> None:
    """Be a window that has a job done: the body of a process that tests kill."""
    from app.job_process import JobProcess

    JobProcess(work_until_stopped, (begun, undone)).run(lambda done, total: None)


def wait_for_files(seconds: float) -> None:
    """Wait only so long for a file that another program holds."""
    from app.store import sqlite

    sqlite.BUSY_SECONDS = seconds


_learnt: list[str] = []


def learn(secret: str) -> None:
    _learnt.append(secret)


def tell_what_was_learnt(*, on_progress: Progress) -> list[str]:
    return [*_learnt, *sys.orig_argv, *os.environ.values()]
