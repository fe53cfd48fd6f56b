"""What the command line does with shared databases that are there already: fill, fetch and upgrade them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.models.servers import ServerAddress

Progress = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]
"""Makes a line that says how far something is, of what that is."""


def copy(address: ServerAddress, path: Path, progress: Progress) -> None:
    """Put all that a file holds into an empty database."""
    from app.services.copying import copy_to_server

    with progress("Copying") as on_progress:
        rows = copy_to_server(path, address, on_progress)
    print(f"Copied {path} to {address}: {rows:,} rows, read back and compared. The file stays as it is.")


def fetch(address: ServerAddress, path: Path, progress: Progress, *, encrypts: bool) -> None:
    """Put what this person may see into a new file."""
    from app.services.copying import copy_to_file

    key = _kept_key(path) if encrypts else None
    with progress("Copying") as on_progress:
        fetched = copy_to_file(address, path, key, on_progress)
    print(f"Copied {address} to {path}: {fetched.rows:,} rows, read back and compared. The database stays as it is.")
    if fetched.left_out:
        print(f"{_counted(fetched.left_out, 'reference')} to what you may not see: left empty.")


def _kept_key(path: Path) -> bytes:
    """The key of a copy, in the keyring before anything is written; it is shown, so that it can be printed."""
    from app.services.copying import key_for
    from app.services.encryption import keep_key, text_of

    key = key_for(path)
    keep_key(path, key)
    print(f"The recovery key of {path} is {text_of(key)}. Print it, and keep it where the file is not.")
    return key


def upgrade(address: ServerAddress, progress: Progress) -> None:
    """Bring a database up to date, and say before how long that takes."""
    from app.services.shared import plan_upgrade, upgrade_shared

    plan = plan_upgrade(address)
    if plan.steps:
        print(f"{address}: {_counted(len(plan.steps), 'step')} to take, in {_roughly(plan.seconds())} at most.")
        print("Until then nobody else can save in it. Cut off, the same command goes on from there.", flush=True)
    with progress("Upgrading") as on_progress:
        taken = upgrade_shared(address, on_progress)
    print(f"Upgraded {address}." if taken else f"{address} is up to date.")


def _counted(many: int, what: str) -> str:
    return f"{many:,} {what}{'s' * (many != 1)}"


def _roughly(seconds: int) -> str:
    return _counted(seconds, "second") if seconds < 60 else _counted(-(-seconds // 60), "minute")
