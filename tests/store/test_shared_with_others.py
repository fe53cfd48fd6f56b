"""A database of a server that another program uses as well, which keeps a revision of its own there."""

from contextlib import closing

import pytest

from app.errors import ServerError, ServerProblem
from app.models.queries import ListQuery
from app.services.shared import new_shared
from app.store.database import REVISION, open_database
from app.store.listing import first_ids
from tests import factories, guarded

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


def test_trigrams_may_be_in_a_schema_of_theirs(server):
    server.create_database("trigrams", "template1")
    server.execute("CREATE SCHEMA extras; GRANT USAGE ON SCHEMA extras TO PUBLIC", "trigrams")
    server.execute("CREATE EXTENSION pg_trgm SCHEMA extras", "trigrams")
    new_shared(server.address("trigrams"), country="US")

    with closing(open_database(server.address("trigrams"))) as database:
        factories.stored_customer(database, factories.customer_content("Ada Plain"))
        with database.reading() as connection:
            assert len(first_ids(connection, ListQuery("customer", words="plain"), 50)) == 1
    guarded.drop(server, "trigrams")
