"""The window offers what whoever sits before it may do, shows what they may read, and follows when that changes."""

from __future__ import annotations

import getpass
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from app.models.customer import CUSTOMER
from app.models.rights import Act, Reach
from app.models.values import Content
from app.services import people, records
from app.services.customers import save_customer
from app.services.files import new_file as make_file
from app.services.saving import read_active
from app.services.staff import current_actor
from app.store.database import open_database
from app.store.records import read_record
from tests.desk import OWN, SEES, SERVES, hold, make_customer, make_role, make_staff
from tests.factories import customer_content
from tests.stage import staged, until

RULES = [
    ("customer", "title", "hidden"),
    ("customer", "network_id", "masked"),
    ("customer", "business_name", "read_only"),
    ("customer", "sla_level", "read_only"),
]
SETTINGS = {"companies", "pick_lists", "staff", "team", "workgroup", "role"}


@pytest.fixture
def desk(new_file):
    """A file with three customers, two of whom are bob's; and what it takes to change it."""
    database = open_database(new_file)
    with database.writing() as connection:
        role = make_role(connection, "Desk", SERVES, RULES)
        bob = make_staff(connection, "bob", role)
        content = customer_content(
            "Ada Lovelace", title="Countess", network_id="NET-12345678", business_name="Engines", sla_level="gold"
        )
        ids = [make_customer(connection, "", content).id]
        ids += [make_customer(connection, name).id for name in ("Grace Hopper", "Zoe Other")]
        hold(connection, ids[:2], owner_id=bob)
    yield Desk(database, role, bob, ids)
    database.close()


class Desk:
    def __init__(self, database, role, bob, ids):
        self.database, self.role, self.bob, self.ids = database, role, bob, ids

    def allow(self, rights):
        """Let bob's role allow this with customers from now on, in another window as it were."""

        def of_customers(values):
            is_meant = values["record_type"] == "customer"
            return {**values, "reach": rights.get(values["act"], "none")} if is_meant else values

        self._change("rights", of_customers)

    def hide(self, field):
        """Let bob's role hide a field that it has a rule on, likewise."""
        self._change(
            "field_rules", lambda values: {**values, "access": "hidden"} if values["field"] == field else values
        )

    def _change(self, items, change):
        with self.by_founder() as (connection, who):
            stored = read_active(connection, people.ROLE, self.role)
            rows = tuple(replace(row, values=change(row.values)) for row in stored.items[items])
            records.save_record(connection, "role", None, stored, Content({}, {items: rows}), actor=who)

    @contextmanager
    def by_founder(self):
        """What is written meanwhile is written by whoever made the file."""
        name, getpass.getuser = getpass.getuser, self.user
        try:
            with self.database.writing() as connection:
                yield connection, current_actor(connection)
        finally:
            getpass.getuser = name

    user = staticmethod(getpass.getuser)


@pytest.fixture
def as_bob(desk, tmp_path, monkeypatch, qtbot):
    """The window as bob has it."""
    monkeypatch.setattr(getpass, "getuser", lambda: "bob")
    yield from opened(desk, tmp_path)


@pytest.fixture
def as_founder(desk, tmp_path, qtbot):
    """The window as whoever made the file has it."""
    yield from opened(desk, tmp_path)


def opened(desk, tmp_path):
    with staged(tmp_path, desk.database.path) as stage:
        until(lambda: stage.window.rights.seen is not None)
        stage.settle()
        yield stage


def visible_acts(stage):
    return {name for name, action in stage.window.actions_.by_name.items() if action.isVisible()}


def visible_settings(stage):
    return {name for name in SETTINGS if not stage.window.sidebar._items[name].isHidden()}


def test_whoever_made_the_file_is_offered_everything(as_founder):
    assert visible_acts(as_founder) == set(as_founder.window.actions_.by_name) - {"sign_out"}  # of a plain file
    assert visible_settings(as_founder) == SETTINGS
    assert as_founder.window.customers.list.columns.listed()[0][0] == "display_name"
    assert "title" in {name for name, _, _ in as_founder.window.customers.list.columns.listed()}


def test_acts_without_right_are_absent(as_bob):
    assert {"new", "new_internal", "edit", "explain"} <= visible_acts(as_bob)
    assert not {"trash", "view_as", *SETTINGS} & visible_acts(as_bob)
    assert visible_settings(as_bob) == set()


def test_whoever_may_not_delete_takes_back_what_is_theirs_alone_and_is_told_of_the_rest(as_bob, desk):
    undo = as_bob.window.actions_["undo"]
    with desk.database.writing() as connection:
        shared, own = (make_customer(connection, name) for name in ("Shared", "Own"))
    with desk.by_founder() as (connection, who):
        save_customer(connection, 0, shared, Content({"title": "Countess"}), actor=who)
    until(lambda: "Own" in undo.toolTip() and undo.isEnabled())
    undo.trigger()
    until(lambda: "Own" not in as_bob.listed())
    until(lambda: "somebody else has changed it since" in undo.toolTip())
    undo.trigger()
    until(lambda: "somebody else has changed it since" in as_bob.window.status.currentMessage())
    as_bob.window.past.show_list()
    dialog = as_bob.window.past.dialog
    until(lambda: dialog.list.count() == 3)
    rows = [dialog.list.item(row).text() for row in range(3)]
    assert [("– stays: " in row, "taken back" in row) for row in rows] == [(False, False), (False, True), (True, False)]
    dialog.list.setCurrentRow(2)
    assert not dialog.undo_button.isEnabled()
    as_bob.window.actions_["redo"].trigger()
    until(lambda: "Own" in as_bob.listed())
    with desk.database.reading() as connection:
        assert read_record(connection, CUSTOMER, own.id).state == "active"


def test_a_record_that_may_only_be_read_says_so(as_bob, desk):
    desk.allow({**SEES, Act.EDIT: Reach.OWN})
    until(lambda: not as_bob.window.rights.sight.may(Act.ADD, "customer"))
    as_bob.view(desk.ids[2])
    pane = as_bob.window.customers.pane

    assert not pane.acts.edit.isVisible()
    assert not pane.acts.trash.isVisible()
    assert "not change it" in pane.pages.banner.text()
    pane.edit()
    assert not pane.is_entering()

    as_bob.edit(desk.ids[0])
    assert pane.acts.save.isVisible()


def test_rights_that_change_take_effect_at_once(as_bob, desk):
    assert len(as_bob.listed()) == 3
    assert as_bob.window.toolbar.new_button.isVisible()

    desk.allow({Act.VIEW: Reach.OWN})

    until(lambda: as_bob.listed() == ["Ada Lovelace", "Grace Hopper"])
    assert "new" not in visible_acts(as_bob)
    assert not as_bob.window.toolbar.new_button.isVisible()

    desk.allow({})
    until(lambda: as_bob.listed() == [])
    assert "that you may see" in as_bob.window.customers.list.empty_label.text()


def test_hidden_fields_are_in_no_column_filter_or_history(as_bob, desk):
    rows = as_bob.window.customers.list
    rows.filters.open()
    row = rows.filters.rows[0]
    names = {field.name for field in row._fields}
    as_bob.view(desk.ids[0])
    history = as_bob.window.customers.pane.pages.history
    as_bob.window.customers.pane.pages.tabs.setCurrentWidget(history)
    as_bob.settle()

    assert not {"title", "network_id"} & {name for name, _, _ in rows.columns.listed()}
    assert not {"title", "network_id"} & names
    assert history.filters.field_box.findData("title") < 0
    assert history.filters.field_box.findData("business_name") >= 0


def test_a_history_that_is_open_tells_nothing_of_a_field_that_is_hidden_meanwhile(as_bob, desk):
    with desk.by_founder() as (connection, who):
        stored = read_active(connection, CUSTOMER, desk.ids[0])
        content = Content({"nickname": "Enchantress", "business_name": "Looms"})
        save_customer(connection, stored.values["company_id"], stored, content, actor=who)
    as_bob.view(desk.ids[0])
    pages = as_bob.window.customers.pane.pages
    pages.tabs.setCurrentWidget(pages.history)
    until(lambda: "Looms" in told(pages.history))

    desk.hide("business_name")
    until(lambda: pages.history.filters.field_box.findData("business_name") < 0)
    until(lambda: "Looms" not in told(pages.history))
    assert "Enchantress" in told(pages.history)


def told(history):
    return " ".join(history.model.index(row).data() for row in range(history.model.rowCount()))


def test_a_masked_field_is_shown_when_it_is_asked_for(as_bob, desk):
    as_bob.view(desk.ids[0])
    view = as_bob.window.customers.pane.pages.view

    assert "••••5678" in view.toPlainText()
    assert "NET-1234" not in view.toPlainText()
    assert "Countess" not in view.toPlainText()

    view.anchorClicked.emit(QUrl("show:network_id"))
    until(lambda: "NET-12345678" in view.toPlainText())


def test_a_form_holds_only_what_is_open_and_saves_nothing_else(as_bob, desk):
    as_bob.edit(desk.ids[0])
    pane = as_bob.window.customers.pane
    form = pane.form

    for name in ("title", "network_id"):
        assert not form.boxes[name].isVisibleTo(form)
        assert name not in form.texts()
    assert form.boxes["business_name"].isVisibleTo(form)
    assert form.boxes["business_name"].editor.value() == "Engines"
    assert form.boxes["business_name"].editor.line.isReadOnly()
    assert not any(control.isEnabled() for control in form.boxes["sla_level"].editor.controls())

    line = form.boxes["nickname"].editor.line
    line.setFocus()
    line.insert("Countess of code")
    line.textEdited.emit(line.text())
    pane.save()
    until(lambda: not pane.is_dirty())
    as_bob.settle()
    with desk.database.reading() as connection:
        stored = read_active(connection, people.RECORD_TYPES["customer"], desk.ids[0])
    assert stored.values["title"] == "Countess"
    assert stored.values["network_id"] == "NET-12345678"
    assert stored.values["nickname"] == "Countess of code"


def test_a_new_customer_is_made_without_the_fields_that_are_not_open(as_bob):
    as_bob.new("external")
    pane = as_bob.window.customers.pane
    line = pane.form.boxes["full_name"].editor.line
    line.insert("Alan Turing")
    line.textEdited.emit(line.text())
    pane.save()
    until(lambda: "Alan Turing" in as_bob.listed())


def test_view_as_shows_another_s_window_and_changes_nothing(as_founder, desk):
    window = as_founder.window
    desk.allow(OWN)
    as_founder.settle()
    window.dialogs.show_view_as(window.rights.look_as)
    dialog = window.dialogs.open["view_as"]
    until(lambda: dialog.staff.list.count() == 2)
    names = [dialog.staff.list.item(row).text() for row in range(2)]
    dialog.staff.list.setCurrentRow(next(row for row, name in enumerate(names) if name.startswith("Bob")))
    dialog.accept()

    until(lambda: as_founder.listed() == ["Ada Lovelace", "Grace Hopper"])
    assert "Bob" in window.rights.bar.label.text()
    assert window.rights.bar.isVisible()
    assert not window.actions_["edit"].isEnabled()
    assert not window.actions_["undo"].isEnabled()
    assert "view_as" not in visible_acts(as_founder)
    as_founder.view(desk.ids[0])
    assert not window.customers.pane.acts.edit.isEnabled()
    assert "Countess" not in window.customers.pane.pages.view.toPlainText()

    window.rights.end_button.click()
    until(lambda: len(as_founder.listed()) == 3)
    assert not window.rights.bar.isVisible()
    assert window.actions_["edit"].isEnabled()
    assert "view_as" in visible_acts(as_founder)
    as_founder.view(desk.ids[0])
    assert "Countess" in window.customers.pane.pages.view.toPlainText()


def test_explain_says_what_a_right_comes_from_and_what_is_missing(as_founder, desk):
    desk.allow({Act.VIEW: Reach.COMPANY, Act.EDIT: Reach.OWN})
    as_founder.view(desk.ids[2])
    as_founder.window.customers.pane.acts.explain.trigger()
    dialog = as_founder.window.dialogs.open["explain"]
    until(lambda: dialog.staff.list.count() == 2)
    names = [dialog.staff.list.item(row).text() for row in range(2)]
    dialog.staff.list.setCurrentRow(next(row for row, name in enumerate(names) if name.startswith("Bob")))

    until(lambda: "may not edit" in dialog.heading.text())
    assert "only if it is what they own themselves" in dialog.reasons.text()
    assert "would be enough" in dialog.reasons.text()

    dialog.act_box.setCurrentIndex(dialog.act_box.findData(Act.VIEW))
    until(lambda: "may see" in dialog.heading.text())
    assert "Desk" in dialog.reasons.text()
    dialog.staff.list.setCurrentRow(next(row for row, name in enumerate(names) if not name.startswith("Bob")))
    until(lambda: "look after this database" in dialog.reasons.text())
    QApplication.processEvents()


def test_what_may_be_done_is_asked_again_if_it_could_not_be_read(as_bob, tmp_path):
    window = as_bob.window
    assert "trash" not in visible_acts(as_bob)
    window.rights.bar.say("You see what somebody sees.")
    failed = []
    window.rights.unknown.connect(lambda: failed.append(visible_acts(as_bob)))
    as_bob.tasks.lend(window, lambda: None)
    window.rights.open(read_only=False)
    assert not window.rights.bar.isVisible()

    other = tmp_path / "other.deskbook"
    make_file(other)
    as_bob.tasks.open(
        window, other, lambda opened: None, as_bob.tasks.failed.emit
    )  # which ends what waits for the first
    until(lambda: window.rights.seen is not None)
    assert "trash" in failed[0]  # not what the first allowed
