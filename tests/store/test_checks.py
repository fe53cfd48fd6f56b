"""What a check finds in files that were tampered with."""

import pytest

from app.models.attachment import PIECE_BYTES
from app.services.attachment_jobs import FileSource, attach_files
from app.services.checks import check_place
from app.store.checks import Fault
from app.words.findings import FINDING_SENTENCES, describe_finding
from tests import factories


@pytest.fixture
def database(file_database):
    """Only files have these."""
    return file_database


ACCIDENTS = [
    ("UPDATE customer SET city = 'Nowhere'", Fault.COLUMNS, "customer"),
    ("UPDATE customer SET display_name_key = 'zz'", Fault.COLUMNS, "customer"),
    ("UPDATE email SET address_key = 'zz'", Fault.COLUMNS, "customer"),
    ("UPDATE customer SET last_survey_date = 'yesterday'", Fault.UNREADABLE, "customer"),
    ("UPDATE customer SET last_survey_date = 20240101", Fault.UNREADABLE, "customer"),
    ("UPDATE customer SET created_at = 20240101", Fault.UNREADABLE, "customer"),
    ("UPDATE customer SET tags = 7", Fault.UNREADABLE, "customer"),
    ("UPDATE customer SET tags = '[\"half'", Fault.UNREADABLE, "customer"),
    ("UPDATE customer_text SET normal = '  other'", Fault.SEARCH_TEXT, "customer"),
    ("UPDATE customer_text SET normal = normal || personal, personal = ''", Fault.SEARCH_TEXT, "customer"),
    ("DELETE FROM customer_text", Fault.SEARCH_TEXT, "customer"),
    ("DELETE FROM node", Fault.NODE, "node"),
    ("DELETE FROM counter WHERE name = 'email'", Fault.COUNTER, "email"),
    ("UPDATE counter SET next = 1 WHERE name = 'customer'", Fault.COUNTER, "customer"),
    ("INSERT INTO customer_index (rowid, folded) VALUES (1, '  extra')", Fault.SEARCH_INDEX, "customer"),
    ("INSERT INTO customer_index (customer_index) VALUES ('delete-all')", Fault.SEARCH_INDEX, "customer"),
]


@pytest.fixture
def customer(database):
    """A customer with child rows."""
    content = factories.customer_content(
        phones=[factories.phone()], emails=[factories.email()], addresses=[factories.address()]
    )
    return factories.stored_customer(database, content)


def test_a_sound_file_has_no_findings_and_every_record_is_looked_at(database, customer):
    seen = []

    assert check_place(database.path, lambda done, total: seen.append((done, total))) == ()
    assert seen[-1][0] == seen[-1][1] > 1


@pytest.mark.parametrize(("statement", "fault", "table"), ACCIDENTS)
def test_each_accident_is_found_and_nothing_else(statement, fault, table, database, customer):
    with database.writing() as connection:
        connection.exec_driver_sql(statement)

    assert [(found.fault, found.table) for found in check_place(database.path)] == [(fault, table)]


def test_broken_references_are_counted(database, customer):
    database.close()
    from app.store import sqlite

    raw = sqlite.connect(database.path, "mode=rw")
    raw.execute("UPDATE customer SET manager_id = 12345")
    raw.close()

    (found,) = check_place(database.path)
    assert (found.fault, found.table, found.count) == (Fault.REFERENCE, "customer", 1)


def test_files_that_are_missing_cut_off_or_altered_are_named_with_their_record(database, customer):
    names = ("gone.txt", "cut.txt", "altered.txt", "whole.txt")
    sources = [FileSource(name, name.encode() * PIECE_BYTES) for name in names]
    assert not [
        file.error for file in attach_files(database.path, customer.key, sources, lambda *_: None).files if file.error
    ]
    key = "(SELECT key FROM file_content WHERE sha256 = (SELECT sha256 FROM attachment WHERE name = '{name}'))"
    with database.writing() as connection:
        for statement in (
            f"DELETE FROM file_piece WHERE key = {key.format(name='gone.txt')}",
            f"DELETE FROM file_piece WHERE key = {key.format(name='cut.txt')} AND number = 3",
            f"UPDATE file_piece SET bytes = zeroblob(9) WHERE key = {key.format(name='altered.txt')} AND number = 1",
        ):
            connection.exec_driver_sql(statement)

    (found,) = check_place(database.path)
    assert (found.fault, found.table, found.count) == (Fault.CONTENT, "attachment", 3)
    at = f"(customer {customer.values['display_name']} {customer.id})"
    assert set(found.examples) == {f"“{name}” {at}" for name in names[:3]}


def test_damaged_pages_are_reported_alone(database, customer):
    with database.reading() as connection:
        page = connection.exec_driver_sql("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_phone_customer_id'")
        start = (page.scalar() - 1) * 4096
    database.close()
    content = bytearray(database.path.read_bytes())
    content[start + 100 : start + 4096] = b"\xa5" * 3996
    database.path.write_bytes(content)

    assert {found.fault for found in check_place(database.path)} == {Fault.PAGES}


@pytest.mark.parametrize("fault", Fault)
def test_every_finding_has_a_sentence(fault):
    sentence = describe_finding(fault, "customer", 1234, ("1", "2"))

    assert sentence.endswith(".")
    assert "{" not in sentence
    assert set(FINDING_SENTENCES) == set(Fault)
