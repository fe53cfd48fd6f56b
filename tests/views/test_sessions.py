"""A session in the window: counted down, covered, and gone on with where it was left; on a server and on a file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QWidget

from app import paths
from app.models.sessions import EndedBy
from app.services import encryption
from app.services import sessions as services_sessions
from app.services.sessions import SessionRules
from app.store.database import open_database
from app.views.dialogs.sign_out_dialog import SignOutDialog
from tests import postgres
from tests.ada import server_of_ada, shared_desk
from tests.factories import customer_content
from tests.keyrings import memory_keyring
from tests.pairs import two_windows
from tests.processes import encrypt_elsewhere
from tests.stage import Stage, saved, staged, until

PASSWORD = "anvil quartz penguin lantern"


@pytest.fixture(scope="module")
def strict() -> Iterator[postgres.Server]:
    """A server that asks Ada and Grace for a password."""
    with server_of_ada(PASSWORD) as server:
        yield server


@pytest.fixture
def shared(strict, tmp_path, qtbot) -> Iterator[tuple[Stage, Stage]]:
    """Ada's window and Grace's on one server."""
    with shared_desk(strict, PASSWORD) as places, memory_keyring(), two_windows(tmp_path, *places) as stages:
        for stage in stages:
            until(lambda stage=stage: is_running(stage) and stage.window.together.presence.seen is not None)
        yield stages


@pytest.fixture(scope="module")
def locked_files(_template, tmp_path_factory) -> Path:
    """A folder with a file that a passphrase opens, and with a backup of it: for copies."""
    folder = tmp_path_factory.mktemp("locked")
    path = Path(shutil.copy(_template, folder / "test.deskbook"))
    encrypt_elsewhere(path, PASSWORD, folder / "b.deskbook")
    return folder


@pytest.fixture
def locked(locked_files, tmp_path, qtbot) -> Iterator[Stage]:
    """A window on that file."""
    shutil.copytree(locked_files, tmp_path, dirs_exist_ok=True)
    new_file = tmp_path / "test.deskbook"
    with memory_keyring():
        encryption.unlock_with(new_file, PASSWORD)
        with staged(tmp_path, new_file) as stage:
            until(lambda: is_running(stage))
            yield stage


@pytest.fixture(params=["server", "file"])
def stage(request) -> Stage:
    """A window in which somebody has signed in."""
    if request.param == "server":
        return request.getfixturevalue("shared")[0]
    return request.getfixturevalue("locked")


@pytest.fixture
def customer(stage) -> int:
    return saved(stage.window.place, customer_content("Marie Curie")).id


def of(stage):
    return stage.window.together.sessions


def is_running(stage):
    return "together" in stage.window.__dict__ and of(stage).is_running


def leave_alone(stage, seconds):
    """As if nobody had touched the window for so long."""
    idle = of(stage).idle
    now = idle.now()
    idle.now = lambda: now + seconds
    of(stage).tick()


def come_back(stage, typed=PASSWORD):
    cover = of(stage).cover
    cover.edit.setText(typed)
    cover.open_button.click()


def shown(stage):
    """The windows that can be seen."""
    own = [stage.window, *(each for each in stage.window.findChildren(QWidget) if each.isWindow())]
    return [each for each in own if each.isVisible()]


def written(stage):
    with closing(open_database(stage.window.place)) as database, database.reading() as connection:
        return services_sessions.list_sessions(connection)


def field(stage, name="nickname"):
    found = stage.window.customers.pane.form.boxes[name].editor.controls()[0]
    assert isinstance(found, QLineEdit)
    return found


def test_a_session_begins_by_itself_and_is_written_down(stage):
    until(lambda: len(written(stage)) >= 1)

    own = next(each for each in written(stage) if each.number == of(stage)._number)
    assert own.is_open
    assert own.company == "My company"
    assert stage.window.actions_["sign_out"].isVisible()


def test_nobody_signs_in_to_a_plain_file(new_file, tmp_path, qtbot):
    plain = Stage(tmp_path)
    plain.open(new_file)
    until(lambda: "together" in plain.window.__dict__ and plain.window.together.presence.seen is not None)
    plain.settle()
    leave_alone(plain, 100_000)

    assert of(plain).cover is None
    assert written(plain) == ()
    assert not plain.window.actions_["sign_out"].isVisible()
    plain.close()


def test_one_is_warned_and_stays_by_a_touch(stage):
    leave_alone(stage, 60 * 60 - 42)
    bar = of(stage).bar
    assert re.search("in 4[0-2] seconds", bar.label.text())
    assert bar.isVisible()

    of(stage).idle.touch()
    of(stage).tick()
    assert bar.isHidden()
    assert stage.window.isVisible()


def test_nothing_of_customers_is_seen_behind_the_cover(stage, customer):
    stage.edit(customer)
    field(stage).setText("Manya")
    field(stage).textEdited.emit("Manya")
    stage.window.customers.open_window(customer)
    stage.window.go_to("companies")
    stage.settle()
    assert len(shown(stage)) == 3
    leave_alone(stage, 60 * 60)

    assert shown(stage) == [of(stage).cover]
    cover = of(stage).cover
    words = " ".join(label.text() for label in cover.findChildren(QWidget) if hasattr(label, "text"))
    assert "nobody was here for 60 minutes" in words
    assert "still here" in words
    assert "Curie" not in words + cover.windowTitle()
    until(lambda: any(each.ended_by is EndedBy.IDLE for each in written(stage)))


def test_the_console_opens_exactly_where_it_was_left(stage, customer, qtbot):
    stage.edit(customer)
    stage.window.activateWindow()
    edit = field(stage)
    edit.setFocus()
    qtbot.keyClicks(edit, "Manya")
    edit.setCursorPosition(2)
    area = stage.window.customers.pane.pages.forms.area.verticalScrollBar()
    area.setValue(40)
    before = (area.value(), stage.window.geometry(), stage.window.customers.list.place.heading_for())
    leave_alone(stage, 60 * 60)
    first = of(stage)._number
    come_back(stage)
    until(lambda: stage.window.isVisible())

    assert of(stage).cover is None
    assert (edit.text(), edit.cursorPosition()) == ("Manya", 2)
    assert stage.window.focusWidget() is edit
    assert (area.value(), stage.window.geometry(), stage.window.customers.list.place.heading_for()) == before
    assert of(stage)._number != first
    until(lambda: sum(each.is_open for each in written(stage) if each.number == of(stage)._number) == 1)
    stage.window.customers.pane.save()
    until(lambda: not stage.window.customers.pane.is_dirty())


def test_windows_and_dialogs_come_back_and_those_that_opened_behind_the_cover(stage, customer):
    stage.window.customers.open_window(customer)
    stage.window.go_to("companies")
    stage.settle()
    before = set(shown(stage))
    leave_alone(stage, 60 * 60)
    stage.window.go_to("pick_lists")
    stage.settle()
    assert shown(stage) == [of(stage).cover]

    come_back(stage)
    until(lambda: of(stage).cover is None)
    assert set(shown(stage)) - before == {stage.window.dialogs.open["pick_lists"]}
    assert before <= set(shown(stage))


def test_whoever_calls_behind_the_cover_comes_up_afterwards(stage, customer):
    stage.view(customer)
    code = stage.window.customers.pane.pages.head.facts_label.full_text().partition(" ")[0]
    stage.window.customers.put_away()
    leave_alone(stage, 60 * 60)
    assert stage.window.pops.hear({"call": {"code": code}}) == ""
    stage.settle()
    assert shown(stage) == [of(stage).cover]
    assert not stage.window.customers.pane.record_id()
    come_back(stage)
    until(lambda: stage.window.customers.pane.record_id() == customer)


def test_a_wrong_password_opens_nothing_and_has_one_wait(stage):
    leave_alone(stage, 60 * 60)
    cover = of(stage).cover
    for _ in range(3):
        until(cover.open_button.isEnabled)
        come_back(stage, "wrong")
        until(lambda: bool(cover.message.text()))
    assert not cover.open_button.isEnabled()
    assert shown(stage) == [cover]
    until(cover.open_button.isEnabled)
    come_back(stage)
    until(lambda: of(stage).cover is None)


def test_a_computer_that_slept_wakes_up_covered(stage, qtbot):
    """No tick came meanwhile: the first key that somebody presses finds the time over."""
    of(stage)._ticking.stop()
    idle = of(stage).idle
    now = idle.now()
    idle.now = lambda: now + 9 * 60 * 60
    QTest.keyClick(stage.window.windowHandle(), Qt.Key.Key_Down)
    assert shown(stage) == [of(stage).cover]


def test_what_was_typed_is_kept_encrypted_meanwhile(stage, customer, tmp_path):
    stage.edit(customer)
    field(stage).setText("Manya of Warsaw")
    field(stage).textEdited.emit("Manya of Warsaw")
    leave_alone(stage, 60 * 60)
    folder = paths.recovery_folder()
    until(lambda: bool(list(folder.rglob("*.kept"))))

    assert not any(b"Warsaw" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_quitting_at_the_cover_asks_without_a_name_and_keeps_the_text(stage, customer):
    stage.edit(customer)
    field(stage).setText("Manya")
    field(stage).textEdited.emit("Manya")
    leave_alone(stage, 60 * 60)
    cover = of(stage).cover
    cover.close()
    box = next(box for box in cover.findChildren(QMessageBox) if box.isVisible())
    assert "Curie" not in box.text() + box.informativeText()
    assert set(shown(stage)) == {cover, box}
    next(button for button in box.buttons() if button.text() == "Quit").click()
    until(lambda: not shown(stage))


def test_signing_out_asks_for_what_is_not_saved_and_then_why(stage, customer):
    stage.edit(customer)
    field(stage).setText("Manya")
    field(stage).textEdited.emit("Manya")
    stage.window.actions_["sign_out"].trigger()
    box = next(box for box in stage.window.findChildren(QMessageBox) if box.isVisible())
    next(button for button in box.buttons() if button.text() == "Save").click()
    until(lambda: bool(dialogs(stage)))
    (dialog,) = dialogs(stage)
    dialog.reason_box.setCurrentText("Break")
    dialog.description_edit.setPlainText("Back at two")
    dialog.sign_out_button.click()
    until(lambda: of(stage).cover is not None)

    assert "signed out" in of(stage).cover.why_label.text()
    until(lambda: any(each.reason == "Break" and each.description == "Back at two" for each in written(stage)))
    come_back(stage)
    until(lambda: of(stage).cover is None)
    assert stage.window.customers.pane.record_id() == 0


def dialogs(stage):
    return [dialog for dialog in stage.window.findChildren(SignOutDialog) if dialog.isVisible()]


def test_where_a_reason_is_wanted_none_is_refused(stage):
    with closing(open_database(stage.window.place)) as database, database.writing() as connection:
        assert services_sessions.set_rules(connection, SessionRules(60, asks_reason=True))
    until(lambda: of(stage).asks_reason)
    stage.window.actions_["sign_out"].trigger()
    (dialog,) = dialogs(stage)
    assert not dialog.sign_out_button.isEnabled()
    dialog.reason_box.setCurrentText("Meeting")
    assert dialog.sign_out_button.isEnabled()
    dialog.reject()


def test_the_minutes_are_those_of_the_database(stage):
    with closing(open_database(stage.window.place)) as database, database.writing() as connection:
        services_sessions.set_rules(connection, SessionRules(5))
    until(lambda: of(stage).idle.limit_seconds == 300)
    leave_alone(stage, 299)
    assert of(stage).cover is None
    leave_alone(stage, 1)
    assert of(stage).cover is not None


def test_an_administrator_ends_a_session_and_that_window_is_covered(shared):
    ada, grace = shared
    ada.window.actions_["together"].trigger()
    dialog = ada.window.together.dialog
    tree = dialog.sessions.tree
    until(lambda: tree.topLevelItemCount() == 2)
    of_grace = next(
        item for item in map(tree.topLevelItem, range(2)) if item.data(0, Qt.ItemDataRole.UserRole) == of(grace)._number
    )
    of_grace.setSelected(True)
    dialog.sessions.reason_edit.setText("Upgrade at noon")
    dialog.sessions.end_button.click()
    until(lambda: of(grace).cover is not None)

    assert shown(grace) == [of(grace).cover]
    words = of(grace).cover.why_label.text()
    assert "ada" in words
    assert "Upgrade at noon" in words
    assert ada.window.isVisible()
    come_back(grace)
    until(lambda: of(grace).cover is None)


def test_who_is_covered_edits_nothing_and_goes_on_when_they_are_back(shared):
    ada, grace = shared
    record_id = saved(ada.window.place, customer_content("Marie Curie")).id
    ada.edit(record_id)
    until(lambda: bool(grace.window.customers.list.model.faces))
    leave_alone(ada, 60 * 60)
    until(lambda: not grace.window.customers.list.model.faces)
    come_back(ada)
    until(lambda: bool(grace.window.customers.list.model.faces))


HOLDER = """
import sys
from pathlib import Path
from app.services import encryption
from app.store.database import held_alone

encryption.unlock_with(Path(sys.argv[1]), sys.argv[2])
with held_alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_file_that_somebody_needs_alone_is_let_go_behind_the_cover(locked):
    leave_alone(locked, 60 * 60)
    path: Path = locked.window.place
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(path), PASSWORD], **pipes)
    with holder, ThreadPoolExecutor(1) as reader:
        try:
            said = reader.submit(holder.stdout.readline)
            until(said.done)  # whatever is asked while it is lent waits until it is back
            assert said.result() == "held\n"
            assert locked.tasks.place is None
            assert shown(locked) == [of(locked).cover]
            holder.communicate("go on\n")
        finally:
            holder.kill()
    until(lambda: of(locked)._database is not None and locked.tasks.place == path)
    come_back(locked)
    until(lambda: of(locked).cover is None and is_running(locked))
    assert locked.window.isVisible()
