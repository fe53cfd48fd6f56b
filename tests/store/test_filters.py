"""Filters of every kind and operator against the same conditions in plain Python."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.models.company import COMPANY
from app.models.contact_points import PHONE
from app.models.customer import CUSTOMER
from app.models.fields import CODED_KINDS, Kind, item_type
from app.models.queries import Filter, ListQuery, Operator, operators_for
from app.store import listing
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.crowds import all_records, folded, make_crowd

OPERANDS = {
    "full_name": ("ada", "Zoë", "Ada Lovelace 0", "🦊 fox", "o'b", "%", "no such"),
    "business_name": ("aetna", "ALPHA", "100% wool", "_", "zürich & söhne", "💡"),
    "first": ("É", "STRASSE", "Ada"),
    "customer_code": ("t0", "T000"),
    "phone": ("+44 20 7946 0001", "7946", "+44"),
    "email": ("person1@example.com", "EXAMPLE", "person"),
    "city": ("lodz", "m", "Zürich"),
}
FIELDS = [field for field in (*CUSTOMER.listable_fields, *CUSTOMER.item_fields) if field.kind is not Kind.IMAGE]


@pytest.fixture(scope="module")
def records(crowd):
    with crowd.reading() as connection:
        return all_records(connection)


def kept(connection, *filters):
    with_filters = ListQuery("customer", "created_at", filters=filters)
    return set(listing.first_ids(connection, with_filters, 10_000))


def operands(field, records):
    """What to compare the field with: values that occur, on their own borders, and some that don't."""
    if field.kind is Kind.ITEMS:
        return {"phones": ("7946 00", "+44"), "emails": ("PERSON1", "@"), "addresses": ("lódz", "London")}[field.name]
    if field.kind is Kind.TAGS:
        return ("key", "KEY ACCOUNT", "y a", "[", '"', "none", "Ké")
    found = sorted({record.values[field.name] for record in records} - {None})
    if field.kind is Kind.DATE_TIME:
        return (*tuple(moment.astimezone().date() for moment in (found[0], found[-1])), date(2024, 1, 2))
    if field.kind in CODED_KINDS or field.kind in (Kind.DATE, Kind.YES_NO, Kind.RECORD):
        return (*found[:1], *found[-1:]) or ((date(2024, 1, 2),) if field.kind is Kind.DATE else ("nothing",))
    return OPERANDS.get(field.name, ("a",))


def holds(field, operator, operand, record):
    """The condition as people mean it."""
    if field.kind is Kind.ITEMS:
        items = record.items[field.name]
        parts = [part.name for part in item_type(field).stored_fields if part.searched]
        texts = [item.values[part] for item in items for part in parts if item.values[part]]
        value = texts or (items and [""]) or None
    else:
        value = record.values[field.name] or (None if field.kind is Kind.TAGS else record.values[field.name])
    if operator is Operator.EMPTY:
        return value is None
    if operator is Operator.FILLED:
        return value is not None
    if value is None:
        return operator is Operator.IS_NOT
    if field.kind is Kind.DATE_TIME:
        value = value.astimezone().date()
    if isinstance(value, (tuple, list)):
        return any(folded(operand) in folded(text) for text in value)
    if field.is_text:
        value, operand = folded(value), folded(operand)
    match operator:
        case Operator.IS:
            return value == operand
        case Operator.IS_NOT:
            return value != operand
        case Operator.CONTAINS:
            return operand in value
        case Operator.STARTS:
            return value.startswith(operand)
        case Operator.BEFORE:
            return value < operand
        case Operator.AFTER:
            return value > operand
        case Operator.ONE_OF:
            return value in operand
    raise AssertionError(operator)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_operator_of_the_field(crowd, records, field):
    with crowd.reading() as connection:
        for operator in operators_for(field):
            if operator in (Operator.EMPTY, Operator.FILLED):
                chosen = (None,)
            elif operator is Operator.ONE_OF:
                chosen = (operands(field, records), ("nothing", *operands(field, records)[:1]))
            else:
                chosen = operands(field, records)
            for operand in chosen:
                expected = {record.id for record in records if holds(field, operator, operand, record)}
                assert kept(connection, Filter(field.name, operator, operand)) == expected, (operator, operand)


@pytest.mark.parametrize(
    ("operator", "kept_years"),
    [
        (Operator.IS, [2024]),
        (Operator.IS_NOT, [2023, 2025, None]),
        (Operator.BEFORE, [2023]),
        (Operator.AFTER, [2025]),
        (Operator.EMPTY, [None]),
        (Operator.FILLED, [2023, 2024, 2025]),
    ],
)
def test_numbers(database, actor, operator, kept_years):
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE company SET state = 'trashed'"))
        for year in (2023, 2024, 2025, None):
            values = {**factories.defaults(COMPANY), "code": str(year), "name": str(year), "code_start": year}
            UnitOfWork(connection, actor).create(COMPANY, None, factories.Content(values))
        query = ListQuery("company", filters=(Filter("code_start", operator, 2024),))
        ids = listing.first_ids(connection, query, 10)
        years = [record.values["code_start"] for record in all_records(connection, COMPANY) if record.id in ids]
    assert sorted(years, key=str) == sorted(kept_years, key=str)


def test_filters_of_a_child_table_see_its_forms(crowd, records):
    """A number is found in its international form too, however it was typed."""
    assert PHONE.by_name["e164"].searched
    with crowd.reading() as connection:
        expected = {record.id for record in records if record.items["phones"]}
        assert kept(connection, Filter("phones", Operator.CONTAINS, "+442079")) == expected


def test_several_filters_must_all_hold(crowd, records):
    expected = {
        record.id
        for record in records
        if record.values["sla_level"] == "gold" and record.values["city"] and record.values["department"] != "Sales"
    }
    assert expected
    with crowd.reading() as connection:
        found = kept(
            connection,
            Filter("sla_level", Operator.IS, "gold"),
            Filter("city", Operator.FILLED),
            Filter("department", Operator.IS_NOT, "Sales"),
        )
    assert found == expected


def test_a_reference_is_compared_by_name(database, actor):
    with database.writing() as connection:
        company = factories.first_company(connection)
        work = UnitOfWork(connection, actor)
        boss = work.create(CUSTOMER, company, factories.customer_content("Zoë Boss"))
        report = work.create(CUSTOMER, company, factories.customer_content("Al", manager_id=boss.id))
        assert kept(connection, Filter("manager_id", Operator.IS, "zoe BOSS")) == {report.id}
        assert kept(connection, Filter("manager_id", Operator.IS, boss.id)) == {report.id}
        assert kept(connection, Filter("manager_id", Operator.IS, "zoe")) == set()
        assert kept(connection, Filter("created_by", Operator.IS, actor.name.upper())) == {boss.id, report.id}
        assert kept(connection, Filter("company_id", Operator.IS, "my company")) == {boss.id, report.id}


@pytest.mark.parametrize("tag", ["Café", "a, b", 'say "x"', "back\\slash", "ｆｕｌｌ"])
def test_tags_are_compared_one_by_one(database, tag):
    holder = factories.stored_customer(database, factories.customer_content(tags=("other", tag)))
    factories.stored_customer(database, factories.customer_content(tags=("thing",)))
    with database.reading() as connection:
        assert kept(connection, Filter("tags", Operator.CONTAINS, tag.upper())) == {holder.id}
        assert kept(connection, Filter("tags", Operator.CONTAINS, 'r", "')) == set()


def test_a_text_longer_than_its_key(database):
    long = "ß" * 199 + "x"
    holder = factories.stored_customer(database, factories.customer_content(business_name=long))
    with database.reading() as connection:
        assert kept(connection, Filter("business_name", Operator.IS, long)) == {holder.id}
        assert kept(connection, Filter("business_name", Operator.STARTS, "ß" * 20)) == {holder.id}


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), date(9999, 12, 30), date.max])
def test_days_at_the_ends_of_time(crowd, day):
    with crowd.reading() as connection:
        everybody = kept(connection)
        assert kept(connection, Filter("created_at", Operator.IS, day)) == set()
        expected = everybody if day.year == 1 else set()
        assert kept(connection, Filter("created_at", Operator.AFTER, day)) == expected
        assert kept(connection, Filter("created_at", Operator.BEFORE, day)) == everybody - expected


@pytest.mark.parametrize("operand", ["x" * 60_000, "%" * 30_000, "﷽" * 10_000, "\0", "\u200b"])
def test_operands_of_any_length(crowd, operand):
    with crowd.reading() as connection:
        for operator in (Operator.CONTAINS, Operator.STARTS, Operator.IS):
            for name in ("business_name", "first"):
                kept(connection, Filter(name, operator, operand))


def test_a_moment_counts_for_the_day_on_the_persons_clock(new_file, monkeypatch):
    """Also on the day of 23 hours on which clocks are set forward."""
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    if hasattr(time, "tzset"):
        time.tzset()
    database = open_database(new_file)
    ids = make_crowd(database, (factories.customer_content() for _ in range(4)))
    with database.writing() as connection:
        for number, record_id in enumerate(ids):
            hour = datetime(2024, 3, 31, 20, 30, tzinfo=UTC) + timedelta(hours=number)
            at = hour.replace(tzinfo=None).isoformat(" ", "microseconds")
            connection.exec_driver_sql("UPDATE customer SET created_at = ? WHERE id = ?", (at, record_id))
        records = all_records(connection)
        field = CUSTOMER.by_name["created_at"]
        for operator in (Operator.IS, Operator.BEFORE, Operator.AFTER):
            for day in (date(2024, 3, 31), date(2024, 4, 1)):
                expected = {record.id for record in records if holds(field, operator, day, record)}
                assert kept(connection, Filter("created_at", operator, day)) == expected
    database.close()
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()
