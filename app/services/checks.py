"""Looking a database over, as people ask for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from app.models.servers import Place
from app.store.checks import Finding, check_database
from app.store.database import open_database


def check_place(
    place: Place, on_progress: Callable[[int, int], object] = lambda done, total: None
) -> tuple[Finding, ...]:
    """Everything that is wrong with a file, or with a shared database; nothing if it is sound.

    Raises:
        FileError, ServerError: it can't even be opened.
    """
    with closing(open_database(place)) as database, database.translating():
        return check_database(database, on_progress)
