"""A server with the customers to measure with: kept in the cache folder, made again when their making changes."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.models.servers import ServerAddress
from app.services.copying import copy_to_server
from tests.bench import files
from tests.bench.results import tell
from tests.postgres import Server, free_port, make_data

_ROOT = Path(__file__).parents[2]
_MAKERS = ("app/store/server_*.py", "app/store/postgresql.py", "app/store/policies.py", "tests/bench/servers.py")

_SETTINGS = {
    "fsync": "on",
    "shared_buffers": "2GB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "6GB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
}
"""What a server for a desk of fifty would have; the same for ours and for the floor."""

DESK, SPARE = "desk", "spare"
"""The database that the program works on, and one with the same content for what floors write."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server with customers."""

    server: Server

    @property
    def owner(self) -> ServerAddress:
        """The database, signed in to as whoever no policy holds back."""
        return self.server.address(DESK)

    @contextmanager
    def spare(self) -> Iterator[str]:
        """The name of a copy of the database as it is now, to write to; gone afterwards."""
        tell("copying the database …")
        self.server.drop_database(SPARE)
        self.server.create_database(SPARE, DESK)
        try:
            yield SPARE
        finally:
            self.server.drop_database(SPARE)


def _stamp() -> str:
    digest = hashlib.sha256(files.database_of(10_000).stem.encode())
    for pattern in _MAKERS:
        for source in sorted(_ROOT.glob(pattern)):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:10]


@contextmanager
def serving(rows: int) -> Iterator[Served]:
    """A server with that many customers, which whoever changes them leaves changed."""
    folder = files.folder() / f"server-{rows}-{_stamp()}"
    if not folder.exists():
        for old in files.folder().glob(f"server-{rows}-*"):
            shutil.rmtree(old)
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        make_data(partial)
        with _started(partial) as server:
            _fill(server, rows)
        partial.rename(folder)
    with _started(folder) as server:
        yield Served(server)


@contextmanager
def _started(folder: Path) -> Iterator[Server]:
    server = Server(folder, free_port(), _SETTINGS)
    server.start()
    try:
        yield server
    finally:
        server.shut_down()


def _fill(server: Server, rows: int) -> None:
    started = time.monotonic()
    tell(f"copying {rows:,} customers to a server …")
    server.create_database(DESK)
    copy_to_server(files.database_of(rows), server.address(DESK))
    server.execute("VACUUM (ANALYZE)", DESK)
    server.execute("CHECKPOINT")
    size = server.execute(f"SELECT pg_database_size('{DESK}') / 1048576")[0][0]
    tell(f"copied in {time.monotonic() - started:.0f} s, {size:,} MB")
