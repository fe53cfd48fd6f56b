"""The passwords that this process was told, by the shared database that they open; nothing is stored."""

from __future__ import annotations

from app.models.servers import ServerAddress

_told: dict[ServerAddress, str] = {}


def remember(address: ServerAddress, password: str) -> None:
    """Have every connection of this process sign in there with it."""
    _told[address] = password


def password_for(address: ServerAddress) -> str | None:
    """What to sign in with, if this process was told; the server may ask for none."""
    return _told.get(address)


def forget(address: ServerAddress) -> None:
    """Have the next connection ask again, since it is not the password any more."""
    _told.pop(address, None)
