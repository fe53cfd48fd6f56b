"""Numbers that nobody may leave out: with many writers at once, of whom some fail and one dies."""

from __future__ import annotations

from tests.bench.invoice_writers import written
from tests.factories import customer_content, first_company, stored_customer


def test_no_number_is_left_out_and_none_is_given_twice(database):
    customer = stored_customer(database, customer_content("Ada Lovelace"))
    with database.reading() as connection:
        company = first_company(connection)
    found = written(database.place, customer.id, company, writers=4, invoices=40, one_fails_in=3, dying=1)
    assert (found.missing, found.doubles, found.lost) == (0, 0, 0)
    assert found.numbers == tuple(range(1000, 1032))
