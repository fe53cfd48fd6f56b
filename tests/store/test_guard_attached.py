"""Attached files on a server: bytes are read by who sees an attachment that has them, and by nobody who only knows their sum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from app.models.rights import Act, Grant, Reach, Role
from app.models.values import RecordKey
from app.services.attachment_jobs import FileSource, attach_files
from app.services.attachments import pieces_of, read_facts
from app.store.database import open_database
from tests import guarded, postgres
from tests.factories import customer_content
from tests.plain_sql import one, refused

NAME = "attached"
SECRET = b"What only Sue is to read. " * 20_000
SUM = hashlib.sha256(SECRET).hexdigest()
OWN = Role(
    "Own",
    tuple(Grant(name, act, Reach.OWN) for name in ("customer", "attachment") for act in (Act.VIEW, Act.ADD, Act.EDIT)),
)


@pytest.fixture(scope="module")
def customers(server: postgres.Server) -> Iterator[dict[str, RecordKey]]:
    """A customer each of Sue and Vic, who see and attach what is their own; Sue's has the secret."""
    from app.models.customer import CUSTOMER
    from app.store.unit_of_work import UnitOfWork
    from tests.factories import first_company

    database = guarded.make(server, NAME)
    keys = {}
    with database.writing() as connection:
        role = guarded.add_role(connection, OWN)
        for name in ("sue", "vic"):
            owner = guarded.add_staff(connection, name, [role])
            work = UnitOfWork(connection, guarded.head(connection))
            keys[name] = work.create(CUSTOMER, first_company(connection), customer_content(name)).key
            guarded.hold(connection, CUSTOMER, keys[name].id, owner_id=owner)
    attach(server, "sue", keys["sue"], SECRET)
    yield keys
    database.close()
    guarded.drop(server, NAME)


def attach(server: postgres.Server, sign_in: str, key: RecordKey, content: bytes) -> int:
    address = server.address(NAME, f"{NAME}.{sign_in}")
    (file,) = attach_files(address, key, [FileSource("secret.txt", content)], lambda done, total: None).files
    assert file.error is None
    return file.attachment_id


def readable(connection: psycopg.Connection) -> int:
    return int(one(connection, "SELECT coalesce(sum(octet_length(bytes)), 0) FROM file_piece"))


def test_bytes_are_as_open_as_the_attachments_that_have_them(customers, server):
    with guarded.person(server, NAME, "sue") as sue, guarded.person(server, NAME, "vic") as vic:
        assert readable(sue) == len(SECRET)
        assert readable(vic) == 0
        assert one(vic, "SELECT count(*) FROM file_content") == 0
        for statement in (
            "INSERT INTO file_content VALUES ('k', %s, 1)",
            "UPDATE file_content SET sha256 = %s",
            "DELETE FROM file_content WHERE sha256 = %s",
            "DELETE FROM file_piece WHERE key = %s",
            "UPDATE file_piece SET bytes = '' WHERE key = %s",
            "SELECT forget_files(ARRAY[%s])",
        ):
            assert refused(sue, statement, SUM), statement
        key = one(sue, "SELECT key FROM file_content")
        assert refused(sue, "INSERT INTO file_piece VALUES (%s, 90, 'more')", key)
        assert refused(vic, "SELECT keep_file(%s, %s)", key, SUM)


def test_a_sum_alone_gets_nobody_a_file(customers, server):
    """Neither by a new attachment that claims to have it, nor by one that had another file."""
    mine = attach(server, "vic", customers["vic"], b"Vic's own")
    claim = (
        "INSERT INTO attachment (id, version, state, display_name, name, customer_id, size, sha256, company_id, owner_id, created_by,"
        " changed_by) SELECT take_numbers('attachment', 1, 1) + ((SELECT number FROM node)::bigint << 40), 1, 'active', 'x', 'x', c.id, 1, %s,"
        " c.company_id, c.owner_id, c.owner_id, c.owner_id FROM customer c"
    )
    with guarded.person(server, NAME, "vic") as vic:
        for statement, parameters in (
            (claim, (SUM,)),
            ("UPDATE attachment SET sha256 = %s, version = version + 1 WHERE id = %s", (SUM, mine)),
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="without its bytes"), vic.transaction():
                vic.execute(statement, parameters)
        assert readable(vic) == len(b"Vic's own")


def test_who_has_the_bytes_attaches_them_and_they_are_kept_once(customers, server):
    attach(server, "vic", customers["vic"], SECRET)
    with guarded.person(server, NAME, "vic") as vic:
        assert one(vic, "SELECT count(*) FROM file_content WHERE sha256 = %s", SUM) == 1
    with closing(open_database(server.address(NAME))) as database, database.reading() as connection:
        count = connection.exec_driver_sql(
            "SELECT count(DISTINCT p.key) FROM file_piece p LEFT JOIN file_content c USING (key)"
            " WHERE c.sha256 = %s OR c.key IS NULL",
            (SUM,),
        )
        assert count.scalar_one() == 1


def test_other_bytes_than_were_said_are_not_kept(customers, server):
    with guarded.person(server, NAME, "vic") as vic:
        vic.execute("INSERT INTO file_piece VALUES ('mine', 0, 'something')")
        with pytest.raises(psycopg.errors.CheckViolation):
            vic.execute("SELECT keep_file('mine', %s)", (SUM,))


def test_nothing_is_put_behind_a_file_while_it_is_kept(customers, server):
    """Else whoever attaches an equal one later would find theirs broken."""
    common = b"The price list that everybody attaches"
    known = hashlib.sha256(common).hexdigest()
    add = "INSERT INTO file_piece VALUES ('both', %s, %s)"
    with guarded.person(server, NAME, "vic") as other, guarded.person(server, NAME, "vic") as vic:
        other.execute(add, (1, b"more"))
        vic.execute(add, (0, common))
        vic.execute("SELECT keep_file('both', %s)", (known,))
        vic.commit()
        other.commit()
    kept = attach(server, "sue", customers["sue"], common)
    with closing(open_database(server.address(NAME, f"{NAME}.sue"))) as database, database.reading() as connection:
        assert b"".join(pieces_of(connection, read_facts(connection, kept))) == common
    with guarded.person(server, NAME, "vic") as vic:
        vic.execute("INSERT INTO file_piece VALUES ('gap', 0, 'a'), ('gap', 2, 'b')")
        with pytest.raises(psycopg.errors.CheckViolation):
            vic.execute("SELECT keep_file('gap', %s)", (hashlib.sha256(b"ab").hexdigest(),))
