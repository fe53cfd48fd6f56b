"""The one thing that psycopg leaves out of its library: have a server's refusals say their code.

While a connection begins, the library keeps nothing of a refusal but its words, which the server says in a language of
its own. Asked for verbose ones, it puts the code before the words.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from psycopg import pq

_NORMAL, _VERBOSE = 1, 2
_CODE = re.compile(r":  ([0-9A-Z]{5}): ")
"""Behind the severity, which is translated as well."""


def say_codes(connection: pq.abc.PGconn, *, codes: bool) -> None:
    """Have refusals that come on this connection begin with their code, or no longer; without the library's help, no."""
    set_verbosity = _set_verbosity()
    if set_verbosity is not None:
        pointer: int | None = getattr(connection, "pgconn_ptr", None)  # not part of its protocol
        set_verbosity(pointer, _VERBOSE if codes else _NORMAL)


def code_in(message: str) -> str:
    """The code that a refusal begins with; nothing if there is none."""
    found = _CODE.search(message)
    return found[1] if found else ""


@cache
def _set_verbosity() -> Callable[[int | None, int], int] | None:
    for library in _libraries():
        try:
            function = ctypes.CDLL(str(library)).PQsetErrorVerbosity
        except (OSError, AttributeError):
            continue
        function.argtypes, function.restype = [ctypes.c_void_p, ctypes.c_int], ctypes.c_int
        return function
    return None


def _libraries() -> Iterator[Path]:
    """Where psycopg has the library from: whatever its own module opened or, as on Windows, the file beside it."""
    if pq.__impl__ == "binary":
        module = Path(str(import_module("psycopg_binary.pq").__file__))
        yield module
        yield from module.parent.with_name("psycopg_binary.libs").glob("libpq*")
