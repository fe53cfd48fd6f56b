"""A file with something of everything, and what it is copied to."""

from contextlib import closing

import pytest

from app.services.copying import copy_to_server
from app.services.demo import make_demo
from app.store.copy_file import FileSource
from app.store.database import open_database
from tests import guarded
from tests.services.copies.helpers import FULL, attach_something, bill_somebody, edit_somebody

CUSTOMERS = 300


@pytest.fixture(scope="package")
def file(tmp_path_factory):
    """Invented people, one of them edited and one billed, with a history, a draft and a file."""
    path = tmp_path_factory.mktemp("copied") / "desk.deskbook"
    make_demo(path, CUSTOMERS, seed=3)
    edit_somebody(path)
    bill_somebody(path)
    attach_something(path)
    return path


@pytest.fixture
def empty(server):
    server.create_database("copied", "template0")
    yield server.address("copied")
    guarded.drop(server, "copied")


@pytest.fixture(scope="package")
def filled(file, server):
    """A shared database with all that the file holds, to make others of."""
    server.create_database(FULL, "template0")
    copy_to_server(file, server.address(FULL))
    yield FULL
    guarded.drop(server, FULL)


@pytest.fixture
def full(filled, server):
    """A database like that one; whoever signs in there has its name before their own."""
    server.create_database("copied", filled)
    with guarded.forgetting_logins(server, filled):
        yield server.address("copied")
        server.drop_database("copied")


@pytest.fixture
def full_of_pieces(file):
    with closing(open_database(file)) as database, database.reading() as connection:
        yield FileSource(connection)
