"""Who waits for what is done in the background, by number: a worker holds the number, and never whoever waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.errors import CancelledError

T = TypeVar("T")
Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that says why there is none."""

    error: Exception


@dataclass(frozen=True, slots=True)
class _Waiting:
    owner: QObject
    on_success: Callable[[Any], None]
    on_error: Failed | None
    on_doubt: Callable[[str], None] | None
    presses: bool


class Tickets:
    """Belongs to the GUI thread, but that workers look whether anybody waits for an answer still."""

    def __init__(self, unheard: Failed) -> None:
        """Begin with nobody.

        Args:
            unheard: gets the failures of which nobody asked to be told.
        """
        self._unheard = unheard
        self._numbers = count(1)
        self._waiting: dict[int, _Waiting] = {}

    def expect(
        self,
        owner: QObject,
        on_success: Callable[[T], None],
        on_error: Failed | None,
        on_doubt: Callable[[str], None] | None = None,
        *,
        presses: bool = False,
    ) -> int:
        """A ticket for an answer, which is given only if its owner lives by then.

        Args:
            presses: patient reads make way for what is waited for.
        """
        ticket = next(self._numbers)
        self._waiting[ticket] = _Waiting(owner, on_success, on_error, on_doubt, presses)
        return ticket

    def drop(self, ticket: int) -> None:
        """Nobody waits for that answer any more."""
        self._waiting.pop(ticket, None)

    def drop_all(self) -> None:
        """Nobody waits for anything any more."""
        self._waiting.clear()

    def is_waited_for(self, ticket: int) -> bool:
        """Whether anybody waits for that answer."""
        return ticket in self._waiting

    def is_anybody_waiting(self) -> bool:
        """Whether anything is without an answer still."""
        return bool(self._waiting)

    def is_pressed(self) -> bool:
        """Whether patient reads are to make way."""
        return any(waiting.presses for waiting in self._waiting.values())

    def doubt(self, ticket: int, mark: str) -> None:
        """Tell whoever waits that the answer takes a while, and is known by that mark then."""
        waiting = self._waiting.get(ticket)
        if waiting is not None and waiting.on_doubt is not None and isValid(waiting.owner):
            waiting.on_doubt(mark)

    def answer(self, ticket: int, answer: object) -> None:
        """Give the answer to whoever waits for it, or a `Failure`; that something was cancelled is told only if asked for."""
        waiting = self._waiting.pop(ticket, None)
        if waiting is None or not isValid(waiting.owner):
            return
        if not isinstance(answer, Failure):
            waiting.on_success(answer)
        elif waiting.on_error is not None:
            waiting.on_error(answer.error)
        elif not isinstance(answer.error, CancelledError):
            self._unheard(answer.error)
