"""The window while its server is gone, silent or far away: it lives, says so, comes back, and loses nothing typed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app import paths
from app.models import pauses
from app.models.queries import ListQuery
from app.models.servers import Host, ServerAddress, Tls
from app.services.shared import new_shared
from app.store import attended, passwords, postgresql, servers
from app.store.database import REVISION, open_database
from app.store.listing import first_ids
from app.views.dialogs.kept_dialog import KeptDialog
from tests import postgres
from tests.factories import customer_content
from tests.keyrings import memory_keyring
from tests.postgres import Server
from tests.proxies import Proxy, proxied
from tests.stage import Stage, saved, until

PASSWORD, OTHER_PASSWORD = "correct horse battery staple", "another horse"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres.running(auth="scram-sha-256") as server:
        server.execute(f"CREATE ROLE ada LOGIN PASSWORD '{PASSWORD}'")
        server.execute("CREATE DATABASE template OWNER ada TEMPLATE template0")
        template = server.address("template", "ada")
        passwords.remember(template, PASSWORD)
        new_shared(template, country="US")
        yield server
        passwords.forget(template)


@pytest.fixture
def direct(server: Server) -> Iterator[ServerAddress]:
    """How others get to Ada's database."""
    server.execute("CREATE DATABASE desk OWNER ada TEMPLATE template")
    server.execute("CHECKPOINT")  # else a killed server forgets how far the copied sequences were
    address = server.address("desk", "ada")
    passwords.remember(address, PASSWORD)
    yield address
    passwords.forget(address)
    if server.process is None:
        server.start()
    server.drop_database("desk")


@pytest.fixture
def proxy(server: Server, direct: ServerAddress, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The line on which the window gets there; silence is noticed soon, and nobody pauses for long."""
    monkeypatch.setattr(attended, "SILENCE_SECONDS", 0.4)
    monkeypatch.setattr(servers, "PATIENCE_SECONDS", 1)
    monkeypatch.setattr(postgresql, "HEARTBEAT_SECONDS", 0.2)
    monkeypatch.setitem(postgresql.OF_WINDOWS, "lock_timeout", "300ms")
    monkeypatch.setattr(pauses, "FIRST_SECONDS", 0.1)
    monkeypatch.setattr(pauses, "MOST_SECONDS", 0.4)
    with proxied(server.port) as proxy:
        yield proxy


@pytest.fixture
def stage(proxy: Proxy, direct: ServerAddress, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    address = ServerAddress((Host("127.0.0.1", proxy.port),), "desk", "ada", Tls.DISABLE)
    passwords.remember(address, PASSWORD)
    saved(direct, customer_content("Grace Hopper"))
    stage = Stage(tmp_path)
    stage.open(address)
    yield stage
    stage.close()
    gc.enable()
    passwords.forget(address)


def listed(stage: Stage) -> list[str]:
    """The names that the list shows."""
    model = stage.window.customers.list.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def stored(address: ServerAddress, words: str) -> list[int]:
    database = open_database(address)
    with database.reading() as connection:
        found = first_ids(connection, ListQuery("customer", words=words), 5)
    database.close()
    return found


def is_lost(stage: Stage) -> bool:
    return stage.window.reconnecting.standing is not None


def lose(stage: Stage, server: Server) -> None:
    """Kill the server, and wait until the window knows."""
    server.stop()
    until(lambda: is_lost(stage) and "next attempt" in stage.window.status.state_label.text())


def find(stage: Stage) -> None:
    """Wait until the window is back, and has read again what it shows."""
    until(lambda: not is_lost(stage))
    stage.settle()


def type_nickname(stage: Stage, qtbot: QtBot, record_id: int, text: str) -> None:
    stage.edit(record_id)
    form = stage.window.customers.pane.form
    assert form is not None
    qtbot.keyClicks(form.boxes["nickname"].editor.controls()[0], text)


def kept_text() -> list[bytes]:
    """What is kept on the disk, sealed."""
    return [path.read_bytes() for path in paths.recovery_folder().rglob("*.kept")]


def banner(stage: Stage) -> str:
    return stage.window.customers.pane.pages.banner.text()


def test_it_says_so_and_comes_back_by_itself(stage: Stage, server: Server, direct: ServerAddress) -> None:
    window = stage.window
    lose(stage, server)

    assert listed(stage) == ["Grace Hopper"]
    assert window.customers.list.age.text().startswith("As of ")
    assert window.status.try_button is not None
    assert window.status.try_button.isVisible()
    until(lambda: window.connection.bar.isVisible())
    assert "There is no connection to" in window.connection.bar.label.text()

    server.start()
    saved(direct, customer_content("Ada Lovelace"))
    find(stage)

    until(lambda: sorted(listed(stage)) == ["Ada Lovelace", "Grace Hopper"])
    assert not window.customers.list.age.isVisible()
    assert not window.connection.bar.isVisible()
    assert window.status.state_label.text() == "ready"
    assert "back" in window.status.currentMessage()


def test_it_goes_on_trying_however_long_it_takes(stage: Stage, proxy: Proxy) -> None:
    attempts: list[object] = []
    stage.tasks.lost_work.lost.connect(attempts.append)
    proxy.fall_silent()
    stage.window.refresh()
    until(lambda: len(attempts) > 4)
    assert listed(stage) == ["Grace Hopper"]

    proxy.speak()
    find(stage)
    assert listed(stage) == ["Grace Hopper"]


def test_who_does_not_want_to_wait_tries_now(
    stage: Stage, server: Server, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pauses, "FIRST_SECONDS", 3_600)
    monkeypatch.setattr(pauses, "MOST_SECONDS", 3_600)
    lose(stage, server)
    server.start()
    assert stage.window.status.try_button is not None
    qtbot.mouseClick(stage.window.status.try_button, Qt.MouseButton.LeftButton)

    find(stage)


def test_what_was_asked_meanwhile_is_read_when_it_is_back(stage: Stage, server: Server, direct: ServerAddress) -> None:
    (record_id,) = stored(direct, "grace")
    lose(stage, server)
    stage.window.customers.view(record_id)
    stage.window.toolbar.search_edit.setText("hop")

    server.start()
    find(stage)

    until(lambda: stage.window.customers.pane.record_id() == record_id)
    until(lambda: stage.window.customers.list.source.query.words == "hop" and listed(stage) == ["Grace Hopper"])


def test_a_search_that_the_server_kept_is_made_again(stage: Stage, server: Server, direct: ServerAddress) -> None:
    for number in range(130):
        saved(direct, customer_content(f"Ada {number:03}"))
    stage.search("ada")
    until(lambda: len(listed(stage)) == 130)
    lose(stage, server)
    stage.window.customers.list.table.scrollToBottom()

    server.start()
    find(stage)

    until(lambda: listed(stage)[-1] != "" and len(listed(stage)) == 130)


def test_what_is_to_be_saved_without_a_connection_waits_and_is_offered(
    stage: Stage, server: Server, direct: ServerAddress, qtbot: QtBot
) -> None:
    (record_id,) = stored(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    lose(stage, server)
    stage.window.actions_["save"].trigger()
    until(lambda: "Not stored" in banner(stage))

    server.start()
    until(lambda: not is_lost(stage))
    until(lambda: "not stored yet" in banner(stage))
    assert stored(direct, "amazing") == []
    assert stage.window.customers.pane.is_dirty()
    stage.window.customers.pane.pages.banner.link_clicked.emit()

    until(lambda: not stage.window.customers.pane.is_dirty())
    assert stored(direct, "amazing") == [record_id]
    assert banner(stage) == ""


@pytest.mark.parametrize("is_stored", [True, False])
def test_a_save_whose_answer_was_lost_is_found_out_about(
    stage: Stage, proxy: Proxy, direct: ServerAddress, qtbot: QtBot, is_stored: bool
) -> None:
    stage.new("internal")
    pane = stage.window.customers.pane
    assert pane.form is not None
    qtbot.keyClicks(pane.form.boxes["full_name"].editor.controls()[0], "Katherine Johnson")
    proxy.when(b"mark_save", proxy.swallow_answers if is_stored else proxy.fall_silent)
    stage.window.actions_["save"].trigger()

    until(lambda: "Whether it is stored is looked up" in banner(stage))
    assert not stage.window.actions_["save"].isEnabled()
    proxy.speak()
    find(stage)

    if is_stored:
        until(lambda: not pane.is_dirty())
        assert "created" in stage.window.status.currentMessage()
    else:
        until(lambda: "This was not stored" in banner(stage))
        pane.pages.banner.link_clicked.emit()
        until(lambda: not pane.is_dirty())
    stage.settle()
    assert len(stored(direct, "katherine")) == 1


def test_who_leaves_in_doubt_is_asked(stage: Stage, proxy: Proxy, direct: ServerAddress, qtbot: QtBot) -> None:
    (record_id,) = stored(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    proxy.when(b"mark_save", proxy.swallow_answers)
    stage.window.actions_["save"].trigger()
    until(lambda: stage.window.customers.pane.session.saving.is_in_doubt)

    stage.window.close()
    box = stage.window.findChild(QMessageBox)
    assert box is not None
    assert "Leave without knowing" in box.text()
    assert stage.window.isVisible()
    leave = next(button for button in box.buttons() if button.text() == "Leave")
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    until(lambda: not stage.window.isVisible())


@pytest.mark.parametrize("is_stored", [True, False])
def test_a_window_that_ended_in_doubt_offers_only_what_is_not_stored(
    stage: Stage, proxy: Proxy, tmp_path: Path, qtbot: QtBot, is_stored: bool
) -> None:
    address = stage.tasks.place
    assert isinstance(address, ServerAddress)
    with memory_keyring():
        stage.open(address)  # where a keyring is, the text outlives the window
        stage.new("internal")
        form = stage.window.customers.pane.form
        assert form is not None
        qtbot.keyClicks(form.boxes["full_name"].editor.controls()[0], "Katherine Johnson")
        until(lambda: bool(kept_text()))
        before = kept_text()
        proxy.when(b"mark_save", proxy.swallow_answers if is_stored else proxy.fall_silent)
        stage.window.actions_["save"].trigger()
        until(lambda: stage.window.customers.pane.session.saving.is_in_doubt and kept_text() != before)
        stage.window.safety.unsaved.stop()  # as it ends with the window
        proxy.speak()

        other = Stage(tmp_path / "other")
        other.open(address)
        unsaved = other.window.safety.unsaved
        until(lambda: bool(unsaved.keeper.entries))
        until(lambda: all(entry.is_discarded is is_stored for entry in unsaved.keeper.entries))
        other.settle()
        assert unsaved.bar.isVisible() is not is_stored
        other.close()


def test_settings_whose_save_is_in_doubt_are_found_out_about_too(
    stage: Stage, proxy: Proxy, direct: ServerAddress, qtbot: QtBot
) -> None:
    stage.window.go_to("team")
    stage.settle()
    dialog = stage.window.dialogs.open["team"]
    assert isinstance(dialog, KeptDialog)
    until(lambda: dialog.form is not None)
    dialog.new_button.click()
    assert dialog.form is not None
    qtbot.keyClicks(dialog.form.boxes["name"].editor.controls()[0], "Night shift")
    proxy.when(b"mark_save", proxy.swallow_answers)
    dialog.save()
    until(lambda: "Whether it is stored is looked up" in dialog.message.text())

    dialog.reject()
    box = dialog.findChild(QMessageBox)
    assert box is not None
    box.reject()
    proxy.speak()
    find(stage)
    until(lambda: not dialog.is_dirty())
    assert dialog.message.text() == ""
    dialog.reject()


def test_a_connection_that_died_unnoticed_does_not_come_in_the_way_of_a_save(
    stage: Stage, server: Server, direct: ServerAddress, qtbot: QtBot
) -> None:
    (record_id,) = stored(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    server.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'ada' AND datname = 'desk'"
    )
    stage.window.actions_["save"].trigger()

    until(lambda: stored(direct, "amazing") == [record_id])


def test_a_password_that_was_changed_is_asked_for(stage: Stage, server: Server, qtbot: QtBot) -> None:
    window = stage.window
    server.execute(f"ALTER ROLE ada PASSWORD '{OTHER_PASSWORD}'")
    try:
        server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'ada'")
        until(lambda: is_lost(stage) and "sign in again" in window.status.state_label.text())
        until(lambda: window.connection.bar.isVisible())
        assert "does not take your password" in window.connection.bar.label.text()
        qtbot.mouseClick(window.connection.sign_in_button, Qt.MouseButton.LeftButton)
        dialog = window.connection.dialog
        assert dialog is not None
        qtbot.keyClicks(dialog.password.edit, PASSWORD)
        qtbot.mouseClick(dialog.sign_in_button, Qt.MouseButton.LeftButton)
        until(lambda: "does not know" in dialog.message.text())
        dialog.password.edit.clear()
        qtbot.keyClicks(dialog.password.edit, OTHER_PASSWORD)
        qtbot.mouseClick(dialog.sign_in_button, Qt.MouseButton.LeftButton)
        find(stage)
    finally:
        server.execute(f"ALTER ROLE ada PASSWORD '{PASSWORD}'")


def test_an_upgrade_by_others_is_told_and_nothing_is_written(
    stage: Stage, server: Server, direct: ServerAddress, qtbot: QtBot
) -> None:
    (record_id,) = stored(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    server.execute("UPDATE deskbook.alembic_version SET version_num = '9999'", "desk")

    until(lambda: is_lost(stage) and stage.window.connection.bar.isVisible())
    until(lambda: "newer version of Deskbook" in stage.window.connection.bar.label.text())
    stage.window.actions_["save"].trigger()
    until(lambda: "Not stored" in banner(stage))
    assert stage.window.customers.pane.is_dirty()

    server.execute(f"UPDATE deskbook.alembic_version SET version_num = '{REVISION}'", "desk")
    find(stage)


def test_what_others_have_locked_is_waited_for_and_told(
    stage: Stage, server: Server, direct: ServerAddress, qtbot: QtBot
) -> None:
    (record_id,) = stored(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    said: list[str] = []
    stage.window.status.messageChanged.connect(said.append)
    with psycopg.connect(server.dsn("desk")) as upgrade:
        upgrade.execute("LOCK TABLE deskbook.customer IN ACCESS EXCLUSIVE MODE")
        stage.window.toolbar.search_edit.setText("hop")
        until(lambda: any("busy, or it is being upgraded" in text for text in said))
        stage.window.actions_["save"].trigger()
        until(lambda: "busy, or it is being upgraded" in banner(stage))
        assert not is_lost(stage)
    until(lambda: stage.window.customers.list.source.query.words == "hop" and listed(stage) == ["Grace Hopper"])
    stage.window.actions_["save"].trigger()
    until(lambda: not stage.window.customers.pane.is_dirty())


def test_a_statement_that_fails_after_an_upgrade_is_no_bug(
    stage: Stage, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "HEARTBEAT_SECONDS", 3_600)
    server.execute("ALTER TABLE deskbook.customer RENAME COLUMN display_name TO called", "desk")
    server.execute("UPDATE deskbook.alembic_version SET version_num = '9999'", "desk")
    stage.window.toolbar.search_edit.setText("hop")

    until(lambda: is_lost(stage) and stage.window.connection.bar.isVisible())
    assert "newer version of Deskbook" in stage.window.connection.bar.label.text()


def test_a_job_that_lost_its_connection_is_offered_again(stage: Stage, server: Server, qtbot: QtBot) -> None:
    said: list[str] = []
    status = stage.window.status
    status.messageChanged.connect(said.append)
    lose(stage, server)
    stage.window.actions_["check"].trigger()
    until(lambda: not stage.jobs.unfinished())
    assert status.offer_button is None

    server.start()
    find(stage)
    until(lambda: status.offer_button is not None)
    assert status.offer_button is not None
    assert status.offer_button.text() == "Repeat: Checking desk"
    qtbot.mouseClick(status.offer_button, Qt.MouseButton.LeftButton)
    until(lambda: any("sound" in text for text in said))


def test_another_host_takes_over(server: Server, direct: ServerAddress, tmp_path: Path, qtbot: QtBot) -> None:
    saved(direct, customer_content("Grace Hopper"))
    with postgres.standing_by(server) as standby:
        hosts = (Host("127.0.0.1", server.port), Host("127.0.0.1", standby.port))
        address = ServerAddress(hosts, "desk", "ada", Tls.DISABLE)
        passwords.remember(address, PASSWORD)
        stage = Stage(tmp_path)
        stage.open(address)
        lose(stage, server)
        standby.promote()
        find(stage)
        stage.new("internal")
        pane = stage.window.customers.pane
        assert pane.form is not None
        qtbot.keyClicks(pane.form.boxes["full_name"].editor.controls()[0], "Ada Lovelace")
        stage.window.actions_["save"].trigger()
        until(lambda: sorted(listed(stage)) == ["Ada Lovelace", "Grace Hopper"])
        stage.close()
        gc.enable()
        passwords.forget(address)


def test_a_window_closes_while_nobody_answers(stage: Stage, proxy: Proxy) -> None:
    proxy.fall_silent()
    stage.window.customers.refresh()

    stage.window.close()
    stage.tasks.close()


@pytest.mark.parametrize("latency", [0.05, 0.25])
def test_one_works_with_a_server_far_away(
    stage: Stage, proxy: Proxy, direct: ServerAddress, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, latency: float
) -> None:
    (record_id,) = stored(direct, "grace")
    monkeypatch.setattr(attended, "SILENCE_SECONDS", 10)
    monkeypatch.setattr(postgresql, "HEARTBEAT_SECONDS", 10)
    proxy.latency = latency
    stage.search("grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    stage.window.actions_["save"].trigger()

    until(lambda: not stage.window.customers.pane.is_dirty())
    assert stored(direct, "amazing") == [record_id]
    assert not is_lost(stage)
    proxy.latency = 0
