"""Whether a database is one to be made ours, before anything is made in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import psycopg

from app.errors import ServerError, ServerProblem
from app.models.servers import ServerAddress
from app.store.servers import connect, probe, translated


class Ground(StrEnum):
    """What is there already."""

    EMPTY = "empty"
    BEGUN = "begun"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found.

    Attributes:
        host: which of several answered.
        version: of the server, as it says it.
    """

    ground: Ground
    host: str
    version: str
    is_encrypted: bool


_MAY_BEGIN = """
SELECT pg_has_role(d.datdba, 'USAGE') AND (SELECT r.rolcreaterole OR r.rolsuper FROM pg_roles r WHERE r.rolname = current_user),
EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
FROM pg_database d WHERE d.datname = current_database()
"""
"""To make something in it is not enough: only its owner keeps others from connecting."""


def survey(address: ServerAddress, password: str) -> Survey:
    """Look at a database that is to be made ours; nothing is changed.

    Raises:
        ServerError: nobody gets in, this person may make nothing in it, or what is there can't be worked with.
    """
    ground = _found(address, password)
    with connect(address, password) as connection:
        if ground is not Ground.READY:
            _require_means(connection, address)
        version = connection.info.parameter_status("server_version") or ""
        is_encrypted = bool(connection.pgconn.ssl_in_use)
        return Survey(ground, connection.info.host, version.partition(" ")[0], is_encrypted)


def _found(address: ServerAddress, password: str) -> Ground:
    try:
        probe(address, password)
    except ServerError as error:
        if error.problem is ServerProblem.NOT_OURS:
            return Ground.EMPTY
        if error.problem is ServerProblem.UNFINISHED:
            return Ground.BEGUN
        raise
    return Ground.READY


def _require_means(connection: psycopg.Connection[tuple[object, ...]], address: ServerAddress) -> None:
    try:
        row = connection.execute(_MAY_BEGIN).fetchone()
    except psycopg.Error as error:
        raise translated(error, address) from error
    may_create, has_trigrams = row or (False, False)
    if not has_trigrams:
        raise ServerError(ServerProblem.NO_TRIGRAMS, address)
    if not may_create:
        raise ServerError(ServerProblem.NO_RIGHTS, address)
