"""Bringing a file of an older version of the program up to date."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from app.models.image import CHARACTERS, IMAGE
from app.models.tables import table_of
from app.services.files import add_characters
from app.services.staff import SETUP, current_actor
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from app.store.upgrade import upgrade_database


def upgrade_file(path: Path) -> Path | None:
    """Upgrade the file, wholly or not at all, and return the copy of what it was; None if it was up to date.

    Raises:
        FileError: somebody has it open, a newer program wrote it, or it can't be used.
    """
    copy = upgrade_database(path)
    if copy is not None:
        _add_what_new_files_have(path)
    return copy


def _add_what_new_files_have(path: Path) -> None:
    """The drawn faces, for a file from before there were any; whoever moved them to the trash keeps them there."""
    table = table_of(IMAGE)
    with closing(open_database(path)) as database, database.writing() as connection:
        known = connection.execute(sa.select(table.c.id).where(table.c.category == CHARACTERS).limit(1)).first()
        if known is None:
            add_characters(UnitOfWork(connection, current_actor(connection, SETUP)))
