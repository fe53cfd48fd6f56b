"""Who gains or loses which right when a customer's manager or department changes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.models.reaches import allowed
from app.models.rights import Act, Holder, Person, Reach
from app.models.shifts import Shift, shifts
from tests.models import desks
from tests.models.desks import role

OURS = frozenset({1})
LEGAL = role(*(("customer", act, Reach.DEPARTMENT) for act in (Act.VIEW, Act.EDIT, Act.EXPORT)))
LEADS = role(*(("customer", act, Reach.REPORTS) for act in (Act.VIEW, Act.EDIT)))
CUSTOMER = Holder(company_id=1, owner_id=9, customer_department="Legal", customer_manager_id=21)
ADA = Person(staff_id=1, company_ids=OURS, extended_company_ids=OURS, department="Legal", roles=(LEGAL,))
BOB = replace(ADA, staff_id=2, department="Finance")
EVE = replace(ADA, staff_id=3, department="Sales", customer_id=21, roles=(LEADS,))
DAN = replace(EVE, staff_id=4, customer_id=22)


def test_a_department_loses_and_another_gains():
    moved = replace(CUSTOMER, customer_department="Finance")

    assert shifts((ADA, BOB, EVE, DAN), CUSTOMER, moved) == (
        Shift(1, gained=(), lost=(Act.VIEW, Act.EDIT)),
        Shift(2, gained=(Act.VIEW, Act.EDIT), lost=()),
    )


def test_a_manager_loses_and_another_gains():
    moved = replace(CUSTOMER, customer_manager_id=22)

    assert shifts((ADA, BOB, EVE, DAN), CUSTOMER, moved) == (
        Shift(3, gained=(), lost=(Act.VIEW, Act.EDIT)),
        Shift(4, gained=(Act.VIEW, Act.EDIT), lost=()),
    )


def test_nothing_shifts_where_rights_do_not_extend():
    people = [replace(person, extended_company_ids=frozenset()) for person in (ADA, BOB, EVE, DAN)]

    assert shifts(people, CUSTOMER, replace(CUSTOMER, customer_department="Finance", customer_manager_id=22)) == ()


@given(st.lists(desks.people, max_size=3), desks.holders, desks.holders)
def test_gains_and_losses_turn_round_with_the_change(people, before, after):
    there, back = shifts(people, before, after), shifts(people, after, before)

    assert back == tuple(Shift(shift.staff_id, shift.lost, shift.gained) for shift in there)
    assert shifts(people, before, before) == ()


@given(desks.people, desks.holders, desks.holders)
def test_a_shift_is_what_is_allowed_on_one_side_only(person, before, after):
    found = shifts([person], before, after)
    shift = found[0] if found else Shift(person.staff_id, (), ())
    for act in Act:
        had, has = (allowed(person, act, "customer", holder) for holder in (before, after))
        assert (act in shift.gained, act in shift.lost) == (has and not had, had and not has)
