"""Everybody works within their operating companies: what hangs on customers stays with them, and others don't see it."""

import psycopg
import pytest

from app.errors import InvalidRecordError
from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY
from app.models.desk_types import DESK_TYPES
from app.models.rights import EVERY, Act, Grant, Reach, Role
from app.models.staff import STAFF
from app.models.values import Content
from app.services import taking_back, trash
from app.services.belonging import company_of
from app.services.companies import save_company
from app.services.files import facts
from app.services.records import save_record
from app.services.references import find_references
from app.services.staff import current_actor
from app.services.timeline import read_page
from app.store.records import read_record
from tests import desk as people
from tests import guarded
from tests.factories import first_company
from tests.services.test_records import problems_of

EUROPE = {"code": "EU", "name": "Europe", "default_country": "DE", "currency": "EUR", "time_zone": "UTC"}


class Two:
    """Two companies, each with a record of every type that people work on; what belongs to a customer is said to be the first's."""

    def __init__(self, database):
        self._database = database
        with database.writing() as connection:
            self.first = first_company(connection)
            content = Content({**EUROPE, "colour": "teal", "contract_prefix": "EU-"})
            self.second = save_company(connection, None, content, actor=current_actor(connection)).id
        self.mine, self.theirs = self._fill(self.first), self._fill(self.second)

    def save(self, type_name, company_id, base=None, **values):
        with self._database.writing() as connection:
            actor = current_actor(connection)
            return save_record(connection, type_name, company_id, base, Content(values), actor=actor).record

    def _fill(self, company_id):
        made = {"customer": self.save("customer", company_id, kind="external", full_name="Ada Lovelace")}
        made["product"] = self.save("product", company_id, name="Router", code="R", price=1)
        made["package"] = self.save("package", company_id, name="Office", code="O")
        made["contract"] = self.save("contract", self.first, customer_id=made["customer"].id)
        line = {"contract_id": made["contract"].id, "product_id": made["product"].id}
        made["service"] = self.save("service", self.first, **line)
        made["interaction"] = self.save("interaction", self.first, customer_id=made["customer"].id, task="Call")
        return made


@pytest.fixture
def two(database):
    return Two(database)


def test_what_belongs_to_a_customer_is_of_the_customers_company(two, database):
    with database.reading() as connection:
        found = {name: company_of(connection, record.key) for name, record in two.theirs.items()}
    assert found == dict.fromkeys(two.theirs, two.second)
    assert two.theirs["contract"].values["number"] == "EU-1000"
    assert two.mine["contract"].values["number"] == "CON1000"
    assert [one["product"].values["currency"] for one in (two.mine, two.theirs)] == ["USD", "EUR"]
    with pytest.raises(InvalidRecordError) as refused:
        two.save("contract", None, two.mine["contract"], customer_id=two.theirs["customer"].id)
    assert ("customer_id", "other_company") in problems_of(refused)
    with pytest.raises(InvalidRecordError) as refused:
        two.save("service", None, contract_id=two.mine["contract"].id, product_id=two.theirs["product"].id)
    assert problems_of(refused) == {("product_id", "other_company")}
    with database.reading() as connection:
        found = find_references(connection, "product", "router", company_id=two.second)
    assert [one.id for one in found] == [two.theirs["product"].id]


def test_what_belongs_to_a_contract_goes_with_it_to_another_customer_and_back(two, database):
    ada, contract, service = (two.mine[name] for name in ("customer", "contract", "service"))
    grace = two.save("customer", two.first, kind="external", full_name="Grace Hopper")
    notes = [
        two.save("note", two.first, text="Said", **{f"{one.type_name}_id": one.id}) for one in (contract, service, ada)
    ]
    followers = (service, *notes[:2])

    def customers():
        with database.reading() as connection:
            read = (read_record(connection, RECORD_TYPES[one.type_name], one.id) for one in (*followers, notes[2]))
            return [one.values["customer_id"] for one in read]

    assert customers() == [ada.id] * 4
    moved = two.save("contract", None, contract, customer_id=grace.id)
    assert customers() == [grace.id] * 3 + [ada.id]
    with database.writing() as connection:
        act = taking_back.read_next(connection).undo
        assert taking_back.take_back(connection, act.id, is_batch=act.is_batch).kept == ()
    assert customers() == [ada.id] * 4
    with database.writing() as connection:
        trash.move_to_trash(connection, RECORD_TYPES["note"], [notes[1].id], actor=current_actor(connection))
        contract = read_record(connection, RECORD_TYPES["contract"], moved.id)
    two.save("contract", None, contract, customer_id=grace.id)
    assert customers() == [grace.id] * 3 + [ada.id]


def test_who_works_for_one_company_sees_and_picks_nothing_of_another(two, database, sign_in):
    rights = (Grant(EVERY, Act.VIEW, Reach.COMPANY),)
    with database.writing() as connection:
        role = people.make_role(connection, "Reader", {}, (), rights)
        people.make_staff(connection, "grace", role, company_id=two.second)
    with database.reading() as connection:
        assert [one.id for one in facts(connection).companies] == [two.second, two.first]
    with sign_in("grace").reading() as connection:
        told = facts(connection)
        assert [(one.id, one.colour) for one in told.companies] == [(two.second, "teal")]
        assert told.company_id == two.second
        for name, record in two.theirs.items():
            assert [one.id for one in find_references(connection, name, "")] == [record.id]
        page = read_page(connection, two.theirs["customer"].id)
        assert {entry.key.type_name for entry in page.entries} == {"change", "contract", "service", "interaction"}


def test_a_company_that_somebody_works_for_stays(database):
    with database.writing() as connection:
        actor = current_actor(connection)
        company_id = save_company(connection, None, Content(EUROPE), actor=actor).id
        people.make_staff(connection, "grace", company_id=company_id)
        with pytest.raises(InvalidRecordError) as refused:
            trash.move_to_trash(connection, COMPANY, [company_id], actor=actor)
        assert problems_of(refused) == {("name", "has_staff")}


def test_plain_sql_tells_nobody_of_another_companys_records(server):
    database = guarded.make(server, "tenants")
    try:
        with database.writing() as connection:
            mine = first_company(connection)
            theirs = guarded.add_record(connection, COMPANY, code="TWO", name="Two")
            role = guarded.add_role(
                connection, Role("All acts", tuple(Grant(EVERY, act, Reach.COMPANY) for act in Act))
            )
            grace = guarded.add_staff(connection, "grace", [role])
            guarded.hold(connection, STAFF, grace, company_id=mine)
            for record_type in DESK_TYPES.values():
                for company_id in (mine, theirs):
                    guarded.add_record(connection, record_type, company_id)
        with guarded.person(server, "tenants", "grace") as connection:
            for name in DESK_TYPES:
                seen = connection.execute(
                    psycopg.sql.SQL("SELECT company_id FROM {}").format(psycopg.sql.Identifier(name))
                )
                assert {row[0] for row in seen} == {mine}, name
                for act in (
                    "UPDATE {} SET version = version + 1 WHERE company_id = %s",
                    "DELETE FROM {} WHERE company_id = %s",
                ):
                    statement = psycopg.sql.SQL(act).format(psycopg.sql.Identifier(name))
                    assert connection.execute(statement, [theirs]).rowcount == 0, name
    finally:
        database.close()
        guarded.drop(server, "tenants")
