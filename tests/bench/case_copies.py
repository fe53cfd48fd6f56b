"""A file copied to a server and back, against plain COPY of the same rows; and what a copy costs that was stopped half-way."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter

import psycopg
import sqlalchemy as sa
from psycopg import sql

from app.errors import CancelledError
from app.models.servers import ServerAddress
from app.services.copying import copy_to_file, copy_to_server
from app.store.copy_file import FileSource
from app.store.copying import Span, columns_of, copied_tables
from app.store.database import open_database
from tests import postgres
from tests.bench.files import database_of, folder
from tests.bench.results import Result

_DATABASE, _PLAIN = "copied", "plain"


def run(rows: int) -> Iterator[Result]:
    """Ours makes indexes, reads back and compares; the floor only moves rows, into tables without an index."""
    path = database_of(rows)
    with postgres.running() as server, tempfile.TemporaryDirectory(dir=folder(), prefix="copy-") as place:
        address = _fresh(server)
        yield from _upwards(rows, path, address, server)
        yield from _downwards(rows, address, Path(place), server)


def _upwards(rows: int, path: Path, address: ServerAddress, server: postgres.Server) -> Iterator[Result]:
    seconds = _timed(partial(copy_to_server, path, address))
    moved = _moved(server)
    plain = _timed(partial(_plain_upwards, path, server))
    yield Result("file to server", rows, seconds, plain, "s", None, _rates(moved, seconds, plain))
    _fresh(server)
    half = _timed(partial(copy_to_server, path, address, _stop_half_way))
    rest = _timed(partial(copy_to_server, path, address))
    yield Result("stopped half-way and gone on", rows, half + rest, seconds, "s", None, "floor: without a stop")


def _downwards(rows: int, address: ServerAddress, place: Path, server: postgres.Server) -> Iterator[Result]:
    seconds = _timed(partial(copy_to_file, address, place / "whole.deskbook"))
    plain = _timed(partial(_plain_downwards, server))
    yield Result("server to file", rows, seconds, plain, "s", None, _rates(_moved(server), seconds, plain))
    half = _timed(partial(copy_to_file, address, place / "half.deskbook", None, _stop_half_way))
    rest = _timed(partial(copy_to_file, address, place / "half.deskbook"))
    yield Result("stopped half-way and gone on", rows, half + rest, seconds, "s", None, "floor: without a stop")


def _fresh(server: postgres.Server) -> ServerAddress:
    server.drop_database(_DATABASE)
    server.create_database(_DATABASE)
    return server.address(_DATABASE)


def _timed(act: Callable[[], object]) -> float:
    started = perf_counter()
    with suppress(CancelledError):
        act()
    return perf_counter() - started


def _stop_half_way(done: int, total: int) -> None:
    if done > total / 4:  # reading back is the other half
        raise CancelledError


def _rates(moved: int, seconds: float, plain: float) -> str:
    return f"{moved:,} rows: {moved / seconds:,.0f} a second, the floor {moved / plain:,.0f}"


def _moved(server: postgres.Server) -> int:
    with psycopg.connect(server.dsn(_DATABASE)) as connection:
        counts = (sql.SQL("(SELECT count(*) FROM {})").format(_named(table)) for table in copied_tables())
        row = connection.execute(sql.SQL("SELECT {}").format(sql.SQL(" + ").join(counts))).fetchone()
    return int(row[0]) if row else 0


def _named(table: sa.Table) -> sql.Identifier:
    return sql.Identifier("deskbook", table.name)


def _plain_upwards(path: Path, server: postgres.Server) -> None:
    """Read by the library, written by psycopg, in one transaction."""
    with (
        closing(open_database(path)) as database,
        database.reading() as source,
        psycopg.connect(server.dsn(_DATABASE)) as connection,
    ):
        connection.execute(f"CREATE SCHEMA {_PLAIN}")
        for table in copied_tables():
            target = sql.Identifier(_PLAIN, table.name)
            connection.execute(sql.SQL("CREATE TABLE {} (LIKE {})").format(target, _named(table)))
            names = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns_of(table))
            with connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(target, names)) as copy:
                for row in chain.from_iterable(FileSource(source).read(Span(table))):
                    copy.write_row(row)


def _plain_downwards(server: postgres.Server) -> None:
    """Read by psycopg as tuples of texts, written nowhere."""
    with psycopg.connect(server.dsn(_DATABASE)) as connection:
        for table in copied_tables():
            with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(_named(table))) as copy:
                for _ in copy.rows():
                    pass
