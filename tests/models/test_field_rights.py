"""What people see of a record's fields: laws that hold for any roles, and what is open when no role says anything."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.customer import CUSTOMER
from app.models.field_rights import FieldSource, field_access, field_access_on, field_sources
from app.models.fields import Field, RecordType, Sensitivity
from app.models.reaches import allowed, reaches
from app.models.rights import EVERY, Act, FieldAccess, Holder, Person, Reach, least_open, most_open
from tests.models import desks
from tests.models.desks import role

customer_fields = st.sampled_from([field.name for field in CUSTOMER.all_fields])
OURS = frozenset({1})
HERE = Holder(company_id=1, owner_id=1)
VIEWS = ("customer", Act.VIEW, Reach.COMPANY)
EDITS = ("customer", Act.EDIT, Reach.COMPANY)
ADDS = ("customer", Act.ADD, Reach.COMPANY)


def _person(*roles):
    return Person(staff_id=1, company_ids=OURS, roles=roles)


def _is_as_open(access, other):
    return most_open([access, other]) is access


@given(desks.people, desks.roles, customer_fields)
def test_another_role_closes_nothing(person, another, field):
    more = replace(person, roles=(*person.roles, another))

    assert _is_as_open(field_access(more, CUSTOMER, field), field_access(person, CUSTOMER, field))


@given(desks.people, customer_fields, desks.holders, st.sampled_from([Act.EDIT, Act.ADD]))
def test_a_field_is_never_more_open_than_its_record(person, field, holder, act):
    access = field_access_on(person, CUSTOMER, field, holder, act=act)

    if not allowed(person, Act.VIEW, "customer", holder):
        assert access is FieldAccess.HIDDEN
    if not allowed(person, act, "customer", holder):
        assert access is not FieldAccess.EDITABLE
    if reaches(person, Act.VIEW, "customer").nothing:
        assert field_access(person, CUSTOMER, field) is FieldAccess.HIDDEN
    if act is Act.EDIT:
        assert _is_as_open(field_access(person, CUSTOMER, field), access)


@given(desks.people, customer_fields)
def test_what_is_taken_from_other_fields_is_as_open_as_they_are(person, field):
    declared = CUSTOMER.by_name[field]
    if declared.derived and declared.derived[0]:
        assert field_access(person, CUSTOMER, field) is field_access(person, CUSTOMER, declared.derived[0])
    if declared.follows:
        assert _is_as_open(field_access(person, CUSTOMER, declared.follows), field_access(person, CUSTOMER, field))


@given(desks.people)
def test_whoever_sees_records_reads_their_names(person):
    sees = not reaches(person, Act.VIEW, "customer").nothing

    assert (field_access(person, CUSTOMER, "display_name") is not FieldAccess.HIDDEN) == sees


@pytest.mark.parametrize(
    ("field", "access"),
    [
        ("full_name", FieldAccess.EDITABLE),
        ("phones", FieldAccess.EDITABLE),
        ("email", FieldAccess.EDITABLE),
        ("vat_number", FieldAccess.HIDDEN),
        ("personality_type", FieldAccess.HIDDEN),
    ],
)
def test_where_no_role_has_a_rule_the_sensitivity_decides(field, access):
    assert field_access(_person(role(VIEWS, EDITS)), CUSTOMER, field) is access
    assert field_access(_person(role(VIEWS)), CUSTOMER, field) is least_open(access, FieldAccess.READ_ONLY)
    assert field_access(_person(), CUSTOMER, field) is FieldAccess.HIDDEN


def test_a_field_is_hidden_if_no_role_shows_it():
    closed = role(VIEWS, EDITS, rules=[("customer", "sla_level", FieldAccess.HIDDEN)])
    masked = role(VIEWS, rules=[("customer", "sla_level", FieldAccess.MASKED)])
    silent = role(VIEWS)
    elsewhere = role(("invoice", Act.VIEW, Reach.ALL))

    assert field_access(_person(closed, elsewhere), CUSTOMER, "sla_level") is FieldAccess.HIDDEN
    assert field_access(_person(closed, masked), CUSTOMER, "sla_level") is FieldAccess.MASKED
    assert field_access(_person(closed, silent), CUSTOMER, "sla_level") is FieldAccess.EDITABLE


def test_a_role_may_consist_of_nothing_but_what_it_opens():
    opens = role(rules=[("customer", "vat_number", FieldAccess.READ_ONLY)], name="Tax")
    person = _person(role(VIEWS, EDITS), opens)

    assert field_access(person, CUSTOMER, "vat_number") is FieldAccess.READ_ONLY
    assert field_access(_person(opens), CUSTOMER, "vat_number") is FieldAccess.HIDDEN
    assert field_sources(person, CUSTOMER, "vat_number") == (
        FieldSource("Desk", FieldAccess.HIDDEN, by_rule=False),
        FieldSource("Tax", FieldAccess.READ_ONLY, by_rule=True),
    )


def test_a_rule_on_a_field_stands_in_place_of_those_on_every_one():
    rules = [
        (EVERY, EVERY, FieldAccess.EDITABLE),
        (EVERY, "owner_id", FieldAccess.READ_ONLY),
        ("customer", "vat_number", FieldAccess.MASKED),
    ]
    person = _person(role(VIEWS, EDITS, rules=rules))

    assert field_access(person, CUSTOMER, "vat_number") is FieldAccess.MASKED
    assert field_access(person, CUSTOMER, "owner_id") is FieldAccess.READ_ONLY
    assert field_access(person, CUSTOMER, "tax_certificate") is FieldAccess.EDITABLE


def test_hidden_phones_are_hidden_in_the_list_too():
    rules = [("customer", "phones", FieldAccess.HIDDEN), ("customer", "phone", FieldAccess.EDITABLE)]
    person = _person(role(VIEWS, EDITS, rules=rules))

    assert field_access(person, CUSTOMER, "phone") is FieldAccess.HIDDEN


def test_the_parts_of_a_name_are_no_more_open_than_the_name():
    rules = [("customer", "full_name", FieldAccess.MASKED), ("customer", "middle", FieldAccess.HIDDEN)]
    person = _person(role(VIEWS, EDITS, rules=rules))
    access = [field_access(person, CUSTOMER, name) for name in ("first", "middle", "title")]

    assert access == [FieldAccess.MASKED, FieldAccess.HIDDEN, FieldAccess.EDITABLE]


def test_to_add_records_is_to_write_in_their_fields():
    assert field_access(_person(role(VIEWS, ADDS)), CUSTOMER, "title") is FieldAccess.EDITABLE


def test_whoever_adds_a_record_fills_what_it_needs():
    asset = RecordType(
        name="asset",
        label="Asset",
        plural="Assets",
        fields=(
            Field(name="serial", label="Serial", required=True, sensitivity=Sensitivity.CONFIDENTIAL),
            Field(name="price", label="Price", sensitivity=Sensitivity.CONFIDENTIAL),
            Field(name="state", label="State", required=True, default="new", sensitivity=Sensitivity.CONFIDENTIAL),
        ),
    )
    person = _person(role(("asset", Act.VIEW, Reach.COMPANY), ("asset", Act.ADD, Reach.COMPANY)))
    access = {field.name: field_access_on(person, asset, field.name, HERE, act=Act.ADD) for field in asset.fields}

    assert access == {"serial": FieldAccess.EDITABLE, "price": FieldAccess.HIDDEN, "state": FieldAccess.HIDDEN}
    assert field_access_on(person, asset, "price", HERE, act=Act.ADD, required=True) is FieldAccess.EDITABLE
    assert field_access_on(person, asset, "serial", HERE) is FieldAccess.HIDDEN
    elsewhere = Holder(company_id=2)
    assert field_access_on(person, asset, "serial", elsewhere, act=Act.ADD) is FieldAccess.HIDDEN


def test_a_record_that_may_only_be_read_is_read_only():
    person = _person(role(VIEWS, ("customer", Act.EDIT, Reach.OWN), ADDS))

    assert field_access_on(person, CUSTOMER, "title", HERE) is FieldAccess.EDITABLE
    assert field_access_on(person, CUSTOMER, "title", Holder(company_id=1, owner_id=2)) is FieldAccess.READ_ONLY
