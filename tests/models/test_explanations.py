"""Why somebody may or may not: it agrees with what is allowed, and names the role, the grant and the relation."""

from dataclasses import replace

import pytest
from hypothesis import given

from app.models.explanations import Lack, Source, explain
from app.models.reaches import Relation, allowed, needed_acts
from app.models.rights import Act, Grant, Holder, Person, Reach, Role
from tests.models import desks
from tests.models.desks import role

ADA = Person(staff_id=1, company_ids=frozenset({1}), department="Legal", customer_id=7)
VIEW_OWN = Grant("customer", Act.VIEW, Reach.OWN)
VIEW_REPORTS = Grant("customer", Act.VIEW, Reach.REPORTS)


@given(desks.people, desks.acts, desks.record_types, desks.holders)
def test_it_agrees_with_what_is_allowed(person, act, record_type, holder):
    explanation = explain(person, act, record_type, holder)

    assert explanation.allowed == allowed(person, act, record_type, holder)
    assert tuple(step.act for step in explanation.steps) == needed_acts(act)


@given(desks.people, desks.acts, desks.record_types, desks.holders)
def test_a_grant_that_is_named_is_enough_by_itself(person, act, record_type, holder):
    for step in explain(replace(person, active=True), act, record_type, holder).steps:
        seen = Grant(record_type, Act.VIEW, Reach.ALL)
        edited = Grant(record_type, Act.EDIT, Reach.ALL)
        others = tuple(other for other in (seen, edited) if other.act is not step.act)
        for source, counts in [(each, True) for each in step.sources] + [(each, False) for each in step.short]:
            grant = replace(source.grant, record_type=record_type)
            alone = replace(person, active=True, roles=(Role("Alone", (grant, *others)),))
            assert allowed(alone, step.act, record_type, holder) == counts
            assert bool(source.relations) == counts


@given(desks.people, desks.acts, desks.record_types, desks.holders)
def test_what_would_be_enough_is_enough_and_nothing_less(person, act, record_type, holder):
    step = explain(person, act, record_type, holder).steps[0]
    others = tuple(Grant(record_type, other, Reach.ALL) for other in (Act.VIEW, Act.EDIT) if other is not act)

    assert step.enough
    for reach in Reach:
        with_it = replace(person, active=True, roles=(Role("Alone", (Grant(record_type, act, reach), *others)),))
        expected = any(reach.includes(enough) for enough in step.enough)
        assert allowed(with_it, act, record_type, holder) == expected


def test_it_names_every_way_that_leads_there():
    person = replace(ADA, roles=(Role("Front", (VIEW_OWN,)), Role("Back", (VIEW_REPORTS,))))
    explanation = explain(person, Act.VIEW, "customer", Holder(company_id=1, owner_id=1, owner_manager_id=1))

    assert explanation.missing is None
    assert explanation.steps[0].sources == (
        Source("Front", VIEW_OWN, (Relation.OWNER,)),
        Source("Back", VIEW_REPORTS, (Relation.OWNER, Relation.MANAGER_OF_OWNER)),
    )


def test_an_extended_right_says_so():
    person = replace(ADA, extended_company_ids=frozenset({1}), roles=(Role("Back", (VIEW_REPORTS,)),))
    explanation = explain(person, Act.VIEW, "customer", Holder(company_id=1, owner_id=2, customer_manager_id=7))

    assert explanation.steps[0].sources == (Source("Back", VIEW_REPORTS, (Relation.MANAGER_OF_CUSTOMER,)),)


@pytest.mark.parametrize(
    ("roles", "company_id", "act", "missing", "lack"),
    [
        ((), 1, Act.VIEW, Act.VIEW, Lack.NO_ROLE),
        ((role(),), 1, Act.VIEW, Act.VIEW, Lack.NOT_GRANTED),
        ((role(("customer", Act.VIEW, Reach.NONE)),), 1, Act.VIEW, Act.VIEW, Lack.NOT_GRANTED),
        ((Role("Front", (VIEW_OWN,)),), 1, Act.VIEW, Act.VIEW, Lack.OUT_OF_REACH),
        ((Role("Front", (VIEW_OWN,)),), None, Act.VIEW, Act.VIEW, Lack.OUT_OF_REACH),
        ((Role("Front", (VIEW_OWN,)),), 2, Act.VIEW, Act.VIEW, Lack.OTHER_COMPANY),
        ((Role("Front", (VIEW_OWN,)),), 1, Act.EDIT, Act.EDIT, Lack.NOT_GRANTED),
        ((role(("customer", Act.EDIT, Reach.ALL)),), 1, Act.EDIT, Act.VIEW, Lack.NOT_GRANTED),
        (
            (role(("customer", Act.BULK_EDIT, Reach.ALL), ("customer", Act.VIEW, Reach.ALL)),),
            1,
            Act.BULK_EDIT,
            Act.EDIT,
            Lack.NOT_GRANTED,
        ),
    ],
)
def test_it_says_what_is_missing(roles, company_id, act, missing, lack):
    explanation = explain(replace(ADA, roles=roles), act, "customer", Holder(company_id=company_id, owner_id=2))

    assert explanation.missing
    assert (explanation.missing.act, explanation.missing.lack) == (missing, lack)


def test_it_says_what_falls_short_and_what_would_do():
    person = replace(ADA, roles=(Role("Front", (VIEW_OWN,)),))
    holder = Holder(company_id=1, owner_id=2, owner_department="Legal", owner_manager_id=1)
    (step,) = explain(person, Act.VIEW, "customer", holder).steps

    assert step.short == (Source("Front", VIEW_OWN),)
    assert step.enough == {Reach.DEPARTMENT, Reach.REPORTS}
    assert explain(replace(person, active=False), Act.VIEW, "customer", holder).missing == replace(
        step, lack=Lack.INACTIVE
    )
