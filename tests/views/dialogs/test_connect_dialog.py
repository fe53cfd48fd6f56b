"""Connecting to a shared database as a person does, to a real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.errors import KeyringProblem
from app.models.servers import Host, ServerAddress, Tls, parse_address
from app.settings import SERVERS, Settings, known_servers
from app.store import keychain
from app.store.database import REVISION
from app.views.dialogs.connect_dialog import ConnectDialog
from tests.keyrings import MemoryKeyring
from tests.postgres import Server, running
from tests.proxies import proxied
from tests.stage import until
from tests.views.test_accessible_names import nameless

LOCAL, PASSWORD = "127.0.0.1", "sesame"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One where ada signs in with a password, to a database that looks like ours."""
    with running(auth="scram-sha-256") as server:
        server.execute(f"CREATE ROLE ada LOGIN PASSWORD '{PASSWORD}'")
        server.create_database("desk")
        server.execute("CREATE TABLE change_field (id bigint)", "desk")
        server.execute(f"CREATE TABLE alembic_version AS SELECT '{REVISION}'::varchar AS version_num", "desk")
        server.execute("GRANT SELECT ON alembic_version TO ada", "desk")
        yield server


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def address(server: Server) -> ServerAddress:
    return ServerAddress((Host(LOCAL, server.port),), "desk", "ada", Tls.DISABLE)


def opened(qtbot: QtBot, tasks: DatabaseTasks, settings: Settings, **known: ServerAddress) -> ConnectDialog:
    settings.set(SERVERS, {name: str(address) for name, address in known.items()})
    dialog = ConnectDialog(tasks, settings)
    qtbot.addWidget(dialog)
    dialog.show()
    until(tasks.is_idle)
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, tasks: DatabaseTasks, settings: Settings, memory: MemoryKeyring) -> ConnectDialog:
    """Where nothing is known yet."""
    return opened(qtbot, tasks, settings)


def fill(dialog: ConnectDialog, address: ServerAddress, password: str = PASSWORD) -> None:
    dialog.form.show_address(address)
    dialog.form.password.edit.setText(password)


def answer(dialog: ConnectDialog) -> str:
    """What the dialog says once it has been answered."""
    until(dialog.test_button.isEnabled)
    return dialog.message.text()


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def chosen_by(dialog: ConnectDialog) -> list[tuple[ServerAddress, str]]:
    chosen: list[tuple[ServerAddress, str]] = []
    dialog.chosen.connect(lambda address, password: chosen.append((address, password)))
    return chosen


def test_by_keyboard_alone(qtbot: QtBot, dialog: ConnectDialog, address: ServerAddress, settings: Settings) -> None:
    chosen = chosen_by(dialog)
    form = dialog.form
    qtbot.keyClicks(form.hosts_edit, f"{LOCAL}:{address.hosts[0].port}")
    qtbot.keyClicks(form.database_edit, "desk")
    qtbot.keyClicks(form.user_edit, "ada")
    qtbot.keyClicks(form.password.edit, PASSWORD)
    qtbot.keyClicks(form.tls.choice_box, "Not")
    qtbot.keyClick(form.password.edit, Qt.Key.Key_Return)
    until(lambda: bool(chosen))

    assert chosen == [(address, PASSWORD)]
    assert not dialog.isVisible()
    assert known_servers(settings) == {"desk": str(address)}
    assert keychain.find_password(address) == PASSWORD
    assert form.password.edit.text() == ""


def test_what_was_said_of_a_test_goes_with_the_next_letter(
    qtbot: QtBot, dialog: ConnectDialog, address: ServerAddress, settings: Settings, memory: MemoryKeyring
) -> None:
    fill(dialog, address)
    dialog.test_button.click()
    assert not dialog.test_button.isEnabled()
    said = plain(answer(dialog))
    assert said == f"desk on {LOCAL} is ready to work with: PostgreSQL 18.6, but the connection is not encrypted."
    qtbot.keyClicks(dialog.form.user_edit, "x")
    assert dialog.message.text() == ""
    assert known_servers(settings) == memory.secrets == {}


def test_an_answer_to_what_was_edited_since_is_dropped(
    qtbot: QtBot, dialog: ConnectDialog, tasks: DatabaseTasks, address: ServerAddress
) -> None:
    chosen = chosen_by(dialog)
    fill(dialog, address)
    dialog.connect_button.click()
    qtbot.keyClicks(dialog.form.database_edit, "x")
    assert dialog.connect_button.isEnabled()
    until(tasks.is_idle)
    assert (dialog.message.text(), chosen, dialog.isVisible()) == ("", [], True)


def test_a_dialog_that_was_closed_chooses_nothing(
    dialog: ConnectDialog, tasks: DatabaseTasks, address: ServerAddress, settings: Settings
) -> None:
    chosen = chosen_by(dialog)
    fill(dialog, address)
    dialog.connect_button.click()
    dialog.reject()
    until(tasks.is_idle)
    assert chosen == []
    assert known_servers(settings) == {}


def test_the_window_lives_while_nobody_answers(dialog: ConnectDialog, address: ServerAddress) -> None:
    with proxied(address.hosts[0].port) as proxy:
        proxy.fall_silent()
        fill(dialog, ServerAddress((Host(LOCAL, proxy.port),), "desk", "ada", Tls.DISABLE))
        dialog.test_button.click()
        until(lambda: proxy.count() == 1)
        assert dialog.message.text() == "Asking the server…"
        proxy.cut(refuse=True)
        assert answer(dialog).startswith("The connection to 127.0.0.1:")


@pytest.mark.parametrize(
    ("changes", "password", "words", "field"),
    [
        ({"hosts": (Host("no-such-host.invalid"),)}, PASSWORD, "No server is called no-such-host", "hosts_edit"),
        ({"hosts": (Host(LOCAL, 1),)}, PASSWORD, "At 127.0.0.1:1 no PostgreSQL server answers", ""),
        ({}, "wrong", "does not know ada with this password", "password.edit"),
        ({}, "", "does not know ada with this password", "password.edit"),
        ({"database": "none"}, PASSWORD, "has no database none", "database_edit"),
        ({"database": "postgres"}, PASSWORD, "it is not Deskbook's", "database_edit"),
        ({"tls": Tls.VERIFY_FULL}, PASSWORD, "The server cannot encrypt", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_gone_to(
    dialog: ConnectDialog, address: ServerAddress, changes: dict[str, object], password: str, words: str, field: str
) -> None:
    everything = {name: getattr(address, name) for name in address.__slots__} | changes
    fill(dialog, ServerAddress(**everything), password)
    dialog.test_button.click()
    assert words in answer(dialog)
    if field:
        widget = dialog.form
        for part in field.split("."):
            widget = getattr(widget, part)
        assert dialog.focusWidget() is widget


def test_what_is_missing_is_said_beside_its_field(qtbot: QtBot, dialog: ConnectDialog) -> None:
    dialog.connect_button.click()
    form = dialog.form
    assert form.hosts_edit.accessibleDescription() == "Type the name of the server, or its number."
    assert form.user_edit.accessibleDescription() == "Type the name that you sign in with."
    assert dialog.focusWidget() is form.hosts_edit
    qtbot.keyClicks(form.hosts_edit, "db")
    assert form.hosts_edit.accessibleDescription() == ""


@pytest.fixture
def known(
    qtbot: QtBot, tasks: DatabaseTasks, settings: Settings, memory: MemoryKeyring, address: ServerAddress
) -> ConnectDialog:
    """Where two are known, and the password for the first is kept."""
    keychain.keep_password(address, PASSWORD)
    other = parse_address("postgresql://grace@db.example/other")
    return opened(qtbot, tasks, settings, desk=address, other=other)


def test_a_known_one_is_connected_to_with_a_single_key(
    qtbot: QtBot, known: ConnectDialog, address: ServerAddress
) -> None:
    chosen = chosen_by(known)
    assert known.focusWidget() is known.known.list
    assert known.form.password.edit.placeholderText() == "kept in this computer's keyring"
    qtbot.keyClick(known.known.list, Qt.Key.Key_Return)
    until(lambda: bool(chosen))
    assert chosen == [(address, PASSWORD)]


def test_another_one_is_chosen_with_the_arrows(qtbot: QtBot, known: ConnectDialog, tasks: DatabaseTasks) -> None:
    qtbot.keyClick(known.known.list, Qt.Key.Key_Down)
    until(tasks.is_idle)
    assert known.form.address() == parse_address("postgresql://grace@db.example/other")
    assert known.form.password.edit.placeholderText() == ""


def test_a_kept_password_is_only_for_whom_it_was_kept(qtbot: QtBot, known: ConnectDialog, tasks: DatabaseTasks) -> None:
    known.form.user_edit.setFocus()
    known.form.user_edit.clear()
    qtbot.keyClicks(known.form.user_edit, "grace")
    known.test_button.click()
    assert "does not know grace" in answer(known)


def test_a_password_that_is_to_be_asked_for_is_forgotten(
    known: ConnectDialog, address: ServerAddress, memory: MemoryKeyring
) -> None:
    chosen = chosen_by(known)
    known.form.password.keep_box.setChecked(False)
    known.connect_button.click()
    until(lambda: bool(chosen))
    assert chosen == [(address, PASSWORD)]
    assert memory.secrets == {}


def test_another_way_to_the_same_database_takes_its_place(
    known: ConnectDialog, server: Server, settings: Settings
) -> None:
    chosen = chosen_by(known)
    several = (Host(LOCAL, server.port), Host("standby.invalid"))
    fill(known, ServerAddress(several, "desk", "ada", Tls.DISABLE))
    known.connect_button.click()
    until(lambda: bool(chosen))
    assert list(known_servers(settings)) == ["desk", "other"]
    assert "standby.invalid" in known_servers(settings)["desk"]


def test_a_new_one_is_called_by_a_name_that_is_free(
    qtbot: QtBot, known: ConnectDialog, address: ServerAddress, settings: Settings
) -> None:
    settings.set(SERVERS, {"desk": "postgresql://grace@db.example/desk"})
    chosen = chosen_by(known)
    known.known.new_button.click()
    assert known.form.address() is None
    fill(known, address)
    known.connect_button.click()
    until(lambda: bool(chosen))
    assert list(known_servers(settings)) == ["desk", "desk 2"]


def rename(qtbot: QtBot, dialog: ConnectDialog, name: str) -> None:
    dialog.known.rename_button.click()
    editor = dialog.known.list.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, name)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_one_is_renamed_where_it_stands(qtbot: QtBot, known: ConnectDialog, settings: Settings) -> None:
    rename(qtbot, known, "The desk ")
    until(lambda: list(known_servers(settings)) == ["The desk", "other"])
    assert known.known.current() == "The desk"

    rename(qtbot, known, "other")
    until(lambda: "called other already" in plain(known.message.text()))
    rename(qtbot, known, " ")
    until(lambda: known.known.current() == "The desk")
    assert list(known_servers(settings)) == ["The desk", "other"]


def test_one_is_forgotten_after_a_question(
    qtbot: QtBot, known: ConnectDialog, tasks: DatabaseTasks, settings: Settings, memory: MemoryKeyring
) -> None:
    for left in (["other"], []):
        known.activateWindow()  # as window managers do when a question closes
        until(lambda: QApplication.focusWidget() is known.known.list)
        qtbot.keyClick(known.known.list, Qt.Key.Key_Delete)
        until(lambda: any(box.isVisible() for box in known.findChildren(QMessageBox)))
        box = next(box for box in known.findChildren(QMessageBox) if box.isVisible())
        next(button for button in box.buttons() if button.text() == "Forget").click()
        assert list(known_servers(settings)) == left
        until(tasks.is_idle)
    assert memory.secrets == {}
    assert known.form.address() is None
    assert not known.known.forget_button.isEnabled()


def test_a_password_that_another_database_needs_is_not_forgotten(
    known: ConnectDialog, tasks: DatabaseTasks, settings: Settings, memory: MemoryKeyring, address: ServerAddress
) -> None:
    settings.set(SERVERS, {"desk": str(address), "archive": str(replace(address, database="archive"))})
    for left in (1, 0):
        known._forget(next(iter(known_servers(settings))))
        until(tasks.is_idle)
        assert len(memory.secrets) == left


def test_without_a_keyring_it_is_said_and_asked_each_time(
    qtbot: QtBot, tasks: DatabaseTasks, settings: Settings, address: ServerAddress
) -> None:
    dialog = opened(qtbot, tasks, settings, desk=address)
    assert "has no keyring" in dialog.form.password.message.text()
    assert not dialog.form.password.keep_box.isVisible()
    chosen = chosen_by(dialog)
    dialog.form.password.edit.setText(PASSWORD)
    dialog.connect_button.click()
    until(lambda: bool(chosen))
    assert chosen == [(address, PASSWORD)]


def test_a_keyring_that_locks_itself_keeps_nobody_out(
    dialog: ConnectDialog, memory: MemoryKeyring, address: ServerAddress, settings: Settings
) -> None:
    chosen = chosen_by(dialog)
    fill(dialog, address)
    memory.is_locked = True
    dialog.connect_button.click()
    until(lambda: "without it" in dialog.message.text())
    assert keychain.problem() is KeyringProblem.LOCKED
    assert "keyring is locked" in dialog.form.password.message.text()
    dialog.connect_button.click()
    until(lambda: bool(chosen))
    assert list(known_servers(settings)) == ["desk"]


def test_the_password_gets_nowhere_else(
    dialog: ConnectDialog, tmp_path: Path, address: ServerAddress, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    settings = Settings(tmp_path / "settings.json")
    dialog._settings = settings
    chosen = chosen_by(dialog)
    fill(dialog, address)
    dialog.connect_button.click()
    until(lambda: bool(chosen))
    settings.save()
    assert "desk" in (tmp_path / "settings.json").read_text()
    assert PASSWORD not in (tmp_path / "settings.json").read_text() + caplog.text + repr(dialog.__dict__)


def test_everything_has_words_for_a_screen_reader_and_a_key_of_its_own(known: ConnectDialog) -> None:
    assert nameless(known) == []
    texts = [text for widget in known.findChildren(object) if (text := _label(widget)) and "&" in text]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(keys) >= 12
    assert sorted(keys) == sorted(set(keys))


def _label(widget: object) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""


def test_wrong_passwords_are_followed_by_growing_pauses(
    qtbot: QtBot, dialog: ConnectDialog, address: ServerAddress, tasks: DatabaseTasks, settings: Settings
) -> None:
    grace = replace(address, user="grace")
    for seconds in (1, 2):
        fill(dialog, grace, "wrong")
        qtbot.mouseClick(dialog.connect_button, Qt.MouseButton.LeftButton)
        until(lambda seconds=seconds: f"in {seconds} s" in dialog.connect_button.text())
        assert not dialog.connect_button.isEnabled()
        assert not dialog.test_button.isEnabled()
        assert "does not know grace" in plain(dialog.message.text())
        if seconds == 1:
            until(dialog.connect_button.isEnabled)
            assert dialog.connect_button.text() == "&Connect"

    dialog.close()
    another = opened(qtbot, tasks, settings)
    fill(another, grace, "another")
    qtbot.mouseClick(another.connect_button, Qt.MouseButton.LeftButton)
    assert not another.connect_button.isEnabled()
    fill(another, address)
    until(another.connect_button.isEnabled)
    qtbot.mouseClick(another.connect_button, Qt.MouseButton.LeftButton)
    until(lambda: not another.isVisible())
