"""Pick lists: values are added, renamed, withdrawn and put in order; what records store never changes."""

from __future__ import annotations

import pytest

from app.errors import InvalidRecordError, RecordGoneError
from app.models.pick_lists import PICK_LISTS, PICK_VALUE
from app.models.values import Content
from app.services import pick_lists
from app.services.companies import save_company
from app.services.forms import read_basis
from app.services.pick_lists import PickValue
from app.store import changes
from tests.factories import first_company


def labels(connection, pick_list="site"):
    return [value.label for value in pick_lists.values_of(connection, pick_list)]


def problem(refused):
    (found,) = refused.value.problems
    return found.field, found.code


@pytest.mark.parametrize("name", PICK_LISTS)
def test_a_new_file_holds_the_lists_as_delivered(connection, name):
    values = pick_lists.values_of(connection, name)
    assert tuple(value.label for value in values) == tuple(value.value for value in values) == PICK_LISTS[name][1]
    assert all(value.active for value in values)


def test_a_value_is_added_at_the_end(connection, actor):
    added = pick_lists.add_value(connection, "site", "  North\u200e \t campus\0 ", actor=actor)
    assert added == PickValue(added.id, "North campus", "North campus", True)
    pick_lists.add_value(connection, "site", "Annexe", actor=actor)
    assert labels(connection) == ["Headquarters", "North campus", "Annexe"]
    assert pick_lists.values_of(connection, "site")[1] == added


@pytest.mark.parametrize("label", ["", "  ", "\u200b\0", "\u2066"])
def test_a_label_is_needed(connection, actor, label):
    with pytest.raises(InvalidRecordError) as refused:
        pick_lists.add_value(connection, "site", label, actor=actor)
    assert problem(refused) == ("label", "required")


@pytest.mark.parametrize("label", ["headquarters", "HEADQUARTERS", "Heādquärters", " Headquarters "])
def test_a_label_is_there_once(connection, actor, label):
    with pytest.raises(InvalidRecordError) as refused:
        pick_lists.add_value(connection, "site", label, actor=actor)
    assert problem(refused) == ("label", "taken")
    other = pick_lists.add_value(connection, "site", "Annexe", actor=actor)
    with pytest.raises(InvalidRecordError):
        pick_lists.rename_value(connection, other.id, label, actor=actor)
    assert pick_lists.add_value(connection, "department", label, actor=actor)


def test_a_label_has_an_end(connection, actor):
    with pytest.raises(InvalidRecordError) as refused:
        pick_lists.add_value(connection, "site", "x" * 201, actor=actor)
    assert problem(refused) == ("label", "too_long")
    assert pick_lists.add_value(connection, "site", "x" * 200, actor=actor)


def test_a_renamed_value_stores_the_same(connection, actor):
    (before,) = pick_lists.values_of(connection, "site")
    pick_lists.rename_value(connection, before.id, "Main office", actor=actor)
    (after,) = pick_lists.values_of(connection, "site")
    assert (after.value, after.label) == ("Headquarters", "Main office")
    pick_lists.rename_value(connection, before.id, "MAIN office", actor=actor)
    assert labels(connection) == ["MAIN office"]
    with pytest.raises(InvalidRecordError):  # its stored value would be there twice
        pick_lists.add_value(connection, "site", "headquarters", actor=actor)
    pick_lists.rename_value(connection, before.id, "Headquarters", actor=actor)
    acts = [change.version for change in changes.changes_of(connection, PICK_VALUE, before.id)]
    assert acts == [4, 3, 2, 1]


def test_a_value_that_is_not_offered_stays_in_its_list(connection, actor):
    (value,) = pick_lists.values_of(connection, "site")
    pick_lists.offer_value(connection, value.id, False, actor=actor)
    assert [value.active for value in pick_lists.values_of(connection, "site")] == [False]
    pick_lists.offer_value(connection, value.id, True, actor=actor)
    assert [value.active for value in pick_lists.values_of(connection, "site")] == [True]


def test_values_are_put_in_order(connection, actor):
    values = pick_lists.values_of(connection, "department")
    before = changes.latest_change(connection)
    backwards = [value.id for value in reversed(values)]
    pick_lists.order_values(connection, backwards, actor=actor)
    assert [value.id for value in pick_lists.values_of(connection, "department")] == backwards
    after = changes.latest_change(connection)
    assert before < after <= before + len(values)
    pick_lists.order_values(connection, backwards, actor=actor)
    assert changes.latest_change(connection) == after


def test_a_value_that_is_gone(connection, actor):
    for act in (
        lambda: pick_lists.rename_value(connection, 1, "x", actor=actor),
        lambda: pick_lists.offer_value(connection, 1, False, actor=actor),
        lambda: pick_lists.order_values(connection, [1], actor=actor),
    ):
        with pytest.raises(RecordGoneError):
            act()


def test_a_list_nobody_knows_is_empty(connection):
    assert pick_lists.values_of(connection, "nothing") == ()


def test_a_company_has_values_of_its_own(connection, actor):
    first = first_company(connection)
    second = save_company(connection, None, Content({"code": "B", "name": "Branch"}), actor=actor).id
    pick_lists.add_value(connection, "site", "Harbour", actor=actor, company_id=second)
    assert [value.label for value in pick_lists.values_kept_for(connection, "site", second)] == ["Harbour"]
    shared = [value.label for value in pick_lists.values_kept_for(connection, "site", None)]
    assert labels(connection) == [*shared, "Harbour"]
    assert offered(connection, first) == shared
    assert offered(connection, second) == [*shared, "Harbour"]
    with pytest.raises(InvalidRecordError):  # records hold the value alone, so it must mean the same everywhere
        pick_lists.add_value(connection, "site", "harbour", actor=actor)


def offered(connection, company_id):
    return [option.label for option in read_basis(connection, company_id).picks["site"] if option.active]
