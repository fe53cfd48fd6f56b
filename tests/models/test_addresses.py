"""Addresses follow the rules of their country and never lose what was typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.addresses import PARTS, AddressFault, AddressProblem, address_rules, check_address, format_address
from app.models.countries import country_names

LONDON = {
    "contact_name": "Ada Lovelace",
    "street": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}
NEW_YORK = {
    "street": "350 5th Avenue",
    "street2": "Floor 20",
    "city": "New York",
    "state_or_province": "NY",
    "postal_code": "10118",
    "country": "US",
}
TOKYO = {
    "business_name": "株式会社",
    "street": "丸の内1-1",
    "city": "千代田区",
    "state_or_province": "東京都",
    "postal_code": "100-0005",
    "country": "JP",
}
ADDRESSES = st.fixed_dictionaries(
    {"country": st.sampled_from([*country_names(), "", "XX", "us"])},
    optional={
        part: st.text(st.characters(categories=("L", "N", "So")), max_size=12)
        | st.sampled_from(("NY", "10118", "Tokyo", "東京都", "CH-8001"))
        for part in PARTS
    },
)


def problems(address: dict[str, str]) -> list[tuple[str, AddressFault]]:
    return [(problem.part, problem.code) for problem in check_address(address)]


@pytest.mark.parametrize("country", [*country_names(), "", "XX"])
def test_every_country_has_a_usable_form(country: str) -> None:
    rules = address_rules(country)
    assert len(set(rules.order)) == len(rules.order)
    assert rules.required <= set(rules.order) <= set(PARTS)
    assert {"contact_name", "business_name", "street", "street2"} <= set(rules.order)
    assert set(rules.labels) == set(PARTS)
    assert all(code and name for code, name in rules.states)
    assert all(re.fullmatch(rules.postal_code_pattern, example) for example in rules.postal_code_examples)


def test_america() -> None:
    rules = address_rules("us")
    assert rules.order == (
        "contact_name",
        "business_name",
        "street",
        "street2",
        "city",
        "state_or_province",
        "postal_code",
    )
    assert rules.required == {"street", "city", "state_or_province", "postal_code"}
    assert (rules.labels["postal_code"], rules.labels["state_or_province"]) == ("ZIP code", "State")
    assert ("CA", "California") in rules.states


def test_japan_begins_with_the_postal_code() -> None:
    rules = address_rules("JP")
    assert rules.order[:5] == ("postal_code", "state_or_province", "city", "street", "street2")
    assert rules.labels["state_or_province"] == "Prefecture"
    assert ("Tokyo", "Tokyo (東京都)") in rules.states


@pytest.mark.parametrize(
    ("country", "part", "label"),
    [("GB", "postal_code", "Postcode"), ("GB", "city", "Post town"), ("IE", "state_or_province", "County"), ("IE", "postal_code", "Eircode"),
     ("IN", "postal_code", "PIN code"), ("DE", "postal_code", "Postal code"), ("CA", "state_or_province", "Province"),
     ("", "state_or_province", "State or province")],
)  # fmt: skip
def test_parts_are_called_as_people_there_call_them(country: str, part: str, label: str) -> None:
    assert address_rules(country).labels[part] == label


def test_without_a_country_nothing_is_required() -> None:
    assert address_rules("").required == frozenset()
    assert address_rules("").order == address_rules("XX").order == PARTS
    assert problems({"street": "1 Elm St"}) == []


@pytest.mark.parametrize(
    "address", [LONDON, NEW_YORK, TOKYO, {}, {"country": "DE"}, {"country": "DE", "contact_name": "Ada"}]
)
def test_good_and_empty_addresses_have_no_problems(address: dict[str, str]) -> None:
    assert problems(address) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({**LONDON, "country": "XX"}, [("country", AddressFault.UNKNOWN_COUNTRY)]),
        ({"country": "DE", "city": "Berlin"}, [("street", AddressFault.MISSING), ("postal_code", AddressFault.MISSING)]),
        ({**LONDON, "postal_code": "10118"}, [("postal_code", AddressFault.POSTAL_CODE_SHAPE)]),
        ({**LONDON, "postal_code": "sw1y4jh"}, []),
        ({**NEW_YORK, "postal_code": "90210"}, [("postal_code", AddressFault.POSTAL_CODE_ELSEWHERE)]),
        ({**NEW_YORK, "postal_code": "10118-0110"}, []),
        ({**NEW_YORK, "state_or_province": "new york"}, []),
        ({**NEW_YORK, "state_or_province": "Bavaria"}, [("state_or_province", AddressFault.UNKNOWN_STATE)]),
        ({**TOKYO, "state_or_province": "tokyo"}, []),
        ({"country": "CA", "street": "1 Rue A", "city": "Québec", "state_or_province": "Quebec", "postal_code": "g1a 1a1"}, []),
        ({"country": "CA", "street": "1 Rue A", "city": "Moncton", "state_or_province": "Nouveau-Brunswick", "postal_code": "E1A 1A1"}, []),
        ({"country": "CH", "street": "Bahnhofstrasse 1", "city": "Zürich", "postal_code": "CH-8001"}, []),
    ],
)  # fmt: skip
def test_names_what_the_rules_find_wrong(address: dict[str, str], expected: list[tuple[str, AddressFault]]) -> None:
    assert problems(address) == expected


def test_doubts_about_the_rules_are_warnings() -> None:
    assert AddressProblem("state_or_province", AddressFault.UNKNOWN_STATE).is_warning
    assert not AddressProblem("postal_code", AddressFault.POSTAL_CODE_SHAPE).is_warning


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (LONDON, ["Ada Lovelace", "12 St James's Square", "London", "SW1Y 4JH", "United Kingdom"]),
        (NEW_YORK, ["350 5th Avenue", "Floor 20", "New York, NY 10118", "United States"]),
        ({**NEW_YORK, "city": ""}, ["350 5th Avenue", "Floor 20", "NY 10118", "United States"]),
        ({**NEW_YORK, "state_or_province": ""}, ["350 5th Avenue", "Floor 20", "New York 10118", "United States"]),
        (TOKYO, ["〒100-0005", "東京都千代田区", "丸の内1-1", "株式会社", "Japan"]),
        ({**TOKYO, "business_name": "", "street": "1-1 Marunouchi", "city": "Chiyoda", "state_or_province": "Tokyo"},
         ["1-1 Marunouchi, Chiyoda, Tokyo", "100-0005", "Japan"]),
        ({"country": "CH", "city": "Zürich", "postal_code": "8001"}, ["CH-8001 Zürich", "Switzerland"]),
        ({"country": "CH", "city": "Zürich", "postal_code": "CH-8001"}, ["CH-8001 Zürich", "Switzerland"]),
        ({"country": "CH", "city": "Zürich"}, ["Zürich", "Switzerland"]),
        ({"country": "DE", "city": "München", "state_or_province": "Bayern"}, ["München", "Bayern", "Germany"]),
        ({"street": "1 Elm St", "country": "Utopia"}, ["1 Elm St", "Utopia"]),
        ({"country": "FR"}, ["France"]),
        ({}, []),
    ],
)  # fmt: skip
def test_lines_follow_the_country(address: dict[str, str], lines: list[str]) -> None:
    assert format_address(address) == lines


@given(ADDRESSES)
def test_nothing_typed_is_lost_on_the_envelope(address: dict[str, str]) -> None:
    lines = format_address(address)
    check_address(address)
    envelope = "\n".join(lines)
    assert all(line.strip() == line and line for line in lines)
    assert all(address[part] in envelope for part in address if part != "country")
