"""Operating companies: what may be stored, and who wins."""

import pytest

from app.errors import EditConflictError, InvalidRecordError, RecordGoneError
from app.models.company import COMPANY
from app.models.values import Content
from app.services import kept, trash
from app.services.companies import list_companies, read_company, save_company
from tests import factories


def content(**values):
    given = {"code": "EU", "name": "Europe", "default_country": "DE", "currency": "EUR", "time_zone": "Europe/Berlin"}
    return Content({**given, **values})


@pytest.fixture
def first(connection):
    return read_company(connection, factories.first_company(connection))


def problems_of(connection, actor, base=None, **values):
    with pytest.raises(InvalidRecordError) as refused:
        save_company(connection, base, content(**values) if base is None else Content(values), actor=actor)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_new_company_has_the_defaults_and_belongs_to_itself(connection, actor):
    company = save_company(connection, None, content(name="  Europe \u202e "), actor=actor)

    assert company.values["name"] == "Europe"
    assert company.values["code_prefix"] == COMPANY.by_name["code_prefix"].default
    assert company.values["company_id"] == company.id
    assert [row.code for row in list_companies(connection)] == ["EU", "MAIN"]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"name": " "}, ("name", "required")),
        ({"code": None}, ("code", "required")),
        ({"code": "x" * 21}, ("code", "too_long")),
        ({"code": "main"}, ("code", "taken")),
        ({"default_country": "ZZ"}, ("default_country", "not_listed")),
        ({"currency": "DEM"}, ("currency", "not_listed")),
        ({"time_zone": "Mars/Olympus"}, ("time_zone", "not_listed")),
        ({"name_rule": "none"}, ("name_rule", "not_listed")),
        ({"code_start": -1}, ("code_start", "negative")),
        ({"code_length": 19}, ("code_length", "number_too_large")),
        ({"code_pattern": "---"}, ("code_pattern", "pattern")),
        ({"code_pattern": "99", "code_prefix": None, "code_start": 1000}, ("code_start", "number_too_large")),
    ],
)
def test_what_cannot_be_is_refused(connection, actor, values, problem):
    assert problems_of(connection, actor, **values) == [problem]


@pytest.mark.parametrize("pattern", ["AA-9999", "CST9999", "XXXXXXXX"])
def test_patterns_that_hold_the_first_code_are_fine(connection, actor, pattern):
    assert save_company(connection, None, content(code_pattern=pattern), actor=actor).values["code_pattern"] == pattern


def test_the_last_active_company_stays_active(connection, actor, first):
    assert problems_of(connection, actor, base=first, active=False) == [("active", "last_active")]

    other = save_company(connection, None, content(), actor=actor)
    kept.activate(connection, "company", first.id, False, actor=actor)

    assert [(row.code, row.active) for row in list_companies(connection)] == [("EU", True), ("MAIN", False)]
    with pytest.raises(InvalidRecordError):
        kept.activate(connection, "company", other.id, False, actor=actor)


def test_companies_do_not_all_go_to_the_trash_together(connection, actor, first):
    other = save_company(connection, None, content(), actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        trash.move_to_trash(connection, COMPANY, [first.id, other.id], actor=actor)

    assert [problem.code for problem in refused.value.problems] == ["last_active"]
    assert trash.move_to_trash(connection, COMPANY, [other.id], actor=actor) == 1


def test_two_people_who_change_different_fields_both_win(connection, actor, first):
    save_company(connection, first, Content({"name": "Head office"}), actor=actor)
    saved = save_company(connection, first, Content({"currency": "EUR"}), actor=actor)
    assert (saved.values["name"], saved.values["currency"]) == ("Head office", "EUR")


def test_two_people_who_change_the_same_field_are_told(connection, actor, first):
    save_company(connection, first, Content({"name": "Head office"}), actor=actor)
    with pytest.raises(EditConflictError) as refused:
        save_company(connection, first, Content({"name": "Main office"}), actor=actor)
    assert (refused.value.changed_by, refused.value.conflicts[0].theirs) == (actor.name, "Head office")


def test_a_company_that_is_not_there_is_gone(connection, actor):
    with pytest.raises(RecordGoneError):
        kept.activate(connection, "company", 1, False, actor=actor)
