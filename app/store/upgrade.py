"""Bringing an older file to today's shape, with a copy of what it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from app.errors import FileError, FileProblem
from app.store import partials, passphrases, sqlite
from app.store.backups import copy_database
from app.store.database import held_alone, stored_revision
from app.store.migrations import SCRIPTS, migrate, newest_revision
from app.store.revisions import problem_of_file


def upgrade_database(
    path: Path, scripts: Path = SCRIPTS, fill: Callable[[sa.Connection], None] = lambda connection: None
) -> Path | None:
    """Bring the file to the newest revision, wholly or not at all, after copying it to a name beside it.

    Args:
        path: the file, which nobody else may have open.
        scripts: the folder of the migrations.
        fill: adds to its records what newer ones were made with.

    Returns:
        The copy, or None if there was nothing to do.

    Raises:
        FileError: it can't be upgraded: `LOCKED` where somebody has it open, `NEWER` where another program wrote it.
    """
    sqlite.require_ours(path)
    if not sqlite.is_writable(path):
        raise FileError(FileProblem.READ_ONLY, path)
    newest = newest_revision(scripts)
    with held_alone(path) as connection:
        with connection.begin():
            revision = stored_revision(connection, path)
        problem = problem_of_file(revision, newest)
        if problem is None:
            return None
        if problem is not FileProblem.NEEDS_UPGRADE:
            raise FileError(problem, path, revision)
        copy = _copied(connection, path, newest)
        try:
            _upgrade(connection, path, scripts, fill)
        except BaseException:
            copy.unlink()  # the file is what it was
            passphrases.forget(copy)
            raise
    return copy


def _copied(connection: sa.Connection, path: Path, newest: str) -> Path:
    real = path.resolve()
    target = partials.free_name(real.with_name(f"{real.stem}.before-{newest}{real.suffix}"))
    with partials.written_beside(target, like=real) as partial:
        copy_database(connection.connection.driver_connection, path, partial, lambda done, total: None)
    passphrases.copy(path, target)
    return target


def _upgrade(connection: sa.Connection, path: Path, scripts: Path, fill: Callable[[sa.Connection], None]) -> None:
    """Run the migrations, and fill in what is new, in one transaction; foreign keys are not enforced in it, but must hold at its end."""
    with connection.begin():
        migrate(connection, scripts=scripts)
        fill(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise FileError(FileProblem.DAMAGED, path, f"foreign key {broken[0]} to {broken[2]}")
