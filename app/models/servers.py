"""Where a shared database is: a server's hosts, its database, and who signs in there; never with what password."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

PORT = 5432
SCHEME = "postgresql"
SCHEMES = (SCHEME, "postgres")
"""What an address may begin with; the first is how we write it."""

_ODD = "surrogatepass"
"""The name of a file may hold what no encoding takes."""


class Tls(StrEnum):
    """How a connection is secured; the values are libpq's. Whatever is weaker than the first is a choice of its own."""

    VERIFY_FULL = "verify-full"
    VERIFY_CA = "verify-ca"
    REQUIRE = "require"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True)
class Host:
    """One of the machines that may hold the database; the others take over when it fails."""

    name: str
    port: int = PORT


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A shared database and the person who signs in.

    Attributes:
        hosts: at least one, tried in this order.
        ca_file: the certificates that are trusted instead of the system's; empty for those.
    """

    hosts: tuple[Host, ...]
    database: str
    user: str
    tls: Tls = Tls.VERIFY_FULL
    ca_file: str = ""

    def __str__(self) -> str:
        """The address as a URL, as settings and command lines have it."""
        hosts = ",".join(f"{quote(_bracketed(host.name), safe='[]:', errors=_ODD)}:{host.port}" for host in self.hosts)
        options = {"sslmode": str(self.tls)} if self.tls is not Tls.VERIFY_FULL else {}
        options |= {"sslrootcert": self.ca_file} if self.ca_file else {}
        query = f"?{urlencode(options, errors=_ODD)}" if options else ""
        user, database = (quote(text, safe="", errors=_ODD) for text in (self.user, self.database))
        return f"{SCHEME}://{user}@{hosts}/{database}{query}"

    def is_weak(self) -> bool:
        """Whether somebody between could pretend to be the server; on this computer there is nobody."""
        return self.tls is not Tls.VERIFY_FULL and not all(is_this_computer(host) for host in self.hosts)

    def signs_in_like(self, other: ServerAddress) -> bool:
        """Whether the same password is asked for, to whichever of the server's databases."""
        return (self.hosts, self.user) == (other.hosts, other.user)

    def is_same(self, other: ServerAddress) -> bool:
        """Whether it leads the same person to the same database, maybe in another way."""
        shares_host = not set(self.hosts).isdisjoint(other.hosts)
        return shares_host and (self.database, self.user) == (other.database, other.user)


def is_this_computer(host: Host) -> bool:
    """Whether nothing goes over the network."""
    if host.name.lower() == "localhost":
        return True
    try:
        return ip_address(host.name).is_loopback
    except ValueError:
        return False


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def parse_address(url: str) -> ServerAddress:
    """Read such a URL.

    Raises:
        ValueError: it isn't one, or holds a password, which belongs into the keyring.
    """
    parts = urlsplit(url.strip())
    sign_in, _, hosts = parts.netloc.rpartition("@")
    database = unquote(parts.path.removeprefix("/"), errors=_ODD)
    if parts.scheme not in SCHEMES or not hosts or not sign_in or not database:
        raise ValueError("not the address of a shared database")
    if ":" in sign_in:
        raise ValueError("a password in an address")
    options = dict(parse_qsl(parts.query, errors=_ODD))
    tls = Tls(options.pop("sslmode", Tls.VERIFY_FULL))
    ca_file = options.pop("sslrootcert", "")
    if options:
        raise ValueError(f"unknown option {next(iter(options))}")
    return ServerAddress(tuple(map(_host, hosts.split(","))), database, unquote(sign_in, errors=_ODD), tls, ca_file)


def read_hosts(text: str, port: int = PORT) -> tuple[Host, ...]:
    """Read hosts as people type them: several with commas or spaces between, those with another port followed by it.

    Raises:
        ValueError: there is none, or one of them can't be one.
    """
    parts = text.replace(",", " ").split()
    if not parts or any(set(part) & set("/@?#%\\") for part in parts):
        raise ValueError("not a host")
    return tuple(_host(f"[{part}]" if part.count(":") > 1 and part[0] != "[" else part, port) for part in parts)


def hosts_as_text(hosts: tuple[Host, ...], port: int = PORT) -> str:
    """The hosts as they would be typed beside that port."""
    return ", ".join(
        _bracketed(host.name) if host.port == port else f"{_bracketed(host.name)}:{host.port}" for host in hosts
    )


def _host(text: str, usual_port: int = PORT) -> Host:
    name, colon, port = text.rpartition(":")
    if not colon or text.endswith("]"):
        name, port = text, str(usual_port)
    name = unquote(name, errors=_ODD).removeprefix("[").removesuffix("]")
    if not name or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise ValueError("not a host and a port")
    return Host(name, int(port))


Place: TypeAlias = Path | ServerAddress
"""Where a database is: a local file, or a shared database on a server."""


def parse_place(text: str) -> Place:
    """A place as people name it on a command line: the URL of a shared database, else the path of a file.

    Raises:
        ValueError: it begins like such a URL and isn't one.
    """
    return parse_address(text) if text.partition("://")[0] in SCHEMES else Path(text)


def name_of(place: Place) -> str:
    """What a database is called where there is room for a word: its file's name, or its own."""
    return place.name if isinstance(place, Path) else place.database
