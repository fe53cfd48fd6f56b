"""Staff, teams, customer workgroups and roles: what may be stored, who is told, and that somebody is always left."""

from __future__ import annotations

from itertools import combinations

import pytest

from app.errors import EditConflictError, InvalidRecordError, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.ready_roles import READY_ROLES
from app.models.role import ROLE
from app.models.rows import KeptRow
from app.models.staff import STAFF
from app.models.team import TEAM
from app.models.values import Actor, Content, Item, State
from app.services import history, restoring, staff, taking_back, trash, undoing
from app.services.administrators import administrators
from app.services.forms import read_sheet
from app.services.people import list_people, read_people
from app.services.records import save_record
from app.services.role_copies import copy_role, free_name
from app.store.changes import Act, changes_of, latest_change
from app.store.listing import first_ids
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests.factories import customer_content, first_company, staff_actor


@pytest.fixture
def save(connection, actor):
    """Store a record of a type, by the rules, and return it."""

    def save(type_name, base=None, items=None, **values):
        return save_record(connection, type_name, None, base, Content(values, items or {}), actor=actor).record

    return save


@pytest.fixture
def grace(save):
    return save("staff", name="Grace Hopper", sign_in="grace")


def refusals(save, type_name, base=None, items=None, **values):
    with pytest.raises(InvalidRecordError) as refused:
        save(type_name, base, items, **values)
    return [(problem.field, problem.code) for problem in refused.value.problems if problem.blocking]


def rows(name, *ids, **values):
    return tuple(Item({name: one, **values}) for one in ids)


def right(record_type="staff", act="edit", reach="all"):
    return Item({"record_type": record_type, "act": act, "reach": reach})


def test_whoever_writes_first_is_a_record_that_they_made_and_that_nobody_undoes(database, actor):
    with database.reading() as connection:
        record = read_record(connection, STAFF, actor.staff_id)
        *_, made = changes_of(connection, STAFF, actor.staff_id)
    assert (record.values["sign_in"], record.values["active"]) == (actor.name, True)
    assert record.values["created_by"] == actor.staff_id
    assert (made.act, made.origin, made.staff_id) == (Act.CREATED, staff.SETUP, actor.staff_id)


def test_a_person_is_known_by_their_sign_in_name_however_it_is_written(connection, save, actor, monkeypatch):
    save("staff", read_people(connection, "staff", actor.staff_id), name="Ada", sign_in=f" {actor.name.upper()} ")
    assert staff.current_actor(connection) == Actor(actor.staff_id, "Ada")


def test_whoever_is_in_the_trash_is_still_themselves(connection, save, actor):
    staff_actor(connection, "Other")
    trash.move_to_trash(connection, STAFF, [actor.staff_id], actor=actor)
    assert staff.current_actor(connection).staff_id == actor.staff_id


@pytest.mark.parametrize(
    ("type_name", "values", "problem"),
    [
        ("staff", {"sign_in": "x"}, ("name", "required")),
        ("staff", {"name": "Ada"}, ("sign_in", "required")),
        ("staff", {"name": "\u200b", "sign_in": "x"}, ("name", "required")),
        ("staff", {"name": "Ada", "sign_in": "x" * 121}, ("sign_in", "too_long")),
        ("staff", {"name": "Ada", "sign_in": "GRACE"}, ("sign_in", "taken")),
        ("staff", {"name": "Ada", "sign_in": "x", "manager_id": 5}, ("manager_id", "purged")),
        ("team", {"name": " "}, ("name", "required")),
        ("workgroup", {"name": "W", "mail_mode": "some"}, ("mail_mode", "not_listed")),
        ("workgroup", {"name": "W", "mail_mode": "alias"}, ("alias", "required")),
        ("workgroup", {"name": "W", "alias": "nobody"}, ("alias", "email_no_at")),
        ("role", {}, ("name", "required")),
    ],
)
def test_what_cannot_be_is_refused(save, grace, type_name, values, problem):
    assert refusals(save, type_name, **values) == [problem]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"act": "edit", "reach": "all"}, ("rights", "required")),
        ({"record_type": "customer", "act": "eat", "reach": "all"}, ("rights", "not_listed")),
        ({"record_type": "customer", "act": "edit", "reach": "far"}, ("rights", "not_listed")),
    ],
)
def test_a_right_is_whole_or_refused(save, values, problem):
    assert refusals(save, "role", items={"rights": (Item(values),)}, name="R") == [problem]


def test_rights_on_records_of_a_newer_program_are_kept_and_doubted(connection, actor):
    content = Content({"name": "R"}, {"rights": (right("spaceship"),)})
    saved = save_record(connection, "role", None, None, content, actor=actor)
    assert [(one.field, one.part, one.blocking) for one in saved.warnings] == [("rights", "record_type", False)]


def test_of_rows_about_the_same_the_last_one_stays_where_the_first_was(save, grace):
    team = save("team", items={"members": rows("staff_id", grace.id)}, name="Desk")
    (stored,) = team.items["members"]
    again = (stored, Item({"staff_id": grace.id, "is_manager": True}), Item({"is_manager": True}))
    (member,) = save("team", team, {"members": again}).items["members"]
    assert (member.id, member.values) == (stored.id, {"staff_id": grace.id, "is_manager": True})


def test_nobody_manages_themselves_directly_or_through_a_chain(save, grace):
    below = save("staff", name="Ada", sign_in="ada", manager_id=grace.id)
    lowest = save("staff", name="Eve", sign_in="eve", manager_id=below.id)
    assert refusals(save, "staff", grace, manager_id=lowest.id) == [("manager_id", "manages_themselves")]
    assert refusals(save, "staff", grace, manager_id=grace.id) == [("manager_id", "manages_themselves")]


def test_people_are_found_by_what_they_are_called(connection, save, grace, actor):
    save("staff", name="Eve", sign_in="eve", department="Finance", active=False)
    assert list_people(connection, "staff", "hopp") == (KeptRow(grace.id, "Grace Hopper", "grace"),)
    assert [row.name for row in list_people(connection, "staff")] == sorted(
        ["Eve", "Grace Hopper", actor.name], key=str.casefold
    )
    assert [(row.name, row.active) for row in list_people(connection, "staff", "finance")] == [("Eve", False)]
    save("team", name="First line", description="Answers the telephone")
    assert [row.name for row in list_people(connection, "team", "telephone")] == ["First line"]


def test_two_people_add_members_and_both_stay(connection, save, grace, actor):
    team = save("team", name="Desk")
    save("team", team, {"members": rows("staff_id", grace.id)})
    save("team", team, {"members": rows("staff_id", actor.staff_id)})
    members = read_people(connection, "team", team.id).items["members"]
    assert {item.values["staff_id"] for item in members} == {grace.id, actor.staff_id}
    with pytest.raises(EditConflictError):
        save("team", save("team", team, name="First") and team, name="Second")


def test_sheet_and_history_name_who_is_in_what(connection, save, grace, actor):
    ada = UnitOfWork(connection, actor).create(CUSTOMER, first_company(connection), customer_content("Ada"))
    group = save("workgroup", name="VIP")
    items = {"members": rows("customer_id", ada.id), "managers": rows("staff_id", grace.id)}
    save("workgroup", group, items)
    sheet = read_sheet(connection, "workgroup", group.id)
    assert [line.text for line in sheet.lines["members"]] == ["Ada"]
    assert [line.text for line in sheet.lines["managers"]] == ["Grace Hopper"]
    assert set(sheet.row_references) == {("customer", ada.id), ("staff", grace.id)}
    entry = history.read_window(connection, "workgroup", group.id).entries[0]
    assert [(line.label, line.new) for line in entry.lines] == [("Members", "Ada"), ("Managers", "Grace Hopper")]


def test_the_sheet_of_a_role_says_what_it_allows(connection, save):
    rule = Item({"record_type": "customer", "field": "vat_number", "access": "masked"})
    role = save("role", items={"rights": (right("customer", "bulk_edit", "own"),), "field_rules": (rule,)}, name="R")
    sheet = read_sheet(connection, "role", role.id)
    assert [(line.label, line.text) for line in sheet.lines["rights"]] == [("Customers", "Bulk edit: Own")]
    assert [(line.label, line.text) for line in sheet.lines["field_rules"]] == [("Customers, VAT number", "Masked")]


def test_undo_takes_back_members_and_names(connection, save, grace, actor):
    team = save("team", name="Desk")
    save("team", team, {"members": rows("staff_id", grace.id)}, name="First line")
    undoing.take_back_change(connection, latest_change(connection), actor=actor)
    now = read_people(connection, "team", team.id)
    assert (now.values["name"], now.items["members"]) == ("Desk", ())


def test_what_undo_would_break_is_refused(connection, save, grace, actor):
    ada = save("staff", name="Ada", sign_in="ada")
    save("staff", ada, sign_in="lovelace")
    renamed = latest_change(connection)
    save("staff", name="Another", sign_in="ada")
    with pytest.raises(InvalidRecordError):
        undoing.take_back_change(connection, renamed, actor=actor)


def test_purged_people_leave_their_teams_and_managers(connection, save, grace, actor):
    below = save("staff", name="Ada", sign_in="ada", manager_id=grace.id)
    team = save("team", items={"members": rows("staff_id", grace.id, below.id)}, name="Desk")
    trash.move_to_trash(connection, STAFF, [grace.id], actor=actor)
    assert trash.impact_of_purging(connection, "staff", [grace.id]).referring == 2
    assert trash.purge(connection, STAFF, [grace.id], actor=actor) == 1
    assert read_people(connection, "staff", below.id).values["manager_id"] is None
    (left,) = read_people(connection, "team", team.id).items["members"]
    assert left.values["staff_id"] == below.id
    with pytest.raises(RecordGoneError):
        read_people(connection, "staff", grace.id)


def test_a_purged_customer_leaves_workgroups(connection, save, actor):
    ada = UnitOfWork(connection, actor).create(CUSTOMER, first_company(connection), customer_content("Ada"))
    group = save("workgroup", items={"members": rows("customer_id", ada.id)}, name="VIP")
    trash.move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    trash.purge(connection, CUSTOMER, [ada.id], actor=actor)
    assert read_people(connection, "workgroup", group.id).items["members"] == ()


def test_whoever_did_something_is_not_removed_for_good(connection, actor):
    other = staff_actor(connection, "Other")
    trash.move_to_trash(connection, STAFF, [other.staff_id], actor=actor)
    assert trash.purge(connection, STAFF, [other.staff_id], actor=actor) == 0
    assert read_record(connection, STAFF, other.staff_id).state is State.TRASHED


def test_a_name_that_is_taken_meanwhile_keeps_people_in_the_trash(connection, save, grace, actor):
    trash.move_to_trash(connection, STAFF, [grace.id], actor=actor)
    save("staff", name="Grace Kelly", sign_in="grace")
    with pytest.raises(InvalidRecordError):
        restoring.restore_record(connection, "staff", grace.id, actor=actor)


def test_nobody_comes_back_without_a_name_to_sign_in_with(connection, save, grace, actor):
    trash.move_to_trash(connection, STAFF, [grace.id], actor=actor)
    save("staff", name="Grace Kelly", sign_in="grace")
    with pytest.raises(InvalidRecordError) as refused:
        restoring.restore_with_room(connection, "staff", grace.id, actor=actor)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("sign_in", "taken")]


def test_the_last_administrator_stays(connection, save, actor, grace):
    own = read_people(connection, "staff", actor.staff_id)
    assert administrators(connection) == {actor.staff_id}
    assert refusals(save, "staff", own, active=False) == [("active", "last_administrator")]
    with pytest.raises(InvalidRecordError):
        trash.move_to_trash(connection, STAFF, [own.id], actor=actor)
    with pytest.raises(InvalidRecordError):
        trash.move_to_trash(connection, STAFF, [own.id, grace.id], actor=actor)

    blind = save("role", items={"rights": (right("*"),)}, name="Blind")
    grace = save("staff", grace, {"roles": rows("role_id", blind.id)})
    assert administrators(connection) == {own.id}
    role = save("role", items={"rights": (right("*", "view"),)}, name="Head of staff")
    save("staff", grace, {"roles": rows("role_id", blind.id, role.id)})
    assert administrators(connection) == {own.id, grace.id}
    trash.move_to_trash(connection, STAFF, [own.id], actor=actor)


def test_the_last_administrator_does_not_go_among_many_either(database, actor):
    with database.writing() as connection:
        other = save_record(connection, "staff", None, None, Content({"name": "Eve", "sign_in": "eve"}), actor=actor)
    both = [actor.staff_id, other.record.id]

    with pytest.raises(InvalidRecordError):
        taking_back.move_to_trash_in_parts(database.place, "staff", both, on_progress=lambda done, total: None)

    with database.reading() as connection:
        assert {read_record(connection, STAFF, one).state for one in both} == {State.ACTIVE}


def test_the_role_that_makes_the_last_administrator_stays_what_it_is(connection, save, actor, grace):
    needed = (right(), right(act="view"), right("role", "view", "company"))
    role = save("role", items={"rights": needed}, name="Head of staff")
    grace = save("staff", grace, {"roles": rows("role_id", role.id)})
    save("staff", read_people(connection, "staff", actor.staff_id), active=False)

    for left in ((), *combinations(role.items["rights"], 2)):
        assert refusals(save, "role", role, {"rights": left}) == [("rights", "last_administrator")]
    assert refusals(save, "staff", grace, {"roles": ()}) == [("roles", "last_administrator")]
    with pytest.raises(InvalidRecordError):
        trash.move_to_trash(connection, ROLE, [role.id], actor=actor)
    save("role", role, {"rights": (*role.items["rights"], right("customer"))}, name="Head")


def test_a_copied_role_allows_the_same_under_another_name(connection, save, actor):
    role = save("role", items={"rights": (right("customer", "view", "team"),)}, name="First line")
    name = free_name(connection, "First line")
    copy = copy_role(connection, role.id, name, actor=actor)
    assert (copy.values["name"], copy.id != role.id) == ("First line 2", True)
    assert [item.values for item in copy.items["rights"]] == [item.values for item in role.items["rights"]]
    assert free_name(connection, "First line") == "First line 3"
    with pytest.raises(InvalidRecordError):
        copy_role(connection, role.id, "first line", actor=actor)


def test_every_type_of_people_is_listed_and_in_the_catalogue(connection, save, grace):
    for type_name, many in {"staff": 2, "team": 0, "workgroup": 0, "role": len(READY_ROLES)}.items():
        assert type_name in RECORD_TYPES
        assert len(first_ids(connection, ListQuery(type_name), 9)) == many
    assert TEAM.by_name["members"].items.apart == ("staff_id",)
