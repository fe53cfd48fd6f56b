"""What one person sees, worked out once: it says the same as the rules, of whoever holds a record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from app.models.customer import CUSTOMER
from app.models.fields import Sensitivity
from app.models.masking import masked
from app.models.reaches import EVERYTHING, allowed
from app.models.rights import Act, FieldAccess, Person, Reach
from app.models.sight import READING, WHOLE, Sight
from tests.models import desks
from tests.models.desks import role


def sight_of(person, holder):
    """The sight of a person among colleagues, of whom the record's owner is one as far as the record says so."""
    owner = {holder.owner_id} - {None}
    reports = frozenset(owner if holder.owner_manager_id == person.staff_id else ())
    department = frozenset(owner if holder.owner_department == person.department else ())
    return Sight(person, person.company_ids, reports, department if person.department else frozenset())


@given(desks.people, desks.acts, desks.record_types, desks.holders)
def test_it_reaches_what_the_rules_say(person, act, record_type, holder):
    """Of records whose company is one of those that there are, and whose owner stands for what is said of the owner."""
    if holder.company_id not in {None, *person.company_ids}:
        return
    if holder.owner_id is None:
        holder = replace(holder, owner_manager_id=None, owner_department=None)

    sight = sight_of(person, holder)

    assert sight.may_on(act, record_type, holder) == allowed(person, act, record_type, holder)
    assert not sight.reaches(act, record_type).nothing or not sight.may(act, record_type)


def person_with(*grants, rules=(), **values):
    return Person(staff_id=1, roles=(role(*grants, rules=rules),), company_ids=frozenset({1, 2}), **values)


def test_a_reach_that_ends_at_all_companies_leaves_nothing_out():
    person = person_with(("customer", Act.VIEW, Reach.COMPANY))

    assert Sight(person, frozenset({1, 2})).scope(CUSTOMER).reaches == EVERYTHING
    assert not Sight(person, frozenset({1, 2, 3})).scope(CUSTOMER).reaches.everything


def test_owners_are_asked_by_number_alone():
    person = person_with(
        ("customer", Act.VIEW, Reach.REPORTS), ("customer", Act.VIEW, Reach.DEPARTMENT), department="X"
    )
    sight = Sight(person, person.company_ids, frozenset({2, 3}), frozenset({3, 4}))

    ((condition,),) = sight.reaches(Act.VIEW, "customer").clauses

    assert (condition.fact, condition.values) == ("owner_id", {1, 2, 3, 4})


def test_through_borrowed_eyes_nothing_is_done():
    person = person_with(*(("customer", act, Reach.ALL) for act in Act))
    sight = Sight(person, person.company_ids, is_borrowed=True)

    assert {act for act in Act if sight.may(act, "customer")} == READING


@pytest.mark.parametrize(
    ("field", "closed"),
    [("title", Sensitivity.NORMAL), ("phones", Sensitivity.PERSONAL), ("sla_level", None)],
)
def test_a_text_with_a_field_that_cannot_be_read_is_not_searched(field, closed):
    rules = (("customer", "*", FieldAccess.EDITABLE), ("customer", field, FieldAccess.MASKED))
    scope = Sight(person_with(("customer", Act.VIEW, Reach.ALL), rules=rules)).scope(CUSTOMER)

    assert field in scope.unread
    assert set(Sensitivity) - set(scope.texts) == ({closed} if closed else set())


def test_what_a_record_is_can_always_be_read():
    rules = (("*", "*", FieldAccess.HIDDEN),)
    scope = Sight(person_with(("customer", Act.VIEW, Reach.ALL), rules=rules)).scope(CUSTOMER)

    assert not {"kind", "company_id", "display_name"} & scope.unread
    assert scope.texts == ()
    assert WHOLE.unread == frozenset()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "••••"),
        ("1234567", "••••"),
        ("12345678", "••••5678"),
        ("+44 20 7946 0000", "••••0000"),
        ("DE 12 34 5 6", "••••3456"),
    ],
)
def test_of_a_masked_text_the_last_characters_are_shown(text, shown):
    assert masked(text) == shown
