"""The states of working together that are worth a picture: others who edit what one looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from app.models.presence import LockKind
from app.models.queries import ListQuery
from app.models.sessions import DeskSession, EndedBy
from app.services import presence
from app.services.lists import opened
from app.store import desk_sessions, editing
from app.store.database import open_database
from app.views.dialogs.sign_out_dialog import SignOutDialog
from tests.factories import first_company
from tests.stage import until

if TYPE_CHECKING:
    from app.views.dialogs.together_dialog import TogetherDialog
    from app.views.sessions import Sessions
    from tests.screen_states import Photographer

_PEOPLE = (
    "Grace Hopper",
    "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff-" + "Hochheimer-" * 5 + "Müller",
    "الدكتورة فاطمة بنت عبد الرحمن الفهري",
    "山田太郎",
)


def _ids(at: Photographer, count: int) -> list[int]:
    """The first customers of the list."""
    with closing(open_database(at.sample)) as database, database.reading() as connection:
        page = opened(connection, ListQuery("customer"), ("display_name",)).page
    return [row.id for row in page.rows[:count]]


def _edited(at: Photographer, who: Sequence[tuple[int, str]], kind: LockKind = LockKind.INFORMATIONAL) -> None:
    """As if each of these people had a record open for editing in a window of their own."""
    with closing(open_database(at.sample)) as database, database.writing() as connection:
        _forget_others(connection)
        presence.set_lock_kind(connection, kind)
        for number, (record_id, name) in enumerate(who):
            editing.begin(connection, ("customer", record_id), 1 + number, 0, name)
    until(lambda: at.stage.window.together.presence.seen is not None)
    together = at.stage.window.together.presence
    until(lambda: together.seen.kind is kind and len(together.seen.editing) >= len(who))


def _forget_others(connection: sa.Connection) -> None:
    """Those of the picture before are gone; the window's own numbers are larger."""
    connection.exec_driver_sql("DELETE FROM editing WHERE session < 1000")


def _list(at: Photographer) -> None:
    ids = _ids(at, 6)
    _edited(at, [(ids[place], name) for place, name in zip((0, 2, 3, 5), _PEOPLE, strict=True)])
    at.stage.window.customers.list.table.setFocus()


def _told(at: Photographer) -> None:
    (record_id,) = _ids(at, 1)
    at.stage.edit(record_id)
    _edited(at, [(record_id, _PEOPLE[0])])


def _held(at: Photographer) -> None:
    (record_id,) = _ids(at, 1)
    at.stage.view(record_id)
    _edited(at, [(record_id, name) for name in _PEOPLE[:3]], LockKind.ENFORCED)


def _waiting(at: Photographer) -> None:
    """What was typed before anybody knew."""
    (record_id,) = _ids(at, 1)
    at.stage.window.watcher.stop()
    with closing(open_database(at.sample)) as database, database.writing() as connection:
        _forget_others(connection)
        presence.set_lock_kind(connection, LockKind.ENFORCED)
        editing.begin(connection, ("customer", record_id), 1, 0, _PEOPLE[2])
    at.stage.edit(record_id)
    pane = at.stage.window.customers.pane
    pane.form.show_texts({"nickname": "Typed just now"})
    pane.form.edited.emit()
    at.stage.window.watcher.go_on()
    until(lambda: not pane.form.isEnabled())


def _dialog(at: Photographer) -> TogetherDialog:
    ids = _ids(at, 4)
    _edited(at, list(zip(ids, _PEOPLE, strict=True)))
    at.stage.window.together.show_dialog()
    dialog: TogetherDialog = at.stage.window.together.dialog
    until(lambda: dialog.editing.tree.topLevelItemCount() == 4)
    return dialog


def _sessions(at: Photographer) -> QWidget:
    dialog = _dialog(at)
    with closing(open_database(at.sample)) as database, database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM desk_session")
        company = first_company(connection)
        for number, (name, machine) in enumerate(
            zip(_PEOPLE, ("desk-17", "LAPTOP-9", "x" * 60, "mac"), strict=True), 1
        ):
            desk_sessions.start(connection, number, 0, name, company, machine)
        desk_sessions.end(connection, 2, EndedBy.SIGNED_OUT, reason="Break", description="Back at two")
        desk_sessions.end(connection, 3, EndedBy.ADMINISTRATOR, _PEOPLE[1], "Upgrade at noon")
    dialog.refresh()
    dialog.tabs.setCurrentWidget(dialog.sessions)
    until(lambda: dialog.sessions.tree.topLevelItemCount() == 4)
    return dialog


def _rules(at: Photographer) -> QWidget:
    dialog = _dialog(at)
    dialog.tabs.setCurrentWidget(dialog.rules)
    return dialog


def _begun(at: Photographer) -> Sessions:
    """As if a password opened the file."""
    until(lambda: at.stage.window.together.presence.seen is not None)
    sessions = at.stage.window.together.sessions
    sessions._asks_password = True
    sessions._start()
    at.stage.settle()
    return sessions


def _idle(at: Photographer, seconds: int) -> Sessions:
    sessions = _begun(at)
    now = sessions.idle.now()
    sessions.idle.now = lambda: now + seconds
    sessions.tick()
    return sessions


def _warned(at: Photographer) -> None:
    _idle(at, 60 * 60 - 42)


def _cover(at: Photographer) -> QWidget:
    (record_id,) = _ids(at, 1)
    at.stage.edit(record_id)
    at.stage.window.customers.pane.form.show_texts({"nickname": "Typed just now"})
    cover = _idle(at, 60 * 60).cover
    cover.refuse("The passphrase is wrong. Type it again.", 0)
    return cover


def _ended(at: Photographer) -> QWidget:
    sessions = _begun(at)
    began = datetime.now(UTC)
    sessions._cover(
        sessions._words_of_end(
            DeskSession(
                1,
                1,
                "",
                "",
                "",
                began,
                began,
                ended_by=EndedBy.ADMINISTRATOR,
                ended_by_name=_PEOPLE[1],
                reason=_PEOPLE[2],
            )
        )
    )
    return sessions.cover


def _sign_out(at: Photographer) -> QWidget:
    dialog = SignOutDialog(at.stage.window, is_asked=False)
    dialog.open()
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "together-list": _list,
    "together-told": _told,
    "together-held": _held,
    "together-waiting": _waiting,
    "together-dialog": _dialog,
    "together-sessions": _sessions,
    "together-rules": _rules,
    "session-warned": _warned,
    "session-cover": _cover,
    "session-ended": _ended,
    "session-sign-out": _sign_out,
}
DARK = SCALED = (
    "together-list",
    "together-held",
    "together-waiting",
    "together-sessions",
    "session-warned",
    "session-cover",
)
