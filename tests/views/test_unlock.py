"""Opening an encrypted file whose key nobody has told this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services import encryption, files
from app.store import keychain, keys
from app.views.dialogs.unlock_dialog import UnlockDialog
from app.views.unlock_page import UnlockPage
from tests.keyrings import MemoryKeyring
from tests.processes import encrypt_elsewhere
from tests.stage import Stage, staged, until
from tests.views.test_accessible_names import nameless

PASSPHRASE = "anvil quartz penguin lantern"


@pytest.fixture
def key(new_file: Path) -> bytes:
    """That of the file, under which another process has encrypted and backed it up."""
    return encrypt_elsewhere(new_file, PASSPHRASE, new_file.with_name("b.deskbook"))


@pytest.fixture
def encrypted(new_file: Path, key: bytes) -> Path:
    """The file, with a passphrase; this process was never told its key."""
    return new_file


def kept(key: bytes) -> tuple[str, str]:
    """What the keyring has of a key: under which account, and the secret."""
    return keys.account_of(keys.header_of(key)), encryption.text_of(key)


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    """A window with nothing open."""
    with staged(tmp_path) as stage:
        yield stage


def asked(stage: Stage, path: Path) -> UnlockPage:
    stage.window.open_place(path)
    until(lambda: isinstance(stage.window.places.currentWidget(), UnlockPage))
    stage.settle()
    return stage.window.places.unlock


def answer(qtbot: QtBot, page: UnlockPage, typed: str) -> None:
    page.form.edit.clear()
    qtbot.keyClicks(page.form.edit, typed)
    qtbot.keyClick(page.form.edit, Qt.Key.Key_Return)


def opened(stage: Stage, path: Path) -> bool:
    return stage.window.place == path and stage.window.status.shows_lock()


def test_the_passphrase_opens_it(qtbot: QtBot, stage: Stage, encrypted: Path) -> None:
    page = asked(stage, encrypted)
    assert page.form.edit.hasFocus()
    assert not page.form.keep_box.isVisible()
    assert "no keyring" in page.form.message.text()
    assert nameless(stage.window) == []
    answer(qtbot, page, PASSPHRASE)
    until(lambda: opened(stage, encrypted))
    assert page.form.edit.text() == ""


def test_from_the_question_a_button_leads_back(stage: Stage, tmp_path: Path, encrypted: Path) -> None:
    files.new_file(tmp_path / "plain.deskbook")
    stage.open(tmp_path / "plain.deskbook")
    page = asked(stage, encrypted)
    assert page.back_button.text() == "Back to plain.deskbook"
    page.back_button.click()
    assert stage.window.customers.isVisible()
    assert stage.window.place == tmp_path / "plain.deskbook"


def test_the_recovery_key_opens_it(qtbot: QtBot, stage: Stage, encrypted: Path, key: bytes) -> None:
    encrypted.with_name("test.deskbook.key").unlink()
    page = asked(stage, encrypted)
    until(lambda: "Type its recovery key" in page.form.label.text())
    answer(qtbot, page, encryption.text_of(key).lower().replace("-", " "))
    until(lambda: opened(stage, encrypted))


@pytest.mark.parametrize("typed", ["wrong", encryption.text_of(bytes(32)), f"{encryption.text_of(bytes(32))[:-1]}8"])
def test_anything_else_is_said_and_harms_nothing(qtbot: QtBot, stage: Stage, encrypted: Path, typed: str) -> None:
    before = encrypted.read_bytes()
    page = asked(stage, encrypted)
    answer(qtbot, page, typed)
    words = ("not its passphrase", "of another file", "Group 11")
    until(lambda: any(sentence in page.form.message.text() for sentence in words))
    assert page.form.edit.text() == typed
    assert encrypted.read_bytes() == before
    answer(qtbot, page, PASSPHRASE)
    until(lambda: opened(stage, encrypted))


def test_the_keyring_keeps_it_if_the_person_agrees(
    qtbot: QtBot, stage: Stage, memory: MemoryKeyring, encrypted: Path, key: bytes
) -> None:
    page = asked(stage, encrypted)
    until(page.form.keep_box.isVisible)
    assert page.form.keep_box.isChecked()
    answer(qtbot, page, PASSPHRASE)
    until(lambda: opened(stage, encrypted))
    account, secret = kept(key)
    assert memory.secrets == {(keychain.SERVICE, account): secret}


@pytest.mark.usefixtures("memory")
def test_what_the_keyring_keeps_opens_it_wherever_it_was_moved(stage: Stage, encrypted: Path, key: bytes) -> None:
    keychain.keep(*kept(key))
    moved = encrypted.rename(encrypted.with_name("moved.deskbook"))
    stage.window.open_place(moved)
    until(lambda: opened(stage, moved))


def test_the_keyring_does_not_keep_it_if_the_person_declines(
    qtbot: QtBot, stage: Stage, memory: MemoryKeyring, encrypted: Path
) -> None:
    page = asked(stage, encrypted)
    until(page.form.keep_box.isVisible)
    page.form.keep_box.click()
    answer(qtbot, page, PASSPHRASE)
    until(lambda: opened(stage, encrypted))
    assert memory.secrets == {}


def test_an_encrypted_backup_asks_before_it_is_restored(qtbot: QtBot, stage: Stage, encrypted: Path) -> None:
    backup, target = encrypted.with_name("b.deskbook"), encrypted.with_name("restored.deskbook")
    stage.window.files.restore_to(backup, target)
    until(lambda: stage.window.findChild(UnlockDialog) is not None)
    dialog = stage.window.findChild(UnlockDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.form.edit, PASSPHRASE)
    assert nameless(dialog) == []
    qtbot.keyClick(dialog.form.edit, Qt.Key.Key_Return)
    until(lambda: opened(stage, target))
