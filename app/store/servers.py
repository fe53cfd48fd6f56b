"""Connections to a shared database, and what can be said of one before it is opened. Blocks; never for a window's thread."""

from __future__ import annotations

import re
import selectors
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import Any

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from app.errors import AppError, ServerError, ServerProblem
from app.models.servers import Host, ServerAddress, Tls
from app.store.attended import AT_WORK, AttendedConnection, BriefConnection
from app.store.database import REVISION
from app.store.gate import LOCK, SETTING
from app.store.guard.quoting import SCHEMA
from app.store.libpq import say_codes
from app.store.revisions import problem_of_server
from app.store.server_failures import SILENT, most_telling, of_refusal, translated
from app.store.trusted import trusted_by_computer

__all__ = ["ServerFacts", "connect", "connect_arguments", "probe", "translated"]

PATIENCE_SECONDS = 5
"""For each host to answer, and again for each further step of signing in: half a second of latency makes six seconds of it."""

_MOST_SECONDS = 30

NAME = "Deskbook"
"""How those who look after the server find us in the list of its sessions."""

_LOCATION = re.compile(r"\s+LOCATION: .*", re.DOTALL)
"""Where in the server's source a refusal was written: it comes with its code, and is of no use."""

_WAITS = {
    pq.PollingStatus.READING: selectors.EVENT_READ,
    pq.PollingStatus.WRITING: selectors.EVENT_WRITE,
}


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What a database of ours is like that can be worked with.

    Attributes:
        version: of the server, as it says it.
        host: which of several answered.
        is_encrypted: whether nobody between can read along.
        revision: the newest migration that the database has seen.
    """

    version: str
    host: str
    is_encrypted: bool
    revision: str


def connect_arguments(
    address: ServerAddress, password: str, settings: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """What psycopg is to be called with; the settings are the server's, for this connection.

    Where the system can, it breaks a connection that has been dead for half a minute. The library ignores what it can't
    (tcp_user_timeout on Windows and macOS, keepalives_count on Windows); `AttendedConnection` finds out everywhere.
    """
    arguments: dict[str, Any] = {
        "host": ",".join(host.name for host in address.hosts),
        "port": ",".join(str(host.port) for host in address.hosts),
        "dbname": address.database,
        "user": address.user,
        "sslmode": str(address.tls),
        "gssencmode": "disable",
        "connect_timeout": PATIENCE_SECONDS,
        "application_name": NAME,
        "client_encoding": "UTF8",
        "keepalives": 1,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 4,
        "tcp_user_timeout": 30_000,
    }
    # Nothing is looked for where others make things: those would run as whoever calls them.
    all_settings = {"search_path": SCHEMA, **settings}
    arguments["options"] = " ".join(f"-c {name}={value}" for name, value in all_settings.items())
    if password:
        arguments["password"] = password
    if address.tls in (Tls.VERIFY_FULL, Tls.VERIFY_CA):
        arguments["sslrootcert"] = address.ca_file or trusted_by_computer()
    if len(address.hosts) > 1:
        arguments["target_session_attrs"] = "read-write"
    return arguments


def connect(
    address: ServerAddress,
    password: str,
    settings: Mapping[str, str] = MappingProxyType({}),
    *,
    name: str = NAME,
    kind: type[AttendedConnection] = AttendedConnection,
) -> AttendedConnection:
    """A connection to the first of the hosts that answers; of several, to the one that takes changes.

    Beside psycopg's own way, it finds out why a server refuses whatever language the server speaks, and that it doesn't
    answer any more.

    Args:
        address: of the database.
        password: "" for none.
        settings: the server's, for this connection.
        name: what the server's list of sessions shows.
        kind: of connection.

    Raises:
        ServerError: none of them lets this person in.
    """
    failures: list[AppError] = []
    arguments = {**connect_arguments(address, password, settings), "application_name": name}
    _require_plain(arguments, address)
    for host in address.hosts:
        try:
            raw = _begun_at(host, arguments, address)
        except ServerError as error:
            failures.append(error)
        else:
            connection = kind(raw)
            here = replace(address, hosts=(host,))
            connection.is_at_work = partial(_is_at_work, here, password, raw.backend_pid, name)
            return connection
    raise most_telling(failures)


def _is_at_work(address: ServerAddress, password: str, session: int, name: str) -> bool:
    """Whether the server is busy with what a session of this person asked; asked on a connection of its own."""
    try:
        raw = _begun(make_conninfo(**connect_arguments(address, password)), address)
        with BriefConnection(raw) as connection:
            row = connection.execute(AT_WORK, [session, name]).fetchone()
    except (ServerError, psycopg.Error) as error:  # a server that has no room for the question is there
        return isinstance(error, ServerError) and error.problem is ServerProblem.TOO_MANY
    return row is not None and bool(row[0])


def _require_plain(arguments: dict[str, Any], address: ServerAddress) -> None:
    """The library reads no further than to a NUL, and would go on with half of what was said."""
    for name, problem in {
        "host": ServerProblem.WRONG_HOST,
        "dbname": ServerProblem.NO_DATABASE,
        "user": ServerProblem.WRONG_PASSWORD,
        "password": ServerProblem.WRONG_PASSWORD,
        "sslrootcert": ServerProblem.CERTIFICATE,
    }.items():
        text = arguments.get(name, "")
        if "\0" in text or text != text.encode(errors="ignore").decode():
            raise ServerError(problem, address)


def _begun_at(host: Host, arguments: dict[str, Any], address: ServerAddress) -> pq.abc.PGconn:
    """One connection to the first of a host's network addresses that answers.

    The library would know them all, but waits for one that is silent as long as the system does, which may be minutes.
    """
    failures: list[AppError] = []
    for place in _places(host):
        try:
            here = {"host": host.name, "port": str(host.port), **place}
            return _begun(make_conninfo(**{**arguments, **here}), address)
        except ServerError as error:
            if error.problem not in SILENT:  # it is there, and would only be asked once more
                raise
            failures.append(error)
    raise failures[0]


def _places(host: Host) -> list[dict[str, str]]:
    """Where a host's name leads, as the library has it said; nowhere in particular, where it finds out itself."""
    try:
        found = socket.getaddrinfo(host.name, host.port, type=socket.SOCK_STREAM) if host.name else []
    except (OSError, UnicodeError):
        found = []
    return [{"hostaddr": str(each)} for each in dict.fromkeys(sockaddr[0] for *_, sockaddr in found)] or [{}]


def _begun(conninfo: str, address: ServerAddress) -> pq.abc.PGconn:
    """One connection to one host, ready for psycopg."""
    give_up = monotonic() + _MOST_SECONDS
    raw = pq.PGconn.connect_start(conninfo.encode())
    say_codes(raw, codes=True)
    while raw.status != pq.ConnStatus.BAD and (polled := raw.connect_poll()) != pq.PollingStatus.OK:
        if polled == pq.PollingStatus.FAILED:
            break
        patience = min(PATIENCE_SECONDS, give_up - monotonic())
        if not _waited(raw.socket, _WAITS[pq.PollingStatus(polled)], patience):
            raw.finish()
            raise ServerError(ServerProblem.TIMED_OUT, address)
    if raw.status != pq.ConnStatus.OK:
        message = raw.get_error_message()
        problem, has_judged = of_refusal(message, raw), bool(raw.used_password)
        raw.finish()
        raise ServerError(problem, address, _LOCATION.sub("", message), has_judged=has_judged)
    say_codes(raw, codes=False)
    raw.nonblocking = 1
    return raw


def _waited(descriptor: int, event: int, seconds: float) -> bool:
    """Whether something came in time."""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, event)
        return seconds > 0 and bool(selector.select(seconds))


_OUR_TABLES = """
SELECT current_setting(%s, true) IS NOT NULL, (
    SELECT namespace.nspname
    FROM pg_catalog.pg_class AS versions
    JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = versions.relnamespace
    WHERE versions.relname = 'alembic_version' AND EXISTS (
        SELECT FROM pg_catalog.pg_class AS changes
        WHERE changes.relname = 'change_field' AND changes.relnamespace = versions.relnamespace
    )
    LIMIT 1
)
"""
"""Whether the server was told what the connection was made with, and where our tables are.

The catalogue may be read by everybody, also by those who may read nothing else. Many programs keep a version so."""


def probe(address: ServerAddress, password: str) -> ServerFacts:
    """Whether this person can work with the database.

    Raises:
        ServerError: not as it is.
    """
    with connect(address, password, {SETTING: REVISION}) as connection:
        try:
            revision, is_free = _stored_revision(connection, address)
        except psycopg.Error as error:
            raise translated(error, address) from error
        problem = problem_of_server(revision, REVISION, is_held=not is_free)
        if problem is not None:
            raise ServerError(problem, address, revision)
        version = connection.info.parameter_status("server_version") or ""
        return ServerFacts(
            version.partition(" ")[0], connection.info.host, bool(connection.pgconn.ssl_in_use), revision
        )


def _stored_revision(connection: psycopg.Connection[tuple[Any, ...]], address: ServerAddress) -> tuple[str, bool]:
    """The newest migration that the database has seen, and whether nobody has it alone."""
    is_direct, schema = connection.execute(_OUR_TABLES, [SETTING]).fetchone() or (False, None)
    if not is_direct:
        raise ServerError(ServerProblem.POOLED, address)
    if schema is None:
        raise ServerError(ServerProblem.NOT_OURS, address)
    table = psycopg.sql.Identifier(schema, "alembic_version")
    free = psycopg.sql.Literal(LOCK)
    state = psycopg.sql.SQL("SELECT version_num, pg_try_advisory_xact_lock_shared({}) FROM {}").format(free, table)
    row = connection.execute(state).fetchone()
    if row is None or not isinstance(row[0], str):
        raise ServerError(ServerProblem.NOT_OURS, address)
    return row[0], bool(row[1])
