"""The window while its server is gone, silent or far away: it lives, says so, comes back, and loses nothing typed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models import pauses
from app.models.servers import Host, ServerAddress, Tls
from app.services import sessions
from app.store import attended, postgresql, servers
from app.store.database import REVISION, open_database
from tests import postgres
from tests.ada import known
from tests.crowds import make_crowd
from tests.factories import customer_content
from tests.postgres import Server
from tests.proxies import Proxy
from tests.stage import Stage, found, saved, staged, until
from tests.views.lost.helpers import (
    OTHER_PASSWORD,
    PASSWORD,
    banner,
    find,
    is_lost,
    lose,
    type_nickname,
)
from tests.views.test_sessions import come_back, is_running, leave_alone, of


def test_it_says_so_and_comes_back_by_itself(stage: Stage, server: Server, direct: ServerAddress) -> None:
    window = stage.window
    lose(stage, server)

    assert stage.listed() == ["Grace Hopper"]
    assert window.customers.list.age.text().startswith("As of ")
    assert window.status.try_button is not None
    assert window.status.try_button.isVisible()
    until(lambda: window.connection.bar.isVisible())
    assert "There is no connection to" in window.connection.bar.label.text()

    server.start()
    saved(direct, customer_content("Ada Lovelace"))
    find(stage)

    until(lambda: sorted(stage.listed()) == ["Ada Lovelace", "Grace Hopper"])
    assert not window.customers.list.age.isVisible()
    assert not window.connection.bar.isVisible()
    assert window.status.state_label.text() == "ready"
    assert "back" in window.status.currentMessage()


def test_it_goes_on_trying_however_long_it_takes(stage: Stage, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts: list[object] = []
    stage.tasks.lost_work.lost.connect(attempts.append)
    proxy.fall_silent()
    stage.window.refresh()
    with monkeypatch.context() as brief:
        brief.setattr(servers, "PATIENCE_SECONDS", 0.2)
        until(lambda: len(attempts) > 4)
    assert stage.listed() == ["Grace Hopper"]

    proxy.speak()
    find(stage)
    assert stage.listed() == ["Grace Hopper"]


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
    (record_id,) = found(direct, "grace")
    lose(stage, server)
    stage.window.customers.view(record_id)
    stage.window.toolbar.search_edit.setText("hop")

    server.start()
    find(stage)

    until(lambda: stage.window.customers.pane.record_id() == record_id)
    until(lambda: stage.window.customers.list.source.query.words == "hop" and stage.listed() == ["Grace Hopper"])


def test_a_search_that_the_server_kept_is_made_again(stage: Stage, server: Server, direct: ServerAddress) -> None:
    with closing(open_database(direct)) as database:
        make_crowd(database, [customer_content(f"Ada {number:03}") for number in range(130)])
    stage.search("ada")
    until(lambda: len(stage.listed()) == 130)
    lose(stage, server)
    stage.window.customers.list.table.scrollToBottom()

    server.start()
    find(stage)

    until(lambda: stage.listed()[-1] != "" and len(stage.listed()) == 130)


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
        until(dialog.sign_in_button.isEnabled)  # after the pause
        dialog.password.edit.clear()
        qtbot.keyClicks(dialog.password.edit, OTHER_PASSWORD)
        qtbot.mouseClick(dialog.sign_in_button, Qt.MouseButton.LeftButton)
        find(stage)
    finally:
        server.execute(f"ALTER ROLE ada PASSWORD '{PASSWORD}'")


def test_an_upgrade_by_others_is_told_and_nothing_is_written(
    stage: Stage, server: Server, direct: ServerAddress, qtbot: QtBot
) -> None:
    (record_id,) = found(direct, "grace")
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
    (record_id,) = found(direct, "grace")
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
    until(lambda: stage.window.customers.list.source.query.words == "hop" and stage.listed() == ["Grace Hopper"])
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
        with known(PASSWORD, address), staged(tmp_path, address) as stage:
            lose(stage, server)
            standby.promote()
            find(stage)
            stage.new("internal")
            pane = stage.window.customers.pane
            assert pane.form is not None
            qtbot.keyClicks(pane.form.boxes["full_name"].editor.controls()[0], "Ada Lovelace")
            stage.window.actions_["save"].trigger()
            until(lambda: sorted(stage.listed()) == ["Ada Lovelace", "Grace Hopper"])


def test_a_window_closes_while_nobody_answers(stage: Stage, proxy: Proxy) -> None:
    proxy.fall_silent()
    stage.window.customers.refresh()

    stage.window.close()
    stage.tasks.close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch, proxy: Proxy) -> None:
    """Waits as long as people's windows do."""
    monkeypatch.setattr(attended, "SILENCE_SECONDS", 10)
    monkeypatch.setattr(postgresql, "HEARTBEAT_SECONDS", 10)


@pytest.mark.usefixtures("patient")
def test_one_works_with_a_server_a_tenth_of_a_second_away(
    stage: Stage, proxy: Proxy, direct: ServerAddress, qtbot: QtBot
) -> None:
    (record_id,) = found(direct, "grace")
    proxy.latency = 0.05
    page = stage.window.customers
    stage.window.toolbar.search_edit.setText("grace")
    until(lambda: page.list.source.query.words == "grace" and stage.listed() == ["Grace Hopper"])
    page.edit(record_id)
    until(page.pane.is_editing)
    assert page.pane.form is not None
    qtbot.keyClicks(page.pane.form.boxes["nickname"].editor.controls()[0], "Amazing")
    stage.window.actions_["save"].trigger()
    until(lambda: not page.pane.is_dirty())
    assert found(direct, "amazing") == [record_id]
    assert not is_lost(stage)
    proxy.latency = 0


@pytest.mark.usefixtures("patient")
def test_one_saves_on_a_server_half_a_second_away(
    stage: Stage, proxy: Proxy, direct: ServerAddress, qtbot: QtBot
) -> None:
    (record_id,) = found(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    proxy.latency = 0.25
    stage.window.actions_["save"].trigger()
    until(lambda: not stage.window.customers.pane.is_dirty())
    assert found(direct, "amazing") == [record_id]
    assert not is_lost(stage)
    proxy.latency = 0


def test_a_new_password_typed_at_the_cover_brings_the_connection_back(stage: Stage, server: Server) -> None:
    until(lambda: is_running(stage))
    leave_alone(stage, 60 * 60)
    server.execute(f"ALTER ROLE ada PASSWORD '{OTHER_PASSWORD}'")
    try:
        server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'ada'")
        until(lambda: is_lost(stage) and "sign in again" in stage.window.status.state_label.text())
        come_back(stage, OTHER_PASSWORD)
        find(stage)
    finally:
        server.execute(f"ALTER ROLE ada PASSWORD '{PASSWORD}'")
    assert stage.listed() == ["Grace Hopper"]


def test_jobs_know_a_new_password_typed_at_the_cover(stage: Stage, server: Server) -> None:
    until(lambda: is_running(stage))
    leave_alone(stage, 60 * 60)
    server.execute(f"ALTER ROLE ada PASSWORD '{OTHER_PASSWORD}'")
    try:
        come_back(stage, OTHER_PASSWORD)
        until(lambda: is_running(stage))
        said: list[str] = []
        stage.window.status.messageChanged.connect(said.append)
        stage.window.actions_["check"].trigger()
        until(lambda: not stage.jobs.unfinished())
    finally:
        server.execute(f"ALTER ROLE ada PASSWORD '{PASSWORD}'")
    assert any("sound" in text for text in said)


def test_a_session_goes_on_with_the_next_connection_though_nobody_is_there(
    stage: Stage, server: Server, direct: ServerAddress
) -> None:
    until(lambda: is_running(stage))
    number = of(stage)._number

    def is_open() -> bool:
        with closing(open_database(direct)) as database, database.reading() as connection:
            return any(each.number == number and each.is_open for each in sessions.list_sessions(connection))

    until(is_open)
    server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'ada'")
    until(lambda: is_lost(stage))
    find(stage)
    until(is_open)
