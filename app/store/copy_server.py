"""A shared database as an end of a copy: read as its person sees it in one moment, or filled while it is kept alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from app.errors import ServerError, ServerProblem
from app.models.company import COMPANY
from app.models.series import is_gapless, series_names
from app.models.servers import ServerAddress
from app.models.tables import ExactDecimal, UtcDateTime, change, counter, metadata, node
from app.store import gate, identity, postgresql
from app.store.copy_ends import SourceEnd, TargetEnd, is_series
from app.store.copying import Copied, Row, Span, columns_of
from app.store.database import REVISION, require_usable, stored_revision
from app.store.failures import translating
from app.store.revisions import is_unfinished, unfinished

_SOME = 1_000
_SERIES = "numbers of "
_REFERENCES = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = to_regnamespace(:schema) ORDER BY conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = to_regnamespace(:schema) AND NOT i.indisprimary ORDER BY c.relname
"""
_READABLE = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = to_regnamespace(:schema) AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
AND has_column_privilege(c.oid, a.attnum, 'SELECT')
"""


class ServerSource(SourceEnd):
    """Reads what its person may see: rows by the server's policies, columns by its grants.

    A column that they may not read stays empty in the copy.
    """

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self._readable: dict[str, set[str]] = {}
        for table, column in connection.execute(sa.text(_READABLE), {"schema": postgresql.SCHEMA}):
            self._readable.setdefault(table, set()).add(column)

    def tables(self) -> list[sa.Table]:
        """Those whose keys and references can be read, without which there are no rows."""
        return [table for table in super().tables() if all(map(self._may_do_without, columns_of(table)))]

    def _may_do_without(self, column: sa.Column[Any]) -> bool:
        is_bound = column.primary_key or column.foreign_keys or not isinstance(column.type, sa.String)
        return column.nullable or not is_bound or self._can_read(column)

    def _can_read(self, column: sa.Column[Any]) -> bool:
        return column.name in self._readable.get(column.table.name, ())

    def read(self, span: Span) -> Iterator[list[Row]]:
        """The rows, some at a time, as a file keeps them."""
        return _read(self.connection, span, self._shown)

    def _shown(self, column: sa.Column[Any]) -> sql.Composable:
        if self._can_read(column):
            return _as_kept(column)
        return sql.SQL("NULL" if column.nullable else "''")

    def mark(self, span: Span, read: Copied | None = None) -> str:
        """What the server makes of the rows, so that none of them has to come once more."""
        columns = (sql.Identifier(column.name) for column in columns_of(span.table) if self._can_read(column))
        row = sql.SQL(", ").join(columns)
        told = sql.SQL("count(*), coalesce(sum(hashtextextended(ROW({})::text, 0)::numeric), 0)").format(row)
        found = _driver(self.connection).execute(sql.SQL("SELECT {} FROM {}").format(told, _from(span))).fetchone()
        return "/".join(map(str, found or ()))

    def series(self) -> dict[str, int]:
        """What the counters of codes give next."""
        known = sa.text("SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = to_regnamespace(:schema)")
        sequences = self.connection.execute(known, {"schema": postgresql.SCHEMA}).scalars().all()
        names = [name.removeprefix(_SERIES) for name in sequences if name.startswith(_SERIES)]
        counted = (name for name in names if is_series(name))
        companies = self.connection.scalars(sa.select(metadata.tables[COMPANY.name].c.id)).all()
        rows = (f"{name}/{company}" for name in series_names(gapless=True) for company in companies)
        every = chain(counted, rows)  # who works for one company is told nothing of those of others
        return {name: last + 1 for name in every if (last := identity.given(self.connection, name))}

    def moment(self) -> datetime:
        """When the view was taken, by the server's clock."""
        found: datetime = self.connection.execute(sa.select(sa.func.now())).scalar_one()
        return found.astimezone(UTC)

    def latest_change(self) -> int:
        """The highest number in the log that can be seen."""
        return int(self.connection.execute(sa.select(sa.func.max(change.c.id))).scalar() or 0)


class ServerTarget(TargetEnd):
    """Fills a database that nobody else can work with meanwhile."""

    def read(self, span: Span) -> Iterator[list[Row]]:
        """The rows that have arrived, as a file keeps them."""
        with self.transaction():
            yield from _read(self.connection, span, _as_kept)

    def write(self, table: sa.Table, rows: Iterable[Row]) -> None:
        """Add the rows; the server reads a file's moments and truths as they are, but decimals only with their point."""
        names = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns_of(table))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
        kinds = ((place, column.type) for place, column in enumerate(columns_of(table)))
        places = [(place, kind.places) for place, kind in kinds if isinstance(kind, ExactDecimal)]
        with _driver(self.connection).cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(_with_points(row, places) if places else row)

    def drop_indexes(self) -> None:
        """Do without them, and without references, until `complete`."""
        with self.transaction():
            self._leave_indexes()

    def _leave_indexes(self) -> None:
        references = self.connection.execute(sa.text(_REFERENCES), {"schema": postgresql.SCHEMA}).all()
        for table, name, _ in references:
            self.connection.execute(sa.text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        indexes = self.connection.execute(sa.text(_INDEXES), {"schema": postgresql.SCHEMA}).all()
        for name, _ in indexes:
            self.connection.execute(sa.text(f"DROP INDEX {name}"))
        self.log.leave(definition for _, definition in indexes)
        self.log.leave(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}" for table, name, made in references)

    def begin_or_go_on(self, address: ServerAddress, source: str) -> None:
        """Begin a copy of a file, or go on with one; half of another one is cleared away.

        Raises:
            ServerError: `NOT_EMPTY`, the database is whole already.
        """
        with self.transaction():
            if self.connection.dialect.has_table(self.connection, "alembic_version", schema=postgresql.SCHEMA):
                stored = stored_revision(self.connection, address)
                if not is_unfinished(stored):
                    raise ServerError(ServerProblem.NOT_EMPTY, address)
                if stored == unfinished(REVISION) and self.log.source() == source:
                    return
                self.connection.execute(sa.text(f"DROP SCHEMA {postgresql.SCHEMA} CASCADE"))
            postgresql.migrate(self.connection)
            self.connection.execute(sa.insert(node), {"number": identity.new_node()})
            self.log.begin(source)
            self._leave_indexes()
            self.call_unfinished(REVISION)

    def finish(self, series: dict[str, int]) -> None:
        """Have counters and the log go on behind what came along, and let people in."""
        with self.transaction():
            for name, following in series.items():
                if is_gapless(name):
                    self.connection.execute(sa.insert(counter).values(name=name, next=following))
                else:
                    self.connection.execute(sa.select(sa.func.go_on_behind(name, following)))
            latest = "SELECT setval(pg_get_serial_sequence('change', 'id'), greatest(max(id), 1)) FROM change"
            self.connection.execute(sa.text(latest))
            self.connection.execute(sa.text("ANALYZE"))
            self.call_finished(REVISION)


@contextmanager
def reading_server(address: ServerAddress) -> Iterator[ServerSource]:
    """A shared database as it is in one moment; nobody can upgrade it meanwhile.

    Raises:
        ServerError: it can't be worked with.
    """
    engine = postgresql.engine(address)
    try:
        with translating(address), engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                require_usable(connection, address)
                yield ServerSource(connection)
    finally:
        engine.dispose()


@contextmanager
def filling_server(address: ServerAddress, source: str) -> Iterator[ServerTarget]:
    """An empty database, or one that a copy of the same file was begun in; a block that fails leaves it to go on with.

    Args:
        address: signs in as the owner of the tables to be.
        source: the identity of what is copied.

    Raises:
        ServerError: it isn't empty, can't be written, or somebody has it alone.
    """
    engine = postgresql.engine(address)
    try:
        with translating(address), engine.connect() as connection, gate.alone(connection):
            target = ServerTarget(connection)
            target.begin_or_go_on(address, source)
            yield target
    finally:
        engine.dispose()


def _read(
    connection: sa.Connection, span: Span, shown: Callable[[sa.Column[Any]], sql.Composable]
) -> Iterator[list[Row]]:
    """All rows of a span at once, which is a piece at most: COPY would hand over each by itself, at twice the time."""
    names = sql.SQL(", ").join(map(shown, columns_of(span.table)))
    with _driver(connection).cursor(binary=True) as cursor:
        cursor.execute(sql.SQL("SELECT {} FROM {}").format(names, _from(span)), prepare=False)
        while some := cursor.fetchmany(_SOME):
            yield some


def _from(span: Span) -> sql.Composed:
    key = sql.Identifier(span.key.name)
    tests: list[sql.Composable] = [sql.SQL("TRUE")]
    bounds = ((sql.SQL("{} > {}"), span.after), (sql.SQL("{} <= {}"), span.upto))
    tests += [test.format(key, sql.Literal(bound)) for test, bound in bounds if bound is not None]
    return sql.SQL("{} WHERE {}").format(sql.Identifier(span.table.name), sql.SQL(" AND ").join(tests))


def _as_kept(column: sa.Column[Any]) -> sql.Composable:
    """A column as a file keeps it."""
    name = sql.Identifier(column.name)
    match column.type:
        case sa.Boolean():
            return sql.SQL("{}::int").format(name)
        case UtcDateTime():
            return sql.SQL("to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')").format(name)
        case sa.Date():
            return sql.SQL("to_char({}, 'YYYY-MM-DD')").format(name)
        case sa.JSON():
            return sql.SQL("{}::text").format(name)
        case ExactDecimal():
            return sql.SQL("({} * {})::bigint").format(name, sql.Literal(10**column.type.places))
    return name


def _with_points(row: Row, places: Sequence[tuple[int, int]]) -> Row:
    """A row in which a file keeps decimals as whole numbers, of so many places each."""
    values = list(row)
    for place, behind in places:
        if values[place] is not None:
            values[place] = Decimal(values[place]).scaleb(-behind)
    return tuple(values)


def _driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("no connection to a server")
    return driver
