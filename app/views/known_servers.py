"""The shared databases that this person has connected to, by the names that they gave them."""

from __future__ import annotations

from contextlib import suppress

from app.models.servers import ServerAddress, parse_address
from app.settings import Settings, known_servers, remember_server


def listed(settings: Settings) -> dict[str, ServerAddress]:
    """Those whose address this version understands, as they were added."""
    found = {}
    for name, url in known_servers(settings).items():
        with suppress(ValueError):
            found[name] = parse_address(url)
    return found


def remember(settings: Settings, address: ServerAddress) -> str:
    """Keep an address that somebody connected to, in place of another way to the same database.

    Returns:
        What it is called: as before, or after the database.
    """
    known = known_servers(settings)
    name = next((name for name, other in listed(settings).items() if address.is_same(other)), "")
    number = 1
    while not name:
        candidate = address.database if number == 1 else f"{address.database} {number}"
        name = candidate if candidate not in known else ""
        number += 1
    remember_server(settings, name, str(address))
    return name
