"""The states of connecting to a shared database that are worth a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import keyring
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtWidgets import QWidget

from app.models.servers import Tls, parse_address
from app.services import servers
from app.settings import SERVERS
from app.views.dialogs.connect_dialog import ConnectDialog
from app.views.dialogs.create_dialog import CreateDialog
from app.views.dialogs.fetch_dialog import FetchDialog
from app.views.widgets.message_line import Level
from tests.keyrings import MemoryKeyring
from tests.stage import until

if TYPE_CHECKING:
    from tests.screen_states import Photographer

_KNOWN = {
    "Service desk": "postgresql://ada.lovelace@db.example:5432,standby.example:5433/service_desk",
    "Archive of the branch in Llanfairpwllgwyngyll": "postgresql://ada@archive.invalid:5432/archive?sslmode=require",
    "Training": "postgresql://trainee@localhost:5432/training?sslmode=disable",
}


def _dialog(at: Photographer, known: dict[str, str], *, has_keyring: bool = True) -> ConnectDialog:
    memory = MemoryKeyring()
    memory.priority = 5
    keyring.set_keyring(memory if has_keyring else NoKeyring())
    if known and has_keyring:
        servers.keep_password(parse_address(next(iter(known.values()))), "secret")
    at.stage.settings.set(SERVERS, known)
    dialog = ConnectDialog(at.stage.tasks, at.stage.settings, at.stage.window)
    dialog.show()
    at.stage.settle()
    return dialog


def _new(at: Photographer) -> QWidget:
    return _dialog(at, {})


def _without_keyring(at: Photographer) -> QWidget:
    dialog = _dialog(at, {}, has_keyring=False)
    dialog.test_button.click()
    return dialog


def _known(at: Photographer) -> QWidget:
    return _dialog(at, _KNOWN)


def _weak(at: Photographer) -> QWidget:
    """Nobody answers there, either."""
    dialog = _dialog(at, _KNOWN)
    dialog.known.list.setCurrentRow(1)
    dialog.test_button.click()
    until(lambda: "No server" in dialog.message.text())
    return dialog


def _plain(at: Photographer) -> QWidget:
    dialog = _dialog(at, _KNOWN)
    dialog.form.tls.show_choice(Tls.DISABLE, "")
    return dialog


def _create(at: Photographer, *, has_keyring: bool = True) -> CreateDialog:
    memory = MemoryKeyring()
    memory.priority = 5
    keyring.set_keyring(memory if has_keyring else NoKeyring())
    dialog = CreateDialog(at.stage.tasks, at.stage.jobs, at.stage.settings, at.sample, at.stage.window)
    dialog.form.show_address(parse_address("postgresql://owner@db.example:5432/service_desk"))
    dialog.show()
    at.stage.settle()
    return dialog


def _create_new(at: Photographer) -> QWidget:
    return _create(at)


def _create_refused(at: Photographer) -> QWidget:
    """Nobody answers there; all that the file holds is to go along."""
    dialog = _create(at, has_keyring=False)
    dialog.form.hosts_edit.setText("db.invalid")
    dialog.copy_button.click()
    dialog.create_button.click()
    until(lambda: "No server" in dialog.message.text())
    return dialog


def _fetch(at: Photographer, *, has_keyring: bool = True) -> FetchDialog:
    memory = MemoryKeyring()
    memory.priority = 5
    keyring.set_keyring(memory if has_keyring else NoKeyring())
    address = parse_address(_KNOWN["Training"])
    dialog = FetchDialog(at.stage.tasks, at.stage.jobs, address, at.folder, at.stage.window)
    dialog.show()
    at.stage.settle()
    return dialog


def _fetch_plain(at: Photographer) -> QWidget:
    return _fetch(at)


def _fetch_failed(at: Photographer) -> QWidget:
    """The job finds nobody there."""
    dialog = _fetch(at)
    dialog.copy_button.click()
    until(lambda: dialog.message.level is Level.ERROR)
    return dialog


def _fetch_passphrase(at: Photographer) -> QWidget:
    dialog = _fetch(at, has_keyring=False)
    dialog.encrypt_box.click()
    return dialog


def _fetch_recovery(at: Photographer) -> QWidget:
    dialog = _fetch(at)
    dialog.encrypt_box.click()
    dialog.copy_button.click()
    until(dialog.recovery.isVisible)
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "connect-new": _new,
    "connect-missing": _without_keyring,
    "connect-known": _known,
    "connect-weak": _weak,
    "connect-plain": _plain,
    "create-shared": _create_new,
    "create-shared-refused": _create_refused,
    "fetch": _fetch_plain,
    "fetch-failed": _fetch_failed,
    "fetch-passphrase": _fetch_passphrase,
    "fetch-recovery": _fetch_recovery,
}

DARK = SCALED = tuple(STATES)
