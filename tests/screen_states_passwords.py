"""The states of passwords for a shared database that are worth a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from app.errors import ServerError, ServerProblem
from app.models.servers import Host, ServerAddress, Tls
from app.services import tries
from app.views.dialogs.connect_dialog import ConnectDialog
from app.views.dialogs.password_dialog import (
    FirstPasswordDialog,
    OwnPasswordDialog,
    PasswordDialog,
    StaffPasswordDialog,
)
from tests.stage import until

if TYPE_CHECKING:
    from tests.screen_states import Photographer

_ADDRESS = ServerAddress((Host("db.example", 5432),), "service_desk", "service_desk.grace", Tls.VERIFY_FULL)
_GOOD = "quartz bicycle thunder mango"

D = TypeVar("D", bound=PasswordDialog)


def _shown(at: Photographer, dialog: D, password: str, again: str) -> D:
    dialog.show()
    dialog.box.edit.setText(password)
    dialog.box.again_edit.setText(again)
    until(lambda: bool(dialog.box.message.text()))
    at.stage.settle()
    return dialog


def _own(at: Photographer) -> QWidget:
    return _shown(at, OwnPasswordDialog(at.stage.tasks, _ADDRESS, at.stage.window), "grace2024", "grace")


def _staff(at: Photographer) -> QWidget:
    dialog = StaffPasswordDialog(at.stage.tasks, _ADDRESS, 1, "Grace Hopper", at.stage.window)
    return _shown(at, dialog, _GOOD, _GOOD)


def _first(at: Photographer) -> QWidget:
    """Behind it stands what the window says."""
    _page(at, ServerProblem.PASSWORD_GIVEN)
    return _shown(at, FirstPasswordDialog(at.stage.tasks, _ADDRESS, at.stage.window), _GOOD, "quartz")


def _given(at: Photographer) -> None:
    _page(at, ServerProblem.PASSWORD_GIVEN)


def _shut_out(at: Photographer) -> None:
    _page(at, ServerProblem.SHUT_OUT)


def _page(at: Photographer, problem: ServerProblem) -> None:
    at.stage.window.sidebar.show_no_place()
    at.stage.window.places.show_problem(_ADDRESS, ServerError(problem, _ADDRESS), None)


def _pause(at: Photographer) -> QWidget:
    """After the fifth wrong password."""
    dialog = ConnectDialog(at.stage.tasks, at.stage.settings, at.stage.window)
    dialog.show()
    dialog.form.show_address(_ADDRESS)
    at.stage.settle()
    for _ in range(5):
        tries.note_failure(_ADDRESS, ServerError(ServerProblem.WRONG_PASSWORD, _ADDRESS))
    dialog.connect_button.click()
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "password-own": _own,
    "password-staff": _staff,
    "password-first": _first,
    "password-given": _given,
    "password-shut-out": _shut_out,
    "password-pause": _pause,
}

DARK = SCALED = tuple(STATES)
