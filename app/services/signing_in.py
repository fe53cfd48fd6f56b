"""Signing in again to a database that is open: whether that takes a password, and whether it is the right one. Blocks."""

from __future__ import annotations

import secrets
from hmac import compare_digest
from pathlib import Path

from app.errors import ServerError, ServerProblem
from app.models.servers import Place, ServerAddress
from app.store import passwords, unlocking
from app.store.servers import probe


def has_sessions(place: Place) -> bool:
    """Whether one signs in there: to a shared database, and to a file that a passphrase opens."""
    if isinstance(place, Path):
        return unlocking.is_encrypted(place) and unlocking.has_passphrase(place)
    return True


def asks_password(place: Place) -> bool:
    """Whether one did so with a password; some servers know people by other means, and ask for none."""
    return has_sessions(place) if isinstance(place, Path) else bool(passwords.password_for(place))


def sign_in_again(place: Place, typed: str) -> None:
    """See that whoever is there knows the password, now as the database does.

    Raises:
        WrongKeyError: it doesn't open the file.
        ServerError: the server doesn't let them in; or it would let in anybody, and it is not what was typed at first.
    """
    if isinstance(place, Path):
        unlocking.unlock_with(place, typed)
        return
    known = passwords.password_for(place) or ""
    probe(place, typed if known else "")
    if known and not compare_digest(typed.encode(), known.encode()):
        _require_choosy(place)
        passwords.remember(place, typed)


def _require_choosy(address: ServerAddress) -> None:
    """A server that trusts everybody on this computer would take any password for a new one."""
    try:
        probe(address, secrets.token_urlsafe())
    except ServerError as error:
        if error.problem is not ServerProblem.WRONG_PASSWORD:
            raise
    else:
        raise ServerError(ServerProblem.WRONG_PASSWORD, address)
