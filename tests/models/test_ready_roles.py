"""The roles that every database starts with: what they are for, and that no record type is forgotten."""

import pytest

from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.field_rights import field_access
from app.models.fields import Sensitivity
from app.models.reaches import EVERYTHING, allowed, reaches
from app.models.ready_roles import (
    ADMINISTRATOR,
    CATALOGUE,
    DAILY,
    FRONTLINE,
    ORGANISATION,
    PICTURES,
    READ_ONLY,
    READY_ROLES,
    RESOLVER,
    SECURITY,
    SUPERVISOR,
)
from app.models.rights import Act, FieldAccess, Holder, Person

PLACED = (*DAILY, *PICTURES, *ORGANISATION, *CATALOGUE, *SECURITY)
LATER = "a_type_of_later"
CONFIDENTIAL = [field.name for field in CUSTOMER.fields if field.sensitivity is Sensitivity.CONFIDENTIAL]
OWN = Holder(company_id=1, owner_id=1)
ANOTHERS = Holder(company_id=1, owner_id=2)
ELSEWHERE = Holder(company_id=2, owner_id=1)
SHARED = Holder(owner_id=2)


def _with(role):
    return Person(staff_id=1, company_ids=frozenset({1}), roles=(role,))


def _acts(role, record_type, holder):
    return {act for act in Act if allowed(_with(role), act, record_type, holder)}


def test_every_record_type_has_its_place():
    assert set(RECORD_TYPES) <= set(PLACED)
    assert len(set(PLACED)) == len(PLACED)
    assert len({role.name for role in READY_ROLES}) == len(READY_ROLES)


@pytest.mark.parametrize("record_type", [*PLACED, LATER])
def test_an_administrator_may_do_everything_and_nobody_else_leaves_their_company(record_type):
    for act in Act:
        assert reaches(_with(ADMINISTRATOR), act, record_type) == EVERYTHING
    for role in (FRONTLINE, RESOLVER, SUPERVISOR, READ_ONLY):
        if record_type not in PICTURES:
            assert not _acts(role, record_type, ELSEWHERE)


@pytest.mark.parametrize("record_type", [*PLACED, LATER])
def test_whoever_reads_only_reads(record_type):
    seen = set() if record_type in SECURITY else {Act.VIEW}

    assert _acts(READ_ONLY, record_type, OWN) == seen
    assert _acts(READ_ONLY, record_type, SHARED) == seen


def test_a_desk_serves_customers_and_differs_in_what_reaches_far():
    serve = {Act.VIEW, Act.ADD, Act.EDIT}

    assert _acts(FRONTLINE, "customer", ANOTHERS) == serve
    assert _acts(FRONTLINE, "customer", OWN) == serve
    assert _acts(RESOLVER, "customer", ANOTHERS) == serve
    assert _acts(RESOLVER, "customer", OWN) == {*serve, Act.DELETE}
    assert _acts(SUPERVISOR, "customer", ANOTHERS) == set(Act) - {Act.PURGE}


@pytest.mark.parametrize("role", [FRONTLINE, RESOLVER, SUPERVISOR])
@pytest.mark.parametrize("record_type", [*ORGANISATION, *SECURITY])
def test_only_administrators_set_up_the_desk(role, record_type):
    assert _acts(role, record_type, ANOTHERS) <= {Act.VIEW}
    assert _acts(role, record_type, OWN) <= {Act.VIEW}


def test_everybody_adds_pictures_and_changes_their_own():
    mine = Holder(owner_id=1)

    assert _acts(FRONTLINE, "image", mine) == {Act.VIEW, Act.ADD, Act.EDIT, Act.DELETE}
    assert _acts(FRONTLINE, "image", SHARED) == {Act.VIEW, Act.ADD}
    assert _acts(SUPERVISOR, "image", SHARED) == set(Act) - {Act.PURGE}


def test_what_a_later_version_brings_is_seen_and_kept_by_few():
    assert _acts(FRONTLINE, LATER, OWN) == {Act.VIEW}
    assert _acts(RESOLVER, LATER, OWN) == {Act.VIEW}
    assert _acts(SUPERVISOR, LATER, ANOTHERS) == set(Act) - {Act.PURGE}


@pytest.mark.parametrize("field", CONFIDENTIAL)
def test_what_is_confidential_opens_step_by_step(field):
    access = {role.name: field_access(_with(role), CUSTOMER, field) for role in READY_ROLES}

    assert access == {
        "Frontline": FieldAccess.HIDDEN,
        "Resolver": FieldAccess.MASKED,
        "Supervisor": FieldAccess.EDITABLE,
        "Administrator": FieldAccess.EDITABLE,
        "Read-only": FieldAccess.HIDDEN,
    }


def test_agents_reach_customers_by_telephone():
    assert field_access(_with(FRONTLINE), CUSTOMER, "phones") is FieldAccess.EDITABLE
    assert field_access(_with(READ_ONLY), CUSTOMER, "phone") is FieldAccess.READ_ONLY
