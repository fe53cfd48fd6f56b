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


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "connect-new": _new,
    "connect-missing": _without_keyring,
    "connect-known": _known,
    "connect-weak": _weak,
    "connect-plain": _plain,
}

DARK = SCALED = tuple(STATES)
