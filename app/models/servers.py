"""Where a shared database is: a server's hosts, its database, and who signs in there; never with what password."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

PORT = 5432
SCHEME = "postgresql"


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
        hosts = ",".join(f"{quote(_bracketed(host.name), safe='[]:')}:{host.port}" for host in self.hosts)
        options = {"sslmode": str(self.tls)} if self.tls is not Tls.VERIFY_FULL else {}
        options |= {"sslrootcert": self.ca_file} if self.ca_file else {}
        query = f"?{urlencode(options)}" if options else ""
        return f"{SCHEME}://{quote(self.user, safe='')}@{hosts}/{quote(self.database, safe='')}{query}"


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def parse_address(url: str) -> ServerAddress:
    """Read such a URL.

    Raises:
        ValueError: it isn't one, or holds a password, which belongs into the keyring.
    """
    parts = urlsplit(url.strip())
    sign_in, _, hosts = parts.netloc.rpartition("@")
    database = unquote(parts.path.lstrip("/"))
    if parts.scheme not in (SCHEME, "postgres") or not hosts or not sign_in or not database:
        raise ValueError("not the address of a shared database")
    if ":" in sign_in:
        raise ValueError("a password in an address")
    options = dict(parse_qsl(parts.query))
    tls = Tls(options.pop("sslmode", Tls.VERIFY_FULL))
    ca_file = options.pop("sslrootcert", "")
    if options:
        raise ValueError(f"unknown option {next(iter(options))}")
    return ServerAddress(tuple(map(_host, hosts.split(","))), database, unquote(sign_in), tls, ca_file)


def _host(text: str) -> Host:
    name, colon, port = text.rpartition(":")
    if not colon or text.endswith("]"):
        name, port = text, str(PORT)
    name = unquote(name).removeprefix("[").removesuffix("]")
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
    return parse_address(text) if text.partition("://")[0] in (SCHEME, "postgres") else Path(text)
