"""The states of encryption that are worth a picture."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtWidgets import QWidget

from app.services import encryption
from app.views.dialogs.encryption_dialog import EncryptionDialog
from app.views.unlock_page import UnlockPage
from tests.keyrings import MemoryKeyring
from tests.processes import encrypt_elsewhere
from tests.stage import until

if TYPE_CHECKING:
    from tests.screen_states import Photographer

_PASSPHRASE = "anvil quartz penguin lantern"


def _use_keyring(*, is_there: bool) -> None:
    memory = MemoryKeyring()
    memory.priority = 5
    keyring.set_keyring(memory if is_there else NoKeyring())


def _encrypted(at: Photographer, passphrase: str = "") -> Path:
    """The sample, encrypted under another name; made once."""
    path = at.folder / f"Service desk {'with passphrase' if passphrase else 'encrypted'}.deskbook"
    if not path.exists():
        shutil.copyfile(at.sample, path)
        key = encryption.new_key()
        if passphrase:
            encryption.keep_key(path, key, passphrase)
        encryption.encrypt(path, key)
    return path


def _encrypted_elsewhere(at: Photographer) -> Path:
    """The sample, encrypted under a passphrase by somebody else; made once, and never opened."""
    path = at.folder / "elsewhere" / "Service desk with passphrase.deskbook"
    if not path.exists():
        path.parent.mkdir()
        shutil.copyfile(at.sample, path)
        encrypt_elsewhere(path, _PASSPHRASE)
    return path


def _dialog(at: Photographer, path: Path) -> EncryptionDialog:
    if at.stage.window.place != path:
        at.stage.open(path)
    at.stage.window.actions_["encryption"].trigger()
    dialog = at.stage.window.findChild(EncryptionDialog)
    if dialog is None:
        raise LookupError("no dialog")
    until(lambda: bool(dialog.more_label.text()))
    return dialog


def _off(at: Photographer) -> QWidget:
    _use_keyring(is_there=True)
    return _dialog(at, at.sample)


def _on(at: Photographer) -> QWidget:
    _use_keyring(is_there=True)
    return _dialog(at, _encrypted(at))


def _recovery(at: Photographer) -> QWidget:
    dialog = _off(at)
    dialog.on_button.click()
    return dialog


def _new_passphrase(at: Photographer) -> QWidget:
    _use_keyring(is_there=False)
    dialog = _dialog(at, at.sample)
    dialog.on_button.click()
    dialog.passphrase_box.edit.setText("secret 123")
    until(lambda: bool(dialog.passphrase_box.message.text()))
    return dialog


def _on_with_passphrase(at: Photographer) -> QWidget:
    _use_keyring(is_there=False)
    return _dialog(at, _encrypted(at, _PASSPHRASE))


def _locked(at: Photographer) -> UnlockPage:
    _use_keyring(is_there=False)
    path = _encrypted_elsewhere(at)
    at.stage.window.open_place(path)
    until(lambda: isinstance(at.stage.window.places.currentWidget(), UnlockPage))
    at.stage.settle()
    return at.stage.window.places.unlock


def _ask(at: Photographer) -> None:
    _locked(at)


def _wrong(at: Photographer) -> None:
    form = _locked(at).form
    form.edit.setText("anvil quartz penguin")
    form.open_button.click()
    until(lambda: "not its passphrase" in form.message.text())


def _mistyped(at: Photographer) -> None:
    form = _locked(at).form
    form.show_box.setChecked(True)
    groups = encryption.text_of(encryption.new_key()).split("-")
    groups[6] = groups[6][::-1]
    form.edit.setText("-".join(groups))
    form.open_button.click()
    until(lambda: "Group" in form.message.text())


def _lock(at: Photographer) -> None:
    _use_keyring(is_there=True)
    at.stage.open(_encrypted(at))


def _waiting(at: Photographer) -> None:
    at.stage.window.sharing.lent.emit(at.sample)


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "encryption-off": _off,
    "encryption-on": _on,
    "encryption-on-passphrase": _on_with_passphrase,
    "encryption-recovery-key": _recovery,
    "encryption-passphrase": _new_passphrase,
    "encryption-ask": _ask,
    "encryption-wrong": _wrong,
    "encryption-mistyped": _mistyped,
    "encryption-lock": _lock,
    "encryption-waiting": _waiting,
}

DARK = SCALED = tuple(STATES)
