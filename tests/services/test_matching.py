"""Who is calling: found by any spelling of a number, by address and by code; what is only likely is said so."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.calls import By, Call, CallError, call_of, call_of_url, is_url
from app.models.customer import CUSTOMER
from app.models.values import Content, State
from app.services.customers import save_customer
from app.services.matching import find
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.records import read_records
from app.store.unit_of_work import UnitOfWork
from tests.desk import make_role, make_staff
from tests.factories import address, customer_content, email, first_company, phone, stored_customer


def found(database, text, by=By.PHONE):
    with database.reading() as connection:
        return find(connection, Call(by, text))


def reasons(match):
    """The names of those who may be meant, each with the evidence, but that they are one's own: here all are."""
    return [
        (one.reference.label, [piece.code for piece in one.evidence if piece.code != "own"]) for one in match.candidates
    ]


def names(match):
    return [one.reference.label for one in match.candidates]


def changed(database, customer, **values):
    with database.writing() as connection:
        actor = current_actor(connection)
        content = Content(values)
        return save_customer(connection, first_company(connection), customer, content, actor=actor).record


def trash(database, customer):
    with database.writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        return work.set_state(CUSTOMER, read_records(connection, CUSTOMER, [customer.id])[customer.id], State.TRASHED)


def test_one_exact_number_address_or_code_is_sure_however_it_is_written(database):
    numbers = [phone("(212) 555-0123", "US", is_primary=True), phone("+44 20 7946 0000", label="Mobile")]
    ada = stored_customer(
        database,
        customer_content(
            "Ada Lovelace",
            customer_code="AD-1",
            phones=numbers,
            emails=[email("Ada@Example.com")],
            addresses=[address(phone="+1 312 555 0188", phone_e164="+13125550188")],
        ),
    )
    stored_customer(database, customer_content("Grace Hopper", phones=[phone("+1 212 555 0199")]))
    for written in ("+12125550123", "2125550123", "1-212-555-0123", "001 212 555 0123", "(212) 555 0123 ext. 45"):
        sure = found(database, written).sure
        assert sure is not None, written
        assert sure.reference.id == ada.id
    assert reasons(found(database, "+442079460000")) == [("Ada Lovelace", ["phone"])]
    assert reasons(found(database, "+44 (0)20 7946 0000")) == [("Ada Lovelace", ["phone"])]
    assert reasons(found(database, "312 555 0188")) == [("Ada Lovelace", ["address_phone"])]
    assert reasons(found(database, "ada@example.COM", By.EMAIL)) == [("Ada Lovelace", ["email"])]
    changed(database, ada, customer_code="AD-2")
    assert reasons(found(database, "ad-2", By.CODE)) == [("Ada Lovelace", ["code"])]
    assert reasons(found(database, "ad-1", By.CODE)) == [("Ada Lovelace", ["former_code"])]
    assert found(database, "ad-1", By.CODE).sure is not None
    nobody = found(database, "+4930123456")
    assert (nobody.candidates, nobody.sure, nobody.shown) == ((), None, "+49 30 123456")


def test_of_several_the_best_comes_first_and_says_why(database):
    switchboard = [phone("+1 212 555 0100")]
    first, second, third = (
        stored_customer(database, customer_content(name, phones=switchboard)) for name in ("Ann", "Ben", "Cid")
    )
    with database.writing() as connection:
        actor = current_actor(connection)
        for customer, day in ((second, 3), (third, 9)):
            content = Content({"customer_id": customer.id, "at": datetime(2026, 5, day, tzinfo=UTC)})
            save_record(connection, "interaction", first_company(connection), None, content, actor=actor)
    match = found(database, "212 555 0100")
    assert match.sure is None
    assert names(match) == ["Cid", "Ben", "Ann"]
    assert [piece.code for piece in match.candidates[0].evidence] == ["phone", "own", "last_interaction"]
    assert first.id == match.candidates[2].reference.id


def test_what_is_only_likely_is_listed_with_its_evidence_and_never_sure(database):
    gone = stored_customer(database, customer_content("Old Boss", phones=[phone("+1 312 555 0177")]))
    stored_customer(database, customer_content("Report", kind="internal", manager_id=gone.id))
    trash(database, gone)
    stored_customer(database, customer_content("Near", phones=[phone("+1 212 555 0123")]))
    stored_customer(database, customer_content("Desk", department="Sales", phones=[phone("+1 415 555 0150")]))
    stored_customer(database, customer_content("Short", phones=[phone("4711", "US")]))
    said = {
        "+1 212 555 0223": [("Near", ["one_digit"])],
        "+1 646 555 0123": [("Near", ["last_digits"])],
        "+1 415 555 0166": [("Desk", ["same_block"])],
        "4711": [("Short", ["same_digits"])],
        "+1 312 555 0177": [("Report", ["managers_number"]), ("Old Boss", ["phone", "in_trash"])],
    }
    for number, expected in said.items():
        match = found(database, number)
        assert reasons(match) == expected, number
        assert match.sure is None
    assert found(database, "12").candidates == ()


def test_nobody_is_found_whom_one_may_not_see(database, sign_in):
    stored_customer(database, customer_content("Ada", phones=[phone("+1 212 555 0123")]))
    with database.writing() as connection:
        nothing = make_role(connection, "Nobody's", {})
        make_staff(connection, "eve", nothing)
    theirs = sign_in("eve")
    for number in ("+1 212 555 0123", "+1 212 555 0124", "555 0123"):
        assert found(theirs, number).candidates == ()


@pytest.mark.parametrize(
    ("url", "call"),
    [
        ("deskbook:pop?phone=%2B44%2020%207946%200000", Call(By.PHONE, "+44 20 7946 0000", "Phone")),
        ("DESKBOOK://pop/?email=ada%40example.com&channel=Chat", Call(By.EMAIL, "ada@example.com", "Chat")),
        ("deskbook:pop?code=CST%201", Call(By.CODE, "CST 1", "")),
        ("tel:+44-20-7946-0000;ext=12", Call(By.PHONE, "+44-20-7946-0000", "Phone")),
        ("tel:7946-0000;phone-context=+4420", Call(By.PHONE, "+44207946-0000", "Phone")),
        ("callto://+442079460000", Call(By.PHONE, "+442079460000", "Phone")),
    ],
)
def test_addresses_say_who_is_calling(url, call):
    assert is_url(url)
    assert call_of_url(url) == call


@pytest.mark.parametrize(
    "url",
    [
        *("deskbook:", "deskbook:pop", "deskbook:pop?", "deskbook:delete?code=1", "deskbook:pop?phone=", "tel:"),
        *("deskbook:pop?phone=1&code=2", "deskbook:pop?phone=1&phone=2", "deskbook:pop?phone=1&run=rm", "tel:%FF"),
        *(
            "deskbook:pop?phone=%FF",
            "deskbook:pop?phone=1%0A2",
            f"deskbook:pop?phone={'1' * 255}",
            "deskbook:pop?phone=%00",
        ),
    ],
)
def test_what_says_nothing_of_the_kind_is_refused(url):
    with pytest.raises(CallError):
        call_of_url(url)


@given(st.text(max_size=80))
def test_whatever_stands_there_is_understood_or_refused(text):
    for url in (text, f"deskbook:pop?{text}", f"tel:{text}"):
        with suppress(CallError):
            assert call_of_url(url).text
    with suppress(CallError):
        assert call_of({"phone": text}).text.strip()
