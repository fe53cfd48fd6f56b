"""What this process was told to open databases with: keys of files and passwords of servers, for the processes it starts."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.models.servers import ServerAddress
from app.store import keys, passwords


@dataclass(frozen=True, slots=True)
class Told:
    """All of it; shown to nobody."""

    keys: tuple[bytes, ...] = field(repr=False)
    passwords: tuple[tuple[ServerAddress, str], ...] = field(repr=False)


def everything() -> Told:
    """What this process knows now."""
    return Told(keys.remembered(), passwords.remembered())


def remember(told: Told) -> None:
    """Have this process know what another one knew."""
    keys.remember(*told.keys)
    for address, password in told.passwords:
        passwords.remember(address, password)


def remember_password(address: ServerAddress, password: str) -> None:
    """Have this process sign in there with it."""
    passwords.remember(address, password)
