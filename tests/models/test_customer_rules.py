"""What a customer must be: tidied, then judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.codes import CodeFormat
from app.models.company import FIRST_AND_LAST, PERSON_OR_BUSINESS
from app.models.customer import CUSTOMER, EXTERNAL, INTERNAL
from app.models.customer_rules import Rules, problems, tidied
from app.models.values import Content, Item

GB = Rules(country="GB")


def judge(content, rules=GB):
    return {(problem.field, problem.part, problem.code, problem.blocking) for problem in problems(content, rules)}


def codes(content, rules=GB):
    return {problem.code for problem in problems(tidied(content, rules), rules)}


def test_blank_text_is_nothing_and_needed_choices_have_their_default():
    values = tidied(
        Content({"full_name": "  Ada \n Lovelace ", "title": "   ", "tags": (" a  b ", "a b", "")}), GB
    ).values
    assert values["full_name"] == "Ada Lovelace"
    assert values["title"] is None
    assert values["tags"] == ("a b",)
    assert values["customer_status"] == "active"
    assert values["kind"] == EXTERNAL


def test_parts_follow_the_name_and_the_name_the_parts():
    assert tidied(Content({"full_name": "Ada Lovelace"}), GB).values["last"] == "Lovelace"
    assert tidied(Content({"first": "Ada", "last": "Lovelace"}), GB).values["full_name"] == "Ada Lovelace"
    corrected = tidied(Content({"full_name": "Ada King Lovelace", "last": "King Lovelace"}), GB).values
    assert (corrected["full_name"], corrected["last"], corrected["first"]) == (
        "Ada King Lovelace",
        "King Lovelace",
        None,
    )


def test_blank_rows_go_and_one_row_is_primary():
    rows = (Item({"label": "Work", "number": " "}), Item({"number": "020 7946 0000"}), Item({"number": "1"}))
    phones = tidied(Content({}, {"phones": rows}), GB).items["phones"]
    assert [item.values["number"] for item in phones] == ["020 7946 0000", "1"]
    assert [item.values["is_primary"] for item in phones] == [True, False]
    assert phones[0].values["e164"] == "+442079460000"
    assert phones[0].values["national"] == "02079460000"


def test_the_first_of_several_primary_rows_stays_primary():
    rows = tuple(Item({"address": f"{name}@example.com", "is_primary": name != "a"}) for name in "abc")
    emails = tidied(Content({}, {"emails": rows}), GB).items["emails"]
    assert [item.values["is_primary"] for item in emails] == [False, True, False]


def test_the_numbers_of_an_address_are_those_of_its_country():
    row = Item({"type": "primary", "country": "DE", "phone": "030 1234567", "fax": "+44 (0)20 7946 0000"})
    (address,) = tidied(Content({}, {"addresses": (row,)}), GB).items["addresses"]
    forms = ("phone", "phone_e164", "phone_national", "fax", "fax_e164", "fax_national")
    assert [address.values[form] for form in forms] == [
        "030 1234567", "+49301234567", "0301234567", "+44 (0)20 7946 0000", "+442079460000", "02079460000",
    ]  # fmt: skip


def test_shipping_to_the_billing_address_holds_nothing_of_its_own():
    row = Item({"type": "shipping", "same_as_billing": True, "street": "High Street", "country": "GB"})
    (address,) = tidied(Content({}, {"addresses": (row,)}), GB).items["addresses"]
    assert {name for name, value in address.values.items() if value} == {"type", "same_as_billing"}


@pytest.mark.parametrize(
    ("rules", "values", "missing"),
    [
        (GB, {"kind": INTERNAL}, {"full_name"}),
        (GB, {"kind": INTERNAL, "business_name": "ACME"}, {"full_name"}),
        (GB, {"kind": EXTERNAL, "business_name": "ACME"}, set()),
        (Rules(name_rule=PERSON_OR_BUSINESS), {"kind": EXTERNAL}, {"full_name"}),
        (Rules(name_rule=FIRST_AND_LAST), {"kind": INTERNAL, "full_name": "Madonna"}, {"last"}),
        (Rules(name_rule=FIRST_AND_LAST), {"kind": INTERNAL}, {"first", "last"}),
    ],
)
def test_names_that_are_needed(rules, values, missing):
    found = problems(tidied(Content(values), rules), rules)
    assert {problem.field for problem in found if problem.code == "required"} >= missing
    assert bool([problem for problem in found if problem.code == "required"]) == bool(missing)


@pytest.mark.parametrize(
    ("values", "code", "blocking"),
    [
        ({"title": "x" * 201}, "too_long", True),
        ({"tags": ("x" * 201,)}, "too_long", True),
        ({"facebook_url": "https://example.com/ada"}, "bad_url", True),
        ({"twitter_handle": "not a handle!"}, "doubtful_handle", False),
        ({"vat_number": "GB1"}, "doubtful_vat", False),
        ({"customer_code": "no"}, "pattern", True),
    ],
)
def test_values_that_are_wrong(values, code, blocking):
    rules = Rules(country="GB", code_format=CodeFormat(pattern="AA-9999"))
    content = tidied(Content({"full_name": "Ada", "customer_code": "AB-1234", **values}), rules)
    assert [(problem.code, problem.blocking) for problem in problems(content, rules)] == [(code, blocking)]


def test_vat_number_is_judged_by_the_country_of_the_primary_address():
    home = Item({"type": "primary", "street": "Straße 1", "city": "Berlin", "postal_code": "10115", "country": "DE"})
    content = Content({"full_name": "Ada", "vat_number": "136695976"}, {"addresses": (home,)})
    assert "doubtful_vat" not in codes(content, Rules(country="US"))
    assert "doubtful_vat" in codes(Content({**content.values, "vat_number": "136695977"}, content.items))


def test_rows_that_are_wrong_are_named_by_number_and_part():
    content = Content(
        {"full_name": "Ada"},
        {
            "phones": (Item({"number": "020 7946 0000"}), Item({"number": "letters"})),
            "emails": (Item({"address": "nonsense"}),),
            "addresses": (Item({"type": "primary", "street": "x", "country": "US", "postal_code": "1"}),),
        },
    )
    found = {
        (problem.field, problem.item, problem.part, problem.blocking) for problem in problems(tidied(content, GB), GB)
    }
    assert ("phones", 1, "number", False) in found
    assert ("emails", 0, "address", True) in found
    assert ("addresses", 0, "city", False) in found
    assert not any(field == "phones" and item == 0 for field, item, _, _ in found)


def test_rules_come_from_the_company():
    company = {
        "default_country": "FR",
        "code_prefix": "K",
        "code_start": 0,
        "code_length": 4,
        "name_rule": FIRST_AND_LAST,
    }
    rules = Rules.of(company)
    assert rules.code_format == CodeFormat("K", 0, 4, "")
    assert (rules.country, rules.name_rule) == ("FR", FIRST_AND_LAST)
    assert Rules.of({}).code_format.start == 1000


names = st.text(max_size=40) | st.sampled_from(["Dr. Ada King", "\0", "\u202e", "王秀英", "a, b"])


@given(names, st.lists(names, max_size=3), st.lists(names, max_size=3))
def test_tidying_twice_is_tidying_once(name, numbers, tags):
    phones = tuple(Item({"number": number, "label": "Work"}) for number in numbers)
    once = tidied(Content({"full_name": name, "tags": tuple(tags)}, {"phones": phones}), GB)
    assert tidied(once, GB) == once
    assert judge(once) == judge(tidied(once, GB))
    assert set(once.values) == {field.name for field in CUSTOMER.value_fields}
