"""Who may do what to which records: laws that hold for any people, roles and records, and what the words mean."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.reaches import (
    EVERYTHING,
    NOTHING,
    Condition,
    Fact,
    Reaches,
    allowed,
    allowed_change,
    reaches,
)
from app.models.rights import (
    EVERY,
    Act,
    FieldAccess,
    Grant,
    Holder,
    Person,
    Reach,
    Role,
    least_open,
    most_open,
    narrowest,
)
from tests.models import desks
from tests.models.desks import role

BESIDE = (Reach.REPORTS, Reach.DEPARTMENT, Reach.TEAM, Reach.WORKGROUPS)
OURS = frozenset({1})
reach_sets = st.frozensets(st.sampled_from(Reach))


def _stands(person, reach, act, record_type, holder):
    """The rules once more, as RECORDS.md tells them, without a thought of queries."""
    ours = holder.company_id in person.company_ids
    shared = holder.company_id is None
    known = {None, ""}
    if not ours and not (shared and act not in (Act.ADD, Act.IMPORT)):
        return False
    if reach is Reach.COMPANY:
        return ours or (shared and act in (Act.VIEW, Act.EXPORT))
    teams = person.team_ids | person.managed_team_ids
    workgroups = person.workgroup_ids | person.managed_workgroup_ids
    by_holder = {
        Reach.OWN: holder.owner_id == person.staff_id,
        Reach.REPORTS: holder.owner_manager_id == person.staff_id,
        Reach.DEPARTMENT: holder.owner_department == person.department and person.department not in known,
        Reach.TEAM: holder.team_id in teams,
        Reach.WORKGROUPS: holder.workgroup_id in workgroups,
    }
    by_customer = {
        Reach.OWN: False,
        Reach.REPORTS: person.customer_id is not None and holder.customer_manager_id == person.customer_id,
        Reach.DEPARTMENT: holder.customer_department == person.department and person.department not in known,
        Reach.TEAM: bool(holder.customer_team_ids & teams),
        Reach.WORKGROUPS: bool(holder.customer_workgroup_ids & workgroups),
    }
    extends = (
        record_type == "customer"
        and act in (Act.VIEW, Act.ADD, Act.EDIT, Act.DELETE)
        and ours
        and holder.company_id in person.extended_company_ids
    )
    return by_holder[reach] or (extends and by_customer[reach])


def _granted(person, act, record_type, holder):
    narrower = {
        Reach.NONE: (),
        Reach.OWN: (Reach.OWN,),
        **{reach: (reach, Reach.OWN) for reach in BESIDE},
        Reach.COMPANY: (Reach.COMPANY, *BESIDE, Reach.OWN),
    }
    for one in person.roles:
        named = any(grant.record_type == record_type for grant in one.grants)
        for grant in one.grants:
            if grant.act is not act or grant.record_type != (record_type if named else EVERY):
                continue
            if grant.reach is Reach.ALL:
                return True
            if any(_stands(person, reach, act, record_type, holder) for reach in narrower[grant.reach]):
                return True
    return False


def _may(person, act, record_type, holder):
    needed = {act, Act.VIEW} | ({Act.EDIT} if act is Act.BULK_EDIT else set())
    return person.active and all(_granted(person, one, record_type, holder) for one in needed)


@settings(max_examples=200)
@given(desks.people, desks.record_types, desks.holders)
def test_what_is_reached_is_what_the_rules_allow(person, record_type, holder):
    for act in Act:
        assert allowed(person, act, record_type, holder) == _may(person, act, record_type, holder)
        assert reaches(person, act, record_type).cover(holder) == _may(person, act, record_type, holder)


@given(desks.people, desks.acts, desks.record_types, desks.holders)
def test_everything_and_nothing_say_so(person, act, record_type, holder):
    found = reaches(person, act, record_type)

    assert not found.everything or found.cover(holder)
    assert not found.nothing or not found.cover(holder)
    assert all(condition.possible for clause in found.clauses for condition in clause)
    assert found.nothing == (found == NOTHING)


@given(desks.people, desks.roles, desks.acts, desks.record_types, desks.holders)
def test_another_role_takes_nothing_away(person, another, act, record_type, holder):
    more = replace(person, roles=(*person.roles, another))

    assert allowed(more, act, record_type, holder) >= allowed(person, act, record_type, holder)


@given(desks.people, st.data(), desks.acts, desks.record_types, desks.holders)
def test_a_wider_reach_takes_nothing_away(person, data, act, record_type, holder):
    reach, wider = data.draw(st.sampled_from([(one, two) for one in Reach for two in Reach if two.includes(one)]))
    narrow, wide = (
        replace(person, roles=(role((record_type, Act.VIEW, Reach.ALL), (record_type, act, one)),))
        for one in (reach, wider)
    )

    assert allowed(wide, act, record_type, holder) >= allowed(narrow, act, record_type, holder)


@given(desks.people, desks.acts, desks.record_types, desks.holders)
def test_none_grants_nothing(person, act, record_type, holder):
    nothing = Role("Nothing", tuple(Grant(place, one, Reach.NONE) for place in (record_type, EVERY) for one in Act))

    assert not allowed(replace(person, roles=()), act, record_type, holder)
    assert not allowed(replace(person, roles=(nothing,)), act, record_type, holder)
    assert reaches(replace(person, roles=(nothing,)), act, record_type) == NOTHING


@given(desks.people, desks.acts, desks.record_types, desks.holders)
def test_nobody_touches_what_they_cannot_see(person, act, record_type, holder):
    assert allowed(person, act, record_type, holder) <= allowed(person, Act.VIEW, record_type, holder)


@given(desks.people, desks.acts, desks.record_types, desks.holders)
def test_whoever_is_not_active_may_do_nothing(person, act, record_type, holder):
    assert not allowed(replace(person, active=False), act, record_type, holder)


@given(desks.people, desks.record_types, desks.holders, desks.holders)
def test_nobody_gives_away_what_they_could_not_take_back(person, record_type, before, after):
    if allowed_change(person, record_type, before, after):
        assert allowed(person, Act.EDIT, record_type, after)
        assert allowed(person, Act.EDIT, record_type, before)
    assert allowed_change(person, record_type, before, before) == allowed(person, Act.EDIT, record_type, before)


conditions = st.builds(
    Condition,
    st.none() | st.frozensets(desks.maybe, max_size=2),
    st.none() | st.sampled_from([Fact.OWNER, Fact.CUSTOMER_TEAM]),
    desks.number_sets,
)


@given(conditions, conditions, desks.holders)
def test_what_implies_another_condition_holds_nowhere_else(one, other, holder):
    if one.implies(other) and one.holds(holder):
        assert other.holds(holder)
    if one.holds(holder):
        assert one.possible


@given(reach_sets)
def test_the_narrowest_of_reaches_are_in_all_of_them(some):
    kept = narrowest(some)

    assert kept <= some
    assert not any(one.includes(two) for one in kept for two in kept if one is not two)
    assert all(any(reach.includes(close) for close in kept) for reach in some)


def test_reaches_that_lie_beside_each_other_are_kept_together():
    assert narrowest(Reach) == {Reach.NONE}
    assert narrowest([Reach.COMPANY, *BESIDE]) == set(BESIDE)
    assert narrowest([Reach.COMPANY, Reach.TEAM, Reach.DEPARTMENT]) == {Reach.TEAM, Reach.DEPARTMENT}


def test_field_accesses_are_compared_by_what_they_allow():
    assert most_open(FieldAccess) is FieldAccess.EDITABLE
    assert least_open(*FieldAccess) is FieldAccess.HIDDEN
    assert most_open([FieldAccess.MASKED, FieldAccess.READ_ONLY]) is FieldAccess.READ_ONLY
    assert most_open([]) is FieldAccess.HIDDEN


def _viewer(*views, **who):
    return Person(
        staff_id=1,
        company_ids=OURS,
        roles=tuple(role(("customer", Act.VIEW, reach), name=str(reach)) for reach in views),
        **who,
    )


@pytest.mark.parametrize(
    ("reach", "who", "holder"),
    [
        (Reach.OWN, {}, {"owner_id": 1}),
        (Reach.REPORTS, {}, {"owner_id": 2, "owner_manager_id": 1}),
        (Reach.DEPARTMENT, {"department": "Legal"}, {"owner_id": 2, "owner_department": "Legal"}),
        (Reach.TEAM, {"team_ids": frozenset({5})}, {"team_id": 5}),
        (Reach.TEAM, {"managed_team_ids": frozenset({5})}, {"team_id": 5}),
        (Reach.WORKGROUPS, {"workgroup_ids": frozenset({6})}, {"workgroup_id": 6}),
        (Reach.WORKGROUPS, {"managed_workgroup_ids": frozenset({6})}, {"workgroup_id": 6}),
        (Reach.COMPANY, {}, {}),
    ],
)
def test_each_relation_is_counted_by_its_reach_alone(reach, who, holder):
    ours, theirs, unheld = Holder(company_id=1, **holder), Holder(company_id=2, **holder), Holder(company_id=1)
    others = {other for other in (Reach.OWN, *BESIDE) if other is not reach and not other.includes(reach)}

    assert allowed(_viewer(reach, **who), Act.VIEW, "customer", ours)
    assert not allowed(_viewer(reach, **who), Act.VIEW, "customer", theirs)
    assert not allowed(_viewer(*others, **who), Act.VIEW, "customer", ours)
    assert allowed(_viewer(reach, **who), Act.VIEW, "customer", unheld) == (reach is Reach.COMPANY)
    assert not allowed(_viewer(reach, **who), Act.VIEW, "image", ours)


@pytest.mark.parametrize(
    ("reach", "who", "holder"),
    [
        (Reach.REPORTS, {"customer_id": 7}, {"customer_manager_id": 7}),
        (Reach.DEPARTMENT, {"department": "Legal"}, {"customer_department": "Legal"}),
        (Reach.TEAM, {"team_ids": frozenset({5})}, {"customer_team_ids": frozenset({4, 5})}),
        (Reach.WORKGROUPS, {"managed_workgroup_ids": frozenset({6})}, {"customer_workgroup_ids": frozenset({6})}),
    ],
)
@pytest.mark.parametrize("act", [Act.VIEW, Act.ADD, Act.EDIT, Act.DELETE, Act.PURGE, Act.EXPORT])
def test_a_company_may_extend_four_acts_on_a_customer(reach, who, holder, act):
    grants = [("customer", Act.VIEW, Reach.ALL), ("customer", act, reach)]
    person = Person(
        staff_id=1, company_ids=OURS, roles=(role(*(grants if act is not Act.VIEW else grants[1:])),), **who
    )
    extended = replace(person, extended_company_ids=OURS)
    customer = Holder(company_id=1, owner_id=2, **holder)

    assert not allowed(person, act, "customer", customer)
    assert allowed(extended, act, "customer", customer) == (act not in (Act.PURGE, Act.EXPORT))
    assert not allowed(extended, act, "customer", replace(customer, company_id=2))


@pytest.mark.parametrize(
    ("act", "reach", "holder", "expected"),
    [
        (Act.VIEW, Reach.COMPANY, Holder(), True),
        (Act.EXPORT, Reach.COMPANY, Holder(), True),
        (Act.EDIT, Reach.COMPANY, Holder(), False),
        (Act.EDIT, Reach.OWN, Holder(owner_id=1), True),
        (Act.EDIT, Reach.COMPANY, Holder(owner_id=1), True),
        (Act.EDIT, Reach.ALL, Holder(), True),
        (Act.ADD, Reach.OWN, Holder(owner_id=1), False),
        (Act.ADD, Reach.COMPANY, Holder(owner_id=1), False),
        (Act.ADD, Reach.ALL, Holder(owner_id=1), True),
    ],
)
def test_what_all_companies_share(act, reach, holder, expected):
    grants = {("image", Act.VIEW): Reach.COMPANY, ("image", act): reach}
    person = Person(staff_id=1, company_ids=OURS, roles=(role(*((*place, reach) for place, reach in grants.items())),))

    assert allowed(person, act, "image", holder) == expected


@pytest.mark.parametrize("department", [None, ""])
def test_not_to_be_known_is_nothing_that_people_share(department):
    person = _viewer(Reach.DEPARTMENT, Reach.REPORTS, department=department, extended_company_ids=OURS)
    nobodys = Holder(company_id=1, owner_department=department, customer_department=department)

    assert not allowed(person, Act.VIEW, "customer", nobodys)


def test_moving_a_record_is_adding_it_elsewhere():
    both = Person(
        staff_id=1,
        company_ids=frozenset({1, 2}),
        roles=(role(("customer", Act.VIEW, Reach.COMPANY), ("customer", Act.EDIT, Reach.COMPANY)),),
    )
    adds = replace(both, roles=(*both.roles, role(("customer", Act.ADD, Reach.COMPANY))))
    here, there = Holder(company_id=1), Holder(company_id=2)

    assert not allowed_change(both, "customer", here, there)
    assert allowed_change(adds, "customer", here, there)
    assert not allowed_change(adds, "customer", here, Holder(company_id=3))


def test_what_a_role_says_of_a_type_stands_in_place_of_what_it_says_of_every_one():
    person = _viewer()
    said = role((EVERY, Act.VIEW, Reach.ALL), ("customer", Act.EDIT, Reach.OWN))
    person = replace(person, roles=(said,))

    assert reaches(person, Act.VIEW, "invoice") == EVERYTHING
    assert reaches(person, Act.VIEW, "customer") == NOTHING


def test_a_reach_is_written_in_few_conditions():
    person = _viewer(Reach.TEAM, Reach.OWN, team_ids=frozenset({5}), managed_team_ids=frozenset({6}))
    within = frozenset({1, None})

    assert reaches(person, Act.VIEW, "customer") == Reaches(
        ((Condition(within, Fact.OWNER, frozenset({1})), Condition(within, Fact.TEAM, frozenset({5, 6}))),)
    )
    assert reaches(_viewer(Reach.COMPANY, Reach.TEAM, department="Legal"), Act.VIEW, "customer") == Reaches(
        ((Condition(within),),)
    )
    assert reaches(_viewer(Reach.ALL, Reach.TEAM), Act.VIEW, "customer") == EVERYTHING


def test_what_sees_as_far_as_it_edits_is_asked_once():
    grants = (("customer", Act.VIEW, Reach.COMPANY), ("customer", Act.EDIT, Reach.OWN))
    person = replace(_viewer(), roles=(role(*grants),))
    narrow = replace(_viewer(), roles=(role(*((name, act, Reach.OWN) for name, act, _ in grants)),))

    assert reaches(person, Act.EDIT, "customer") == reaches(narrow, Act.EDIT, "customer")
    assert len(reaches(person, Act.EDIT, "customer").clauses) == 1


def test_what_edits_further_than_it_sees_edits_what_it_sees():
    person = replace(_viewer(), roles=(role(("customer", Act.VIEW, Reach.OWN), ("customer", Act.EDIT, Reach.COMPANY)),))

    assert reaches(person, Act.EDIT, "customer") == reaches(person, Act.VIEW, "customer") != NOTHING
