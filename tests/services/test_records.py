"""Records of the types that hang on customers, saved by the rules that all have in common."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.errors import EditConflictError, InvalidRecordError
from app.models.catalogue import RECORD_TYPES
from app.models.values import Content, Item
from app.services import trash
from app.services.hanging import impact_of_trashing, read_counts
from app.services.history import read_past
from app.services.records import save_record
from app.services.staff import current_actor
from app.services.undoing import take_back_change
from app.store.changes import changes_of
from app.store.records import read_record
from tests.factories import customer_content, first_company, stored_customer


class Desk:
    def __init__(self, database):
        self._database = database
        self.customer = stored_customer(database, customer_content("Ada Lovelace"))

    def save(self, type_name, base=None, items=None, **values):
        with self._database.writing() as connection:
            actor = current_actor(connection)
            company_id = first_company(connection)
            content = Content(values, items or {})
            return save_record(connection, type_name, company_id, base, content, actor=actor)

    def make(self, type_name, **values):
        return self.save(type_name, **values).record

    def read(self, record):
        with self._database.reading() as connection:
            return read_record(connection, RECORD_TYPES[record.type_name], record.id)

    def product(self, name="Router", **values):
        return self.make("product", **{"name": name, "code": name.upper(), **values})

    def contract(self, **values):
        return self.make("contract", **{"customer_id": self.customer.id, **values})


@pytest.fixture
def desk(database):
    return Desk(database)


def problems_of(error):
    return {(problem.field, problem.code) for problem in error.value.problems}


def test_a_price_keeps_every_place_and_has_the_companys_currency(desk):
    product = desk.product(price=Decimal("1234567890.10"), tax_rate=Decimal("19.125"))
    stored = desk.read(product)
    assert stored == product
    assert stored.values["price"] == Decimal("1234567890.10")
    assert stored.values["tax_rate"] == Decimal("19.125")
    assert stored.values["currency"] == "USD"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"price": Decimal("-0.01")}, ("price", "negative")),
        ({"price": Decimal("0.001")}, ("price", "too_many_places")),
        ({"price": Decimal(10) ** 16}, ("price", "number_too_large")),
        ({"tax_rate": Decimal(101)}, ("tax_rate", "number_at_most")),
        ({"kind": "idea"}, ("kind", "not_listed")),
        ({"name": " "}, ("name", "required")),
    ],
)
def test_what_a_product_cannot_say_is_refused(desk, values, problem):
    with pytest.raises(InvalidRecordError) as refused:
        desk.product(**values)
    assert problem in problems_of(refused)


def test_codes_are_unique_in_the_company(desk):
    desk.product("Router")
    with pytest.raises(InvalidRecordError) as refused:
        desk.product("Modem", code="router")
    assert problems_of(refused) == {("code", "taken")}


def test_a_package_names_its_products_once(desk):
    router, modem = desk.product("Router"), desk.product("Modem")
    rows = [Item({"product_id": one.id, "quantity": Decimal(number)}) for one, number in ((router, 2), (modem, 1))]
    twice = Item({"product_id": router.id, "quantity": Decimal(3)})
    package = desk.save("package", items={"products": (*rows, twice)}, name="Start", code="START").record
    said = [(item.values["product_id"], item.values["quantity"]) for item in desk.read(package).items["products"]]
    assert sorted(said) == sorted([(router.id, Decimal(3)), (modem.id, Decimal(1))])


def test_contracts_are_numbered_where_nobody_types_one(desk):
    first, typed, second = desk.contract(), desk.contract(number="CON1001"), desk.contract()
    assert [one.values["number"] for one in (first, typed, second)] == ["CON1000", "CON1001", "CON1002"]
    assert first.values["display_name"] == "CON1000"


def test_a_contract_ends_after_it_starts_and_needs_a_customer(desk):
    with pytest.raises(InvalidRecordError) as refused:
        desk.contract(starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 31))
    assert problems_of(refused) == {("ends_on", "ends_before_start")}
    with pytest.raises(InvalidRecordError) as refused:
        desk.make("contract", title="Nobody's")
    assert problems_of(refused) == {("customer_id", "required")}


def test_a_service_has_its_customer_and_its_name_from_elsewhere(desk):
    router = desk.product("Router")
    contract = desk.contract(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    saved = desk.save("service", contract_id=contract.id, product_id=router.id, expires_on=date(2027, 1, 1))
    assert saved.record.values["customer_id"] == desk.customer.id
    assert saved.record.values["display_name"] == "Router"
    assert [(warning.field, warning.code) for warning in saved.warnings] == [("expires_on", "outside_contract")]
    desk.save("product", router, name="Better router")
    later = desk.save("service", saved.record, quantity=Decimal("2.5")).record
    assert later.values["display_name"] == "Router"


def test_an_interaction_happens_now_with_whoever_writes_it_down(desk, database):
    before = datetime.now(UTC)
    made = desk.make("interaction", customer_id=desk.customer.id, channel="Phone")
    with database.reading() as connection:
        assert made.values["staff_id"] == current_actor(connection).staff_id
    assert before <= made.values["at"] <= datetime.now(UTC)
    assert made.values["origin"] == "manual"


def test_edits_are_merged_told_of_and_taken_back(desk, database):
    product = desk.product("Router", price=Decimal("10"))
    desk.save("product", product, description="Blinks")
    priced = desk.save("product", product, price=Decimal("12.5")).record
    assert (priced.values["description"], priced.values["price"]) == ("Blinks", Decimal("12.50"))
    with pytest.raises(EditConflictError):
        desk.save("product", product, price=Decimal("11"))
    with database.writing() as connection:
        log = changes_of(connection, RECORD_TYPES["product"], product.id)
        (part,) = log[0].fields
        assert (part.field, part.old, part.new) == ("price", Decimal("10"), Decimal("12.5"))
        assert read_past(connection, log[1].id).sheet.record.values["price"] == Decimal(10)
        take_back_change(connection, log[0].id, actor=current_actor(connection))
    assert desk.read(product).values["price"] == Decimal(10)


def test_a_customer_shows_how_much_belongs_to_them(desk, database):
    contract = desk.contract()
    desk.make("service", contract_id=contract.id, product_id=desk.product().id)
    for _ in range(3):
        desk.make("interaction", customer_id=desk.customer.id)
    with database.reading() as connection:
        counts = read_counts(connection, desk.customer.key)
        impact = impact_of_trashing(connection, "customer", [desk.customer.id])
    expected = {"contract.customer_id": 1, "service.customer_id": 1, "interaction.customer_id": 3}
    assert {name: count for name, count in counts.items() if count} == expected
    assert {f"{name}.{field}": count for (name, field), count in impact.referring.items() if count} == expected


def test_a_purge_takes_along_what_belongs_to_the_record(desk, database):
    contract = desk.contract()
    product = desk.product()
    service = desk.make("service", contract_id=contract.id, product_id=product.id)
    other = stored_customer(database, customer_content("Grace Hopper"))
    kept = desk.make("contract", customer_id=other.id)
    with database.writing() as connection:
        actor = current_actor(connection)
        trash.move_to_trash(connection, RECORD_TYPES["customer"], [desk.customer.id], actor=actor)
        impact = trash.impact_of_purging(connection, "customer", [desk.customer.id])
        assert (impact.referring, impact.belonging) == (0, 2)
        assert trash.purge(connection, RECORD_TYPES["customer"], [desk.customer.id], actor=actor) == 1
    assert desk.read(contract) is None
    assert desk.read(service) is None
    assert desk.read(kept) == kept
    assert desk.read(product) == product
