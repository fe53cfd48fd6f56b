"""Connecting to a shared database: what people do before it is open. Blocks; never for the thread of a window."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.errors import KeyringError, KeyringProblem
from app.models.servers import ServerAddress
from app.store import keychain
from app.store.servers import ServerFacts, probe

__all__ = ["Known", "ServerFacts", "forget_password", "keep_password", "known_password", "probe"]

keep_password, forget_password = keychain.keep_password, keychain.forget_password


@dataclass(frozen=True, slots=True)
class Known:
    """What this computer's keyring knows of a sign-in.

    Attributes:
        password: "" if none is kept.
        keyring: why the keyring can't be used, None if it can.
    """

    password: str = field(repr=False)
    keyring: KeyringProblem | None


def known_password(address: ServerAddress) -> Known:
    """With what password somebody signs in, if it is kept."""
    try:
        return Known(keychain.find_password(address) or "", None)
    except KeyringError as error:
        return Known("", error.problem)
