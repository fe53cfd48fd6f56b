"""Invoices on a server: numbers stay where they were given, and nobody hears of another company's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from app.models.customer import CUSTOMER
from app.models.invoice import INVOICE
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


def test_whoever_adds_nothing_marks_nothing_as_taken(company: int, server: postgres.Server) -> None:
    mark = "INSERT INTO intake_mark VALUES ('m', now())"
    with guarded.person(server, NAME, "ray") as ray, guarded.person(server, NAME, "flo") as flo:
        assert refused(ray, mark)
        assert guarded.tries(flo, mark)
