"""Who may not delete still takes back what they made, as long as nobody else has to do with it: in a file and on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import InvalidRecordError, NotAllowedError
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.rights import Act, Hold
from app.models.values import Content, Item, Record, RecordKey, State, Value
from app.services import access, taking_back, trash
from app.services.attachment_jobs import FileSource, attach_files
from app.services.invoice_acts import record_payment
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.database import Database, open_database
from app.store.records import read_record
from tests import desk as people
from tests import guarded, postgres
from tests.factories import customer_content, first_company
from tests.plain_sql import one, refused

NAME = "own_making"
AGENTS = ("flo", "fay")
"""Frontline both, who add and edit what a desk works on all day, and delete none of it."""


class Desk:
    """The database as each of its people opens it."""

    def __init__(self, place: object, opened: Callable[[str], Database]) -> None:
        self.place, self._opened = place, opened

    @contextmanager
    def by(self, who: str) -> Iterator[sa.Connection]:
        database = self._opened(who)
        with closing(database), database.writing() as connection:
            yield connection

    def save(
        self, who: str, type_name: str, base: Record | None = None, items: dict[str, tuple[Item, ...]] | None = None,
        **values: Value,
    ) -> Record:  # fmt: skip
        with self.by(who) as connection:
            actor, company = current_actor(connection), first_company(connection)
            content = Content(values, items or {})
            return save_record(connection, type_name, company, base, content, actor=actor).record

    def customer(self, who: str) -> Record:
        content = customer_content("Ada")
        return self.save(who, "customer", None, dict(content.items), **content.values)

    def step(self, who: str, way: str = "undo") -> str:
        """Press Ctrl+Z, or with "redo" the other; what keeps it from being offered, or "" once it is done."""
        with self.by(who) as connection:
            act = getattr(taking_back.read_next(connection), way)
            if act.refused:
                return str(act.refused)
            taken = taking_back.take_back(connection, act.id, is_batch=act.is_batch)
            assert (taken.records > 0, taken.kept) == (True, ())
            return ""

    def state(self, key: RecordKey) -> State:
        with self.by("head") as connection:
            stored = read_record(connection, RECORD_TYPES[key.type_name], key.id)
            assert stored is not None
            return stored.state


@pytest.fixture(scope="module")
def shared(server: postgres.Server) -> Iterator[None]:
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        for who in AGENTS:
            guarded.add_staff(connection, who, [guarded.role_named(connection, "Frontline")])
    database.close()
    yield
    guarded.drop(server, NAME)


@pytest.fixture(params=["file", "server"])
def desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Desk:
    if request.param == "server":
        request.getfixturevalue("shared")
        address = request.getfixturevalue("server").address
        return Desk(address(NAME, f"{NAME}.flo"), lambda who: open_database(address(NAME, f"{NAME}.{who}")))
    path: Path = request.getfixturevalue("new_file")

    def opened(who: str) -> Database:
        monkeypatch.setattr("getpass.getuser", lambda: who)
        return open_database(path)

    with closing(opened("head")) as database, database.writing() as connection:
        role = guarded.role_named(connection, "Frontline")
        for who in AGENTS:
            people.make_staff(connection, who, role)
    return Desk(path, opened)


def test_whatever_one_made_goes_back_and_forth(desk: Desk, tmp_path: Path) -> None:
    product = desk.save("head", "product", name="Router", code="R1", price=Decimal(1))
    customer = desk.customer("flo")
    own = {"customer_id": customer.id}
    contract = desk.save("flo", "contract", **own)
    lines = {"lines": (Item({"text": "Router", "unit_price": Decimal(5)}),)}
    made: list[Callable[[], RecordKey]] = [
        lambda: desk.save("flo", "contract", **own).key,
        lambda: desk.save("flo", "service", contract_id=contract.id, product_id=product.id).key,
        lambda: desk.save("flo", "interaction", task="Call", **own).key,
        lambda: desk.save("flo", "invoice", None, lines, **own).key,
        lambda: desk.save("flo", "note", text="Likes tea", **own).key,
        lambda: attached(desk, customer.key, tmp_path),
        lambda: desk.customer("flo").key,
    ]
    for make in made:
        key = make()
        assert desk.step("flo") == ""
        assert desk.state(key) is State.TRASHED, key
        assert desk.step("flo", "redo") == ""
        assert desk.state(key) is State.ACTIVE, key
        with pytest.raises(NotAllowedError), desk.by("flo") as connection:
            trash.purge(connection, RECORD_TYPES[key.type_name], [key.id], actor=current_actor(connection))


def attached(desk: Desk, key: RecordKey, folder: Path) -> RecordKey:
    (folder / "a.txt").write_text("tea", "utf-8")
    with closing(desk._opened("flo")):  # a job asks for itself who signed in
        (file,) = attach_files(desk.place, key, [FileSource("a.txt", folder / "a.txt")], lambda *_: None).files
    return RecordKey("attachment", file.attachment_id)


def test_money_that_was_taken_is_taken_back_and_what_was_issued_stays(desk: Desk) -> None:
    customer = desk.customer("head")
    lines = {"lines": (Item({"text": "Router", "unit_price": Decimal(5)}),)}
    issued = desk.save("flo", "invoice", None, lines, customer_id=customer.id, payment_status="due")
    with desk.by("flo") as connection:
        paid = record_payment(connection, issued.id, {"amount": Decimal(5), "paid_on": date(2026, 11, 1)})
    assert desk.step("flo") == ""
    assert desk.state(paid) is State.TRASHED
    with desk.by("flo") as connection:
        stored = read_record(connection, RECORD_TYPES["invoice"], issued.id)
        assert stored is not None
        assert (stored.values["payment_status"], stored.values["due"]) == ("due", Decimal(5))
    assert desk.step("flo", "redo") == ""
    assert desk.step("flo") == ""
    assert desk.step("flo") == "issued_stays"
    with desk.by("flo") as connection:
        act = taking_back.read_next(connection).undo
        assert act is not None
        with pytest.raises(InvalidRecordError):
            taking_back.take_back(connection, act.id, is_batch=False)


def test_as_soon_as_others_have_to_do_with_it_it_stays(desk: Desk) -> None:
    changed, noted, issued = (desk.customer("flo") for _ in range(3))
    desk.save("fay", "customer", changed, nickname="Countess")
    note = desk.save("fay", "note", text="Likes tea", customer_id=noted.id)
    lines = {"lines": (Item({"text": "Router"}),)}
    desk.save("flo", "invoice", None, lines, customer_id=issued.id, payment_status="due")
    theirs = desk.customer("fay")
    desk.save("flo", "customer", theirs, nickname="Duchess")
    expected = {
        changed.id: Hold.OTHERS_CHANGED,
        noted.id: Hold.OTHERS_ADDED,
        issued.id: Hold.NUMBERED,
        theirs.id: Hold.OTHERS_MADE,
    }
    with desk.by("flo") as connection:
        acts = {act.record_id: act.refused for act in taking_back.own_acts(connection, 9) if act.act == "created"}
        flo = current_actor(connection).staff_id
        assert {one: acts[one] for one in expected if one in acts} == {
            one: hold for one, hold in expected.items() if one != theirs.id
        }
        for one, hold in expected.items():
            explained = access.explain(connection, flo, Act.DELETE, "customer", one)
            assert (explained.allowed, explained.hold) == (False, hold)
            with pytest.raises(NotAllowedError):
                trash.move_to_trash(connection, CUSTOMER, [one], actor=current_actor(connection))
    with desk.by("fay") as connection:
        assert trash.move_to_trash(connection, RECORD_TYPES["note"], [note.id], actor=current_actor(connection)) == 1
    with desk.by("flo") as connection:
        own = access.explain(connection, flo, Act.DELETE, "customer", noted.id)
        assert (own.allowed, own.is_own_making) == (True, True)
        assert not access.explain(connection, flo, Act.PURGE, "customer", noted.id).allowed


def test_many_that_were_made_as_one_go_back_but_those_of_others(desk: Desk) -> None:
    order = desk.save("flo", "invoice", None, {"lines": (Item({"text": "A"}),)}, customer_id=desk.customer("head").id)
    customers = [desk.customer("flo") for _ in range(3)]
    with desk.by("flo") as connection:
        actor = current_actor(connection)
        assert trash.move_to_trash(connection, CUSTOMER, [one.id for one in customers], actor=actor) == 3
    assert desk.step("flo") == ""
    assert {desk.state(one.key) for one in customers} == {State.ACTIVE}
    assert desk.step("flo", "redo") == ""
    with desk.by("head") as connection:
        taking_back.restore(connection, "customer", [customers[0].id])
    with desk.by("flo") as connection:
        act = taking_back.read_next(connection).undo
        assert act is not None
        taken = taking_back.take_back(connection, act.id, is_batch=act.is_batch)
        assert (taken.records, [kept.code for kept in taken.kept]) == (2, [Hold.OTHERS_CHANGED])
    assert desk.state(order.key) is State.ACTIVE


def test_plain_sql_gets_no_further(shared: None, server: postgres.Server) -> None:
    desk = Desk(None, lambda who: open_database(server.address(NAME, f"{NAME}.{who}")))
    own, changed, theirs = desk.customer("flo"), desk.customer("flo"), desk.customer("fay")
    desk.save("fay", "customer", changed, nickname="Countess")
    desk.save("flo", "customer", changed, title="Analyst")
    move = "UPDATE customer SET state = %s, version = version + 1{} WHERE id = %s"
    with guarded.person(server, NAME, "flo") as flo:
        assert refused(flo, move.format(", changed_by = me()"), "trashed", changed.id)
        assert refused(flo, move.format(""), "trashed", theirs.id)
        assert refused(flo, move.format(", created_by = me()"), "trashed", theirs.id)
        assert refused(flo, "UPDATE customer SET state = 'trashed' WHERE id = %s", own.id)
        assert refused(flo, "DELETE FROM change WHERE record_id = %s", changed.id)
        assert one(flo, "SELECT held_back('customer', %s)", own.id) == ""
        assert flo.execute(move.format(""), ["trashed", own.id]).rowcount == 1
        assert flo.execute("DELETE FROM customer WHERE id = %s", [own.id]).rowcount == 0
        assert refused(flo, "SELECT forget_values('customer', ARRAY[%s]::bigint[])", own.id)
        assert flo.execute(move.format(""), ["active", own.id]).rowcount == 1
        flo.commit()
    with desk.by("head") as connection:
        trash.move_to_trash(connection, CUSTOMER, [own.id], actor=current_actor(connection))
    with guarded.person(server, NAME, "flo") as flo:
        assert refused(flo, move.format(""), "active", own.id)
        assert one(flo, "SELECT held_back('customer', %s)", own.id) == Hold.OTHERS_CHANGED
        assert one(flo, "SELECT held_back('customer', 1)") == Hold.OTHERS_MADE
