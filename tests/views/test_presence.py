"""Two windows on one file, and two people on a server: each sees at once what the other edits."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

import pytest
import sqlalchemy as sa

from app.models.presence import LIFETIME, LockKind
from app.models.servers import Place
from app.models.tables import editing
from app.services import presence
from app.store.clock import since_now
from app.store.database import open_database
from app.views import presence as presence_view
from tests.stage import until

WITHIN = 1.0
"""Seconds; "Grace is editing" is to be seen within them."""


def line(stage):
    return stage.window.customers.pane.pages.presence


def form(stage):
    return stage.window.customers.pane.form


def type_into(qtbot, stage, name, text):
    qtbot.keyClicks(form(stage).boxes[name].editor.controls()[0], text)


def name_of(stage):
    return stage.window.status.user_label.text()


def set_kind(stage, kind):
    with closing(open_database(stage.window.place)) as database, database.writing() as connection:
        assert presence.set_lock_kind(connection, kind)


def knows(stage, kind):
    seen = stage.window.together.presence.seen
    return seen is not None and seen.kind is kind


@pytest.fixture
def enforced(stages, customer) -> int:
    set_kind(stages[0], LockKind.ENFORCED)
    for stage in stages:
        until(lambda stage=stage: knows(stage, LockKind.ENFORCED))
        stage.view(customer)
    return customer


@contextmanager
def soon():
    began = monotonic()
    yield
    assert monotonic() - began < WITHIN


def test_the_other_is_seen_within_a_second_in_record_and_list(stages, customer):
    one, two = stages
    two.view(customer)
    one.edit(customer)
    with soon():
        until(lambda: "is editing this customer" in line(two).text())
    assert name_of(one) in line(two).text()
    faces = two.window.customers.list.model.faces
    assert [face.name for face in faces.values()] == [name_of(one)]
    assert line(one).text() == ""
    assert not one.window.customers.list.model.faces

    one.window.customers.pane.acts.back.trigger()
    with soon():
        until(lambda: line(two).text() == "")
    assert not two.window.customers.list.model.faces


def test_both_may_go_on_and_both_are_told(stages, customer, qtbot):
    one, two = stages
    one.edit(customer)
    type_into(qtbot, one, "nickname", "Manya")
    two.edit(customer)
    until(lambda: line(one).text() and line(two).text())
    type_into(qtbot, two, "suffix", "PhD")
    two.window.actions_["save"].trigger()
    until(lambda: not two.window.customers.pane.is_dirty())

    one.settle()
    assert form(one).boxes["nickname"].editor.raw() == "Manya"
    one.window.actions_["save"].trigger()
    until(lambda: not one.window.customers.pane.is_dirty())
    assert "PhD" in form(one).boxes["suffix"].editor.raw()


def test_where_it_is_the_rule_the_second_reads_until_the_first_is_done(stages, enforced):
    one, two = stages
    one.edit(enforced)
    with soon():
        until(lambda: "only be read" in line(two).text())
    assert not two.window.customers.pane.acts.edit.isEnabled()
    two.window.customers.edit_shown()
    two.settle()
    assert not two.window.customers.pane.is_editing()
    assert not two.window.customers.pane.acts.trash.isEnabled()
    assert not two.window.customers.pane.pages.history._can_restore()

    one.window.customers.pane.acts.back.trigger()
    until(two.window.customers.pane.acts.edit.isEnabled)
    assert line(two).text() == ""
    two.window.customers.edit_shown()
    until(two.window.customers.pane.is_editing)


def test_what_the_second_typed_before_being_told_waits(stages, enforced, qtbot):
    one, two = stages
    pane = two.window.customers.pane
    two.window.watcher.stop()
    one.edit(enforced)
    two.edit(enforced)
    type_into(qtbot, two, "nickname", "Manya")
    cursor = form(two).boxes["nickname"].editor.controls()[0]
    cursor.setFocus()
    two.window.watcher.go_on()
    until(lambda: "still here" in line(two).text())
    assert two.window.focusWidget() is not cursor
    assert not form(two).isEnabled()
    assert not pane.acts.save.isEnabled()
    pane.save()
    assert pane.is_dirty()

    type_into(qtbot, one, "suffix", "PhD")
    one.window.actions_["save_and_close"].trigger()
    until(lambda: form(two).isEnabled())
    assert two.window.focusWidget() is cursor
    assert form(two).boxes["nickname"].editor.raw() == "Manya"
    pane.save()
    until(lambda: not pane.is_dirty())
    assert "PhD" in form(two).boxes["suffix"].editor.raw()


def test_the_first_is_asked_and_hands_it_over(stages, enforced, qtbot):
    one, two = stages
    one.edit(enforced)
    until(lambda: "only be read" in line(two).text())
    line(two).buttons["ask"].click()
    with soon():
        until(lambda: "asks for this customer" in line(one).text())
    assert name_of(two) in line(one).text()
    until(lambda: "was told" in line(two).text())
    assert line(two).buttons["ask"].isHidden()

    line(one).buttons["hand_over"].click()
    until(two.window.customers.pane.acts.edit.isEnabled)
    until(lambda: "only be read" in line(one).text() or line(one).text() == "")


def test_an_administrator_frees_it_and_nothing_typed_goes(stages, enforced, qtbot):
    """Ada is one, who made the database; on a file it is whoever opened it."""
    two, one = stages
    one.edit(enforced)
    type_into(qtbot, one, "nickname", "Manya")
    until(lambda: "only be read" in line(two).text())
    assert not line(two).buttons["free"].isHidden()
    line(two).buttons["free"].click()
    until(two.window.customers.pane.acts.edit.isEnabled)
    until(lambda: "has freed this customer" in line(one).text())
    assert form(one).boxes["nickname"].editor.raw() == "Manya"
    assert not form(one).isEnabled()

    line(one).buttons["again"].click()
    until(lambda: form(one).isEnabled())
    assert line(one).text() == ""
    until(lambda: not two.window.customers.pane.acts.edit.isEnabled())


def test_a_window_that_is_closed_edits_nothing(stages, customer):
    one, two = stages
    one.edit(customer)
    until(lambda: two.window.customers.list.model.faces)
    one.window.close()
    with soon():
        until(lambda: not two.window.customers.list.model.faces)


def test_a_record_in_a_window_of_its_own_is_edited_too_until_that_is_closed(stages, customer):
    one, two = stages
    one.window.customers.open_window(customer)
    window = one.window.customers.windows[0]
    one.settle()
    window.pane.edit()
    with soon():
        until(lambda: bool(two.window.customers.list.model.faces))
    two.view(customer)
    two.window.customers.open_window(customer)
    until(lambda: "is editing" in two.window.customers.windows[0].pane.pages.presence.text())
    window.close()
    with soon():
        until(lambda: not two.window.customers.list.model.faces)


def test_an_open_form_is_told_of_as_long_as_it_is_open(stages, customer):
    one, two = stages
    one.edit(customer)
    until(lambda: two.window.customers.list.model.faces)
    one.window.together.presence._renew()  # what the clock does every fifteen seconds
    one.settle()
    two.window.together.presence.look_again()
    two.settle()
    assert two.window.customers.list.model.faces


def test_going_to_another_database_leaves_nobody_behind(stages, customer, new_file, tmp_path):
    one, two = stages
    one.edit(customer)
    until(lambda: two.window.customers.list.model.faces)
    other: Place = tmp_path / "other.deskbook"
    other.write_bytes(new_file.read_bytes())
    one.open(other)
    with soon():
        until(lambda: not two.window.customers.list.model.faces)


HOLDER = """
import sys, time
from app.models.servers import parse_place
from app.services import presence
from app.store.clock import since_now
from app.store.database import open_database

database = open_database(parse_place(sys.argv[1]))
with database.writing() as connection:
    presence.keep(connection, 5, [("customer", int(sys.argv[2]))], ())
print("editing", flush=True)
time.sleep(600)
"""


def test_a_killed_process_holds_nothing_any_more(stages, customer, monkeypatch):
    """On a server its connection ends; on a file its time is up, which this test doesn't wait for, nor for the next look."""
    look = presence_view._LOOK_AGAIN_MS / 1000
    monkeypatch.setattr(presence_view, "_LOOK_AGAIN_MS", 200)
    two = stages[1]
    place = two.window.place
    command = [sys.executable, "-c", HOLDER, str(place), str(customer)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "editing\n"
    until(lambda: two.window.customers.list.model.faces)
    holder.kill()
    holder.wait()
    holder.stdout.close()
    if isinstance(place, Path):
        with closing(open_database(place)) as database, database.writing() as connection:
            connection.execute(sa.update(editing).values(renewed_at=since_now(connection, LIFETIME * 1.1)))
    began = monotonic()
    until(lambda: not two.window.customers.list.model.faces)
    assert monotonic() - began + look + LIFETIME.total_seconds() < 60
