"""A connection in the place of one that was lost; the session before it is ended first.

A server may not have noticed that a client is gone: the session goes on, keeps what it has locked, and may even get to
commit what reaches it late. Whoever comes after it wants to know for sure what became of it, and to go on.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import psycopg

from app.errors import ServerError, ServerProblem
from app.models.servers import ServerAddress
from app.store import passwords, servers
from app.store.attended import AttendedConnection

_END_MS = 5_000

_SESSION = "FROM pg_stat_activity WHERE application_name = %s AND usename = current_user"
_END = f"SELECT pg_terminate_backend(pid, {_END_MS}) {_SESSION}"
_LEFT = f"SELECT count(*) {_SESSION}"
"""Whoever signs in may end sessions of their own. After a server took over for another there is none."""


class Succession:
    """Makes the connections of one engine, each under a name of its own, by which the next finds its session."""

    def __init__(
        self, address: ServerAddress, settings: Mapping[str, str], kind: type[AttendedConnection] = AttendedConnection
    ) -> None:
        self._address, self._settings, self._kind = address, settings, kind
        self._before = ""

    def connect(self) -> AttendedConnection:
        """The next connection, with the password that this process was told.

        Raises:
            ServerError: there is none, or the one before can't be ended yet.
        """
        name = f"{servers.NAME} {secrets.token_hex(6)}"
        password = passwords.password_for(self._address) or ""
        connection = servers.connect(self._address, password, self._settings, name=name, kind=self._kind)
        if self._before:
            self._end_before(connection)
        self._before = name
        return connection

    def _end_before(self, connection: AttendedConnection) -> None:
        try:
            connection.execute(_END, [self._before])
            connection.commit()  # within one transaction the list of sessions stays as it was
            left = connection.execute(_LEFT, [self._before]).fetchone()
            connection.commit()
        except psycopg.Error as error:
            connection.close()
            raise servers.translated(error, self._address) from error
        if left != (0,):
            connection.close()
            raise ServerError(ServerProblem.LOST, self._address, "the session before can't be ended yet")
