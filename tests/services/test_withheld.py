"""What people do in a shared database whose server withholds fields from them: all that they may, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.errors import NotAllowedError, StillNamedError
from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.queries import Filter, ListQuery, Operator
from app.models.rights import Act, FieldAccess, FieldRule, Grant, Reach, Role
from app.models.role import ROLE
from app.models.tables import table_of, text_table_of
from app.models.values import Content, Item, Record, State
from app.services import forms, history, lists, open_fields, pick_lists, restoring, staff, taking_back, trash, undoing
from app.services.copying import copy_to_file
from app.services.customers import save_customer
from app.services.records import save_record
from app.services.reindex import reindex_value
from app.store.changes import latest_change
from app.store.database import Database, open_database
from app.store.list_windows import rows_at
from app.store.listing import first_ids, outline
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests import guarded, postgres
from tests.desk import NAMES
from tests.factories import address, customer_content, email, first_company, phone

NAME = "withheld"
SERVES = tuple(Grant("customer", act, Reach.ALL) for act in (Act.VIEW, Act.ADD, Act.EDIT, Act.DELETE, Act.PURGE))


def role(name: str, *more: Grant, **rules: FieldAccess) -> Role:
    return Role(
        name, (*SERVES, *NAMES, *more), tuple(FieldRule("customer", field, access) for field, access in rules.items())
    )


HIDDEN, MASKED = FieldAccess.HIDDEN, FieldAccess.MASKED
ROLES = {
    "gil": role("Gil", title=HIDDEN, phones=HIDDEN, network_id=MASKED, emails=MASKED, manager_id=HIDDEN),
    "nat": role("Nat", full_name=HIDDEN, customer_code=HIDDEN, customer_status=HIDDEN, department=HIDDEN),
    "all": role("All", vat_number=FieldAccess.EDITABLE),
    "pia": role("Pia", Grant("pick_value", Act.EDIT, Reach.ALL), department=HIDDEN, site=HIDDEN),
    "dep": Role(
        "Dep",
        (*(Grant("customer", act, Reach.DEPARTMENT) for act in (Act.VIEW, Act.EDIT)), *NAMES),
        (FieldRule("customer", "department", HIDDEN), FieldRule("customer", "manager_id", HIDDEN)),
    ),
}
CONTENT = {
    "kind": "internal",
    "title": "Countess",
    "nickname": "Addie",
    "network_id": "NET-12345678",
    "department": "Finance",
    "site": "Headquarters",
    "business_name": "Engines Ltd",
    "vat_number": "DE136695976",
}


@pytest.fixture(scope="module")
def database(server: postgres.Server) -> Iterator[Database]:
    """With somebody of each of the roles."""
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        for sign_in, one in ROLES.items():
            guarded.add_staff(connection, sign_in, [guarded.add_role(connection, one)], department="Finance")
    yield database
    database.close()
    guarded.drop(server, NAME)


@pytest.fixture
def people(database: Database, server: postgres.Server) -> Iterator[Mapping[str, Database]]:
    """The database as each of them opens it."""
    opened = {name: open_database(server.address(NAME, f"{NAME}.{name}")) for name in ROLES}
    yield opened
    for one in opened.values():
        one.close()


@pytest.fixture
def ada(database: Database) -> Record:
    with database.writing() as connection:
        content = customer_content(
            "Ada Lovelace",
            phones=[phone("+44 20 7946 0123", is_primary=True)],
            emails=[email("ada@example.com", is_primary=True)],
            addresses=[address("1 Secret Row")],
            **CONTENT,
        )
        return UnitOfWork(connection, guarded.head(connection)).create(CUSTOMER, first_company(connection), content)


def stored(database: Database, record: Record) -> dict[str, Any]:
    """Everything that there is of it, as whoever looks after the server reads it."""
    with database.reading() as connection:
        table, text = table_of(CUSTOMER), text_table_of(CUSTOMER)
        assert text is not None
        row = dict(connection.execute(sa.select(table).where(table.c.id == record.id)).mappings().one())
        whole = read_record(connection, CUSTOMER, record.id)
        folded = connection.scalar(sa.select(text.c.folded).where(text.c.id == record.id))
        return {**row, **(whole.items if whole else {}), "folded": folded}


def save(database: Database, record: Record, **values: Any) -> Record:
    """As its form does, which holds what it was shown and these."""
    with database.writing() as connection:
        sheet = forms.read_sheet(connection, CUSTOMER.name, record.id)
        items = {name: values.pop(name) for name in ("phones", "emails", "addresses") if name in values}
        return forms.save_record(connection, "customer", 0, sheet.record, Content(values, items), None).saved.record


def found(database: Database, words: str) -> list[int]:
    with database.reading() as connection:
        return first_ids(connection, ListQuery(CUSTOMER.name, words=words), 1000)


DERIVED = {"version", "changed_at", "changed_by", "folded"}


def test_a_save_changes_what_was_typed_and_nothing_else(
    database: Database, people: Mapping[str, Database], ada: Record
) -> None:
    before = stored(database, ada)
    save(people["gil"], ada, nickname="Dot")
    after = stored(database, ada)
    assert {name for name, value in after.items() if value != before[name]} - DERIVED == {"nickname"}
    assert ada.id in found(people["all"], "countess dot 79460123 ada@example")
    assert ada.id not in found(people["all"], "countess addie")
    assert found(people["gil"], "dot") == []  # a text that holds a hidden title isn't searched for him
    assert ada.id in found(people["gil"], "lovelace")


def test_words_of_a_text_that_is_read_in_part_are_kept(
    database: Database, people: Mapping[str, Database], ada: Record
) -> None:
    """The addresses are in the same text as the telephones and e-mail addresses that he doesn't read."""
    item = next(iter(ada.items["addresses"]))
    moved = type(item)({**item.values, "street": "2 Open Square"}, item.id)
    save(people["gil"], ada, addresses=(moved,))
    after = stored(database, ada)
    assert after["addresses"][0].values["street"] == "2 Open Square"
    assert after["phones"] == ada.items["phones"]
    assert after["phone"] == "+44 20 7946 0123"
    assert ada.id in found(people["all"], "square 79460123 ada@example countess")
    assert ada.id not in found(people["all"], "secret countess")


def test_a_name_that_comes_from_what_is_hidden_stays(
    database: Database, people: Mapping[str, Database], ada: Record
) -> None:
    before = stored(database, ada)
    saved = save(people["nat"], ada, business_name="Clocks Ltd", nickname="Dot")
    after = stored(database, ada)
    changed = {name for name, value in after.items() if value != before[name]} - DERIVED
    assert changed == {"business_name", "business_name_key", "nickname"}
    assert saved.values["display_name"] == after["display_name"] == "Ada Lovelace"
    assert ada.id in found(people["all"], "ada clocks")
    with database.writing() as connection:
        content = customer_content(business_name="Shown Ltd")
        content = Content({**content.values, "full_name": None}, content.items)
        made = UnitOfWork(connection, guarded.head(connection)).create(CUSTOMER, first_company(connection), content)
    assert save(people["nat"], made, business_name="Other Ltd").values["display_name"] == "Other Ltd"
    assert stored(database, made)["display_name_key"] == "other ltd"


def test_old_codes_are_kept_by_whoever_does_not_read_them(
    database: Database, people: Mapping[str, Database], server: postgres.Server, ada: Record
) -> None:
    first = str(ada.values["customer_code"])
    save(people["all"], ada, customer_code="OLD-2")
    assert stored(database, ada)["former_codes"] == (first,)
    with database.writing() as connection:
        guarded.add_staff(connection, "fay", [guarded.add_role(connection, role("Fay", former_codes=HIDDEN))])
    with closing(open_database(server.address(NAME, f"{NAME}.fay"))) as fay:
        save(fay, ada, customer_code="NEW-3")
    now = stored(database, ada)
    assert now["former_codes"] == (first, "OLD-2")
    assert now["customer_code_key"] == "new-3"
    assert found(people["all"], "old-2 new-3") == [ada.id]


def test_a_record_is_made_without_what_is_hidden(database: Database, people: Mapping[str, Database]) -> None:
    for name, by in people.items():
        if name == "dep":
            continue
        with by.writing() as connection:
            new = Content({"full_name": 'Dr Zoe "Zo" Zimmer', "kind": "external"}, {"addresses": (address(),)})
            company, who = first_company(connection), staff.current_actor(connection)
            made = save_customer(connection, company, None, new, actor=who).record
        now = stored(database, made)
        assert now["display_name"].startswith("Dr Zoe")
        assert now["customer_code"].startswith("CST")
        assert (now["customer_status"], now["tax_exempt"], now["city"]) == ("active", "none", "London")
        assert made.id in found(people["all"], "zimmer london") or made.id in found(people["all"], "zimmer")


def test_people_read_what_they_may(database: Database, people: Mapping[str, Database], ada: Record) -> None:
    columns = ("display_name", "title", "phone", "business_name")
    with people["gil"].reading() as connection:
        sheet = forms.read_sheet(connection, CUSTOMER.name, ada.id)
        assert not {"title", "phone", "network_id", "manager_id"} & set(sheet.record.values)
        assert sheet.record.values["nickname"] == "Addie"
        assert [line.text for line in sheet.lines["network_id"]] == ["••••5678"]
        assert [(line.text, line.label) for line in sheet.lines["emails"]] == [("••••.com", "Work")]
        opened = lists.opened(connection, ListQuery(CUSTOMER.name, words="ada lovelace"), columns).page
        assert opened.rows[0].texts[1:3] == ("", "")
        assert opened.rows[0].texts[3] == "Engines Ltd"
        for sort in ("title", "phone", "network_id"):
            query = ListQuery(CUSTOMER.name, sort=sort, descending=True)
            whole = outline(connection, query)
            assert rows_at(connection, query, whole, columns, 0, 5)
        for field in ("title", "phones", "network_id"):
            query = ListQuery(CUSTOMER.name, filters=(Filter(field, Operator.FILLED, None),))
            assert first_ids(connection, query, 5) == []
    save(people["all"], ada, title="Lady", nickname="Dot")
    with people["gil"].reading() as connection:
        window = history.read_window(connection, CUSTOMER.name, ada.id)
        assert {line.field for line in window.entries[0].lines} == {"nickname"}
        past = history.read_past(connection, window.entries[1].id)
        assert past.sheet.record.values["nickname"] == "Addie"
        assert "network_id" not in past.sheet.lines


def test_a_masked_value_is_shown_whole_once_it_is_noted(people: Mapping[str, Database], ada: Record) -> None:
    gil = people["gil"]
    for name, text in (("network_id", "NET-12345678"), ("emails", "ada@example.com")):
        with gil.writing() as connection:
            open_fields.announce_masked(connection, CUSTOMER.name, ada.id, name)
        with gil.reading() as connection:
            lines = forms.read_masked_lines(connection, CUSTOMER.name, ada.id, name)
            assert [line.text for line in lines] == [text]
    with gil.writing() as connection, pytest.raises(NotAllowedError):
        open_fields.announce_masked(connection, CUSTOMER.name, ada.id, "title")
    with gil.reading() as connection, pytest.raises(NotAllowedError):
        forms.read_masked_lines(connection, CUSTOMER.name, ada.id, "title")


def test_own_changes_are_taken_back_and_others_that_are_hidden_are_not(
    database: Database, people: Mapping[str, Database], ada: Record
) -> None:
    before = stored(database, ada)
    save(people["gil"], ada, nickname="Dot", building="North")
    with people["gil"].writing() as connection:
        own = history.read_window(connection, CUSTOMER.name, ada.id).entries[0].id
        undoing.take_back_change(connection, own, actor=staff.current_actor(connection))
    now = stored(database, ada)
    assert {name: now[name] for name in before if name not in DERIVED} == {
        name: value for name, value in before.items() if name not in DERIVED
    }
    assert now["folded"] == before["folded"]
    save(people["all"], ada, title="Lady")
    with people["gil"].writing() as connection:
        undoing.take_back_change(connection, latest_change(connection), actor=staff.current_actor(connection))
    assert stored(database, ada)["title"] == "Lady"


def test_a_record_goes_to_the_trash_comes_back_and_ends(
    database: Database, people: Mapping[str, Database], ada: Record
) -> None:
    """With the telephones that whoever purges it doesn't read, and though it refers to one that goes with it."""
    gil = people["gil"]
    with database.writing() as connection:
        content = customer_content("Bob Report", manager_id=ada.id)
        bob = UnitOfWork(connection, guarded.head(connection)).create(CUSTOMER, first_company(connection), content)
        table = table_of(CUSTOMER)
        connection.execute(sa.update(table).where(table.c.id == ada.id).values(manager_id=bob.id))
    ids = [ada.id, bob.id]
    for _ in range(2):
        with gil.writing() as connection:
            assert trash.move_to_trash(connection, CUSTOMER, ids, actor=staff.current_actor(connection)) == 2
        if _ == 0:
            with gil.writing() as connection:
                restored = restoring.restore_many(connection, CUSTOMER.name, ids, actor=staff.current_actor(connection))
                assert restored.moved == 2
    with pytest.raises(StillNamedError), gil.writing() as connection:  # by a field that isn't his
        taking_back.purge(connection, CUSTOMER.name, ids[:1])
    with gil.writing() as connection:
        assert taking_back.purge(connection, CUSTOMER.name, ids) == 2
    with database.reading() as connection:
        for name in ("customer", "customer_text"):
            left = connection.execute(sa.text(f"SELECT count(*) FROM {name} WHERE id = ANY(:ids)"), {"ids": ids})
            assert left.scalar_one() == 0
        left = connection.execute(sa.text("SELECT count(*) FROM phone WHERE customer_id = ANY(:ids)"), {"ids": ids})
        assert left.scalar_one() == 0


def test_rights_change_under_an_open_window(
    database: Database, people: Mapping[str, Database], server: postgres.Server, ada: Record
) -> None:
    with database.writing() as connection:
        role_id = guarded.add_role(connection, role("Kim"))
        guarded.add_staff(connection, "kim", [role_id])
    columns = ("display_name", "title")
    with closing(open_database(server.address(NAME, f"{NAME}.kim"))) as kim:

        def read() -> tuple[set[str | None], bool]:
            with kim.reading() as connection:
                query = ListQuery(CUSTOMER.name)
                rows = rows_at(connection, query, outline(connection, query), columns, 0, 1000)
                sheet = forms.read_sheet(connection, CUSTOMER.name, ada.id)
                return {row[2] for row in rows if row[0] == ada.id}, "title" in sheet.record.values

        for _ in range(8):  # until the driver has the server prepare its statements
            assert read() == ({"Countess"}, True)
        with database.writing() as connection:
            stored_role = read_record(connection, ROLE, role_id)
            assert stored_role is not None
            rules = (Item({"record_type": "customer", "field": "title", "access": "hidden"}),)
            who = guarded.head(connection)
            save_record(connection, ROLE.name, None, stored_role, Content({}, {"field_rules": rules}), actor=who)
        assert read() == ({None}, True)  # of which the window hasn't heard yet
        with kim.reading() as connection:
            assert kim.eyes.look_again(connection)
        assert read() == ({None}, False)
        save(kim, ada, nickname="Dot")
    assert stored(database, ada)["title"] == "Countess"


def test_nobody_writes_into_what_is_hidden(people: Mapping[str, Database], ada: Record) -> None:
    for name, value in (("title", "Queen"), ("network_id", "NET-1"), ("title", "Countess")):
        with pytest.raises(NotAllowedError):
            save(people["gil"], ada, **{name: value})


def test_who_sees_by_a_department_that_is_hidden_from_them_sees_all_the_same(
    database: Database, people: Mapping[str, Database], ada: Record
) -> None:
    with database.writing() as connection:
        guarded.hold(connection, COMPANY, first_company(connection), extends_rights=True)
    dep = people["dep"]
    with dep.reading() as connection:
        dep.eyes.look_again(connection)
        assert ada.id in first_ids(connection, ListQuery(CUSTOMER.name), 1000)
        assert outline(connection, ListQuery(CUSTOMER.name)).rows > 0
    assert ada.id in found(dep, "ada lovelace")
    save(dep, ada, nickname="Dot")
    item = next(iter(ada.items["addresses"]))
    save(dep, ada, addresses=(type(item)({**item.values, "city": "Bath"}, item.id),))
    assert stored(database, ada)["city"] == "Bath"
    with database.writing() as connection:
        guarded.hold(connection, COMPANY, first_company(connection), extends_rights=False)
    with dep.reading() as connection:
        dep.eyes.look_again(connection)
        assert ada.id not in first_ids(connection, ListQuery(CUSTOMER.name), 1000)


def test_another_label_is_found_though_whoever_gave_it_may_not_read_the_field(
    database: Database, people: Mapping[str, Database], ada: Record
) -> None:
    with people["pia"].writing() as connection:
        value = next(one for one in pick_lists.values_of(connection, "department") if one.value == "Finance")
        pick_lists.rename_value(connection, value.id, "Zahlungen", actor=staff.current_actor(connection))
    reindex_value(people["pia"].place, "department", "Finance")
    assert ada.id in found(people["all"], "zahlungen countess 79460123")
    assert stored(database, ada)["department_key"] == "zahlungen"


def test_a_copy_holds_what_its_maker_reads(people: Mapping[str, Database], ada: Record, tmp_path: Path) -> None:
    address_of_gil = people["gil"].place
    assert not isinstance(address_of_gil, Path)
    copy_to_file(address_of_gil, tmp_path / "copy.deskbook")
    with closing(open_database(tmp_path / "copy.deskbook")) as copy, copy.reading() as connection:
        record = read_record(connection, CUSTOMER, ada.id)
        assert record is not None
        assert record.state is State.ACTIVE
        assert (record.values["title"], record.values["network_id"]) == (None, None)
        assert (record.values["nickname"], record.values["display_name"]) == ("Addie", "Ada Lovelace")
        assert (record.items["phones"], record.items["emails"]) == ((), ())
        assert len(record.items["addresses"]) == 1
