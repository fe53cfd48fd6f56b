"""Invoices on a server: numbers stay where they were given, and nobody hears of another company's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.invoice import INVOICE
from app.models.rights import Act, Grant, Reach, Role
from app.models.tables import table_of
from app.models.values import Content, Item
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests import guarded, postgres
from tests.factories import customer_content, first_company
from tests.plain_sql import one, refused

NAME = "billed"


@pytest.fixture(scope="module")
def company(server: postgres.Server) -> Iterator[int]:
    """One that has issued two invoices; Flo works for it, Ona for another one, and Ray only reads."""
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        own = first_company(connection)
        head = guarded.head(connection)
        other = save_record(
            connection, "company", None, None, Content({"name": "Other", "code": "OTHER"}), actor=head
        ).record.id
        for sign_in, role, works_for in (
            ("flo", "Frontline", own), ("ona", "Frontline", other), ("ray", "Read-only", None),
        ):  # fmt: skip
            guarded.add_staff(connection, sign_in, [guarded.role_named(connection, role)], company_id=works_for)
        customer = UnitOfWork(connection, head).create(CUSTOMER, own, customer_content("Ida"))
    line = Item({"text": "Router"})
    with closing(open_database(server.address(NAME, f"{NAME}.flo"))) as flo:
        for _ in range(2):
            with flo.writing() as connection:
                content = Content({"customer_id": customer.id, "payment_status": "due"}, {"lines": (line,)})
                save_record(connection, INVOICE.name, own, None, content, actor=current_actor(connection))
    yield own
    database.close()
    guarded.drop(server, NAME)


def test_numbers_stay_where_they_were_given(company: int, server: postgres.Server) -> None:
    with guarded.person(server, NAME, "flo") as flo:
        number = one(flo, "SELECT min(number) FROM invoice")
        for value in ("'INV9'", "NULL"):
            statement = (
                f"UPDATE invoice SET number = {value}, version = version + 1, changed_by = me() WHERE number = %s"
            )
            assert refused(flo, statement, number)
        for statement in ("DELETE FROM invoice", "UPDATE invoice SET state = 'trashed', version = version + 1"):
            assert not guarded.tries(flo, f"{statement} WHERE number = %s", number)
        assert guarded.tries(
            flo, "UPDATE invoice SET store_id = 'B', version = version + 1, changed_by = me() WHERE number = %s", number
        )


def test_nobody_hears_how_many_another_company_has(company: int, server: postgres.Server) -> None:
    with guarded.person(server, NAME, "ona") as ona, guarded.person(server, NAME, "flo") as flo:
        series = f"invoice/{company}"
        assert one(ona, "SELECT count(*) FROM invoice") == one(ona, "SELECT count(*) FROM invoice_line") == 0
        assert not one(ona, "SELECT numbers_given(%s)", series)
        assert not one(ona, "SELECT numbers_given(%s)", f"customer_code/{company}")
        assert one(flo, "SELECT numbers_given(%s)", series) == 1001
        assert refused(ona, "SELECT take_next(%s, 1)", series)
        unseen = one(flo, "SELECT min(id) FROM invoice")
        assert one(ona, "SELECT credited_of(%s, 0)", unseen) is None
        assert ona.execute("SELECT * FROM paid_for(%s, 0)", [unseen]).fetchall() == []


def test_who_sees_no_company_makes_its_numbers_all_the_same(company: int, server: postgres.Server) -> None:
    acts = {"customer": (Act.VIEW,), "invoice": (Act.VIEW, Act.ADD, Act.EDIT)}
    grants = tuple(Grant(name, act, Reach.COMPANY) for name, of_type in acts.items() for act in of_type)
    database = open_database(server.address(NAME))
    with closing(database), database.writing() as connection:
        role = guarded.add_role(connection, Role("Bills", grants))
        guarded.add_staff(connection, "bea", [role], company_id=company)
    with closing(open_database(server.address(NAME, f"{NAME}.bea"))) as bea, bea.writing() as connection:
        content = Content(
            {"customer_id": one_customer(connection), "payment_status": "due"}, {"lines": (Item({"text": "Router"}),)}
        )
        values = save_record(
            connection, INVOICE.name, company, None, content, actor=current_actor(connection)
        ).record.values
    assert (str(values["number"])[:6], values["currency"]) == ("INV100", "USD")
    for who, is_told in (("bea", True), ("ona", False), ("ray", False)):
        with guarded.person(server, NAME, who) as plain:
            told = one(plain, "SELECT company_terms(%s)", company)
            assert (told is not None) is is_told
            assert one(plain, "SELECT count(*) FROM company") == (0 if who == "bea" else 1 if who == "ona" else 2)
            assert not told or "letterhead" not in told


def one_customer(connection: sa.Connection) -> int:
    return int(connection.scalar(sa.select(table_of(CUSTOMER).c.id)) or 0)


def test_whoever_adds_nothing_marks_nothing_as_taken(company: int, server: postgres.Server) -> None:
    mark = "INSERT INTO intake_mark VALUES ('m', now())"
    with guarded.person(server, NAME, "ray") as ray, guarded.person(server, NAME, "flo") as flo:
        assert refused(ray, mark)
        assert guarded.tries(flo, mark)
