"""Who gains or loses which right when a customer's department or manager changes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.rights import Act, Reach
from app.models.tables import table_of
from app.services.shifting import PersonShift, read_shifts
from app.store.people import EXTENDS
from app.store.records import read_record
from tests.desk import make_customer, make_role, make_staff

READS = (Act.VIEW,)
SERVES = (Act.VIEW, Act.EDIT)


@pytest.fixture
def desk(connection):
    """A company that extends rights; a customer of the legal department, a manager, and three of the staff."""
    connection.execute(sa.update(table_of(COMPANY)).values({EXTENDS: True}))
    manager = make_customer(connection, "Manager")
    ada = make_customer(connection, "Ada", department="Legal")
    reads = make_role(connection, "Reads its department", dict.fromkeys(READS, Reach.DEPARTMENT))
    serves = make_role(connection, "Serves its department", dict.fromkeys(SERVES, Reach.DEPARTMENT))
    reports = make_role(connection, "Serves those below", dict.fromkeys(SERVES, Reach.REPORTS))
    make_staff(connection, "lena", reads, department="Legal")
    make_staff(connection, "finn", serves, department="Finance")
    make_staff(connection, "mona", reports, customer_id=manager.id)
    return read_record(connection, CUSTOMER, ada.id), manager.id


def test_the_old_department_loses_what_the_new_one_gains(connection, desk):
    ada, _ = desk

    assert read_shifts(connection, ada, {"department": "Finance"}) == (
        PersonShift("Finn", SERVES, ()),
        PersonShift("Lena", (), READS),
    )


def test_a_manager_gains_what_their_reach_says(connection, desk):
    ada, manager = desk

    assert read_shifts(connection, ada, {"manager_id": manager}) == (PersonShift("Mona", SERVES, ()),)


def test_nobody_is_named_where_nothing_changes(connection, desk):
    ada, _ = desk

    assert read_shifts(connection, ada, {"title": "Countess", "department": "Legal"}) == ()


def test_nobody_is_named_where_the_company_extends_nothing(connection, desk):
    ada, manager = desk
    connection.execute(sa.update(table_of(COMPANY)).values({EXTENDS: False}))

    assert read_shifts(connection, ada, {"department": "Finance", "manager_id": manager}) == ()
