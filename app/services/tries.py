"""Wrong passwords that were given to a server by this process, and how long it waits before it gives another.

Only a server can keep somebody from guessing who comes with a program of their own (docs/security.md).
"""

from __future__ import annotations

from time import monotonic

from app.errors import ServerError, ServerProblem
from app.models.pauses import pause_after_try
from app.models.servers import ServerAddress

_Who = tuple[object, ...]

_wrong: dict[_Who, tuple[int, float]] = {}
"""How many in a row, and until when nothing is tried; by whose password it is, however often a dialog is opened anew."""


def note_failure(address: ServerAddress, error: Exception) -> None:
    """Have whoever signs in there wait, if it was a wrong password that kept them out."""
    if isinstance(error, ServerError) and error.problem is ServerProblem.WRONG_PASSWORD:
        failures = _wrong.get(_who(address), (0, 0.0))[0] + 1
        _wrong[_who(address)] = failures, monotonic() + pause_after_try(failures)


def note_success(address: ServerAddress) -> None:
    """They are in: the next mistake is their first again."""
    _wrong.pop(_who(address), None)


def seconds_left(address: ServerAddress) -> float:
    """For how long nobody can try to sign in there; 0 if they can."""
    return max(_wrong.get(_who(address), (0, 0.0))[1] - monotonic(), 0.0)


def _who(address: ServerAddress) -> _Who:
    return address.hosts, address.database, address.user
