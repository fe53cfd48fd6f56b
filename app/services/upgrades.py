"""Bringing a file of an older version of the program up to date."""

from __future__ import annotations

from pathlib import Path

from app.services.delivered import add_missing
from app.store.upgrade import upgrade_database


def upgrade_file(path: Path) -> Path | None:
    """Upgrade the file, wholly or not at all, and return the copy of what it was; None if it was up to date.

    Raises:
        FileError: somebody has it open, a newer program wrote it, or it can't be used.
    """
    return upgrade_database(path, fill=add_missing)
