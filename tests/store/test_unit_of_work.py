"""The one door for writes: record, child rows, search text and change together, or nothing."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InvalidRecordError, RecordGoneError
from app.models import tables
from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.fields import Kind
from app.models.merge import applied
from app.models.tables import metadata, table_of, text_table_of
from app.models.values import Actor, Content, FieldChange, Item, State
from app.store import changes
from app.store.bulk import open_batch
from app.store.changes import Act
from app.store.database import open_database
from app.store.labels import Labels
from app.store.records import read_record
from app.store.rows import RowBuilder
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.factories import customer_content, first_company

ADA = customer_content(
    phones=[factories.phone()], emails=[factories.email()], addresses=[factories.address()], department="Finance"
)


@pytest.fixture
def work(connection, actor):
    return UnitOfWork(connection, actor)


@pytest.fixture
def ada(connection, work):
    return work.create(CUSTOMER, first_company(connection), ADA)


def edited(record, **values):
    return Content({**record.values, **values}, record.items)


def with_items(record, **items):
    return Content(record.values, {**record.items, **items})


def told(record_type, content):
    """What people or programs said: no derived and no common fields, nothing for what is empty."""
    values = {field.name: content.values.get(field.name) or None for field in record_type.value_fields}
    return values, {name: tuple(items) for name, items in content.items.items()}


def everything(connection):
    """All rows of all tables."""
    return {
        table.name: sorted(map(repr, connection.execute(sa.select(table)).all())) for table in metadata.sorted_tables
    }


def test_a_new_record_is_whole(connection, actor, ada):
    assert (ada.version, ada.state, ada.values["display_name"]) == (1, State.ACTIVE, "Ada Lovelace")
    assert (ada.values["phone"], ada.values["email"], ada.values["city"]) == (
        "+44 20 7946 0000",
        "ada@example.com",
        "London",
    )
    assert (ada.values["created_by"], ada.values["owner_id"], ada.values["changed_by"]) == (actor.staff_id,) * 3
    assert ada.values["created_at"] == ada.values["changed_at"]
    assert ada == read_record(connection, CUSTOMER, ada.id)
    (change,) = changes.changes_of(connection, CUSTOMER, ada.id)
    assert (change.version, change.act, change.fields) == (1, Act.CREATED, ())
    assert (change.staff_name, change.origin, change.at) == (actor.name, "typed", ada.values["created_at"])


def test_a_company_belongs_to_itself(connection, work):
    values = {**factories.defaults(COMPANY), "code": "TWO", "name": "Second"}
    company = work.create(COMPANY, None, Content(values))
    assert company.values["company_id"] == company.id


def test_a_changed_field_is_logged_with_both_values(connection, work, ada):
    now = work.update(
        CUSTOMER, ada, edited(ada, nickname="Countess", department=None, last_survey_date=date(2026, 1, 2))
    )

    assert now.version == 2
    latest = changes.changes_of(connection, CUSTOMER, ada.id)[0]
    assert (latest.version, latest.act) == (2, Act.CHANGED)
    assert set(latest.fields) == {
        FieldChange("nickname", None, "Countess"),
        FieldChange("department", "Finance", None),
        FieldChange("last_survey_date", None, date(2026, 1, 2)),
    }


def test_a_change_of_a_child_is_one_of_the_record(connection, work, ada):
    (first,) = ada.items["phones"]
    added, changed = (
        factories.phone("+44 20 7946 0001", is_primary=True),
        Item({**first.values, "label": "Home"}, first.id),
    )

    now = work.update(CUSTOMER, ada, with_items(ada, phones=(changed, added), emails=()))

    assert now.version == 2
    new = now.items["phones"][1]
    assert (now.items["phones"][0], now.items["emails"], new.values["number"]) == (changed, (), "+44 20 7946 0001")
    assert (now.values["phone"], now.values["email"]) == ("+44 20 7946 0001", None)
    latest = changes.changes_of(connection, CUSTOMER, ada.id)[0]
    assert set(map(repr, latest.fields)) == {
        repr(FieldChange("phones", first, changed, first.id)),
        repr(FieldChange("phones", None, new, new.id)),
        repr(FieldChange("emails", ada.items["emails"][0], None, ada.items["emails"][0].id)),
    }


def test_nothing_is_written_when_nothing_differs(connection, work, ada):
    before = everything(connection)
    assert work.update(CUSTOMER, ada, ada.content) is ada
    assert work.update(CUSTOMER, ada, edited(ada, tags=None, former_codes=None)) is ada
    assert work.set_state(CUSTOMER, ada, State.ACTIVE) is ada
    assert everything(connection) == before


def test_to_the_trash_and_back(connection, work, ada):
    trashed = work.set_state(CUSTOMER, ada, State.TRASHED)
    restored = work.set_state(CUSTOMER, trashed, State.ACTIVE)

    assert (trashed.state, trashed.version) == (State.TRASHED, 2)
    assert (restored.state, restored.version, restored.content.items) == (State.ACTIVE, 3, ada.content.items)
    acts = [change.act for change in changes.changes_of(connection, CUSTOMER, ada.id)]
    assert acts == [Act.RESTORED, Act.TRASHED, Act.CREATED]


def test_a_record_that_moved_on_is_not_overwritten(connection, work, ada):
    work.update(CUSTOMER, ada, edited(ada, nickname="one"))
    before = everything(connection)
    with pytest.raises(RecordGoneError), connection.begin_nested():
        work.update(CUSTOMER, ada, edited(ada, nickname="two"))
    with pytest.raises(RecordGoneError), connection.begin_nested():
        work.set_state(CUSTOMER, ada, State.TRASHED)
    assert {**everything(connection), "counter": ()} == {**before, "counter": ()}


@pytest.mark.parametrize("failing", ["create", "update", "set_state"])
def test_a_failing_unit_leaves_nothing(database, actor, failing):
    record = factories.stored_customer(database, ADA)
    with database.reading() as connection:
        before = everything(connection)

    def fail():
        with database.writing() as connection:
            work = UnitOfWork(connection, actor)
            match failing:
                case "create":
                    work.create(CUSTOMER, first_company(connection), customer_content(phones=[factories.phone()]))
                case "update":
                    work.update(CUSTOMER, record, with_items(record, phones=(), emails=(factories.email("x@y.test"),)))
                case "set_state":
                    work.set_state(CUSTOMER, record, State.TRASHED)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with database.reading() as connection:
        assert everything(connection) == before
        if connection.dialect.name == "sqlite":  # a server checks them at once
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


@pytest.mark.parametrize("name", [field.name for field in CUSTOMER.fields if field.unique])
def test_what_is_unique_is_so_among_active_records_of_a_company(database, actor, name):
    first = factories.stored_customer(database, customer_content(**{name: "Straße 1"}))
    with pytest.raises((sa.exc.IntegrityError, InvalidRecordError)):  # a file never comes to it, a server may
        factories.stored_customer(database, customer_content(**{name: "STRASSE 1"}))
    with database.writing() as connection:
        work = UnitOfWork(connection, actor)
        work.set_state(CUSTOMER, first, State.TRASHED)
        values = {**factories.defaults(COMPANY), "code": "TWO", "name": "Second"}
        other = work.create(COMPANY, None, Content(values))
        work.create(CUSTOMER, first_company(connection), customer_content(**{name: "strasse 1"}))
        work.create(CUSTOMER, other.id, customer_content(**{name: "strasse 1"}))


def test_a_batch_is_named_in_every_change(connection, actor):
    batch_id = open_batch(connection, "Import of people.csv", actor)
    work = UnitOfWork(connection, Actor(actor.staff_id, actor.name, "import"), batch_id)
    record = work.create(CUSTOMER, first_company(connection), customer_content())
    work.set_state(CUSTOMER, work.update(CUSTOMER, record, edited(record, nickname="N")), State.TRASHED)
    rows = connection.execute(sa.select(tables.change.c.batch_id, tables.change.c.origin)).all()
    assert [tuple(row) for row in rows if row.batch_id] == [(batch_id, "import")] * 3


names = st.none() | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
VALUES = {
    "full_name": names,
    "nickname": names,
    "tags": st.lists(st.text('aé"\\,', min_size=1, max_size=3), unique=True, max_size=2).map(tuple),
    "last_survey_date": st.none() | st.dates(),
    "accepts_marketing": st.none() | st.booleans(),
    "department": st.sampled_from([None, "Finance", "Sales", "elsewhere"]),
    "business_name": names,
}
contents = st.fixed_dictionaries(VALUES)
children = st.lists(
    st.builds(factories.phone, st.sampled_from(["+44 20 7946 0000", "x", "0"]), is_primary=st.booleans()), max_size=2
)
steps = st.lists(st.tuples(contents, children, children, st.booleans()), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_every_earlier_state_follows_from_the_log(database, actor, steps):
    """Whatever was done, in whatever order: the log leads back through it, and what is derived follows the record."""
    with database.writing() as connection:
        work = UnitOfWork(connection, actor)
        record = work.create(CUSTOMER, first_company(connection), customer_content())
        states = [record]
        for values, changed, added, trash in steps:
            kept = [Item(new.values, old.id) for new, old in zip(changed, record.items["phones"], strict=False)]
            content = Content({**record.values, **values}, {**record.items, "phones": (*kept, *added)})
            now = work.update(CUSTOMER, record, content)
            assert told(CUSTOMER, now.content)[0] == told(CUSTOMER, content)[0]
            if trash:
                state = State.ACTIVE if now.state is State.TRASHED else State.TRASHED
                states += [now] if now != record else []
                now = work.set_state(CUSTOMER, now, state)
            states += [now] if now != record else []
            record = now
        log = changes.changes_of(connection, CUSTOMER, record.id)
        assert [state.version for state in states] == list(range(1, record.version + 1))
        assert [change.version for change in log] == list(range(record.version, 0, -1))
        going_back = record.content
        for change, earlier in zip(log, reversed(states[:-1]), strict=False):
            assert bool(change.fields) is (change.act is Act.CHANGED)
            going_back = applied(CUSTOMER, going_back, change.fields, back=True)
            assert told(CUSTOMER, going_back) == told(CUSTOMER, earlier.content)
        assert_derived(connection, record)


def assert_derived(connection, record):
    """Keys and search text are what a record made anew from the same content would have."""
    labels = Labels(connection)
    text = text_table_of(CUSTOMER)
    texts = RowBuilder(CUSTOMER, labels).search_texts(record.content)
    stored = connection.execute(sa.select(text).where(text.c.id == record.id)).one()
    assert stored._asdict() == {"id": record.id, "folded": "".join(texts.values()), **texts}
    again = UnitOfWork(connection, Actor(record.values["owner_id"], ""))
    table = table_of(CUSTOMER)
    elsewhere = again.create(COMPANY, None, Content({**factories.defaults(COMPANY), "code": "X", "name": "Elsewhere"}))
    anew = {name: tuple(Item(item.values) for item in items) for name, items in record.items.items()}
    fresh = again.create(CUSTOMER, elsewhere.id, Content(record.values, anew))
    keys = [
        table.c[name]
        for field in CUSTOMER.stored_fields
        if (field.has_key or field.derived) and field.kind is not Kind.ITEMS
        for name in ({field.name, field.sort_column})
    ]
    one, other = (
        connection.execute(sa.select(*keys).where(table.c.id == record_id)).one() for record_id in (record.id, fresh.id)
    )
    assert one == other


def test_two_windows_write_in_turn(new_file):
    """Both connections may write; the second waits for the first."""
    one, other = open_database(new_file), open_database(new_file)
    first = factories.stored_customer(one)
    second = factories.stored_customer(other)
    with other.reading() as connection:
        log = [
            change.version
            for record in (first, second)
            for change in changes.changes_of(connection, CUSTOMER, record.id)
        ]
    one.close()
    other.close()
    assert (second.id - first.id, log) == (1, [1, 1])
