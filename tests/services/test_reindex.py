"""After a pick value got another label: what is found and how lists are sorted follows, the records stay."""

import pytest

from app.errors import CancelledError
from app.models.customer import CUSTOMER
from app.models.pick_lists import PICK_LISTS
from app.models.queries import ListQuery
from app.models.tables import table_of
from app.services import pick_lists
from app.services.reindex import depends_on_labels, reindex_value
from app.services.trash import move_to_trash
from app.store.listing import first_ids
from app.store.records import read_records
from tests import factories


def found(database, words):
    with database.reading() as connection:
        return set(first_ids(connection, ListQuery("customer", words=words), 100))


def rename(database, actor, pick_list, value, label):
    with database.writing() as connection:
        value_id = next(known.id for known in pick_lists.values_of(connection, pick_list) if known.value == value)
        pick_lists.rename_value(connection, value_id, label, actor=actor)


def customers(database, many, **values):
    return [factories.stored_customer(database, factories.customer_content(**values)) for _ in range(many)]


def test_records_are_found_by_the_new_label_only(database, actor):
    here = customers(database, 45, kind="internal", department="Finance", site="Headquarters")
    customers(database, 3, kind="internal", department="Legal")
    rename(database, actor, "department", "Finance", "Zahlungen")
    steps = []

    done = reindex_value(database.place, "department", "Finance", on_progress=lambda *step: steps.append(step))

    ids = {record.id for record in here}
    assert done == 45
    assert steps[-1] == (45, 45)
    assert found(database, "zahlungen") == found(database, "headq") == ids
    assert found(database, "finance") == set()


def test_the_order_follows_and_the_records_stay(database, actor):
    (record,) = customers(database, 1, kind="internal", department="Finance")
    rename(database, actor, "department", "Finance", "Zahlungen")

    reindex_value(database.place, "department", "Finance")

    with database.reading() as connection:
        table = table_of(CUSTOMER)
        assert connection.execute(table.select()).one().department_key == "zahlungen"
        assert read_records(connection, CUSTOMER, [record.id]) == {record.id: record}


def test_records_in_the_trash_follow_too(database, actor):
    (record,) = customers(database, 1, site="Headquarters")
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [record.id], actor=actor)
    rename(database, actor, "site", "Headquarters", "Zentrale")
    assert reindex_value(database.place, "site", "Headquarters") == 1


def test_stopped_half_way_it_can_be_done_again(database, actor):
    ids = {record.id for record in customers(database, 60, kind="internal", department="Finance")}
    rename(database, actor, "department", "Finance", "Zahlungen")

    def stop(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        reindex_value(database.place, "department", "Finance", on_progress=stop)
    assert found(database, "zahlungen") | found(database, "finance") == ids

    reindex_value(database.place, "department", "Finance")
    assert found(database, "zahlungen") == ids


def test_only_lists_that_are_searched_or_sorted_by_matter():
    assert {name for name in PICK_LISTS if depends_on_labels(name)} == {
        *("department", "site"),
        *("interaction_type", "interaction_channel"),
    }
