"""A connection that finds out when nobody answers any more, on every system and through whatever stands between.

The network often says nothing of it: a firewall that forgot a connection drops what belongs to it, and something that
hands on (a tunnel, a load balancer) acknowledges what never arrives. Keepalives and time-outs of the system help in some of
these cases on some systems. So whoever has waited for long asks the server itself, on another connection, whether it is at
work on what was asked.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.waiting import Wait

T = TypeVar("T")

SILENCE_SECONDS = 10.0
"""After so long without a sign of life the server is asked; a statement that takes longer goes on if it says that it does."""

_LATE = 0.1
"""So much of that time is waited for an answer that must be on its way, since the server says that it has done its part."""

LOOK_SECONDS = 0.1
"""How often whoever waits looks up from it."""

AT_WORK = (
    "SELECT state = 'disabled' OR (state = 'active' AND coalesce(wait_event, '') NOT IN ('ClientRead', 'ClientWrite'))"
    " FROM pg_stat_activity WHERE pid = %s AND application_name = %s AND datname = current_database()"
)
"""A session that waits for us while we wait for it has been cut off. A server may have been told to keep no account of it."""


class OverdueError(psycopg.OperationalError):
    """The server stopped a statement that nobody here wanted stopped: it took longer than somebody over there lets it."""


class AttendedConnection(psycopg.Connection[tuple[Any, ...]]):
    """Psycopg's own, but that nobody waits on it for ever.

    Attributes:
        is_at_work: asks the server whether it is busy with what was asked here; blocks for some seconds at most.
        is_stopped: set by another thread that has the server stop what it is at, until nobody asks anything more for that.
        is_given_up: set by another thread that needs the one that waits, since the program ends.
    """

    is_at_work: Callable[[], bool] = staticmethod(lambda: True)
    is_stopped = False
    is_given_up = False

    def require_unstopped(self) -> None:
        """Begin nothing more once it is to stop: from far away the server hears of that when it has answered already.

        Raises:
            QueryCanceled: it is.
        """
        if self.is_stopped:
            raise psycopg.errors.QueryCanceled("stopped before it was asked")

    def wait(self, gen: PQGen[T], interval: float = LOOK_SECONDS, timeout: float | None = None) -> T:
        """Wait as psycopg does, minding how long it has been silent; what is only made ready to be sent needs no wait."""
        try:
            wanted = next(gen)
            return super().wait(self._attended(gen, wanted), min(interval, LOOK_SECONDS), timeout)
        except StopIteration as end:
            answer: T = end.value
            return answer
        except psycopg.errors.QueryCanceled as error:
            if self.is_stopped:
                raise
            raise OverdueError(str(error)) from error

    def _attended(self, gen: PQGen[T], wanted: Wait) -> PQGen[T]:
        """The same steps, with a look at the clock where psycopg says that nothing has come.

        What was asked may be done just while the server is asked about it: its answer is then on the way, and waited for.
        """
        heard, is_left = monotonic(), False
        try:
            while True:
                ready = yield wanted
                if ready:
                    heard, is_left = monotonic(), False
                elif self.is_given_up or (is_left and monotonic() - heard > SILENCE_SECONDS * _LATE):
                    raise self._broken()
                elif monotonic() - heard > SILENCE_SECONDS:
                    is_left = not self.is_at_work()
                    heard = monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            answer: T = end.value
            return answer

    def _broken(self) -> psycopg.OperationalError:
        """Let the connection go, so that everybody sees that it is of no use, and say so."""
        self.pgconn.finish()
        return psycopg.OperationalError("the server does not answer")


class BriefConnection(psycopg.Connection[tuple[Any, ...]]):
    """For a question or two: whoever doesn't answer in some seconds doesn't."""

    patience = 5.0

    def wait(self, gen: PQGen[T], interval: float = LOOK_SECONDS, timeout: float | None = None) -> T:
        """Wait as psycopg does, but not for long."""
        return super().wait(gen, interval, self.patience if timeout is None else timeout)
