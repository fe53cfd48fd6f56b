"""Passwords are changed in the window: by oneself, by an administrator, and at the first sign-in."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.errors import ServerError, ServerProblem
from app.models import pauses
from app.models.servers import Host
from app.services import logins, servers
from app.store import attended, passwords
from app.store import servers as connecting
from app.views.dialogs.password_dialog import PasswordDialog, StaffPasswordDialog
from app.views.dialogs.people_dialog import PeopleDialog
from app.words import describe
from tests import guarded
from tests.ada import known
from tests.keyrings import MemoryKeyring
from tests.proxies import proxied
from tests.stage import Stage, until
from tests.views.passwords.conftest import NEW_PASSWORD, PASSWORD, Desk
from tests.views.test_accessible_names import nameless


def asked(stage: Stage) -> PasswordDialog:
    """The dialog that asks for a new password."""
    until(lambda: stage.window.sign_in.dialog is not None)
    dialog = stage.window.sign_in.dialog
    assert dialog is not None
    return dialog


def choose(dialog: PasswordDialog, qtbot: QtBot, password: str) -> None:
    """Type it twice and store it."""
    for edit in (dialog.box.edit, dialog.box.again_edit):
        edit.clear()
        qtbot.keyClicks(edit, password)
    until(dialog.set_button.isEnabled)
    qtbot.mouseClick(dialog.set_button, Qt.MouseButton.LeftButton)


def test_ones_own_is_judged_as_it_is_typed_and_known_everywhere_at_once(
    stage: Stage, desk: Desk, memory: MemoryKeyring, qtbot: QtBot
) -> None:
    address = desk.address("grace")
    servers.keep_password(address, PASSWORD)
    stage.open(address)
    stage.window.actions_["password"].trigger()
    dialog = asked(stage)
    assert nameless(dialog) == []

    for weak in ("short", "password123", "desk.grace.desk"):
        for edit in (dialog.box.edit, dialog.box.again_edit):
            edit.setText(weak)
        until(lambda: "Too easy" in dialog.box.message.text())
        assert not dialog.set_button.isEnabled()
        dialog.box.edit.clear()
        until(lambda: not dialog.box.message.text())
    dialog.box.edit.setText(NEW_PASSWORD)
    until(lambda: "not the same" in dialog.box.message.text())
    assert not dialog.set_button.isEnabled()
    choose(dialog, qtbot, NEW_PASSWORD)

    until(lambda: "Your password is changed" in stage.window.status.currentMessage())
    assert desk.lets_in("grace", NEW_PASSWORD)
    assert not desk.lets_in("grace", PASSWORD)
    assert passwords.password_for(address) == NEW_PASSWORD
    assert NEW_PASSWORD in memory.secrets.values()
    assert PASSWORD not in memory.secrets.values()

    desk.server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'desk.grace'")
    until(lambda: "back" in stage.window.status.currentMessage())
    said: list[str] = []
    stage.window.status.messageChanged.connect(said.append)
    stage.window.actions_["check"].trigger()
    until(lambda: any("sound" in text for text in said))


def test_what_is_not_kept_is_not_kept_now(stage: Stage, desk: Desk, memory: MemoryKeyring, qtbot: QtBot) -> None:
    stage.open(desk.address("grace"))
    stage.window.actions_["password"].trigger()
    choose(asked(stage), qtbot, NEW_PASSWORD)

    until(lambda: stage.window.status.currentMessage() == "Your password is changed")
    assert NEW_PASSWORD not in memory.secrets.values()


def test_a_keyring_that_locked_itself_is_said(stage: Stage, desk: Desk, memory: MemoryKeyring, qtbot: QtBot) -> None:
    stage.open(desk.address("grace"))
    memory.is_locked = True
    stage.window.actions_["password"].trigger()
    choose(asked(stage), qtbot, NEW_PASSWORD)

    until(lambda: "the next start asks for it" in stage.window.status.currentMessage())


def test_what_is_on_its_way_to_the_server_is_not_called_back(stage: Stage, desk: Desk, qtbot: QtBot) -> None:
    stage.open(desk.address("grace"))
    gate = Event()
    stage.tasks.write(stage.window, lambda connection: gate.wait(20), lambda was_opened: None)
    stage.window.actions_["password"].trigger()
    dialog = asked(stage)
    choose(dialog, qtbot, NEW_PASSWORD)

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Wait until it has answered" in dialog.message.text()

    stage.window.work.end()
    assert stage.window.sign_in.dialog is None
    gate.set()
    until(lambda: stage.window.status.currentMessage() == "Your password is changed")
    assert desk.lets_in("grace", NEW_PASSWORD)
    assert passwords.password_for(desk.address("grace")) == NEW_PASSWORD


def test_whether_it_is_changed_may_be_in_doubt_for_a_while(
    stage: Stage, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attended, "SILENCE_SECONDS", 0.4)
    monkeypatch.setattr(connecting, "PATIENCE_SECONDS", 1)
    monkeypatch.setattr(pauses, "FIRST_SECONDS", 0.1)
    with proxied(desk.server.port) as proxy:
        address = replace(desk.address("grace"), hosts=(Host("127.0.0.1", proxy.port),))
        with known(PASSWORD, address):
            stage.open(address)
            stage.window.actions_["password"].trigger()
            dialog = asked(stage)
            proxy.when(b"set_verifier", lambda: proxy.when(b"mark_save", proxy.swallow_answers))
            choose(dialog, qtbot, NEW_PASSWORD)
            until(lambda: "looked up" in dialog.message.text())
            dialog.reject()
            assert stage.window.sign_in.dialog is None

            proxy.speak()
            until(lambda: "sign in again" in stage.window.status.state_label.text())
            stage.window.connection.sign_in()
            again = stage.window.connection.dialog
            assert again is not None
            again.password.edit.setText(NEW_PASSWORD)
            qtbot.mouseClick(again.sign_in_button, Qt.MouseButton.LeftButton)
            until(lambda: stage.window.status.currentMessage() == "Your password is changed")


def test_whoever_looks_after_the_server_is_told_where_theirs_is_changed(stage: Stage, desk: Desk, qtbot: QtBot) -> None:
    stage.open(desk.owners.place)
    stage.window.actions_["password"].trigger()
    dialog = asked(stage)
    choose(dialog, qtbot, NEW_PASSWORD)

    until(lambda: "belongs to the server" in dialog.message.text())
    assert dialog.set_button.isEnabled()


def set_by_head(stage: Stage, desk: Desk, qtbot: QtBot, *, to_change: bool) -> None:
    """As an administrator gives Grace another password, in the window."""
    stage.open(desk.address(guarded.HEAD))
    until(lambda: stage.window.rights.seen is not None)
    stage.settle()
    stage.window.actions_["staff"].trigger()
    people = cast("PeopleDialog", stage.window.dialogs.open["staff"])
    until(lambda: people.list.count() == 2)
    row = next(number for number in range(2) if "Grace" in people.list.item(number).text())
    people.list.setCurrentRow(row)
    until(lambda: "Grace" in people.heading.text() and people.password_button.isEnabled())
    qtbot.mouseClick(people.password_button, Qt.MouseButton.LeftButton)
    until(lambda: bool(people.findChildren(StaffPasswordDialog)))
    (dialog,) = people.findChildren(StaffPasswordDialog)
    assert nameless(dialog) == []
    assert dialog.change_box.isChecked()
    dialog.change_box.setChecked(to_change)
    choose(dialog, qtbot, NEW_PASSWORD)
    until(lambda: "Grace has another password." in people.message.text().replace("\u2068", "").replace("\u2069", ""))
    assert desk.lets_in("grace", NEW_PASSWORD)
    passwords.remember(desk.address("grace"), NEW_PASSWORD)


def test_what_somebody_gave_is_changed_before_anything_is_shown(stage: Stage, desk: Desk, qtbot: QtBot) -> None:
    set_by_head(stage, desk, qtbot, to_change=True)
    stage.window.open_place(desk.address("grace"))
    dialog = asked(stage)
    page = stage.window.places.problem
    assert stage.window.places.currentWidget() is page
    assert "given by somebody else" in page.label.text()
    assert stage.window.place == desk.address(guarded.HEAD)

    assert page.retry_button.text() == "Choose a password…"

    dialog.reject()
    assert stage.window.place == desk.address(guarded.HEAD)
    qtbot.mouseClick(page.retry_button, Qt.MouseButton.LeftButton)
    choose(asked(stage), qtbot, PASSWORD)

    until(lambda: stage.window.place == desk.address("grace") and stage.window.places.shown() == "customer")
    assert desk.lets_in("grace", PASSWORD)
    stage.settle()
    stage.window.open_place(desk.address("grace"))
    stage.settle()
    assert stage.window.sign_in.dialog is None


def test_an_administrator_may_leave_it_at_that(stage: Stage, desk: Desk, qtbot: QtBot) -> None:
    set_by_head(stage, desk, qtbot, to_change=False)
    stage.open(desk.address("grace"))

    assert stage.window.sign_in.dialog is None


def test_on_the_command_line_it_is_to_be_changed_as_well(stage: Stage, desk: Desk) -> None:
    logins.change_password(desk.address(guarded.HEAD), "grace", NEW_PASSWORD)
    passwords.remember(desk.address("grace"), NEW_PASSWORD)
    stage.window.open_place(desk.address("grace"))

    asked(stage).reject()
    assert stage.window.place is None
    assert not stage.window.actions_["password"].isEnabled()
    problem = ServerError(ServerProblem.PASSWORD_GIVEN, desk.address("grace"))
    assert stage.window.places.problem.label.text() == describe(problem)


def test_signing_in_again_takes_the_new_one_after_a_pause(stage: Stage, desk: Desk, qtbot: QtBot) -> None:
    stage.open(desk.address("grace"))
    logins.change_password(desk.address(guarded.HEAD), "grace", NEW_PASSWORD)
    desk.server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'desk.grace'")
    until(lambda: "sign in again" in stage.window.status.state_label.text())
    stage.window.connection.sign_in()
    dialog = stage.window.connection.dialog
    assert dialog is not None
    dialog.password.edit.setText("wrong")
    qtbot.mouseClick(dialog.sign_in_button, Qt.MouseButton.LeftButton)
    until(lambda: dialog.sign_in_button.text() == "Sign in (in 1 s)")
    assert not dialog.sign_in_button.isEnabled()
    until(dialog.sign_in_button.isEnabled)
    dialog.password.edit.setText(NEW_PASSWORD)
    qtbot.mouseClick(dialog.sign_in_button, Qt.MouseButton.LeftButton)

    until(lambda: stage.window.reconnecting.standing is None)
    assert passwords.password_for(desk.address("grace")) == NEW_PASSWORD
    choose(asked(stage), qtbot, PASSWORD)
    until(lambda: stage.window.status.currentMessage() == "Your password is changed")
    assert desk.lets_in("grace", PASSWORD)
