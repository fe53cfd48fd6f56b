"""Addresses are accepted as the world writes them, and clashes are found across spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.emails import LONGEST_ADDRESS, EmailProblem, check_email, email_key


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ada@firma.test", "ada@firma.test"),
        ("  Ada.Lovelace+desk@Firma.TEST\n", "Ada.Lovelace+desk@firma.test"),
        ("ada@corp.local", "ada@corp.local"),
        ("ada@example.com", "ada@example.com"),
        ("o'brien@firma.test", "o'brien@firma.test"),
        ("jörg@münchen.example", "jörg@münchen.example"),
        ("jo\u0308rg@xn--mnchen-3ya.example", "jörg@münchen.example"),
        ("用户@例子.测试", "用户@例子.测试"),
        ("ada＠firma.test", "ada@firma.test"),
        ("\u202aada@firma.test\u202c\x00", "ada@firma.test"),
    ],
)
def test_accepts_and_normalises(typed: str, address: str) -> None:
    check = check_email(typed)
    assert (check.address, check.problem, check.ok) == (address, None, True)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", EmailProblem.EMPTY),
        (" \x00 ", EmailProblem.EMPTY),
        ("ada", EmailProblem.NO_AT),
        ("ada.firma.test", EmailProblem.NO_AT),
        ("@firma.test", EmailProblem.BAD_LOCAL),
        ("a da@firma.test", EmailProblem.BAD_LOCAL),
        ("ada..b@firma.test", EmailProblem.BAD_LOCAL),
        ("a@b@firma.test", EmailProblem.BAD_LOCAL),
        ("ada@", EmailProblem.BAD_DOMAIN),
        ("ada@firma", EmailProblem.BAD_DOMAIN),
        ("ada@-firma.test", EmailProblem.BAD_DOMAIN),
        ("ada@firma..test", EmailProblem.BAD_DOMAIN),
        ("ada@mail.invalid", EmailProblem.BAD_DOMAIN),
        ("ada@[127.0.0.1]", EmailProblem.BAD_DOMAIN),
        ("a" * 10_000, EmailProblem.TOO_LONG),
        ("a" * LONGEST_ADDRESS + "@firma.test", EmailProblem.TOO_LONG),
    ],
)
def test_names_the_problem_and_keeps_what_was_typed(typed: str, problem: EmailProblem) -> None:
    check = check_email(typed)
    assert check.problem is problem
    assert not check.ok
    assert check.address == typed.replace("\x00", "").strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Firma.test", "ada@firma.TEST"),
        ("jo\u0308rg@firma.test", "JÖRG@firma.test"),
        ("a@münchen.example", "a@xn--mnchen-3ya.example"),
        ("a@MÜNCHEN.example", "a@XN--MNCHEN-3YA.example"),
        (" not an address ", "NOT AN ADDRESS"),
    ],
)
def test_spellings_of_one_address_share_a_key(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


def test_other_addresses_have_other_keys() -> None:
    assert email_key("ada@firma.test") != email_key("ada@firma.example")
    assert email_key("strasse@firma.test") != email_key("straße@firma.test")


@given(st.text(max_size=80) | st.emails() | st.builds("{}@{}".format, st.text(max_size=20), st.text(max_size=20)))
def test_hostile_text_never_fails(text: str) -> None:
    check = check_email(text)
    assert check_email(check.address) == check
    assert email_key(email_key(text)) == email_key(text)


@given(st.emails())
def test_case_makes_no_clash_go_unseen(address: str) -> None:
    assert email_key(address.upper()) == email_key(address)
