"""Putting a whole file in the place of another, which is kept beside it under another name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.errors import FileError, FileProblem
from app.store import locks, partials, passphrases, sqlite
from app.store.database import held_alone

_UNUSABLE = (FileProblem.NOT_OURS, FileProblem.DAMAGED, FileProblem.KEY_NEEDED)
"""What one restores over: a file that nobody can open any more."""


def replace_keeping(partial: Path, path: Path) -> Path:
    """Give a complete file the name of another while nobody else can open that, and return where that is now.

    Killed at any moment, there is the one or the other under the name, where the drive can give a file two names.

    Raises:
        FileError: somebody has the other one open; both are where they were then.
    """
    aside = partials.free_name(path.with_name(f"{path.stem}.before-restore{path.suffix}"))
    partials.make_durable(partial)
    with _alone(path):
        passphrases.copy(path, aside)
        try:
            partials.put_over_keeping(partial, path, aside)
        except BaseException:
            if not aside.exists():
                passphrases.forget(aside)
            raise
    return aside


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            sqlite.recognise(path)
            stack.enter_context(held_alone(path))
        except FileError as error:
            if error.problem not in _UNUSABLE:
                raise
            stack.enter_context(locks.unread(path))
        if sys.platform == "win32":
            stack.close()  # there nobody can rename an open file, which keeps out who opens it just now
        yield
