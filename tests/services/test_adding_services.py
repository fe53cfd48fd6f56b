"""Services and products added to a contract, several at once, on both databases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.errors import InvalidRecordError, NotAllowedError, RecordGoneError
from app.models.contract import SERVICE
from app.models.rights import Act, Grant, Reach
from app.models.service_lines import Doubt, doubts, totals
from app.models.spans import Span
from app.models.tables import change, table_of
from app.models.values import Content, Item
from app.services.adding_services import add_services, read_ground, read_package_lines, read_product_lines
from app.services.service_lanes import read_lanes
from app.services.staff import current_actor
from app.services.undoing import take_back_batch
from tests import desk as people
from tests.factories import customer_content, first_company, stored_customer
from tests.services.test_records import Desk, problems_of

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def desk(database):
    return Desk(database)


def add(database, desk, contract, lines):
    with database.writing() as connection:
        company_id, actor = first_company(connection), current_actor(connection)
        return add_services(connection, desk.customer.id, contract, lines, company_id=company_id, actor=actor)


def services(database):
    table = table_of(SERVICE)
    columns = ("name", "quantity", "price", "currency", "starts_on", "expires_on", "package_id", "contract_id", "state")
    with database.reading() as connection:
        return connection.execute(sa.select(*(table.c[name] for name in columns)).order_by(table.c.id)).all()


def test_a_package_is_added_with_a_new_contract_and_taken_back_as_one(desk, database):
    router, care = desk.product("Router", price=Decimal("1299.50")), desk.product("Care", price=Decimal(50))
    items = [Item({"product_id": one.id, "quantity": Decimal(many)}) for one, many in ((router, 2), (care, 12))]
    package = desk.save("package", items={"products": tuple(items)}, name="Office", code="OFF").record
    with database.reading() as connection:
        ground = read_ground(connection, desk.customer.key)
        lines = read_package_lines(connection, package.id)
    assert (ground.contracts, ground.running, ground.may_make_contract) == ((), {}, True)
    assert totals(lines) == {"USD": Decimal("3199.00")}
    many = [replace(lines[0], span=YEAR), *lines[1:]] + [lines[1]] * 98
    added = add(database, desk, Content({"title": "Office 2026", "starts_on": YEAR.first}), many)
    assert (added.contract.values["number"], added.services, added.is_new_contract) == ("CON1000", 100, True)

    desk.save("product", router, name="Better router", price=Decimal(9))
    desk.save("package", package, items={"products": ()})
    first, second, *_ = services(database)
    assert first[:-1] == ("Router", 2, Decimal("1299.50"), "USD", YEAR.first, YEAR.last, package.id, added.contract.id)
    assert second[:4] == ("Care", 12, Decimal(50), "USD")
    with database.reading() as connection:
        assert list(read_ground(connection, added.contract.key).running[router.id]) == [YEAR]
        lanes = read_lanes(connection, desk.customer.key).lanes
        assert {lane.name: len(lane.bars) for lane in lanes} == {"Router": 1, "Care": 99}

    with database.writing() as connection:
        batches = set(connection.scalars(sa.select(change.c.batch_id).where(change.c.record_type == "service")))
        (batch_id,) = batches
        take_back_batch(connection, batch_id, actor=current_actor(connection))
    assert {row.state for row in services(database)} == {"trashed"}
    with database.reading() as connection:
        assert read_ground(connection, desk.customer.key).contracts == ()


def test_what_is_wrong_stores_nothing_of_it(desk, database):
    router = desk.product("Router")
    with database.reading() as connection:
        (line,) = read_product_lines(connection, [router.id])
    backwards = replace(line, span=Span(YEAR.last, YEAR.first))
    with pytest.raises(InvalidRecordError) as refused:
        add(database, desk, Content({"title": "New"}), [line, backwards, replace(line, quantity=Decimal(-1))])
    assert [(problem.item, problem.code) for problem in refused.value.problems] == [
        (1, "ends_before_start"),
        (2, "negative"),
    ]
    with pytest.raises(InvalidRecordError) as refused:
        add(database, desk, desk.contract().id, [])
    assert problems_of(refused) == {("product_id", "required")}
    somebody = stored_customer(database, customer_content("Grace"))
    with pytest.raises(RecordGoneError):
        add(database, desk, desk.make("contract", customer_id=somebody.id).id, [line])
    assert services(database) == []
    with database.reading() as connection:
        assert [one.name for one in read_ground(connection, desk.customer.key).contracts] == ["CON1000"]


def test_doubts_are_told_of_each_line(desk, database):
    router = desk.product("Router", active=False)
    contract = desk.contract(starts_on=YEAR.first, ends_on=YEAR.last, contract_status="active")
    desk.contract(contract_status="expired")
    desk.make("service", contract_id=contract.id, product_id=router.id, starts_on=date(2026, 6, 1))
    with database.reading() as connection:
        (line,) = read_product_lines(connection, [router.id])
        ground = read_ground(connection, contract.key)
    assert ground.contracts[0].id == ground.chosen == contract.id
    spring = replace(line, span=Span(date(2026, 3, 1), date(2026, 5, 31)))
    later = replace(line, span=Span(date(2026, 5, 31), date(2027, 1, 1)), is_offered=True)
    assert doubts([spring, later], ground.contracts[0].span, ground.running) == (
        (Doubt.THERE_TWICE, Doubt.NOT_OFFERED),
        (Doubt.OUTSIDE_CONTRACT, Doubt.RUNS_ALREADY, Doubt.THERE_TWICE),
    )


def test_who_may_not_add_services_adds_none(desk, database, sign_in):
    router = desk.product("Router")
    contract = desk.contract()
    seen = [Grant(name, Act.VIEW, Reach.COMPANY) for name in ("contract", "service", "product", "package")]
    with database.writing() as connection:
        role = people.make_role(connection, "Reader", people.SEES, (), (*people.NAMES, *seen))
        people.make_staff(connection, "grace", role)
    grace = sign_in("grace")
    with grace.reading() as connection:
        lines = read_product_lines(connection, [router.id])
        assert not read_ground(connection, desk.customer.key).may_make_contract
    with pytest.raises(NotAllowedError):
        add(grace, desk, contract.id, lines)
    assert services(database) == []
