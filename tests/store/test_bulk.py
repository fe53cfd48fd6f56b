from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models import tables
from app.models.contact_points import ADDRESS, EMAIL, PHONE
from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.tables import table_of, text_table_of
from app.models.values import Actor, Content, Item
from app.services.companies import list_companies
from app.store.bulk import Common, create_in_bulk, open_batch
from app.store.changes import Act, changes_of
from app.store.database import Database
from app.store.listing import first_ids
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork

UNLIKE = frozenset({"id", "customer_id", "record_id", "created_at", "changed_at", "at", "batch_id"})
"""Columns in which two ways to write the same content differ."""

texts = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
words = st.none() | st.sampled_from(["Straße", "Ægir", "王伟", "Łódź", "O'Brien", "ИВАН", "x", "a b c"])
values = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["internal", "external"]),
        "full_name": words,
        "first": texts,
        "business_name": texts,
        "customer_code": texts,
        "department": st.sampled_from([None, "Sales", "Research"]),
        "tags": st.lists(st.text("abc é", min_size=1), max_size=3).map(tuple),
        "former_codes": st.just(()),
        "last_survey_date": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "accepts_marketing": st.sampled_from([None, True, False]),
        "preferred_language": st.sampled_from([None, "de", "pt-BR"]),
    }
)
phones = st.builds(
    lambda number, primary: Item({"label": "Work", "number": number, "e164": "+493012345", "is_primary": primary}),
    words,
    st.booleans(),
)
emails = st.builds(lambda text: Item({"label": "Other", "address": text, "is_primary": None}), texts)
addresses = st.builds(
    lambda use, city, country: Item({"type": use, "city": city, "country": country}),
    st.sampled_from(["billing", "primary"]),
    words,
    st.sampled_from([None, "DE", "XK"]),
)
contents = st.builds(
    lambda fields, *items: Content(
        fields, dict(zip(("phones", "emails", "addresses"), map(tuple, items), strict=True))
    ),
    values,
    st.lists(phones, max_size=3),
    st.lists(emails, max_size=2),
    st.lists(addresses, max_size=2),
)


def company_of(connection: sa.Connection) -> int:
    return list_companies(connection)[0].id


def create(connection: sa.Connection, actor: Actor, new: Iterable[Content], **more: Any) -> range:
    batch_id = open_batch(connection, "Test", actor)
    common = Common(company_of(connection), actor, batch_id, datetime.now(UTC))
    return create_in_bulk(connection, CUSTOMER, new, common, **more)


def rows_after(connection: sa.Connection, ids: Iterable[int]) -> dict[str, list[tuple[Any, ...]]]:
    """What the tables hold of these customers, without what differs from one act to the next."""
    found = {}
    for table, key in (
        (table_of(CUSTOMER), "id"),
        (text_table_of(CUSTOMER), "id"),
        (tables.change, "record_id"),
        *((table_of(child), "customer_id") for child in (PHONE, EMAIL, ADDRESS)),
    ):
        assert table is not None
        columns = [column for column in table.c if column.name not in UNLIKE]
        chosen = sa.select(*columns).where(table.c[key].in_(list(ids))).order_by(table.c[key], table.c.id)
        if table is tables.change:  # ids of other types are counted alike
            chosen = chosen.where(table.c.record_type == CUSTOMER.name)
        found[table.name] = [tuple(row) for row in connection.execute(chosen)]
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(new=st.lists(contents, min_size=1, max_size=4, unique_by=lambda content: content.values["customer_code"]))
def test_both_doors_write_the_same_rows(database: Database, actor: Actor, new: list[Content]) -> None:
    written = []
    for in_bulk in (False, True):
        with database.writer.connect() as connection, connection.begin() as transaction:
            without_codes = [Content({**one.values, "customer_code": None}, one.items) for one in new]
            if in_bulk:
                ids: Iterable[int] = create(connection, actor, without_codes)
            else:
                work = UnitOfWork(connection, actor)
                ids = [work.create(CUSTOMER, company_of(connection), one).id for one in without_codes]
            written.append(rows_after(connection, ids))
            transaction.rollback()
    assert written[0] == written[1]


def test_a_batch_is_found_again_with_its_records(database: Database, actor: Actor) -> None:
    new = [Content({"kind": "external", "full_name": f"Ada Lovelace {number}"}) for number in range(1234)]
    with database.writing() as connection:
        ids = create(connection, actor, new)
        batch_id = connection.execute(sa.select(tables.batch.c.id)).scalar_one()
        logged = sa.select(tables.change.c.record_id).where(tables.change.c.batch_id == batch_id)
        assert list(connection.execute(logged).scalars()) == list(ids)
        assert [change.act for change in changes_of(connection, CUSTOMER, ids[7])] == [Act.CREATED]
        own = sa.select(tables.change.c.id).where(tables.change.c.batch_id == batch_id)
        assert not connection.execute(
            sa.select(tables.change_field).where(tables.change_field.c.change_id.in_(own))
        ).all()
    with database.reading() as connection:
        query = ListQuery(CUSTOMER.name, sort="display_name", words="lovelace 1233")
        assert first_ids(connection, query, 50) == [ids[-1]]


def test_records_keep_the_moments_they_are_given(database: Database, actor: Actor) -> None:
    moments = [datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)]
    with database.writing() as connection:
        ids = create(connection, actor, [Content({"full_name": name}) for name in ("Ada", "Bo")], moments=moments)
        for record_id, moment in zip(ids, moments, strict=True):
            record = read_record(connection, CUSTOMER, record_id)
            assert record is not None
            assert record.values["created_at"] == record.values["changed_at"] == moment
            assert changes_of(connection, CUSTOMER, record_id)[0].at == moment


def test_nothing_is_nothing(database: Database, actor: Actor) -> None:
    with database.writing() as connection:
        assert list(create(connection, actor, [])) == []
