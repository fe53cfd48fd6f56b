"""Turning a file's encryption on and off: the other form is written beside it, compared, and given its name at once.

Killed at any moment, there is one whole file under the name, in the old form or the new one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlcipher3 import dbapi2

from app.errors import FileError, FileProblem
from app.store import keys, partials, sqlite
from app.store.backups import Progress, require_same_rows, row_counts
from app.store.connecting import CHECKSUM, uri_of
from app.store.database import held_alone
from app.store.failures import translating

_STEPS = 100_000
"""Of the library's machine between two looks at how far it is: some milliseconds."""

_COPY_SHARE = 0.7
"""Of the whole work; the rest is reading back."""

_SCALE = 1000
_LOOK_SECONDS = 0.1


def convert(path: Path, key: bytes | None, on_progress: Progress) -> None:
    """Encrypt a plain file under a new key or, without one, decrypt an encrypted file.

    Args:
        path: the file; windows that have it open are asked to let go.
        key: must be kept somewhere already: after this nothing opens the file without it.
        on_progress: hears how much of how much is done; whatever it raises leaves the file as it was.

    Raises:
        FileError: it can't be used, is in that form already, or somebody keeps it open.
    """
    sqlite.require_ours(path)
    real = path.resolve()
    if not sqlite.is_writable(real):
        raise FileError(FileProblem.READ_ONLY, path)
    if key is not None:
        keys.remember(key)
    with partials.temporary_beside(real, like=real) as partial:
        with held_alone(real, lambda: on_progress(0, _SCALE)) as connection:
            raw = connection.connection.driver_connection
            rows = row_counts(raw)
            _export(raw, real, partial, key, on_progress)
            partials.make_durable(partial)
            _watched(lambda: require_same_rows(partial, rows, real), on_progress)
            on_progress(_SCALE, _SCALE)  # the last moment to stop it
            if sys.platform != "win32":  # there nobody can rename an open file, not even over it
                partials.put_over(partial, real)
        if partial.exists():
            partials.put_over(partial, real)


def _export(connection: Any, path: Path, target: Path, key: bytes | None, on_progress: Progress) -> None:
    """The backup interface goes from encrypted to encrypted only; this one copies table by table."""
    failure: list[BaseException] = []
    size, next_look = max(1, path.stat().st_size), 0.0

    def look() -> int:
        nonlocal next_look
        if time.monotonic() < next_look:
            return 0
        next_look = time.monotonic() + _LOOK_SECONDS
        try:
            share = min(1.0, target.stat().st_size / size)
            on_progress(round(_SCALE * _COPY_SHARE * share), _SCALE)
        except BaseException as error:  # noqa: BLE001 - it comes out again below
            failure.append(error)
        return 1 if failure else 0

    literal = "" if key is None else keys.as_pragma(key)
    connection.execute("ATTACH ? AS target KEY ?", (uri_of(target, "mode=rw"), literal))
    connection.set_progress_handler(look, _STEPS)
    is_whole = False
    try:
        with translating(target):
            for pragma in (CHECKSUM, "journal_mode=OFF", "synchronous=OFF", "cache_size=-64000"):
                connection.execute(f"PRAGMA target.{pragma}")
            connection.execute("SELECT sqlcipher_export('target')").fetchall()
            connection.execute(f"PRAGMA target.application_id={sqlite.APPLICATION_ID}")
        is_whole = True
    except dbapi2.Error:
        if not failure:
            raise
    finally:
        connection.set_progress_handler(None, 0)
        # letting go of a part, SQLite may say that it is damaged, in place of what went wrong
        with nullcontext() if is_whole else suppress(dbapi2.Error):
            connection.execute("DETACH target")
    if failure:
        raise failure[0]


def _watched(check: Callable[[], None], on_progress: Progress) -> None:
    """Do what has no steps of its own in another thread, so that the person can still stop it."""
    done, failure = Event(), []

    def work() -> None:
        try:
            check()
        except BaseException as error:  # noqa: BLE001 - it comes out again below
            failure.append(error)
        finally:
            done.set()

    Thread(target=work, daemon=True).start()
    while not done.wait(_LOOK_SECONDS):
        on_progress(round(_SCALE * _COPY_SHARE), _SCALE)
    if failure:
        raise failure[0]
