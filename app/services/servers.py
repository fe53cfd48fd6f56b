"""Connecting to a shared database: what people do before it is open. Blocks; never for the thread of a window."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from app.errors import KeyringError, KeyringProblem
from app.models.servers import ServerAddress
from app.store import keychain
from app.store.server_ground import Ground as Ground
from app.store.server_ground import Survey
from app.store.server_ground import survey as look_at_ground
from app.store.servers import ServerFacts, probe

keep_password, forget_password = keychain.keep_password, keychain.forget_password


@dataclass(frozen=True, slots=True)
class SignIn:
    """What let somebody in, and where to."""

    facts: ServerFacts
    password: str = field(repr=False)


def sign_in(address: ServerAddress, typed: str) -> SignIn:
    """See whether this person can work with the database.

    Args:
        address: of the database.
        typed: the password; where none was typed, that of the keyring is taken, if it has one.

    Raises:
        ServerError: not as it is.
    """
    password = typed or _kept(address)
    return SignIn(probe(address, password), password)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What is there, and what let somebody in."""

    found: Survey
    password: str = field(repr=False)


def survey(address: ServerAddress, typed: str) -> Surveyed:
    """See whether a database can be made ours, or is already; the arguments as in `sign_in`.

    Raises:
        ServerError: not as it is, or not by this person.
    """
    password = typed or _kept(address)
    return Surveyed(look_at_ground(address, password), password)


def _kept(address: ServerAddress) -> str:
    with suppress(KeyringError):
        return keychain.find_password(address) or ""
    return ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whether this computer's keyring has a password, and why it can't be used; None if it can."""

    is_kept: bool
    keyring: KeyringProblem | None


def keeping(address: ServerAddress) -> Keeping:
    """Whether the password of whoever signs in there is kept."""
    try:
        return Keeping(bool(keychain.find_password(address)), None)
    except KeyringError as error:
        return Keeping(False, error.problem)
