"""What was to be saved when the connection was lost: offered, or found out about, and never saved twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.models.servers import ServerAddress
from app.views.dialogs.kept_dialog import KeptDialog
from tests.keyrings import memory_keyring
from tests.postgres import Server
from tests.proxies import Proxy, when_saved
from tests.stage import Stage, found, until
from tests.views.lost.helpers import banner, find, is_lost, kept_text, lose, type_nickname


def test_what_is_to_be_saved_without_a_connection_waits_and_is_offered(
    stage: Stage, server: Server, direct: ServerAddress, qtbot: QtBot
) -> None:
    (record_id,) = found(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    lose(stage, server)
    stage.window.actions_["save"].trigger()
    until(lambda: "Not stored" in banner(stage))

    server.start()
    until(lambda: not is_lost(stage))
    until(lambda: "not stored yet" in banner(stage))
    assert found(direct, "amazing") == []
    assert stage.window.customers.pane.is_dirty()
    stage.window.customers.pane.pages.banner.link_clicked.emit()

    until(lambda: not stage.window.customers.pane.is_dirty())
    assert found(direct, "amazing") == [record_id]
    assert banner(stage) == ""


@pytest.mark.parametrize("is_stored", [True, False])
def test_a_save_whose_answer_was_lost_is_found_out_about(
    stage: Stage, proxy: Proxy, direct: ServerAddress, qtbot: QtBot, is_stored: bool
) -> None:
    stage.new("internal")
    pane = stage.window.customers.pane
    assert pane.form is not None
    qtbot.keyClicks(pane.form.boxes["full_name"].editor.controls()[0], "Katherine Johnson")
    when_saved(proxy, proxy.swallow_answers if is_stored else proxy.fall_silent)
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
    assert len(found(direct, "katherine")) == 1


def test_who_leaves_in_doubt_is_asked(stage: Stage, proxy: Proxy, direct: ServerAddress, qtbot: QtBot) -> None:
    (record_id,) = found(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    when_saved(proxy, proxy.swallow_answers)
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
        when_saved(proxy, proxy.swallow_answers if is_stored else proxy.fall_silent)
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
    when_saved(proxy, proxy.swallow_answers)
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
    (record_id,) = found(direct, "grace")
    type_nickname(stage, qtbot, record_id, "Amazing")
    server.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'ada' AND datname = 'desk'"
    )
    stage.window.actions_["save"].trigger()

    until(lambda: found(direct, "amazing") == [record_id])
