"""Customers as they are saved: codes, clashes, merging with what others did, the trash."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import EditConflictError, InvalidRecordError, RecordGoneError
from app.models.company import COMPANY, UNIQUE_ALWAYS
from app.models.customer import CUSTOMER, INTERNAL
from app.models.queries import ListQuery
from app.models.values import Content, Item, State
from app.services.companies import read_company
from app.services.customers import clashes, company_rules, save_customer
from app.services.hanging import impact_of_trashing
from app.services.trash import move_to_trash
from app.store.changes import changes_of
from app.store.listing import first_ids
from app.store.unit_of_work import UnitOfWork
from tests.factories import address, customer_content, email, first_company, phone, read_customer, stored_customer


@pytest.fixture
def save(database, actor):
    """Saves one content in a transaction of its own."""

    def run(mine, base=None):
        with database.writing() as connection:
            return save_customer(connection, first_company(connection), base, mine, actor=actor)

    return run


@pytest.fixture
def read(database):
    def run(customer_id):
        with database.reading() as connection:
            return read_customer(connection, customer_id)

    return run


@pytest.fixture
def set_company(database, actor):
    """Changes the rules of the file's company."""

    def run(**values):
        with database.writing() as connection:
            company = read_company(connection, first_company(connection))
            now = {field.name: company.values[field.name] for field in COMPANY.value_fields}
            UnitOfWork(connection, actor).update(COMPANY, company, Content({**now, **values}))

    return run


REPORTS = (CUSTOMER.name, "manager_id")


def test_codes_are_made_in_order_and_pass_over_typed_ones(save):
    assert save(Content({"full_name": "A", "customer_code": "cst1001"})).record.values["customer_code"] == "cst1001"
    made = [save(Content({"full_name": "B"})).record.values["customer_code"] for _ in range(2)]
    assert made == ["CST1000", "CST1002"]


def test_another_full_name_has_other_parts_and_other_parts_make_another_full_name(save):
    first = save(Content({"full_name": "Dr Ada King"})).record
    renamed = save(Content({"full_name": "Grace Brewster Hopper"}), first).record
    assert [renamed.values[name] for name in ("pre", "first", "middle", "last")] == [
        None,
        "Grace",
        "Brewster",
        "Hopper",
    ]
    married = save(Content({"last": "Murray", "pre": "Rear Adm."}), renamed).record
    assert married.values["full_name"] == "Rear Adm. Grace Brewster Murray"
    corrected = save(
        Content({"full_name": "Ludwig van Beethoven", "first": "Ludwig van", "last": "Beethoven"}), married
    )
    assert (corrected.record.values["first"], corrected.record.values["last"]) == ("Ludwig van", "Beethoven")


def test_series_that_is_used_up_says_so(save, set_company):
    set_company(code_pattern="9", code_prefix="", code_start=8)
    made = [save(Content({"full_name": "A"})).record.values["customer_code"] for _ in range(2)]
    assert made == ["8", "9"]
    with pytest.raises(InvalidRecordError) as error:
        save(Content({"full_name": "A"}))
    assert [problem.code for problem in error.value.problems] == ["no_code_left"]


def test_taken_code_names_the_other_and_the_trash_holds_nothing_back(save, database, actor):
    first = save(Content({"full_name": "Ada", "customer_code": "X1"})).record
    with pytest.raises(InvalidRecordError) as error:
        save(Content({"full_name": "Bob", "customer_code": "x1"}))
    (problem,) = error.value.problems
    assert (problem.field, problem.code, problem.detail, problem.other_id) == (
        "customer_code",
        "taken",
        "Ada",
        first.id,
    )
    with database.writing() as connection:
        assert move_to_trash(connection, CUSTOMER, [first.id, first.id, 1], actor=actor) == 1
    assert save(Content({"full_name": "Bob", "customer_code": "x1"})).is_new


def test_old_codes_keep_finding_their_customer(save, database):
    first = save(Content({"full_name": "Ada", "customer_code": "OLD7"})).record
    second = save(Content({"customer_code": "NEW8"}), first).record
    third = save(Content({"customer_code": "NEW9"}), second).record
    assert third.values["former_codes"] == ("OLD7", "NEW8")
    with database.reading() as connection:
        assert first_ids(connection, ListQuery("customer", words="old7"), 5) == [first.id]


def test_nothing_is_stored_when_a_rule_is_broken(save, database):
    with pytest.raises(InvalidRecordError):
        save(Content({"kind": INTERNAL, "title": "Analyst"}))
    with database.reading() as connection:
        assert first_ids(connection, ListQuery("customer"), 5) == []


def test_shared_email_warns_or_blocks_by_the_companys_rule(save, set_company):
    grace = save(Content({"full_name": "Grace"}, {"emails": (Item({"address": "Desk@example.com"}),)})).record
    shared = Content({"full_name": "Ada"}, {"emails": (Item({"address": "desk@EXAMPLE.com"}),)})
    (warning,) = save(shared).warnings
    assert (warning.code, warning.blocking, warning.item, warning.other_id) == ("email_taken", False, 0, grace.id)
    set_company(email_rule=UNIQUE_ALWAYS)
    with pytest.raises(InvalidRecordError):
        save(shared)


def test_nobody_clashes_with_himself(save, database):
    record = save(Content({"full_name": "Ada"}, {"emails": (Item({"address": "a@example.com"}),)})).record
    with database.reading() as connection:
        company_id = first_company(connection)
        rules = company_rules(connection, company_id)
        assert clashes(connection, record.content, rules, company_id, record.id) == ()
        found = clashes(connection, record.content, rules, company_id, 0)
        assert {problem.code for problem in found} == {"taken", "email_taken"}


def test_nobody_manages_himself_through_a_chain(save):
    top = save(Content({"full_name": "Top"})).record
    middle = save(Content({"full_name": "Middle", "manager_id": top.id})).record
    low = save(Content({"full_name": "Low", "manager_id": middle.id})).record
    for boss in (top, middle, low):
        with pytest.raises(InvalidRecordError) as error:
            save(Content({"manager_id": boss.id}), top)
        assert [problem.code for problem in error.value.problems] == ["manages_themselves"]
    assert save(Content({"manager_id": None}), middle).record.values["manager_id"] is None


@pytest.mark.parametrize(
    "words", ["+49 30 1234567", "0301234567", "(030) 123", "004930123", "+4420 7946", "02079460000"]
)
def test_the_numbers_of_an_address_are_found_in_any_spelling(save, database, words):
    berlin = address("Am Tor 1", "Berlin", "DE", phone="030 / 1234567", fax="+44 (0)20 7946-0000")
    saved = save(Content({"full_name": "Ada"}, {"addresses": (berlin,)})).record
    with database.reading() as connection:
        assert first_ids(connection, ListQuery("customer", words=words), 10) == [saved.id]


@pytest.mark.parametrize("other", ["ß" * 40, "ß" * 33, "S" * 64])
def test_a_code_is_taken_also_where_its_folded_form_is_cut(save, other):
    save(Content({"full_name": "Ada", "customer_code": "ß" * 40}))
    with pytest.raises(InvalidRecordError) as error:
        save(Content({"full_name": "Grace", "customer_code": other}))
    assert [problem.code for problem in error.value.problems] == ["taken"]


def test_fields_of_two_people_come_together(save, read):
    base = save(Content({"full_name": "Ada Lovelace"}, {"phones": (Item({"number": "020 7946 0000"}),)})).record
    save(Content({"title": "Analyst"}, {"phones": (*base.items["phones"], Item({"number": "+44 7700 900123"}))}), base)
    number = Item({"number": "+44 20 7946 0001"}, base.items["phones"][0].id)
    save(Content({"tags": ("vip",)}, {"phones": (number,)}), base)

    now = read(base.id)
    assert (now.values["title"], now.values["tags"], now.version) == ("Analyst", ("vip",), 3)
    assert [item.values["number"] for item in now.items["phones"]] == ["+44 20 7946 0001", "+44 7700 900123"]
    assert now.items["phones"][0].values["e164"] == "+442079460001"


def test_same_field_is_a_conflict_with_all_three_sides(save, read):
    base = save(Content({"full_name": "Ada", "title": "old"})).record
    save(Content({"title": "theirs"}), base)
    with pytest.raises(EditConflictError) as error:
        save(Content({"title": "mine", "tags": ("x",)}), base)
    (conflict,) = error.value.conflicts
    assert (conflict.field, conflict.original, conflict.theirs, conflict.mine) == ("title", "old", "theirs", "mine")
    assert error.value.stored == read(base.id)
    assert error.value.changed_by
    assert read(base.id).values["tags"] == ()


def test_row_that_somebody_removed_can_be_kept_on_top(save, read):
    base = save(Content({"full_name": "Ada"}, {"phones": (Item({"number": "020 7946 0000"}),)})).record
    now = save(Content({}, {"phones": ()}), base).record
    row = base.items["phones"][0]
    save(Content({}, {"phones": (row,)}), now)
    assert read(base.id).items["phones"] == (row,)


def test_nobody_edits_what_is_in_the_trash_or_gone(save, database, actor):
    base = save(Content({"full_name": "Ada"})).record
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [base.id], actor=actor)
    with pytest.raises(RecordGoneError):
        save(Content({"title": "x"}), base)
    with pytest.raises(RecordGoneError):
        save(Content({"title": "x"}), replace(base, id=1))


def test_saving_what_is_stored_already_writes_nothing(save, database):
    base = save(Content({"full_name": "Ada"}, {"emails": (Item({"address": "a@example.com"}),)})).record
    again = save(base.content, base)
    assert again.record == base
    with database.reading() as connection:
        assert len(changes_of(connection, CUSTOMER, base.id)) == 1


def test_impact_counts_what_hangs_on_customers(database, actor):
    boss = stored_customer(
        database, customer_content(phones=[phone(), phone("1")], emails=[email()], addresses=[address()])
    )
    report = stored_customer(database, customer_content(manager_id=boss.id))
    with database.writing() as connection:
        impact = impact_of_trashing(connection, CUSTOMER.name, [boss.id])
        assert (impact.records, impact.rows) == (1, {"phones": 2, "emails": 1, "addresses": 1})
        assert impact.name == boss.values["display_name"]
        assert impact.referring[REPORTS] == 1
        assert impact_of_trashing(connection, CUSTOMER.name, [boss.id, report.id]).referring[REPORTS] == 0
        assert move_to_trash(connection, CUSTOMER, [boss.id], actor=actor) == 1
        assert read_customer(connection, boss.id).state is State.TRASHED


def test_impact_counts_for_more_customers_than_a_statement_takes(database):
    boss, other = (stored_customer(database, customer_content(phones=[phone()])) for _ in range(2))
    stored_customer(database, customer_content(manager_id=boss.id))
    more = 260_000 if isinstance(database.place, Path) else 70_000
    nobody = range(other.id + 10, other.id + 10 + more)
    with database.reading() as connection:
        impact = impact_of_trashing(connection, CUSTOMER.name, [boss.id, *nobody, other.id])
    assert (impact.rows["phones"], impact.referring[REPORTS], impact.name) == (2, 1, "")


awkward = st.text(st.characters(), max_size=200)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(awkward, awkward, awkward)
def test_any_text_is_stored_or_refused_with_a_reason(save, name, number, street):
    rows = {"phones": (Item({"number": number}),), "addresses": (Item({"street": street}),)}
    try:
        record = save(Content({"full_name": f"A {name}"}, rows)).record
    except InvalidRecordError:
        return
    assert save(record.content, record).record == record
