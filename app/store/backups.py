"""Copies of a database that others may be writing to meanwhile: of one moment, and checked after they were written."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlcipher3 import dbapi2

from app.errors import FileError, FileProblem
from app.store import keys, partials, passphrases, sqlite
from app.store.database import REVISION, SUFFIX, stored_revision
from app.store.failures import translating
from app.store.revisions import problem_of_file

COMPRESSED_SUFFIX = f"{SUFFIX}.gz"

Progress = Callable[[int, int], object]
"""Told how much of how much is done, often; whatever it raises stops the work, which then leaves nothing behind."""

_GZIP = b"\x1f\x8b"
_PAGES = 2_000
_CHUNK = 1 << 20
_LEVEL = 1
"""Of compression: a higher one makes the file a fifth smaller and takes three times as long."""


def write_backup(path: Path, target: Path, on_progress: Progress) -> None:
    """Write the database as it is now to a new file, packed unless the target's name says that it is a database.

    An encrypted database stays encrypted, under the same key; nothing makes it smaller, so its packing is a mere wrapping.

    Raises:
        FileError: the one can't be read or the other not written; both are as before then.
    """
    sqlite.require_ours(path)
    with partials.written_beside(target, like=path) as partial:
        if target.suffix == SUFFIX:
            _copy_file(path, partial, on_progress)
        else:
            _pack(path, partial, target, on_progress)
    passphrases.copy(path, target)


def read_backup(backup: Path, partial: Path, on_progress: Progress) -> None:
    """Write the database that a backup holds to a name of our own, and see that it is whole.

    Raises:
        FileError: the backup is none, is damaged, or was made by a newer program.
    """
    require_key(backup)
    if _is_database(backup):
        _copy_file(backup, partial, on_progress)
    else:
        _expand(backup, partial, on_progress)
    if not _is_database(partial):
        raise FileError(FileProblem.NOT_OURS, backup)
    _require_whole(partial, backup)
    revision = _revision_of(partial, backup)
    problem = problem_of_file(revision, REVISION)
    if problem is not None and problem is not FileProblem.NEEDS_UPGRADE:
        raise FileError(problem, backup, revision)


def _revision_of(copy: Path, backup: Path) -> str:
    engine = sqlite.reader_engine(copy, frozen=True)
    try:
        with translating(backup), engine.begin() as connection:
            return stored_revision(connection, backup)
    finally:
        engine.dispose()


def require_node(path: Path, node: int, named: Path) -> None:
    """See that a file holds the database of that number; `named` is the file that people know of.

    Raises:
        FileError: it holds another.
    """
    with _connected(path, "immutable=1", named) as connection:
        if _value(connection, "SELECT number FROM node") != node:
            raise FileError(FileProblem.OTHER_DATABASE, named)


def count_on_from(former: Path, restored: Path) -> None:
    """Have a restored file give no id or code a second time that the file which it replaces has given.

    Whatever knows records by their ids would take others for them. A file that can't be read tells nothing.
    """
    try:
        with _connected(former, sqlite.reading_mode(former), former) as connection:
            node, counters = _value(connection, "SELECT number FROM node"), _counters(connection)
    except (FileError, dbapi2.DatabaseError):
        return
    with _connected(restored, "mode=rw", restored) as connection:
        if _value(connection, "SELECT number FROM node") == node:
            known = _counters(connection)
            rows = [(name, max(following, known.get(name, 0))) for name, following in counters.items()]
            connection.execute("BEGIN")
            connection.executemany("INSERT OR REPLACE INTO counter (name, next) VALUES (?, ?)", rows)
            connection.execute("COMMIT")


def _counters(connection: Any) -> dict[str, int]:
    return dict(connection.execute("SELECT name, next FROM counter").fetchall())


def header_of(backup: Path) -> bytes:
    """How the database begins that a file is or, if it is a backup, holds; nothing if it can't be read."""
    header = sqlite.first_bytes(backup)
    if not header.startswith(_GZIP):
        return header
    try:
        with gzip.open(backup, "rb") as packed:
            return packed.read(keys.HEADER_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""


def require_key(backup: Path) -> None:
    """See that this process was told the key of a database or backup, if it is encrypted.

    Raises:
        FileError: it wasn't.
    """
    header = header_of(backup)
    if keys.is_encrypted(header) and keys.key_for(header) is None:
        raise FileError(FileProblem.KEY_NEEDED, backup)


def copy_database(connection: Any, path: Path, target: Path, on_progress: Progress) -> None:
    """Write what the driver's connection to `path` sees to a new file, and see that it is the same.

    The caller sees to it that nobody changes anything meanwhile: by a transaction, or by being alone.
    """
    rows = row_counts(connection)
    # nolock: nobody else knows of the file, and on a network drive, a good place for a backup, locks don't hold.
    with _connected(target, "mode=rwc&nolock=1", target, sqlite.key_of(path)) as copy:
        copy.execute("PRAGMA journal_mode=OFF")
        copy.execute("PRAGMA synchronous=OFF")
        connection.backup(
            copy, pages=_PAGES, progress=lambda status, remaining, total: on_progress(total - remaining, total)
        )
    partials.make_durable(target)
    require_same_rows(target, rows, path)


def require_same_rows(copy: Path, rows: dict[str, int], path: Path) -> None:
    """See that every page of a copy is whole, and that it has as many rows as what it was made of."""
    _require_whole(copy, copy)
    with _connected(copy, "immutable=1", copy) as connection:
        if row_counts(connection) != rows:
            raise FileError(FileProblem.DAMAGED, path, "the copy holds other rows")


def _copy_file(path: Path, target: Path, on_progress: Progress) -> None:
    mode = sqlite.reading_mode(path)
    if mode == "mode=ro" and sqlite.is_writable(path):
        mode = "mode=rw"  # whoever may not write would leave an empty journal behind, even as the last to leave
    with _connected(path, mode, path) as connection:
        connection.execute("BEGIN")
        copy_database(connection, path, target, on_progress)


def _pack(path: Path, partial: Path, target: Path, on_progress: Progress) -> None:
    """Write the database packed to `partial`, by way of a plain copy, and compare it with that."""
    level = 0 if sqlite.key_of(path) else _LEVEL
    plain = partial.with_name(partial.name + ".plain")
    try:
        partials.make_private(plain)
        _copy_file(path, plain, _share(on_progress, 0, 3))
        digest = _compress(plain, partial, level, _share(on_progress, 1, 3))
        _require_same(partial, target, digest, plain.stat().st_size, _share(on_progress, 2, 3))
    finally:
        with suppress(OSError):
            plain.unlink(missing_ok=True)


def _compress(plain: Path, target: Path, level: int, on_progress: Progress) -> bytes:
    """Returns the digest of what was read."""
    digest = hashlib.sha256()
    with plain.open("rb") as source, gzip.open(target, "wb", compresslevel=level) as packed:
        for chunk in _chunks(source, plain.stat().st_size, on_progress):
            digest.update(chunk)
            packed.write(chunk)
    return digest.digest()


def _require_same(packed: Path, target: Path, digest: bytes, size: int, on_progress: Progress) -> None:
    found = hashlib.sha256()
    with gzip.open(packed, "rb") as source:
        for chunk in _chunks(cast(BinaryIO, source), size, on_progress):
            found.update(chunk)
    if found.digest() != digest:
        raise FileError(FileProblem.DAMAGED, target, "it reads back differently")


def _expand(backup: Path, partial: Path, on_progress: Progress) -> None:
    try:
        with backup.open("rb") as packed, gzip.open(packed, "rb") as source, partial.open("wb") as plain:
            if packed.peek(2)[:2] != _GZIP:
                raise FileError(FileProblem.NOT_OURS, backup)
            size = backup.stat().st_size
            while chunk := source.read(_CHUNK):
                plain.write(chunk)
                on_progress(packed.tell(), size)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileError(FileProblem.DAMAGED, backup, str(error)) from error


def _chunks(source: BinaryIO, size: int, on_progress: Progress) -> Iterator[bytes]:
    done = 0
    while chunk := source.read(_CHUNK):
        yield chunk
        done += len(chunk)
        on_progress(done, size)


def _share(on_progress: Progress, part: int, parts: int) -> Progress:
    """Progress of one of several parts of a work, as progress of the whole."""
    return lambda done, total: on_progress(part * total + done, parts * total)


def _is_database(path: Path) -> bool:
    try:
        sqlite.recognise(path)
    except FileError as error:
        if error.problem is not FileProblem.NOT_OURS:
            raise
        return False
    return True


def _require_whole(path: Path, named: Path) -> None:
    """Check every page; `named` is the file that people know of."""
    with _connected(path, "immutable=1", named) as connection:
        found = str(_value(connection, "PRAGMA quick_check(1)"))
    if found != "ok":
        raise FileError(FileProblem.DAMAGED, named, found)


def row_counts(connection: Any) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    return {name: _value(connection, f'SELECT count(*) FROM "{name}"') for (name,) in tables.fetchall()}


def _value(connection: Any, statement: str) -> Any:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None


@contextmanager
def _connected(path: Path, mode: str, named: Path, key: bytes | None = None) -> Iterator[Any]:
    with translating(named), closing(sqlite.connect(path, mode, sqlite.BUSY_SECONDS, key)) as connection:
        yield connection
