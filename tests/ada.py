"""A server of Ada's, where Grace works as well, and databases that they share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.models.servers import ServerAddress
from app.services.shared import new_shared
from app.store import passwords
from tests import postgres
from tests.postgres import Server


@contextmanager
def server_of_ada(password: str = "") -> Iterator[Server]:
    """A server with a database that others are made of in no time; both people own its tables.

    Args:
        password: of both; without one nobody is asked for any.
    """
    with postgres.running(auth="scram-sha-256" if password else "trust") as server:
        secret = f"PASSWORD '{password}'" if password else ""
        server.execute(f"CREATE ROLE ada LOGIN CREATEROLE {secret}")
        server.execute(f"CREATE ROLE grace LOGIN {secret} IN ROLE ada")
        server.execute("CREATE DATABASE template OWNER ada TEMPLATE template0")
        template = server.address("template", "ada")
        with known(password, template):
            new_shared(template, country="US")
        yield server


@contextmanager
def shared_desk(server: Server, password: str = "") -> Iterator[tuple[ServerAddress, ServerAddress]]:
    """A database there, ready for its first customer: how Ada gets to it and how Grace, whose password is known here."""
    server.execute("CREATE DATABASE desk OWNER ada TEMPLATE template STRATEGY FILE_COPY")
    ada, grace = server.address("desk", "ada"), server.address("desk", "grace")
    with known(password, ada, grace):
        yield ada, grace
    server.drop_database("desk")


@contextmanager
def known(password: str, *addresses: ServerAddress) -> Iterator[None]:
    """This process knows the password, if there is one."""
    for address in addresses if password else ():
        passwords.remember(address, password)
    try:
        yield
    finally:
        for address in addresses:
            passwords.forget(address)
