"""The window on a shared database: a real server that asks for a password, and a second person who saves meanwhile."""

import pytest
from PySide6.QtCore import Qt

from app.store import passwords
from tests.ada import server_of_ada, shared_desk
from tests.factories import customer_content
from tests.stage import found, saved, staged, until

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def server():
    with server_of_ada(PASSWORD) as server:
        yield server


@pytest.fixture
def address(server):
    """A database of Ada's, ready for its first customer; this process knows her password."""
    with shared_desk(server, PASSWORD) as (address, _):
        yield address


@pytest.fixture
def stage(address, tmp_path, qtbot):
    with staged(tmp_path, address) as stage:
        yield stage


def test_it_says_where_one_is_and_as_whom(stage):
    status = stage.window.status
    until(lambda: status.user_label.text() == "ada")

    assert status.file_label.text().replace("\u2068", "").replace("\u2069", "") == "desk on 127.0.0.1 · shared"
    assert stage.window.windowTitle() == "desk[*] – Deskbook"
    for name in ("backup", "backups", "encryption"):
        assert not stage.window.actions_[name].isEnabled()
    assert stage.window.actions_["check"].isEnabled()


def test_what_others_save_appears_without_asking(stage, address):
    saved(address, customer_content("Grace Hopper"))

    until(lambda: stage.listed() == ["Grace Hopper"])


def test_a_customer_is_made_found_edited_and_taken_back(stage, address, qtbot):
    stage.new("internal")
    pane = stage.window.customers.pane
    qtbot.keyClicks(pane.form.boxes["full_name"].editor.controls()[0], "Ada Lovelace")
    stage.window.actions_["save"].trigger()
    until(lambda: stage.listed() == ["Ada Lovelace"])
    (record_id,) = found(address, "lovelace")

    stage.search("love")
    assert stage.listed() == ["Ada Lovelace"]
    stage.edit(record_id)
    qtbot.keyClicks(pane.form.boxes["nickname"].editor.controls()[0], "Countess")
    stage.window.actions_["save"].trigger()
    until(lambda: found(address, "countess") == [record_id])

    stage.settle()
    stage.window.customers.list.table.setFocus()
    stage.window.actions_["undo"].trigger()
    until(lambda: found(address, "countess") == [])
    assert found(address, "lovelace") == [record_id]


def test_a_job_signs_in_with_the_same_password(stage):
    said = []
    stage.window.status.messageChanged.connect(said.append)
    stage.window.actions_["check"].trigger()

    until(lambda: any("sound" in text for text in said))


def test_without_a_keyring_unsaved_text_stays_in_memory(stage, tmp_path, qtbot):
    said = []
    stage.window.status.messageChanged.connect(said.append)
    stage.new("internal")
    qtbot.keyClicks(stage.window.customers.pane.form.boxes["full_name"].editor.controls()[0], "Unsaved")

    until(lambda: any("in memory only" in text for text in said) or not stage.window.safety.unsaved.keeper.is_ready())
    until(stage.window.safety.unsaved.keeper.is_ready)
    assert not [path for path in tmp_path.rglob("*.kept")]


def test_a_wrong_password_leads_to_where_another_one_is_given(stage, server, address, qtbot):
    other = server.address("desk", "nobody_of_that_name")
    passwords.remember(other, "wrong")
    stage.window.open_place(other)
    page = stage.window.places
    until(lambda: page.currentWidget() is page.problem)

    assert "password" in page.problem.label.text()
    assert page.problem.back_button.isVisible()
    qtbot.mouseClick(page.problem.connect_button, Qt.MouseButton.LeftButton)
    dialog = stage.window.dialogs.open["connect"]
    dialog.form.show_address(address)
    qtbot.keyClicks(dialog.form.password.edit, PASSWORD)
    qtbot.mouseClick(dialog.connect_button, Qt.MouseButton.LeftButton)

    until(lambda: stage.window.places.shown() == "customer")
    assert stage.window.place == address
    passwords.forget(other)
