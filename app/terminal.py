"""What is said and asked on a terminal, where there is one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

_PROGRESS_SECONDS = 0.1


class Progress:
    """One line that says how far a command is; nothing where nobody reads along."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._next = 0.0

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def __exit__(self, *failure: object) -> None:
        if self._shown and self._next:
            print(f"\r{' ' * (len(self._label) + 7)}\r", end="", file=sys.stderr, flush=True)

    def _show(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + _PROGRESS_SECONDS
            print(f"\r{self._label}: {100 * done // max(total, 1)} %", end="", file=sys.stderr, flush=True)


def tell(sentence: str) -> None:
    """Say what is no answer of a command: on standard error."""
    print(sentence, file=sys.stderr)


def is_attended() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked(question: str, *, secretly: bool = False) -> str:
    """What somebody types; a secret is not shown while they do."""
    if not secretly:
        return input(f"{question}: ")
    from getpass import getpass

    return getpass(f"{question}: ")


def told(variable: str, question: str, *, secretly: bool = False) -> str:
    """What an environment variable says or, where it says nothing, somebody types.

    Raises:
        SystemExit: there is nobody to be asked.
    """
    if said := os.environ.get(variable):
        return said
    if not is_attended():
        raise SystemExit(f"{question}? Say it in the environment variable {variable}, or ask in a terminal.")
    return asked(question, secretly=secretly)
