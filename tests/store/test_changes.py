"""The log of changes: what is written reads back as it was, in the order of commits."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.models.customer import CUSTOMER
from app.models.fields import Field, Kind
from app.models.pick_lists import PICK_VALUE
from app.models.values import Content, Item, State
from app.services import pick_lists
from app.store import changes
from app.store.changes import decoded, encoded
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.factories import customer_content, first_company


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.TEXT, 'naïve "quoted" \\ 🦊\n'),
        (Kind.TEXT, None),
        (Kind.TEXT, "null"),
        (Kind.INTEGER, 0),
        (Kind.INTEGER, -(2**62)),
        (Kind.YES_NO, False),
        (Kind.YES_NO, None),
        (Kind.DATE, date(1, 1, 1)),
        (Kind.DATE_TIME, datetime(2024, 2, 29, 23, 59, 59, 999_999, UTC)),
        (Kind.TAGS, ()),
        (Kind.TAGS, ("a, b", '"')),
        (Kind.RECORD, 2**62 + 1),
    ],
)
def test_a_value_reads_back_as_it_was(kind, value):
    field = Field(name="any", label="Any", kind=kind)
    found = decoded(field, encoded(value))
    assert (type(found), found) == (type(value), value)


def test_what_a_child_row_lacks_is_not_written():
    assert encoded(Item({"a": None, "b": False, "c": "é"})) == '{"b": false, "c": "é"}'


def test_a_child_within_a_child_is_refused():
    with pytest.raises(TypeError):
        encoded(Item({"a": Item({})}))


def test_changes_of_a_record_are_its_own_and_the_latest_first(database, actor):
    record, other = factories.stored_customer(database), factories.stored_customer(database)
    with database.writing() as connection:
        work = UnitOfWork(connection, actor)
        for number in range(3):
            record = work.update(CUSTOMER, record, Content({**record.values, "floor": str(number)}, record.items))
        work.set_state(CUSTOMER, other, State.TRASHED)
    with database.reading() as connection:
        log = changes.changes_of(connection, CUSTOMER, record.id)
        same_number = changes.changes_of(connection, PICK_VALUE, record.id)
        assert [change.version for change in same_number] == [1]
    assert [change.version for change in log] == [4, 3, 2, 1]
    assert {change.record_id for change in log} == {record.id}
    assert sorted((change.id for change in log), reverse=True) == [change.id for change in log]
    assert [(part.field, part.old, part.new) for change in log for part in change.fields] == [
        ("floor", "1", "2"),
        ("floor", "0", "1"),
        ("floor", None, "0"),
    ]


def test_every_change_gets_the_next_number(database, actor):
    with database.reading() as connection:
        seen = changes.latest_change(connection)
    record = factories.stored_customer(database)
    with database.writing() as connection:
        value = pick_lists.values_of(connection, "site")[0]
        pick_lists.rename_value(connection, value.id, "Main office", actor=actor)
        UnitOfWork(connection, actor).set_state(CUSTOMER, record, State.TRASHED)
    with database.reading() as connection:
        assert changes.latest_change(connection) == seen + 3


def test_a_child_that_was_removed_reads_back_whole(database, actor):
    with database.writing() as connection:
        work = UnitOfWork(connection, actor)
        content = customer_content(phones=[factories.phone(label="Mobile", extension="7")])
        record = work.create(CUSTOMER, first_company(connection), content)
        work.update(CUSTOMER, record, Content(record.values, {**record.items, "phones": ()}))
        (part,) = changes.changes_of(connection, CUSTOMER, record.id)[0].fields
    assert (part.field, part.old, part.new) == ("phones", record.items["phones"][0], None)
    assert part.item_id == record.items["phones"][0].id


def test_a_new_file_knows_its_latest_change(database):
    with database.reading() as connection:
        assert changes.latest_change(connection) > 0
