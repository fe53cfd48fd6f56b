"""In a file, what is read by its id has no table looked through: that shows only where there are a million rows."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.services import lists
from app.services.references import find_references, read_names
from app.store.database import open_database
from app.store.records import read_records

COLUMNS = ("display_name", "customer_code", "phone", "city")
WHOLE = re.compile(r"SCAN (customer|phone|email|address)\w*$")
"""What SQLite says where no index serves."""


def read_rows(connection, ids):
    query = ListQuery("customer", words="lovelace")
    opened = lists.opened(connection, query, COLUMNS)
    assert opened.page.rows
    assert lists.rows_of(connection, query, COLUMNS, opened.labels, ids)


def read_refreshed(connection, ids):
    assert lists.refreshed(connection, ListQuery("customer", words="lovelace account"), COLUMNS, ids, 20).page.rows


def read_whole(connection, ids):
    assert len(read_records(connection, CUSTOMER, ids)) == len(ids)


def read_named(connection, ids):
    assert len(read_names(connection, "customer", ids)) == len(ids)
    assert find_references(connection, "customer", "lovelace")


@pytest.mark.parametrize("read", [read_rows, read_refreshed, read_whole, read_named])
def test_what_is_read_by_its_id_is_found_by_it(crowd_file, read):
    with closing(open_database(crowd_file)) as database, database.reading() as connection:
        ids = [row.id for row in lists.opened(connection, ListQuery("customer"), COLUMNS).page.rows]
        asked = []
        sa.event.listen(
            database.reader, "before_cursor_execute", lambda _, __, sql, values, *___: asked.append((sql, values))
        )
        read(connection, ids)
        read_by_id = [(sql, values) for sql, values in asked if sql.startswith("SELECT")]
        assert read_by_id
        for sql, values in read_by_id:
            for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all():
                assert not WHOLE.match(step), sql
