"""Ids and numbers: dense, never twice, whoever asks."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from app.models.contact_points import PHONE
from app.models.customer import CUSTOMER
from app.models.tables import node, table_of
from app.store import identity
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.factories import customer_content, first_company


def test_numbers_count_up_from_the_start_given(database):
    with database.writing() as connection:
        taken = [identity.next_number(connection, "code", start=1000), identity.next_number(connection, "code")]
        taken += [identity.next_number(connection, "code", 5), identity.next_number(connection, "code", start=7)]
        assert taken == [1000, 1001, 1002, 1007]
        assert identity.next_number(connection, "other") == 1


def test_ids_are_the_nodes_and_dense(database, actor):
    with database.writing() as connection:
        number = connection.execute(sa.select(node.c.number)).scalar_one()
        first = identity.next_id(connection, "customer", 3)
        assert first >> identity.COUNTER_BITS == number
        assert identity.next_id(connection, "customer") == first + 3
        company, work = first_company(connection), UnitOfWork(connection, actor)
        phones = [factories.phone(), factories.phone("+44 20 7946 0001")]
        made = [work.create(CUSTOMER, company, customer_content(phones=phones)) for _ in range(3)]
        assert [record.id for record in made] == list(range(first + 4, first + 7))
        ids = connection.execute(sa.select(table_of(PHONE).c.id).order_by(table_of(PHONE).c.id)).scalars().all()
        assert ids == list(range(ids[0], ids[0] + 6))


def test_every_id_fits_its_column():
    assert all(
        0 < identity.new_node() << identity.COUNTER_BITS < 2**63 - 2**identity.COUNTER_BITS + 1 for _ in range(99)
    )


def test_numbers_of_a_failed_unit_are_given_again(file_database):
    database = file_database
    with database.writing() as connection:
        first = identity.next_id(connection, "customer")

    def fail():
        with database.writing() as connection:
            identity.next_id(connection, "customer", 10)
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    with database.writing() as connection:
        assert identity.next_id(connection, "customer") == first + 1


def test_two_writers_never_get_the_same(new_file):
    """Two windows on one file, each saving as fast as it can."""
    given: list[list[int]] = [[], []]

    def save(number):
        database = open_database(new_file)
        try:
            for _ in range(25):
                record = factories.stored_customer(database, customer_content(phones=[factories.phone()]))
                given[number] += [record.id, record.items["phones"][0].id]
        finally:
            database.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [len(ids) for ids in given] == [50, 50]
    customers = sorted(given[0][::2] + given[1][::2])
    phones = sorted(given[0][1::2] + given[1][1::2])
    assert customers == list(range(customers[0], customers[0] + 50))
    assert phones == list(range(phones[0], phones[0] + 50))
