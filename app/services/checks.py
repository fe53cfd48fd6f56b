"""Looking a file over, as people ask for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.store.checks import Finding, check_database
from app.store.database import open_database


def check_file(path: Path, on_progress: Callable[[int, int], object] = lambda done, total: None) -> tuple[Finding, ...]:
    """Everything that is wrong with a file; nothing if it is sound.

    Raises:
        FileError: it can't even be opened.
    """
    with closing(open_database(path)) as database, database.translating():
        return check_database(database, on_progress)
