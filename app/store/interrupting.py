"""Stopping a statement on a server: by a connection of its own, which may take as long as the way there, or for ever."""

from __future__ import annotations

from contextlib import suppress
from threading import Event, Lock, Thread

import psycopg

from app.store.attended import AttendedConnection

_GRACE_SECONDS = 0.15
"""What ends by itself so soon need not be stopped, which takes about as long."""

_PATIENCE_SECONDS = 5.0


class Interrupter:
    """Stops what runs on one connection, at the wish of a thread that must not wait for it."""

    def __init__(self, connection: AttendedConnection) -> None:
        self._connection = connection
        self._lock = Lock()
        self._ended = Event()
        self._thread: Thread | None = None

    def __call__(self) -> None:
        """Have it stopped; returns at once. While that is under way, asking again changes nothing."""
        with self._lock:
            is_under_way = self._thread is not None and self._thread.is_alive()
            if not is_under_way and not self._ended.is_set():
                self._thread = Thread(target=self._cancel, name="cancel", daemon=True)
                self._thread.start()

    def give_up(self) -> None:
        """Have whoever waits for the server wait no longer; the connection is of no use after it."""
        self._connection.is_given_up = True

    def settle(self) -> None:
        """The work is over: wait for what was to stop it, so that it doesn't hit the next."""
        with self._lock:
            self._ended.set()
        if self._thread is not None:
            self._thread.join()
        self._connection.is_stopped = False

    def _cancel(self) -> None:
        if not self._ended.wait(_GRACE_SECONDS):
            self._connection.is_stopped = True
            with suppress(psycopg.Error, OSError):  # then the statement goes on to its end
                self._connection.cancel_safe(timeout=_PATIENCE_SECONDS)
