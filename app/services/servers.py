"""Connecting to a shared database: what people do before it is open. Blocks; never for the thread of a window."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace

from app.errors import KeyringError, KeyringProblem, ServerError, ServerProblem
from app.models.logins import login_of
from app.models.servers import ServerAddress
from app.store import keychain
from app.store.server_ground import Ground as Ground
from app.store.server_ground import Survey
from app.store.server_ground import survey as look_at_ground
from app.store.servers import ServerFacts, probe

_UNKNOWN = (ServerProblem.WRONG_PASSWORD, ServerProblem.NOT_ADMITTED)

keep_password, forget_password = keychain.keep_password, keychain.forget_password


@dataclass(frozen=True, slots=True)
class SignIn:
    """What let somebody in, and where to.

    Attributes:
        address: of the database, with the server's own name for whoever signed in.
    """

    facts: ServerFacts
    password: str = field(repr=False)
    address: ServerAddress


def sign_in(address: ServerAddress, typed: str) -> SignIn:
    """See whether this person can work with the database.

    Args:
        address: of the database; people say their sign-in name, which is the server's only behind the database's name.
        typed: the password; where none was typed, that of the keyring is taken, if it has one.

    Raises:
        ServerError: not as it is.
    """
    password = typed or _kept(address)
    person = replace(address, user=login_of(address.database, address.user))
    try:
        return SignIn(probe(person, password), password, person)
    except ServerError as error:
        if person == address or error.problem not in _UNKNOWN:
            raise
        return _as_typed(address, password, error)


def _as_typed(address: ServerAddress, password: str, refusal: ServerError) -> SignIn:
    """Somebody of the server's own, such as who looks after it, if the database has nobody of that name and password."""
    try:
        return SignIn(probe(address, password), password, address)
    except ServerError as error:
        if error.problem not in _UNKNOWN:
            raise
        is_admitted_nowhere = error.problem is ServerProblem.NOT_ADMITTED and not error.has_judged
        if refusal.problem is ServerProblem.NOT_ADMITTED or is_admitted_nowhere:
            raise ServerError(refusal.problem, address, refusal.detail) from error
        raise


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
