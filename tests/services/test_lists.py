"""Lists as people look at them: texts, windows, refreshes, reasons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.fields import Kind
from app.models.formatting import format_date, format_moment, own_date_order
from app.models.queries import Filter, ListQuery, Operator
from app.models.values import State
from app.services import lists
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.database import open_database
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.crowds import CROWD, make_crowd
from tests.factories import customer_content, first_company
from tests.heard import other_news

COLUMNS = ("display_name", "customer_code", "business_name")
ALL_COLUMNS = tuple(field.name for field in CUSTOMER.listable_fields)


@pytest.fixture
def writable(crowd_file):
    database = open_database(crowd_file)
    yield database
    database.close()


def ids(page):
    return [row.id for row in page.rows]


def named(connection, name, **values):
    work = UnitOfWork(connection, current_actor(connection))
    return work.create(CUSTOMER, first_company(connection), customer_content(name, **values))


def test_every_kind_of_field_as_people_read_it(database, actor):
    with database.writing() as connection:
        boss = named(connection, "Zoë Boss")
        record = named(
            connection,
            "Al",
            kind="internal",
            department="Finance",
            preferred_language="de",
            last_survey_date=date(2024, 2, 29),
            tags=("a", "b, c"),
            manager_id=boss.id,
            accepts_marketing=True,
            wholesale=None,
            site="nowhere listed",
        )
        query = ListQuery("customer")
        opened = lists.opened(connection, query, ALL_COLUMNS)
        row = next(row for row in opened.page.rows if row.id == record.id)
    texts = dict(zip(ALL_COLUMNS, row.texts, strict=True))
    assert texts["display_name"] == texts["full_name"] == "Al"
    assert (texts["kind"], texts["department"], texts["site"]) == ("Internal", "Finance", "nowhere listed")
    assert (texts["preferred_language"], texts["tags"], texts["manager_id"]) == ("German", "a, b, c", "Zoë Boss")
    assert texts["last_survey_date"] == format_date(date(2024, 2, 29), own_date_order())
    assert texts["created_at"] == format_moment(record.values["created_at"], own_date_order())
    assert (texts["created_by"], texts["company_id"]) == (actor.name, "My company")
    assert (texts["accepts_marketing"], texts["wholesale"], texts["nickname"]) == ("Yes", "", "")
    assert (row.spans, row.why) == ((), "")


def test_a_window_is_what_the_whole_list_says(crowd):
    query = ListQuery("customer", "business_name", descending=True)
    with crowd.reading() as connection:
        opened = lists.opened(connection, query, COLUMNS)
        whole = lists.outline(connection, query)
        page = lists.page_at(connection, query, whole, COLUMNS, opened.labels, 0, CROWD)
        assert (opened.page.first, len(opened.page.rows), len(page.rows)) == (0, lists.PAGE, CROWD)
        assert page.rows[: lists.PAGE] == opened.page.rows
        part = lists.page_at(connection, query, whole, COLUMNS, opened.labels, 2_290, 100)
        assert (part.first, part.rows) == (2_290, page.rows[2_290:2_390])
        assert lists.rows_of(connection, query, COLUMNS, opened.labels, ids(part)) == part.rows
        found = lists.ids_of_ranges(connection, query, whole, [(0, 1), (999, 1_001), (3_498, 3_499)])
        every = ids(page)
        assert list(found) == [*every[:2], *every[999:1_002], *every[3_498:]]


def test_rows_of_more_ids_than_a_statement_takes(crowd):
    query = ListQuery("customer")
    more = 260_000 if isinstance(crowd.place, Path) else 70_000
    with crowd.reading() as connection:
        opened = lists.opened(connection, query, COLUMNS)
        asked = [*range(1, more), *ids(opened.page)]
        assert lists.rows_of(connection, query, COLUMNS, opened.labels, asked) == opened.page.rows


def explained_hits(connection, words, columns):
    """The first hits and why they were found, as the window shows them one after the other."""
    query = ListQuery("customer", words=words)
    opened = lists.opened(connection, query, columns)
    return lists.explained(connection, query, opened.labels, opened.page.rows)


def test_a_hit_says_where(crowd):
    with crowd.reading() as connection:
        rows = explained_hits(connection, "lovelace under account", ("display_name", "business_name", "phone"))
        assert rows
        for row in rows:
            (start, length) = row.spans[0][0]
            assert row.texts[0][start : start + length] == "Lovelace"
            assert (row.texts[1], row.spans[1], row.spans[2]) == ("under_score", ((0, 5),), ())
            assert "Tags: key account" in row.why


def test_a_hit_in_what_is_not_shown_is_explained(database):
    record = factories.stored_customer(
        database, customer_content("Al", phones=[factories.phone("+44 20 7946 0000")], nickname="The Whale")
    )
    with database.reading() as connection:
        for words, why in (("whale", "Nickname: The Whale"), ("02079460000", "Phones: +44 20 7946 0000")):
            (row,) = explained_hits(connection, words, ("display_name",))
            assert (row.id, row.spans, row.why) == (record.id, ((),), why)
            ((start, length),) = row.why_spans
            assert why.casefold().endswith(row.why[start : start + length].casefold())


def test_hits_come_before_what_nothing_in_view_says(database):
    hidden = factories.stored_customer(database, customer_content("Al", nickname="The Whale"))
    named = factories.stored_customer(database, customer_content("Whale"))
    query = ListQuery("customer", words="whale")
    with database.reading() as connection:
        opened = lists.opened(connection, query, ("display_name",))
        first = [(row.id, row.why) for row in opened.page.rows]
        then = lists.explained(connection, query, opened.labels, opened.page.rows)
        whole = lists.page_at(
            connection, query, lists.outline(connection, query), ("display_name",), opened.labels, 0, 9
        )
    assert first == [(hidden.id, ""), (named.id, "Name")]
    assert [(row.id, row.why) for row in then] == [(hidden.id, "Nickname: The Whale"), (named.id, "Name")]
    assert whole.rows == then


def test_each_place_of_a_hit_is_marked_where_it_stands(database):
    address = factories.address("5 Rue de l’Église", "Saint-Étienne", "FR")
    notes = "Called about the parcel that never came, then about the new one, and was calm. Speaks Łužica."
    content = customer_content("Al", addresses=[address], nickname="The Whale", business_name=notes)
    factories.stored_customer(database, content)
    with database.reading() as connection:
        (row,) = explained_hits(connection, "whale eglise luzica", ("display_name",))
    assert row.why == "Nickname: The Whale; Business name: …Speaks Łužica.; Street: 5 Rue de l’Église"
    marked = [row.why[start : start + length] for start, length in row.why_spans]
    assert marked == ["Whale", "Łužica", "Église"]


def test_a_number_is_marked_where_it_stands(database):
    record = factories.stored_customer(database, customer_content("Al", phones=[factories.phone("+44 20 7946 0000")]))
    with database.reading() as connection:
        for words in ("+44 20 7946", "020 7946", "02079460000", "7946-0000"):
            (row,) = lists.opened(connection, ListQuery("customer", words=words), ("phone", "display_name")).page.rows
            assert (row.id, row.why) == (record.id, "Phone: +44 20 7946 0000")
            assert row.spans[0]
            assert row.why_spans == tuple((len("Phone: ") + start, length) for start, length in row.spans[0])


def test_of_a_name_only_the_field_is_said(database):
    record = factories.stored_customer(database, customer_content("Ada Lovelace", business_name="Adalina Ltd"))
    with database.reading() as connection:
        query = ListQuery("customer", words="ada")
        (row,) = lists.opened(connection, query, ("display_name", "business_name")).page.rows
    assert (row.id, row.why) == (record.id, "Name; Business name: Adalina Ltd")
    assert [row.why[start : start + length] for start, length in row.why_spans] == ["Ada"]


def refreshed(connection, query, kept, lines=20, **more):
    return lists.refreshed(connection, query, COLUMNS, kept, lines, **more)


@pytest.mark.parametrize("sort", ["display_name", "first"])
def test_a_refresh_follows_records_to_where_they_are(writable, sort):
    query = ListQuery("customer", sort)
    with writable.reading() as connection:
        whole = lists.outline(connection, query)
        kept = lists.ids_of_ranges(connection, query, whole, [(1_200, 1_210), (40, 41), (3_499, 3_499)])
    make_crowd(writable, (customer_content("000", first="000") for _ in range(25)))
    with writable.reading() as connection:
        now = refreshed(connection, query, kept, done=(whole,))
        assert now.outline.rows == CROWD + 25
        ranks = [*range(1_225, 1_236), 65, 66, CROWD + 24]
        assert now.ranks == dict(zip(kept, ranks, strict=True))
        assert now.page.first == 1_225
        assert ids(now.page)[:11] == list(kept[:11])
        assert now.extra is None


def test_a_refresh_is_told_of_what_went_away(writable):
    query = ListQuery("customer")
    with writable.reading() as connection:
        opened = lists.opened(connection, query, COLUMNS)
    kept = ids(opened.page)[:5]
    with writable.writing() as connection:
        move_to_trash(connection, CUSTOMER, kept[:2], actor=current_actor(connection))
    with writable.reading() as connection:
        now = refreshed(connection, query, kept)
        assert now.ranks == {kept[2]: 0, kept[3]: 1, kept[4]: 2}
        assert now.outline.rows == CROWD - 2


def test_the_record_that_is_wanted_comes_into_view(writable):
    query = ListQuery("customer")
    with writable.reading() as connection:
        whole = lists.outline(connection, query)
        (top,) = lists.ids_of_ranges(connection, query, whole, [(100, 100)])
        (far,) = lists.ids_of_ranges(connection, query, whole, [(3_000, 3_000)])
        brought = refreshed(connection, query, [top], pinned=far, bring=True)
        assert brought.page.first <= 3_000 < brought.page.first + 20
        assert (brought.ranks[far], brought.extra) == (3_000, None)
        stayed = refreshed(connection, query, [top], pinned=far)
        assert stayed.page.first == 100
        near = refreshed(connection, query, [top], pinned=lists.ids_of_ranges(connection, query, whole, [(110, 110)])[0],
                         bring=True)  # fmt: skip
        assert near.page.first == 100


@pytest.mark.parametrize(
    "query",
    [
        ListQuery("customer", words="nothing like it"),
        ListQuery("customer", filters=(Filter("sla_level", Operator.IS, "platinum"),)),
    ],
)
def test_a_pinned_record_is_shown_whatever_hides_it(database, actor, query):
    record = factories.stored_customer(database)
    with database.reading() as connection:
        now = refreshed(connection, query, [], pinned=record.id, bring=True)
        assert (now.outline.rows, now.page.rows, now.ranks) == (0, (), {})
        assert (now.extra.id, now.extra.texts[0], now.extra.why) == (record.id, "Ada Lovelace", "")
    with database.writing() as connection:
        UnitOfWork(connection, actor).set_state(CUSTOMER, record, State.TRASHED)
    with database.reading() as connection:
        assert refreshed(connection, query, [], pinned=record.id).extra is None
        assert refreshed(connection, query, [], pinned=1).extra is None


def kept(connection):
    """How many lists are written down."""
    return len(sa.inspect(connection).get_temp_table_names())


def test_lists_that_are_done_give_their_memory_back(crowd):
    query = ListQuery("customer", "first")
    with crowd.reading() as connection:
        before = kept(connection)
        first, second = lists.outline(connection, query), lists.outline(connection, query)
        now = refreshed(connection, query, [], done=(first, second))
        assert kept(connection) == before + 1
        lists.opened(connection, query, COLUMNS, done=(now.outline, first))
        assert kept(connection) == before


def test_a_save_is_news_once(database):
    with database.reading() as connection:
        before = lists.news(connection)
    factories.stored_customer(database)
    with database.reading() as connection:
        after = other_news(connection, before)
        assert lists.news(connection) == after


def test_columns_can_be_any_listable_field(crowd):
    with crowd.reading() as connection:
        for field in CUSTOMER.listable_fields:
            opened = lists.opened(connection, ListQuery("customer"), (field.name,))
            assert len(opened.page.rows) == lists.PAGE
            record = read_record(connection, CUSTOMER, opened.page.rows[0].id)
            if record.values[field.name] is None and field.kind is not Kind.TAGS:
                assert opened.page.rows[0].texts == ("",)
