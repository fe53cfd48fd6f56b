"""A local file as an end of a copy: read, or made beside its name and put in place when it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.errors import FileError, FileProblem
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.tables import counter, node, origin, table_of
from app.store import drives, identity, keys, loading, partials, sqlite
from app.store.changes import latest_change
from app.store.copy_ends import SourceEnd, TargetEnd, is_series, told
from app.store.copying import Copied, Row, Span, columns_of
from app.store.database import REVISION, open_as_ever, stored_revision
from app.store.failures import translating
from app.store.migrations import migrate
from app.store.revisions import is_unfinished, unfinished

_SOME = 1_000
_FAST = ("cache_size=-65536", "threads=2")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file was copied from (see `tables.origin`)."""

    uuid: str
    address: str
    at: datetime
    change: int


class FileSource(SourceEnd):
    """Reads a file."""

    def read(self, span: Span) -> Iterator[list[Row]]:
        """The rows, some at a time."""
        return _read(self.connection, span)

    def mark(self, span: Span, read: Copied | None = None) -> str:
        """What the rows come to; nothing is nearer than the file itself."""
        if read is None:
            read = Copied()
            for some in self.read(span):
                read = read.with_rows(some)
        return told(read)

    def series(self) -> dict[str, int]:
        """What the counters of codes give next."""
        counters = self.connection.execute(sa.select(counter.c.name, counter.c.next))
        return {name: following for name, following in counters if is_series(name)}


class FileTarget(TargetEnd):
    """Fills a file that nobody else can open meanwhile."""

    def read(self, span: Span) -> Iterator[list[Row]]:
        """The rows that have arrived."""
        with self.transaction():
            yield from _read(self.connection, span)

    def write(self, table: sa.Table, rows: Iterable[Row]) -> None:
        """Add the rows."""
        names = _names(table)
        marks = ", ".join("?" * len(columns_of(table)))
        raw: Any = self.connection.connection.driver_connection
        raw.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)

    def drop_indexes(self) -> None:
        """Do without them until `complete`."""
        with self.transaction():
            self._leave_indexes()

    def _leave_indexes(self) -> None:
        self.log.leave(loading.drop_indexes(self.connection))
        self.log.leave(_drop_text_triggers(self.connection))

    def begin_or_go_on(self, source: str) -> bool:
        """Begin a copy of a database, or go on with one; False if something else was begun here."""
        with self.transaction():
            if self.connection.dialect.has_table(self.connection, "alembic_version"):
                stored = self.connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
                return stored == unfinished(REVISION) and self.log.source() == source
            self.connection.exec_driver_sql(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
            migrate(self.connection)
            self.log.begin(source)
            self._leave_indexes()
            loading.gather(self.connection, f"{CUSTOMER.name}_index", loading.HASH_SIZE)
            self.call_unfinished(REVISION)
        return True

    def finish(self, came_from: Origin, series: dict[str, int]) -> int:
        """Make it a database of its own.

        Args:
            came_from: what it is a copy of.
            series: what counters of codes give next.

        Returns:
            How many references were left out, since they lead to records that the copy doesn't have.
        """
        with self.transaction():
            left_out = _leave_out_dangling(self.connection)
            self.connection.execute(sa.delete(node))
            self.connection.execute(sa.insert(node), {"number": identity.unused_node(self.connection)})
            row = {"uuid": came_from.uuid, "address": came_from.address, "change": came_from.change}
            self.connection.execute(sa.insert(origin), {**row, "at": came_from.at})
            counters = [{"name": name, "next": following} for name, following in series.items()]
            # Numbers begin behind as many as there are rows, by which lists reckon how they are read best.
            counters += [{"name": name, "next": self._rows(name) + 1} for name in RECORD_TYPES]
            self.connection.execute(sa.insert(counter), counters)
            loading.gather(self.connection, f"{CUSTOMER.name}_index", None)
            self.call_finished(REVISION)
        return left_out

    def _rows(self, name: str) -> int:
        rows = sa.select(sa.func.count()).select_from(table_of(RECORD_TYPES[name]))
        return int(self.connection.execute(rows).scalar_one())


@contextmanager
def filling_file(path: Path, source: str, key: bytes | None = None) -> Iterator[FileTarget]:
    """A file that becomes `path` at the end of the block; a block that fails leaves it to go on with.

    Args:
        path: the file to be; never written over.
        source: the identity of what is copied.
        key: under which the file is encrypted.

    Raises:
        FileError: it can't be written there, or exists.
    """
    path = path.absolute()
    drives.require_local_drive(path)
    if key is not None:
        keys.remember(key)
    with partials.continued_beside(path) as partial, translating(partial):
        if not _fits(partial, key):
            _clear(partial, source)
        engine = sqlite.lone_engine(partial, key)
        try:
            with engine.connect() as connection:
                goes_on = FileTarget(connection).begin_or_go_on(source)
            if not goes_on:
                engine.dispose()
                _clear(partial, source)
            with engine.connect() as connection:
                _hurry(connection)
                target = FileTarget(connection)
                if not goes_on:
                    target.begin_or_go_on(source)
                yield target
        finally:
            engine.dispose()
        open_as_ever(partial)


def begun_at(path: Path) -> Path | None:
    """The file in which a copy to `path` was begun that has not come to its end, if there is one."""
    partial = partials.unfinished_name(path.absolute())
    return partial if partial.exists() and partial.stat().st_size else None


def _fits(partial: Path, key: bytes | None) -> bool:
    """Whether a copy that is to be under the key, or plain, can go on in what was begun."""
    if not partial.stat().st_size:
        return True
    header = sqlite.first_bytes(partial)
    return header == keys.header_of(key) if key is not None else not keys.is_encrypted(header)


def _clear(partial: Path, source: str) -> None:
    """Have half of another copy make way; whatever else has that name stays, even if nobody can say what it is.

    Raises:
        FileError: `EXISTS`, it isn't surely a copy that nobody has got yet.
    """
    try:
        may_go = is_unfinished(_revision_of(partial)) or _lacks_its_name_only(partial, source)
    except FileError as error:
        raise FileError(FileProblem.EXISTS, partial) from error
    if not may_go:
        raise FileError(FileProblem.EXISTS, partial)
    partials.empty(partial)


def _lacks_its_name_only(partial: Path, source: str) -> bool:
    """Whether a copy of that database was killed as it was about to get its name, and nobody has changed it since."""
    engine = sqlite.reader_engine(partial)
    try:
        with translating(partial), engine.connect() as connection:
            came_from = connection.execute(sa.select(origin.c.uuid, origin.c.change)).one_or_none()
            return came_from is not None and came_from.uuid == source and latest_change(connection) <= came_from.change
    finally:
        engine.dispose()


def _revision_of(partial: Path) -> str:
    engine = sqlite.reader_engine(partial)
    try:
        with translating(partial), engine.connect() as connection:
            return stored_revision(connection, partial)
    finally:
        engine.dispose()


def _hurry(connection: sa.Connection) -> None:
    raw: Any = connection.connection.driver_connection
    for pragma in _FAST:
        raw.execute(f"PRAGMA {pragma}").fetchall()


def _read(connection: sa.Connection, span: Span) -> Iterator[list[Row]]:
    """By the driver itself: what SQLAlchemy makes of a row, the other end would have to take back."""
    bounds = [value for value in (span.after, span.upto) if value is not None]
    tests = [f'"{span.key.name}" > ?'] * (span.after is not None) + [f'"{span.key.name}" <= ?'] * (
        span.upto is not None
    )
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    raw: Any = connection.connection.driver_connection
    cursor = raw.execute(f'SELECT {_names(span.table)} FROM "{span.table.name}"{where}', bounds)
    while some := cursor.fetchmany(_SOME):
        yield some


def _names(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in columns_of(table))


def _drop_text_triggers(connection: sa.Connection) -> list[str]:
    """Keep the text indexes up no longer, and return how to catch up all at once: 2 s for 100,000 customers, not 7."""
    listed = (
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE '%\\_text' ESCAPE '\\'"
    )
    triggers = connection.exec_driver_sql(listed).all()
    for name, _, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    indexes = dict.fromkeys(f"{table.removesuffix('_text')}_index" for _, table, _ in triggers)
    return [
        *(f"INSERT INTO {index} ({index}) VALUES ('rebuild')" for index in indexes),
        *(definition for _, _, definition in triggers),
    ]


def _leave_out_dangling(connection: sa.Connection) -> int:
    """Who may not see all may see records that refer to others they don't see: in the copy they refer to nothing."""
    left_out = 0
    while broken := _broken(connection):
        for table, column, parent, other in broken:
            is_needed = not connection.exec_driver_sql(
                'SELECT count(*) FROM pragma_table_info(?) WHERE name = ? AND "notnull" = 0', (table, column)
            ).scalar()
            act = f'DELETE FROM "{table}"' if is_needed else f'UPDATE "{table}" SET "{column}" = NULL'
            missing = f'"{column}" IS NOT NULL AND "{column}" NOT IN (SELECT "{other}" FROM "{parent}")'
            left_out += connection.exec_driver_sql(f"{act} WHERE {missing}").rowcount
    return left_out


def _broken(connection: sa.Connection) -> set[tuple[str, str, str, str]]:
    """The references that lead nowhere: table and column, and to which."""
    found = {(row[0], row[3]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    return {
        (table, row[3], row[2], row[4] or "id")
        for table, number in found
        for row in connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table}")')
        if row[0] == number
    }
