"""A local file copied to a server, to be shared from then on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from app.errors import ServerError, ServerProblem
from app.models.servers import ServerAddress
from app.store.copying import copy_rows, differing
from app.store.database import create_on_server, open_database

Progress = Callable[[int, int], object]


def copy_to_server(path: Path, address: ServerAddress, on_progress: Progress = lambda done, total: None) -> int:
    """Put all that a file holds into an empty database: records, pictures, history, drafts; returns the number of rows.

    All of it is one transaction, at the end of which every table is read back and compared; killed at any moment it leaves
    the database as empty as it was, and can be done again.

    Args:
        path: a file, which windows may have open; what they save meanwhile doesn't come along.
        address: signs in as the owner of the tables to be.
        on_progress: hears how many rows of how many are written.

    Raises:
        FileError: the file can't be read.
        ServerError: the database is not empty, or can't be written.
    """
    written: list[int] = []

    def fill(target: sa.Connection) -> None:
        with closing(open_database(path)) as database, database.reading() as source:
            copied = copy_rows(source, target, on_progress)
        if wrong := differing(target, copied):
            raise ServerError(ServerProblem.NOT_THE_SAME, address, ", ".join(wrong))
        written.append(sum(table.rows for table in copied.values()))

    create_on_server(address, fill)
    if not written:
        raise ServerError(ServerProblem.NOT_EMPTY, address)
    return written[0]
