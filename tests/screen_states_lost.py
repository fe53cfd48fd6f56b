"""The states of a window whose server is gone, silent or back that are worth a picture."""

from __future__ import annotations

import atexit
import getpass
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.models.servers import Host, ServerAddress, Tls
from app.services.copying import copy_to_server
from app.store import attended
from tests import postgres
from tests.postgres import Server
from tests.proxies import Proxy, proxied, when_saved
from tests.stage import until

if TYPE_CHECKING:
    from tests.screen_states import Photographer

_ends = ExitStack()
atexit.register(_ends.close)
_numbers = count(1)


@cache
def _server() -> tuple[Server, Proxy]:
    """One for all of these pictures, and the line to it."""
    attended.SILENCE_SECONDS = 2.0
    server = _ends.enter_context(postgres.running())
    server.execute(f'CREATE ROLE "{getpass.getuser()}" LOGIN SUPERUSER')  # who made the sample, and may do all in it
    return server, _ends.enter_context(proxied(server.port))


def _opened(at: Photographer) -> tuple[Server, Proxy]:
    """The window on a shared copy of the sample."""
    server, proxy = _server()
    if server.process is None:
        server.start()
    proxy.speak()
    name = f"service_desk_{next(_numbers)}"
    server.create_database(name)
    copy_to_server(at.sample, server.address(name))
    server.execute("CHECKPOINT")
    at.stage.open(ServerAddress((Host("localhost", proxy.port),), name, getpass.getuser(), Tls.DISABLE))
    return server, proxy


def _typed(at: Photographer) -> None:
    """Somebody has typed into the form of a customer."""
    row = at.stage.window.customers.list.model.row(3)
    if row is None:
        raise LookupError("an empty list")
    at.stage.edit(row.id)
    form = at.stage.window.customers.pane.form
    if form is None:
        raise LookupError("no form")
    form.show_texts({"nickname": "Countess"})
    form.edited.emit()


def _is_waiting(at: Photographer) -> bool:
    standing = at.stage.window.reconnecting.standing
    return standing is not None and standing.next_at is not None and at.stage.window.connection.bar.isVisible()


def _lost(at: Photographer) -> None:
    server, _ = _opened(at)
    server.stop()
    until(lambda: _is_waiting(at))


def _trying(at: Photographer) -> None:
    _, proxy = _opened(at)
    proxy.fall_silent()
    at.stage.window.customers.refresh()
    until(lambda: at.stage.window.reconnecting.standing is not None and at.stage.window.connection.bar.isVisible())


def _not_saved(at: Photographer) -> None:
    server, _ = _opened(at)
    _typed(at)
    server.stop()
    until(lambda: _is_waiting(at))
    at.stage.window.actions_["save"].trigger()
    until(lambda: "Not stored" in at.stage.window.customers.pane.pages.banner.text())


def _offered(at: Photographer) -> None:
    _not_saved(at)
    _server()[0].start()
    until(lambda: at.stage.window.reconnecting.standing is None)


def _in_doubt(at: Photographer) -> None:
    _, proxy = _opened(at)
    _typed(at)
    when_saved(proxy, proxy.swallow_answers)
    at.stage.window.actions_["save"].trigger()
    until(lambda: at.stage.window.customers.pane.session.saving.is_in_doubt)
    until(at.stage.window.connection.bar.isVisible)


def _upgraded(at: Photographer) -> None:
    server, proxy = _opened(at)
    place = at.stage.tasks.place
    if not isinstance(place, ServerAddress):
        raise TypeError("no server")
    server.execute("UPDATE deskbook.alembic_version SET version_num = '9999'", place.database)
    proxy.cut()
    until(lambda: _is_waiting(at) and "newer" in at.stage.window.connection.bar.label.text())


def _sign_in(at: Photographer) -> QWidget:
    _opened(at)
    at.stage.window.connection.sign_in()
    dialog = at.stage.window.connection.dialog
    if dialog is None:
        raise LookupError("no dialog")
    dialog.sign_in_button.click()
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "lost": _lost,
    "lost-trying": _trying,
    "lost-not-saved": _not_saved,
    "lost-offered": _offered,
    "lost-in-doubt": _in_doubt,
    "lost-upgraded": _upgraded,
    "lost-sign-in": _sign_in,
}

DARK = tuple(STATES)
SCALED = ("lost", "lost-in-doubt")
