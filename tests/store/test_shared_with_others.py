"""A database of a server that another program uses as well, which keeps a revision of its own there."""

from contextlib import closing

import pytest

from app.errors import ServerError, ServerProblem
from app.services.shared import new_shared
from app.store.database import REVISION, open_database
from tests import factories

THEIRS = "4f1e66e2a0b1"


@pytest.fixture
def address(server):
    server.create_database("both", "template0")
    server.execute(f"CREATE TABLE alembic_version AS SELECT '{THEIRS}'::varchar AS version_num", "both")
    server.execute("CREATE TABLE customer (name text)", "both")
    yield server.address("both")
    server.drop_database("both")


def test_what_is_only_theirs_is_not_taken_for_ours(address):
    with pytest.raises(ServerError) as refused:
        open_database(address)

    assert refused.value.problem is ServerProblem.NOT_OURS


def test_ours_is_made_beside_theirs_and_made_once(address, server):
    new_shared(address, country="US")
    new_shared(address, country="US")

    with closing(open_database(address)) as database:
        factories.stored_customer(database)
    assert server.execute("SELECT version_num FROM public.alembic_version", "both") == [(THEIRS,)]
    assert server.execute("SELECT version_num FROM deskbook.alembic_version", "both") == [(REVISION,)]
    assert server.execute("SELECT count(*) FROM public.customer", "both") == [(0,)]
