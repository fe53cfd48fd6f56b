"""An administrator keeps staff, teams, customer workgroups and roles."""

from __future__ import annotations

import getpass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.merge import Side
from app.models.ready_roles import READY_ROLES
from app.models.rights import EVERY
from app.models.values import Content, Item
from app.services import people, records
from app.services.staff import current_actor
from app.services.taking_back import move_to_trash
from app.settings import Settings
from app.store.unit_of_work import UnitOfWork
from app.views.dialogs.people_dialog import PeopleDialog
from app.views.forms.problem_words import sentence_of
from tests import factories
from tests.views.dialogs.accessible import nameless
from tests.views.dialogs.kept_dialogs import WAIT_MS, answer, text, write


def store(database, type_name, items=None, base=None, **values):
    with database.writing() as connection:
        actor = current_actor(connection)
        return records.save_record(connection, type_name, None, base, Content(values, items or {}), actor=actor).record


def stored(database, type_name):
    """The records of a type by name."""
    with database.reading() as connection:
        rows = people.list_people(connection, type_name)
        return {row.name: people.read_people(connection, type_name, row.id) for row in rows}


@pytest.fixture
def grace(elsewhere):
    return store(elsewhere, "staff", name="Grace Hopper", sign_in="grace")


@pytest.fixture
def show(tasks, qtbot):
    """Open the dialog of a type and wait until its form shows what the list stands on."""

    def show(type_name, name=""):
        dialog = PeopleDialog(RECORD_TYPES[type_name], tasks, Settings())
        qtbot.addWidget(dialog, before_close_func=lambda dialog: dialog.form.accept_baseline())
        dialog.show()
        qtbot.waitUntil(lambda: dialog.form is not None and text(dialog, "name") == name, timeout=WAIT_MS)
        return dialog

    return show


def rows_of(dialog, name):
    return dialog.form.boxes[name].editor.rows


def choose(box, qtbot, words):
    """Type into a reference until what is meant is taken."""
    qtbot.keyClicks(box.editor.line, words)
    qtbot.waitUntil(lambda: box.editor.value() is not None, timeout=WAIT_MS)


def names(dialog):
    return [dialog.list.item(number).text() for number in range(dialog.list.count())]


@pytest.mark.parametrize("type_name", ["team", "workgroup", "role"])
def test_the_first_of_a_type_is_made_at_once(show, elsewhere, qtbot, type_name):
    dialog = show(type_name)
    assert nameless(dialog) == []
    write(dialog, qtbot, name="First line")
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    delivered = {role.name for role in READY_ROLES} if type_name == "role" else set()
    qtbot.waitUntil(lambda: set(names(dialog)) == {"First line", *delivered})
    assert set(stored(elsewhere, type_name)) == {"First line", *delivered}


def test_a_member_of_staff_is_edited_and_given_a_role_and_a_manager(show, elsewhere, qtbot, grace):
    role = store(elsewhere, "role", name="First line")
    store(elsewhere, "staff", name="Ada", sign_in="aaa")
    dialog = show("staff", "Ada")
    choose(dialog.form.boxes["manager_id"], qtbot, "Grace Hopper")
    choose(rows_of(dialog, "roles")[0].boxes["role_id"], qtbot, "first line")
    with qtbot.waitSignal(dialog.changed):
        qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    ada = stored(elsewhere, "staff")["Ada"]
    assert ada.values["manager_id"] == grace.id
    assert [item.values["role_id"] for item in ada.items["roles"]] == [role.id]
    qtbot.waitUntil(lambda: rows_of(dialog, "roles")[0].boxes["role_id"].editor.line.text() == "First line")


def test_rows_name_whom_they_refer_to(show, elsewhere, qtbot, grace):
    with elsewhere.writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        ada = work.create(CUSTOMER, factories.first_company(connection), factories.customer_content("Ada"))
    members = {"members": (Item({"customer_id": ada.id}),), "managers": (Item({"staff_id": grace.id}),)}
    store(elsewhere, "workgroup", members, name="VIP")
    dialog = show("workgroup", "VIP")
    (member,), (manager,) = rows_of(dialog, "members"), rows_of(dialog, "managers")
    assert member.boxes["customer_id"].editor.line.text() == "Ada"
    assert manager.boxes["staff_id"].editor.line.text() == "Grace Hopper"
    assert member.boxes["customer_id"].editor.open_button.isHidden()
    assert not dialog.save_button.isEnabled()
    assert dialog.form.reference_names() == {("customer", ada.id): "Ada", ("staff", grace.id): "Grace Hopper"}


def test_words_find_them(show, elsewhere, qtbot, grace):
    store(elsewhere, "staff", name="Ada", sign_in="aaa")
    dialog = show("staff", "Ada")
    qtbot.keyClicks(dialog.search, "hopper")
    qtbot.waitUntil(lambda: names(dialog) == ["Grace Hopper  (grace)"])
    assert text(dialog, "name") == "Ada"
    dialog.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: text(dialog, "name") == "Grace Hopper")


def test_what_goes_to_the_trash_can_be_had_back_at_once(show, elsewhere, qtbot):
    for name in ("First line", "Second line"):
        store(elsewhere, "team", name=name)
    dialog = show("team", "First line")
    dialog.delete_button.click()
    answer(dialog, "Move to the trash")
    qtbot.waitUntil(lambda: names(dialog) == ["Second line"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: text(dialog, "name") == "Second line")
    assert list(stored(elsewhere, "team")) == ["Second line"]
    assert "in the trash" in dialog.message.text()
    dialog.message.link_clicked.emit()
    qtbot.waitUntil(lambda: text(dialog, "name") == "First line", timeout=WAIT_MS)
    assert names(dialog) == ["First line", "Second line"]


def test_the_last_one_that_is_deleted_leaves_an_empty_form(show, elsewhere, qtbot):
    store(elsewhere, "team", name="First line")
    dialog = show("team", "First line")
    dialog.delete_button.click()
    answer(dialog, "Move to the trash")
    qtbot.waitUntil(lambda: names(dialog) == [] and text(dialog, "name") == "", timeout=WAIT_MS)
    assert not dialog.delete_button.isEnabled()
    assert "in the trash" in dialog.message.text()


@pytest.mark.parametrize("way", ["stopped", "trashed"])
def test_the_last_administrator_is_kept_and_it_is_said_why(show, elsewhere, qtbot, way):
    own = next(iter(stored(elsewhere, "staff")))
    dialog = show("staff", own)
    if way == "stopped":
        dialog.active_button.click()
    else:
        dialog.delete_button.click()
        answer(dialog, "Move to the trash")
    qtbot.waitUntil(lambda: "administrator" in dialog.message.text(), timeout=WAIT_MS)
    assert stored(elsewhere, "staff")[own].values["active"] is True


def test_a_role_is_copied_under_a_free_name(show, elsewhere, qtbot):
    right = Item({"record_type": "customer", "act": "view", "reach": "team"})
    store(elsewhere, "role", {"rights": (right,)}, name="A line")
    dialog = show("role", "A line")
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: text(dialog, "name") == "A line 2", timeout=WAIT_MS)
    copy = stored(elsewhere, "role")["A line 2"]
    assert [item.values for item in copy.items["rights"]] == [right.values]


def test_two_who_changed_the_same_are_asked_by_name(show, elsewhere, qtbot, grace):
    ada = store(elsewhere, "staff", name="Ada", sign_in="aaa")
    eve = store(elsewhere, "staff", name="Eve", sign_in="eve")
    dialog = show("staff", "Ada")
    store(elsewhere, "staff", base=ada, manager_id=eve.id)
    choose(dialog.form.boxes["manager_id"], qtbot, "Grace Hopper")
    dialog.save()
    qtbot.waitUntil(lambda: dialog.conflict is not None, timeout=WAIT_MS)
    words = [button.text() for button in dialog.conflict.groups[0].buttons()]
    assert any("Eve" in text for text in words)
    assert any("Grace Hopper" in text for text in words)
    dialog.conflict.choose_all(Side.MINE)
    with qtbot.waitSignal(dialog.changed):
        dialog.conflict.findChild(QDialogButtonBox).accepted.emit()
    assert stored(elsewhere, "staff")["Ada"].values["manager_id"] == grace.id


def test_rights_are_given_in_the_matrix_and_stored(show, elsewhere, qtbot):
    store(elsewhere, "role", name="A line")
    dialog = show("role", "A line")
    assert nameless(dialog) == []
    table = dialog.form.boxes["rights"].editor.table
    table.selectColumn(0)
    table.give("team")
    assert dialog.save_button.isEnabled()
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    rights = stored(elsewhere, "role")["A line"].items["rights"]
    assert {item.values["record_type"] for item in rights} == {*RECORD_TYPES, EVERY}
    assert {(item.values["act"], item.values["reach"]) for item in rights} == {("view", "team")}
    assert not dialog.is_dirty()


def test_what_takes_the_last_administrators_rights_is_refused(show, elsewhere, qtbot, monkeypatch):
    """Of a file that somebody was let into, and whose maker is not there any more."""
    kept = [(record_type, act) for record_type in ("staff", "role") for act in ("view", "edit")]
    rights = tuple(Item({"record_type": one, "act": act, "reach": "all"}) for one, act in kept)
    role = store(elsewhere, "role", {"rights": rights}, name="A head")
    store(elsewhere, "staff", {"roles": (Item({"role_id": role.id}),)}, name="Grace", sign_in="grace")
    own = next(record for record in stored(elsewhere, "staff").values() if record.values["sign_in"] != "grace")
    store(elsewhere, "staff", base=own, active=False)
    monkeypatch.setattr(getpass, "getuser", lambda: "grace")
    dialog = show("role", "A head")
    table = dialog.form.boxes["rights"].editor.table
    table.selectAll()
    table.give("none")
    dialog.save()
    qtbot.waitUntil(lambda: "administrator" in dialog.message.text(), timeout=WAIT_MS)
    assert len(stored(elsewhere, "role")["A head"].items["rights"]) == len(kept)


def test_what_others_save_is_shown_unless_one_is_typing(show, elsewhere, qtbot, grace):
    dialog = show("staff", "Grace Hopper")
    store(elsewhere, "staff", base=grace, name="Grace Murray Hopper")
    dialog.refresh()
    qtbot.waitUntil(lambda: text(dialog, "name") == "Grace Murray Hopper", timeout=WAIT_MS)

    write(dialog, qtbot, sign_in="hopper")
    store(elsewhere, "staff", name="Ada", sign_in="ada")
    store(elsewhere, "staff", base=stored(elsewhere, "staff")["Grace Murray Hopper"], name="Amazing Grace")
    dialog.refresh()
    qtbot.waitUntil(lambda: "Ada  (ada)" in names(dialog), timeout=WAIT_MS)
    assert (text(dialog, "name"), text(dialog, "sign_in")) == ("Grace Murray Hopper", "hopper")
    with qtbot.waitSignal(dialog.changed):
        dialog.save()
    assert stored(elsewhere, "staff")["Amazing Grace"].values["sign_in"] == "hopper"


def test_what_is_stored_and_yet_doubtful_is_said(show, elsewhere, qtbot):
    gone = store(elsewhere, "role", name="First line")
    with elsewhere.writing() as connection:
        move_to_trash(connection, "role", [gone.id])
    dialog = show("role", "Administrator")
    qtbot.mouseClick(dialog.new_button, Qt.MouseButton.LeftButton)
    write(dialog, qtbot, name="First line")
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.is_dirty(), timeout=WAIT_MS)

    assert "Worth another look" in dialog.message.text()
    assert "in the trash" in dialog.message.text()
    assert "in the trash" in sentence_of(dialog.form.boxes["name"].problem)

    write(dialog, qtbot, name="Second line")
    with qtbot.waitSignal(dialog.changed):
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.message.text() == "", timeout=WAIT_MS)
    assert dialog.form.boxes["name"].problem is None
