"""The system's keyring behind one small interface. Its calls block, and may open a window of the system's own.

Accounts are named by what they open, never by where it lies, so that a file may be moved; those of a server by who signs
in there, to whichever of its databases.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from app.errors import KeyringError, KeyringProblem
from app.models.servers import ServerAddress

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Deskbook"

_LEAST_PRIORITY = 1
"""Below it are what the library has for want of a keyring, and those that keep secrets in plain files."""


def find(account: str) -> str | None:
    """The secret that is kept under a name, None if there is none.

    Raises:
        KeyringError: this computer has no keyring, or it is locked.
    """
    with _translating():
        return _keyring().get_password(SERVICE, account)


def keep(account: str, secret: str) -> None:
    """Keep a secret, and see that it can be read back.

    Raises:
        KeyringError: this computer has no keyring, it is locked, or it doesn't take it.
    """
    with _translating():
        keyring = _keyring()
        keyring.set_password(SERVICE, account, secret)
        if keyring.get_password(SERVICE, account) != secret:
            raise KeyringError(KeyringProblem.REFUSED)


def forget(account: str) -> None:
    """Keep a secret no longer; it may be gone already.

    Raises:
        KeyringError: this computer has no keyring, or it is locked.
    """
    from keyring.errors import PasswordDeleteError

    with _translating(), suppress(PasswordDeleteError):
        _keyring().delete_password(SERVICE, account)


def find_password(address: ServerAddress) -> str | None:
    """With what password somebody signs in at a server, None if it isn't kept.

    Raises:
        KeyringError: this computer has no keyring, or it is locked.
    """
    return find(_sign_in(address))


def keep_password(address: ServerAddress, password: str) -> None:
    """Keep the password of somebody at a server.

    Raises:
        KeyringError: this computer has no keyring, it is locked, or it doesn't take it.
    """
    keep(_sign_in(address), password)


def forget_password(address: ServerAddress) -> None:
    """Keep it no longer; it may be gone already.

    Raises:
        KeyringError: this computer has no keyring, or it is locked.
    """
    forget(_sign_in(address))


def _sign_in(address: ServerAddress) -> str:
    return f"{address.user}@{','.join(f'{host.name.lower()}:{host.port}' for host in address.hosts)}"


def problem() -> KeyringProblem | None:
    """Why the keyring can't be used; None if it can."""
    try:
        find("")
    except KeyringError as error:
        return error.problem
    return None


def _keyring() -> KeyringBackend:
    import keyring

    found = keyring.get_keyring()
    if found.priority < _LEAST_PRIORITY:
        raise KeyringError(KeyringProblem.NONE)
    return found


@contextmanager
def _translating() -> Iterator[None]:
    import keyring.errors

    try:
        yield
    except keyring.errors.NoKeyringError as error:
        raise KeyringError(KeyringProblem.NONE) from error
    except (keyring.errors.KeyringLocked, keyring.errors.InitError) as error:
        raise KeyringError(KeyringProblem.LOCKED) from error
    except keyring.errors.KeyringError as error:
        raise KeyringError(KeyringProblem.REFUSED) from error
