"""What the command line does with shared databases: make, fill, fetch and upgrade them, and set passwords there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from app.terminal import Progress, asked, told

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from app.models.servers import ServerAddress
    from app.services.logins import Administrator

_ADMIN, _PASSWORD = "DESKBOOK_ADMIN", "DESKBOOK_NEW_PASSWORD"


def create(address: ServerAddress, options: argparse.Namespace) -> None:
    """Make the tables in an empty database."""
    from app.services.shared import new_shared

    is_new = new_shared(address, options.company, administrator=_first_administrator)
    print(
        f"{address} is ready{': one operating company, the pick lists, roles and an administrator' if is_new else ''}."
    )


def _first_administrator() -> Administrator:
    from app.services.logins import Administrator

    return Administrator(told(_ADMIN, "Sign-in name of the first administrator"), _new_password())


def _new_password() -> str:
    typed = told(_PASSWORD, "New password", secretly=True)
    if not os.environ.get(_PASSWORD) and typed != asked("The same again", secretly=True):
        raise SystemExit("These are two passwords. Nothing was changed; try again.")
    return typed


def set_password(address: ServerAddress, options: argparse.Namespace) -> None:
    """Give somebody another password."""
    from app.services.logins import change_password

    if options.person is None:
        raise SystemExit("deskbook server password ADDRESS --person NAME: whose password is it?")
    change_password(address, options.person, _new_password())
    print(f"{options.person} signs in to {address.database} with the new password from now on.")


def copy(address: ServerAddress, path: Path) -> None:
    """Put all that a file holds into an empty database."""
    from app.services.copying import copy_to_server

    with Progress("Copying") as on_progress:
        rows = copy_to_server(path, address, on_progress)
    print(f"Copied {path} to {address}: {rows:,} rows, read back and compared. The file stays as it is.")


def fetch(address: ServerAddress, path: Path, *, encrypts: bool) -> None:
    """Put what this person may see into a new file."""
    from app.services.copying import copy_to_file

    key = _kept_key(path) if encrypts else None
    with Progress("Copying") as on_progress:
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


def upgrade(address: ServerAddress, options: argparse.Namespace) -> None:
    """Bring a database up to date, and say before how long that takes."""
    from app.services.shared import plan_upgrade, upgrade_shared

    plan = plan_upgrade(address)
    if plan.steps:
        print(f"{address}: {_counted(len(plan.steps), 'step')} to take, in {_roughly(plan.seconds())} at most.")
        print("Until then nobody else can save in it. Cut off, the same command goes on from there.", flush=True)
    with Progress("Upgrading") as on_progress:
        taken = upgrade_shared(address, on_progress)
    print(f"Upgraded {address}." if taken else f"{address} is up to date.")


def _counted(many: int, what: str) -> str:
    return f"{many:,} {what}{'s' * (many != 1)}"


def _roughly(seconds: int) -> str:
    return _counted(seconds, "second") if seconds < 60 else _counted(-(-seconds // 60), "minute")
