"""Lists against what plain Python makes of the same records."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from functools import cache

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.customer import CUSTOMER
from app.models.fields import Kind
from app.models.queries import Filter, ListQuery, Operator
from app.models.values import State
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store import list_ranks, list_windows, listing
from app.store.database import open_database
from app.store.labels import Labels
from app.store.listing import Limits
from tests import crowds, factories
from tests.crowds import CROWD, all_records, in_order, is_hit, searched_words

SORTABLE = [field for field in CUSTOMER.listable_fields if field.kind not in (Kind.IMAGE, Kind.TAGS)]
INDEXED = [field.name for field in SORTABLE if field.sort_index]
PLANS = (Limits(), Limits(sortable=0), Limits(sortable=0, walked=7))
"""Sort the hits; walk the whole index; walk a little and give up."""

texts = st.sampled_from([None, "a", "A", "á", "ab", "Ab", "zoë", "ZOE", "🦊", "ß", "ss", "ǆ", "2", "10", "~", "[", "Ω"])
small_contents = st.builds(
    factories.customer_content,
    texts,
    first=texts,
    business_name=texts,
    last_survey_date=st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 3)),
    department=st.sampled_from([None, "Finance", "Sales", "unlisted"]),
    sla_level=st.sampled_from([None, "gold", "bronze", "silver"]),
    preferred_language=st.sampled_from([None, "de", "en", "sq"]),
    accepts_marketing=st.sampled_from([None, False, True]),
)


@contextmanager
def outlined(connection, query, limits=listing.LIMITS):
    whole = listing.outline(connection, query, limits)
    yield whole
    listing.forget(connection, whole)


def assert_list(connection, query, expected, limits=listing.LIMITS):
    """Every way into the list says the same."""
    assert listing.first_ids(connection, query, 5, limits) == expected[:5]
    with outlined(connection, query, limits) as whole:
        assert (whole.rows, whole.more) == (len(expected), False)
        assert list_windows.ids_at(connection, query, whole, 0, len(expected) + 3) == expected
        assert (
            list_windows.ids_at(connection, query, whole, len(expected) // 2, 3) == expected[len(expected) // 2 :][:3]
        )
        ranks = list_ranks.ranks_of(connection, query, whole, [1, *expected])
        assert ranks == {record_id: rank for rank, record_id in enumerate(expected)}


@pytest.fixture(scope="module")
def crowd_records(crowd):
    with crowd.reading() as connection:
        return all_records(connection), Labels(connection)


@pytest.fixture(scope="module")
def mullers(crowd_records):
    records, labels = crowd_records
    return [record for record in records if is_hit(searched_words(record, labels), "muller 2")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contents=st.lists(small_contents, max_size=12),
    sort=st.sampled_from([field.name for field in SORTABLE]),
    descending=st.booleans(),
)
def test_any_sort_of_any_records(database, contents, sort, descending):
    with database.writing() as connection:
        for table in ("customer_text", "customer"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    crowds.make_crowd(database, contents)

    with database.reading() as connection:
        expected = in_order(all_records(connection), CUSTOMER.by_name[sort], Labels(connection), descending=descending)
        assert_list(connection, ListQuery("customer", sort, descending), expected)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", INDEXED)
def test_a_list_longer_than_its_anchors(crowd, crowd_records, sort, descending):
    query = ListQuery("customer", sort, descending)
    records, labels = crowd_records
    expected = in_order(records, CUSTOMER.by_name[sort], labels, descending=descending)

    with crowd.reading() as connection, outlined(connection, query) as whole:
        filled = sum(record.values[sort] is not None for record in records)
        assert (whole.rows, whole.filled, whole.table, len(whole.anchors)) == (CROWD, filled, "", 14)
        assert listing.first_ids(connection, query, 70) == expected[:70]
        assert listing.first_ids(connection, query, CROWD + 1) == expected
        for first in (0, 1, 249, 250, 251, 999, 1000, filled - 30, filled, filled + 1, 3000, 3333, 3499, 3500):
            assert list_windows.ids_at(connection, query, whole, first, 60) == expected[first : first + 60]
        assert list_windows.ids_at(connection, query, whole, 0, 10_000) == expected
        ranks = {0, 1, 249, 250, 251, 999, 1000, 1001, filled - 1, min(filled, CROWD - 1), 2999, 3000, 3499}
        asked = [1, *(expected[rank] for rank in ranks)]
        assert list_ranks.ranks_of(connection, query, whole, asked) == {expected[rank]: rank for rank in ranks}


@pytest.fixture(scope="module")
def crowd_order(crowd_records):
    """What plain Python makes of the crowd in an order, which it takes longer to than a database."""
    records, labels = crowd_records
    return cache(lambda sort, descending: in_order(records, CUSTOMER.by_name[sort], labels, descending=descending))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_window_of_a_long_list(crowd, crowd_order, data):
    sort = data.draw(st.sampled_from(["business_name", "last_survey_date", "city", "first"]))
    query = ListQuery("customer", sort, data.draw(st.booleans()))
    first = data.draw(st.integers(0, CROWD + 5))
    count = data.draw(st.integers(1, 1500))
    expected = crowd_order(sort, query.descending)

    with crowd.reading() as connection, outlined(connection, query) as whole:
        assert list_windows.ids_at(connection, query, whole, first, count) == expected[first : first + count]


@pytest.mark.parametrize("limits", PLANS)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", ["display_name", "business_name", "last_survey_date", "first", "sla_level"])
def test_every_plan_of_a_search_gives_the_same(crowd, crowd_records, mullers, sort, descending, limits):
    query = ListQuery("customer", sort, descending, words="muller 2")
    assert len(mullers) > 80
    expected = in_order(mullers, CUSTOMER.by_name[sort], crowd_records[1], descending=descending)

    with crowd.reading() as connection:
        assert listing.first_ids(connection, query, 60, limits) == expected[:60]
        with outlined(connection, query, limits) as whole:
            assert list_windows.ids_at(connection, query, whole, 0, CROWD) == expected


@pytest.mark.parametrize("sort", ["business_name", "first"])
def test_more_hits_than_are_listed(crowd, sort):
    query = ListQuery("customer", sort, words="example")
    with crowd.reading() as connection:
        everything = listing.first_ids(connection, query, CROWD)
        for limits in (Limits(listed=1_500), Limits(listed=1_500, sortable=10)):
            with outlined(connection, query, limits) as whole:
                assert (whole.rows, whole.more) == (1_500, True)
                assert list_windows.ids_at(connection, query, whole, 1_490, 60) == everything[1_490:1_500]
                assert list_ranks.ranks_of(connection, query, whole, everything[1_600:1_602]) == {}


def test_words_and_filters_and_company_together(crowd, crowd_records):
    filters = (Filter("sla_level", Operator.IS, "gold"), Filter("accepts_marketing", Operator.IS, True))
    records, labels = crowd_records
    company = records[0].values["company_id"]
    hits = [
        record
        for record in records
        if record.values["sla_level"] == "gold"
        and record.values["accepts_marketing"]
        and "Smith" in str(record.values["full_name"])
    ]
    assert hits
    with crowd.reading() as connection:
        for sort in ("display_name", "first"):
            query = ListQuery("customer", sort, words="SMITH", filters=filters, company_id=company)
            assert_list(connection, query, in_order(hits, CUSTOMER.by_name[sort], labels))
        other = ListQuery("customer", company_id=company + 1)
        assert_list(connection, other, [])


@pytest.mark.parametrize("sort", [field.name for field in SORTABLE if not field.sort_index])
def test_a_list_sorted_by_what_no_index_serves(crowd, crowd_records, sort):
    records, labels = crowd_records
    expected = in_order(records, CUSTOMER.by_name[sort], labels)
    with crowd.reading() as connection:
        query = ListQuery("customer", sort)
        assert listing.first_ids(connection, query, 60) == expected[:60]
        with outlined(connection, query) as whole:
            assert (whole.rows, whole.table != "") == (CROWD, True)
            assert list_windows.ids_at(connection, query, whole, 0, CROWD) == expected


def test_a_company_list_is_walked_in_both_parts(crowd, crowd_records):
    records, labels = crowd_records
    query = ListQuery("customer", "city", descending=True, company_id=records[0].values["company_id"])
    expected = in_order(records, CUSTOMER.by_name["city"], labels, descending=True)
    with crowd.reading() as connection:
        assert listing.first_ids(connection, query, CROWD) == expected
        with outlined(connection, query) as whole:
            assert list_windows.ids_at(connection, query, whole, 0, CROWD) == expected


def test_the_trash_is_a_list_of_its_own(crowd_file):
    database = open_database(crowd_file)
    with database.reading() as connection:
        ids = listing.first_ids(connection, ListQuery("customer"), 30)
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, ids[5:25], actor=current_actor(connection))
    with database.reading() as connection:
        for sort in ("display_name", "first"):
            trash = ListQuery("customer", sort, state=State.TRASHED)
            labels = Labels(connection)
            records = [record for record in all_records(connection) if record.state is State.TRASHED]
            assert_list(connection, trash, in_order(records, CUSTOMER.by_name[sort], labels))
        assert listing.first_ids(connection, ListQuery("customer"), 10) == ids[:5] + ids[25:]
        assert listing.outline(connection, ListQuery("customer")).rows == CROWD - 20
    database.close()


def test_an_outline_outlives_changes_by_others(crowd_file):
    """Rows that went away leave the windows before and behind them readable."""
    database = open_database(crowd_file)
    query = ListQuery("customer", "business_name")
    with database.reading() as connection:
        whole = listing.outline(connection, query)
        before = list_windows.ids_at(connection, query, whole, 0, CROWD)
    gone = [before[0], before[1000], before[1001], *before[-700:-600]]
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, gone, actor=current_actor(connection))
    left = [record_id for record_id in before if record_id not in gone]
    with database.reading() as connection:
        assert list_windows.ids_at(connection, query, whole, 0, 60) == left[:60]
        assert set(list_windows.ids_at(connection, query, whole, 1000, 60)) <= set(left)
        assert list_ranks.ranks_of(connection, query, whole, before[1000:1001]) == {}
        assert len(list_windows.ids_at(connection, query, whole, 3_440, 60)) <= 60
    database.close()


def test_a_forgotten_list_leaves_no_table_behind(crowd):
    with crowd.reading() as connection:
        whole = listing.outline(connection, ListQuery("customer", "first"))
        listing.forget(connection, whole)
        listing.forget(connection, whole)
        assert sa.inspect(connection).get_temp_table_names() == []


def test_an_empty_list(database):
    with database.reading() as connection:
        for query in (
            ListQuery("customer"),
            ListQuery("customer", "first", descending=True),
            ListQuery("customer", words="nobody"),
            ListQuery("customer", words="x"),
        ):
            assert_list(connection, query, [])
