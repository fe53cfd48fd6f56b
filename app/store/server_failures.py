"""What psycopg's errors mean for the people at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import sqlalchemy as sa

from app.errors import (
    AppError,
    CancelledError,
    InvalidRecordError,
    NotAllowedError,
    Problem,
    ServerError,
    ServerProblem,
    StillNamedError,
)
from app.models.catalogue import RECORD_TYPES
from app.models.fields import item_type
from app.models.rights import Act
from app.models.servers import ServerAddress
from app.store.attended import OverdueError
from app.store.gate import CODES
from app.store.guard.quoting import NO_LOGIN
from app.store.libpq import code_in

_PROBLEMS = {
    "28P01": ServerProblem.WRONG_PASSWORD,
    "28000": ServerProblem.NOT_ADMITTED,
    "3D000": ServerProblem.NO_DATABASE,
    "42501": ServerProblem.NO_RIGHTS,
    "25006": ServerProblem.READ_ONLY,
    "53100": ServerProblem.DISK_FULL,
    "53300": ServerProblem.TOO_MANY,
    "57P01": ServerProblem.STOPPED,
    "57P02": ServerProblem.STOPPED,
    "57P03": ServerProblem.STOPPED,
    "57P04": ServerProblem.NO_DATABASE,
    "55P03": ServerProblem.BUSY,
    "40P01": ServerProblem.BUSY,
    "57P05": ServerProblem.LOST,
    "25P03": ServerProblem.LOST,
    "25P04": ServerProblem.LOST,
    **CODES,
}
"""By the server's code; what it means is the same in every language."""

_NOT_NOW = "55000"
"""While a connection begins: the database takes none."""

_LOST_CLASS = "08"
_CANCELLED = "57014"

_NOT_PERMITTED = "42501"
_ACTS = {"INSERT": Act.ADD, "UPDATE": Act.EDIT, "DELETE": Act.PURGE}

_WORDS = {
    "could not translate host name": ServerProblem.WRONG_HOST,
    "could not parse network address": ServerProblem.WRONG_HOST,
    "Is the server running on that host": ServerProblem.REFUSED,
    "invalid response to SSL negotiation": ServerProblem.REFUSED,
    "expected authentication request from server": ServerProblem.REFUSED,
    "timeout expired": ServerProblem.TIMED_OUT,
    "server does not support SSL": ServerProblem.NO_TLS,
    "does not match host name": ServerProblem.OTHER_NAME,
    "private key file": ServerProblem.OWN_CERTIFICATE,
    "could not open certificate file": ServerProblem.OWN_CERTIFICATE,
    "could not read certificate file": ServerProblem.OWN_CERTIFICATE,
    "certificate": ServerProblem.CERTIFICATE,
    "session is read-only": ServerProblem.READ_ONLY,
    "server is in hot standby mode": ServerProblem.READ_ONLY,
    "no password supplied": ServerProblem.WRONG_PASSWORD,
}
"""The library's own words; the one that comes with psycopg was built to know English only."""

_POOLERS = "08P01"
_POOLERS_WORDS = {
    "unsupported startup parameter": ServerProblem.POOLED,
    "statement pooling mode": ServerProblem.POOLED,
    "authentication failed": ServerProblem.WRONG_PASSWORD,
    "no such user": ServerProblem.WRONG_PASSWORD,
    "no such database": ServerProblem.NO_DATABASE,
}
"""Where PgBouncer stands between, it has one code for all that it refuses, and English words."""

_ALERT = re.compile(r"SSL error: .*alert .*(certificate|unknown ca|decrypt error)")
"""What the server said of our certificate: alerts that come to us are all of the server's."""

_BY_PASSWORD = re.compile(r"\sLOCATION:  auth_failed, ")
"""Where in the server's source it refuses what was sent, be it a directory that knows the passwords: those refusals have the
same code as one of a login that was stopped."""

_UNRESOLVED = "failed to resolve host"
"""Psycopg's own, before it asks the library."""


def translated(error: Exception, address: ServerAddress | None) -> Exception:
    """The failure as one of ours if it is the world's fault, else the error itself."""
    original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(original, ServerError) and original.address is None:  # raised by who only had a connection
        return ServerError(original.problem, address, original.detail)
    if isinstance(original, OverdueError):
        return ServerError(ServerProblem.TOO_LONG, address, str(original))
    if not isinstance(original, psycopg.Error):
        return error
    if original.sqlstate == _CANCELLED:
        return CancelledError()
    if isinstance(original, psycopg.errors.UniqueViolation):
        return _in_use(original) or error
    if isinstance(original, psycopg.errors.ForeignKeyViolation):
        return StillNamedError() if _is_deletion(error) else _purged(original) or error
    if original.sqlstate == NO_LOGIN:
        return InvalidRecordError((Problem("sign_in", original.diag.message_primary or NO_LOGIN),))
    if original.sqlstate == _NOT_PERMITTED and isinstance(error, sa.exc.DBAPIError) and error.statement:
        return _refused(error.statement) or ServerError(ServerProblem.NO_RIGHTS, address, str(original))
    problem = _problem_of(original)
    return ServerError(problem, address, str(original)) if problem else error


def _in_use(error: psycopg.errors.UniqueViolation) -> InvalidRecordError | None:
    """Somebody else took the value in the same moment; who, is not said."""
    table, constraint = error.diag.table_name, error.diag.constraint_name or ""
    record_type = RECORD_TYPES.get(table or "")
    for alone in record_type.alone if record_type else ():
        if constraint == f"uq_{table}_{alone.name}":
            return InvalidRecordError((Problem(alone.field, "just_taken"),))
    return None


def _purged(error: psycopg.errors.ForeignKeyViolation) -> InvalidRecordError | None:
    """What was to be referred to was purged in the same moment."""
    problem = dict(_references()).get(error.diag.constraint_name or "")
    return InvalidRecordError((problem,)) if problem else None


def _is_deletion(error: Exception) -> bool:
    return isinstance(error, sa.exc.DBAPIError) and (error.statement or "").startswith("DELETE")


def _references() -> Iterator[tuple[str, Problem]]:
    """What holds each reference that people can make, and what to say where it leads to nothing."""
    for record_type in RECORD_TYPES.values():
        for field in record_type.value_fields:
            if field.refers_to:
                yield f"fk_{record_type.name}_{field.name}", Problem(field.name, "purged")
        for field in record_type.item_fields:
            child = item_type(field)
            for part in child.value_fields:
                if part.refers_to:
                    yield f"fk_{child.name}_{part.name}", Problem(field.name, "purged", part=part.name)


def _refused(statement: str) -> NotAllowedError | None:
    """What the server didn't let somebody do who is signed in, if it is about records."""
    words = statement.replace('"', "").split()
    act = _ACTS.get(words[0].upper(), Act.VIEW)
    named = next((word for word in words[1:] if word in RECORD_TYPES), "")
    return NotAllowedError(act, named) if named else None


def _problem_of(error: psycopg.Error) -> ServerProblem | None:
    if error.sqlstate is not None:
        return _by_pooler(error.sqlstate, str(error)) or by_code(error.sqlstate)
    if not isinstance(error, psycopg.OperationalError):
        return None
    if isinstance(error, psycopg.errors.ConnectionTimeout):
        return ServerProblem.TIMED_OUT
    if _UNRESOLVED in str(error):
        return ServerProblem.WRONG_HOST
    return of_refusal(str(error), error.pgconn) if error.pgconn is not None else ServerProblem.LOST


def _by_pooler(code: str, message: str) -> ServerProblem | None:
    found = (problem for words, problem in _POOLERS_WORDS.items() if words in message)
    return next(found, None) if code == _POOLERS else None


def by_code(code: str) -> ServerProblem | None:
    """What a server's code means."""
    return ServerProblem.LOST if code.startswith(_LOST_CLASS) else _PROBLEMS.get(code)


def of_refusal(message: str, connection: psycopg.pq.abc.PGconn) -> ServerProblem:
    """What it means that no connection came about.

    Args:
        message: what the library says of it, with the server's code if it was asked for.
        connection: what became of it.
    """
    code = code_in(message)
    if code == _NOT_NOW:
        return ServerProblem.NOT_ADMITTED
    if code:
        problem = _by_pooler(code, message) or by_code(code) or ServerProblem.LOST
        is_judged = connection.used_password and _BY_PASSWORD.search(message)
        return ServerProblem.WRONG_PASSWORD if is_judged and problem is ServerProblem.NOT_ADMITTED else problem
    if _ALERT.search(message):
        return ServerProblem.OWN_CERTIFICATE
    for words, problem in _WORDS.items():
        if words in message:
            return problem
    # Words of the server, in whatever language: most likely about what was just sent.
    return ServerProblem.WRONG_PASSWORD if connection.used_password else ServerProblem.LOST


SILENT = (ServerProblem.WRONG_HOST, ServerProblem.TIMED_OUT, ServerProblem.REFUSED, ServerProblem.LOST)


def most_telling(failures: list[AppError]) -> AppError:
    """Which failure to tell of, if each of several hosts had one: that of a host which answered."""
    answers = [error for error in failures if isinstance(error, ServerError) and error.problem not in SILENT]
    return (answers or failures)[0]
