"""What a server refuses by itself is told as what the program refuses."""

from __future__ import annotations

import pytest

from app.errors import NotAllowedError, ServerError, ServerProblem
from app.models.rights import Act
from app.store.database import open_database


@pytest.fixture
def guest(shared_database, server):
    """Somebody who may read the tables of the database, and no more."""
    server.execute("CREATE ROLE guest LOGIN")
    for allowed in ("USAGE ON SCHEMA deskbook", "SELECT ON ALL TABLES IN SCHEMA deskbook"):
        server.execute(f"GRANT {allowed} TO guest", "test")
    database = open_database(server.address("test", "guest"))
    yield database
    database.close()
    server.execute("DROP OWNED BY guest", "test")
    server.execute("DROP ROLE guest")


@pytest.mark.parametrize(
    ("statement", "act"),
    [
        ("UPDATE customer SET title = 'x'", Act.EDIT),
        ("INSERT INTO \"customer\" (id, version, state) VALUES (1, 1, 'active')", Act.ADD),
        ("DELETE FROM customer WHERE id = 1", Act.PURGE),
    ],
)
def test_a_refused_write_says_what_may_not_be_done(guest, statement, act):
    with pytest.raises(NotAllowedError) as refused, guest.writing() as connection:
        connection.exec_driver_sql(statement)
    assert (refused.value.act, refused.value.type_name) == (act, "customer")


def test_what_is_not_about_records_is_the_server_s_own_matter(guest):
    with pytest.raises(ServerError) as refused, guest.writing() as connection:
        connection.exec_driver_sql("CREATE ROLE somebody")
    assert refused.value.problem is ServerProblem.NO_RIGHTS
