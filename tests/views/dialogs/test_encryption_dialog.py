"""Turning encryption on and off as a person does, and that no secret is left where it doesn't belong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.services import encryption
from app.store import keys
from app.store.connecting import key_of
from app.views.dialogs.encryption_dialog import EncryptionDialog
from tests import factories
from tests.keyrings import MemoryKeyring
from tests.stage import Stage, saved, staged, until
from tests.views.test_accessible_names import nameless

PASSPHRASE = "anvil quartz penguin lantern"


@pytest.fixture
def stage(tmp_path: Path, new_file: Path, qtbot: QtBot) -> Iterator[Stage]:
    """A window on a file with one customer."""
    saved(new_file, factories.customer_content("Ada Lovelace"))
    with staged(tmp_path, new_file) as stage:
        yield stage


def dialog_of(stage: Stage) -> EncryptionDialog:
    stage.window.actions_["encryption"].trigger()
    dialog = stage.window.dialogs.open["encryption"]
    assert isinstance(dialog, EncryptionDialog)
    until(lambda: bool(dialog.more_label.text()))
    return dialog


def turn_on(qtbot: QtBot, stage: Stage, passphrase: str = "") -> str:
    """By keyboard alone; returns the recovery key that was shown."""
    dialog = dialog_of(stage)
    assert dialog.on_button.hasFocus()
    qtbot.keyClick(dialog.on_button, Qt.Key.Key_Space)
    if passphrase:
        qtbot.keyClicks(dialog.passphrase_box.edit, passphrase)
        qtbot.keyClicks(dialog.passphrase_box.again_edit, passphrase)
        until(dialog.next_button.isEnabled)
        qtbot.keyClick(dialog.passphrase_box.again_edit, Qt.Key.Key_Return)
    text = dialog.recovery.key_edit.toPlainText().replace("\n", "-")
    assert not dialog.next_button.isEnabled()
    qtbot.keyClicks(dialog.recovery.proof_edit, text[-6:].lower())
    assert dialog.next_button.isEnabled()
    qtbot.keyClick(dialog.recovery.proof_edit, Qt.Key.Key_Return)
    until(lambda: stage.window.status.shows_lock())
    stage.settle()
    return text


def answer(stage: Stage, dialog: EncryptionDialog, words: str) -> None:
    until(lambda: any(box.isVisible() for box in dialog.findChildren(QMessageBox)))
    box = next(box for box in dialog.findChildren(QMessageBox) if box.isVisible())
    next(button for button in box.buttons() if button.text() == words).click()


def test_it_is_turned_on_with_the_key_in_the_keyring(
    qtbot: QtBot, stage: Stage, memory: MemoryKeyring, new_file: Path
) -> None:
    text = turn_on(qtbot, stage)

    assert list(memory.secrets.values()) == [text]
    assert encryption.text_of(key_of(new_file) or b"") == text
    assert stage.window.status.currentMessage() == "The file is encrypted now"


def test_with_a_passphrase_where_there_is_no_keyring(qtbot: QtBot, stage: Stage, new_file: Path) -> None:
    turn_on(qtbot, stage, PASSPHRASE)

    assert encryption.protection(new_file).has_passphrase
    dialog = dialog_of(stage)
    assert dialog.passphrase_button.isVisible()
    dialog.passphrase_button.click()
    for edit in (dialog.passphrase_box.edit, dialog.passphrase_box.again_edit):
        edit.setText("meadow trumpet orbit cactus")
    until(dialog.next_button.isEnabled)
    dialog.next_button.click()
    until(lambda: dialog.message.text() == "The passphrase was changed.")
    encryption.unlock_with(new_file, "meadow trumpet orbit cactus")


@pytest.mark.parametrize(
    ("one", "other"), [("password", "password"), ("short", "short"), (PASSPHRASE, PASSPHRASE.upper())]
)
def test_a_weak_passphrase_or_a_slip_in_it_leads_no_further(stage: Stage, one: str, other: str) -> None:
    dialog = dialog_of(stage)
    dialog.on_button.click()
    dialog.passphrase_box.edit.setText(one)
    dialog.passphrase_box.again_edit.setText(other)
    until(lambda: bool(dialog.passphrase_box.message.text()))
    assert not dialog.next_button.isEnabled()
    dialog.close()


def test_a_locked_keyring_leads_to_a_passphrase(stage: Stage, memory: MemoryKeyring) -> None:
    dialog = dialog_of(stage)
    memory.is_locked = True
    dialog.on_button.click()
    dialog.recovery.proof_edit.setText(dialog.recovery.key_edit.toPlainText()[-6:])
    dialog.next_button.click()
    until(lambda: "keyring is locked" in dialog.message.text())
    assert dialog.passphrase_box.isVisible()
    dialog.close()


def test_closed_before_the_last_step_it_has_done_nothing(stage: Stage, memory: MemoryKeyring, new_file: Path) -> None:
    dialog = dialog_of(stage)
    dialog.on_button.click()
    dialog.reject()
    stage.settle()

    assert memory.secrets == {}
    assert key_of(new_file) is None


def test_the_recovery_key_is_shown_again_after_a_question(qtbot: QtBot, stage: Stage, memory: MemoryKeyring) -> None:
    text = turn_on(qtbot, stage)
    dialog = dialog_of(stage)
    dialog.recovery_button.click()
    answer(stage, dialog, "Show it")
    until(lambda: dialog.steps.currentWidget() is dialog.recovery)
    assert dialog.recovery.key_edit.toPlainText().replace("\n", "-") == text
    assert not dialog.recovery.proof_edit.isVisible()
    dialog.recovery.copy_button.click()
    assert QGuiApplication.clipboard().text() == text
    dialog.next_button.click()
    until(lambda: dialog.steps.currentWidget() is not dialog.recovery)
    dialog.close()


def test_it_is_saved_as_text(stage: Stage, memory: MemoryKeyring, tmp_path: Path) -> None:
    dialog = dialog_of(stage)
    dialog.on_button.click()
    dialog.recovery.save_to(tmp_path / "key.txt")
    until(lambda: "Saved as key.txt" in dialog.recovery.message.text())
    assert dialog.recovery.key_edit.toPlainText() in (tmp_path / "key.txt").read_text("utf-8")
    dialog.recovery.save_to(tmp_path / "none" / "key.txt")
    until(lambda: "There is no" in dialog.recovery.message.text())
    dialog.close()


def test_it_is_turned_off_again(qtbot: QtBot, stage: Stage, memory: MemoryKeyring, new_file: Path) -> None:
    turn_on(qtbot, stage)
    dialog = dialog_of(stage)
    dialog.off_button.click()
    answer(stage, dialog, "Turn it off")
    until(lambda: not stage.window.status.shows_lock())
    stage.settle()

    assert key_of(new_file) is None
    assert len(memory.secrets) == 1  # older backups need it


def test_every_step_has_words_for_a_screen_reader(stage: Stage) -> None:
    dialog = dialog_of(stage)
    assert nameless(dialog) == []
    dialog.on_button.click()
    assert nameless(dialog) == []
    dialog._key = keys.new_key()
    dialog._show_new_key()
    assert nameless(dialog) == []
    dialog.close()


def test_no_secret_is_left_where_it_does_not_belong(qtbot: QtBot, stage: Stage, tmp_path: Path, new_file: Path) -> None:
    text = turn_on(qtbot, stage, PASSPHRASE)
    stage.window.files.check(new_file)
    until(lambda: not stage.jobs.unfinished())
    stage.settings.save()
    key = key_of(new_file)
    assert key is not None
    secrets = [
        key,
        key.hex().encode(),
        text.encode(),
        text[:13].encode(),
        PASSPHRASE.encode(),
        json.dumps(text).encode(),
    ]
    for entry in tmp_path.rglob("*"):
        if entry.is_file():
            assert not [secret for secret in secrets if secret in entry.read_bytes()], entry
