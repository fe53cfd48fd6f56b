"""A local file copied to a server, to be shared from then on; and a shared database to a local file, to be worked with offline."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.errors import FileError, FileProblem, ServerError, ServerProblem
from app.models.logins import login_problem
from app.models.servers import ServerAddress
from app.models.staff import STAFF
from app.models.tables import ACTIVE, table_of
from app.services import access_log, encryption
from app.store import keys, sqlite
from app.store.copy_file import FileSource, Origin, begun_at, filling_file
from app.store.copy_server import filling_server, reading_server
from app.store.copying import copy_rows, differing
from app.store.database import open_database

Progress = Callable[[int, int], object]

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from a server.

    Attributes:
        rows: that were read back and compared.
        left_out: how many references lead to records that this person may not see, and so to nothing in the file.
    """

    rows: int
    left_out: int = 0


def copy_to_server(path: Path, address: ServerAddress, on_progress: Progress = lambda done, total: None) -> int:
    """Put all that a file holds into an empty database: records, pictures, history, drafts; returns the number of rows.

    At the end every table is read back and compared; until then nobody can work with the database. Killed, stopped or cut
    off at any moment, it goes on where it was when it is called again, and compares what is there with the file of then.

    Args:
        path: a file, which windows may have open; what they save meanwhile doesn't come along.
        address: signs in as the owner of the tables to be.
        on_progress: hears how much of how much is done.

    Raises:
        FileError: the file can't be read; `NO_LOGIN`, somebody in it has a sign-in name that the server couldn't know them by.
        ServerError: the database is not empty, or can't be written.
    """
    with closing(open_database(path)) as database, database.reading() as connection:
        _require_logins(connection, path, address.database)
        source = FileSource(connection)
        with filling_server(address, source.uuid()) as target:
            copied = copy_rows(source, target, on_progress)
            if wrong := differing(target, copied, on_progress):
                raise ServerError(ServerProblem.NOT_THE_SAME, address, ", ".join(wrong))
            target.finish(source.series())
    return sum(table.rows for table in copied.values())


def _require_logins(connection: sa.Connection, path: Path, database: str) -> None:
    """The server makes a login of each active member of staff as they arrive, and would stop in the middle."""
    table = table_of(STAFF)
    names = connection.scalars(sa.select(table.c.sign_in).where(table.c.state == ACTIVE, table.c.active))
    if refused := sorted(name for name in names if name and login_problem(database, name)):
        raise FileError(FileProblem.NO_LOGIN, path, ", ".join(refused[:_MOST_NAMES]))


def copy_to_file(
    address: ServerAddress, path: Path, key: bytes | None = None, on_progress: Progress = lambda done, total: None
) -> Fetched:
    """Put all that this person may see of a shared database into a new file, which then is a database of its own.

    It is of one moment, read back and compared, and knows where it came from. Killed, stopped or cut off, it goes on where
    it was when it is called again; only then is there a file of that name.

    Args:
        address: of whoever copies.
        path: a file that doesn't exist in a folder that does.
        key: to encrypt the file under, which is kept somewhere already (`encryption.keep_key`).
        on_progress: hears how much of how much is done.

    Raises:
        FileError: the file can't be made there.
        ServerError: the database can't be read.
    """
    with reading_server(address) as source:
        uuid = source.uuid()
        with filling_file(path, uuid, key) as target:
            _note(address, source.count())
            copied = copy_rows(source, target, on_progress)
            if wrong := differing(target, copied, on_progress):
                raise FileError(FileProblem.NOT_THE_SAME, path, ", ".join(wrong))
            came_from = Origin(uuid, str(address), source.moment(), source.latest_change())
            left_out = target.finish(came_from, source.series())
    return Fetched(sum(table.rows for table in copied.values()), left_out)


def _note(address: ServerAddress, rows: int) -> None:
    """Say on the server what is about to be taken along, on a connection of its own: the copy's is of one moment."""
    with closing(open_database(address)) as database, database.writing() as connection:
        access_log.note_copied(connection, rows)


def key_for(path: Path) -> bytes:
    """A key for an encrypted copy: a new one, or the one that it was begun under, which goes on with no other.

    Raises:
        FileError: there is a file of that name, so there will be no copy.
    """
    if path.exists():
        raise FileError(FileProblem.EXISTS, path)
    begun = begun_at(path)
    header = sqlite.first_bytes(begun) if begun else b""
    if begun and keys.is_encrypted(header):
        with suppress(FileError):  # under a passphrase, or lost: what was begun is in the way, and will be said to be
            encryption.unlock(begun)
    return keys.key_for(header) or encryption.new_key()
