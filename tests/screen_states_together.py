"""The states of working together that are worth a picture: others who edit what one looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.models.presence import LockKind
from app.models.queries import ListQuery
from app.services import presence
from app.services.lists import opened
from app.store import editing
from app.store.database import open_database
from tests.stage import until

if TYPE_CHECKING:
    from app.views.dialogs.together_dialog import TogetherDialog
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
        connection.exec_driver_sql("DELETE FROM editing WHERE session < 1000")
        presence.set_lock_kind(connection, kind)
        for number, (record_id, name) in enumerate(who):
            editing.begin(connection, ("customer", record_id), 1 + number, 0, name)
    until(lambda: at.stage.window.together.presence.seen is not None)
    together = at.stage.window.together.presence
    until(lambda: together.seen.kind is kind and len(together.seen.editing) >= len(who))


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
        presence.set_lock_kind(connection, LockKind.ENFORCED)
        editing.begin(connection, ("customer", record_id), 1, 0, _PEOPLE[2])
    at.stage.edit(record_id)
    pane = at.stage.window.customers.pane
    pane.form.show_texts({"nickname": "Typed just now"})
    pane.form.edited.emit()
    at.stage.window.watcher.go_on()
    until(lambda: not pane.form.isEnabled())


def _dialog(at: Photographer) -> QWidget:
    ids = _ids(at, 4)
    _edited(at, list(zip(ids, _PEOPLE, strict=True)))
    at.stage.window.together.show_dialog()
    dialog: TogetherDialog = at.stage.window.together.dialog
    until(lambda: dialog.editing.tree.topLevelItemCount() == 4)
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "together-list": _list,
    "together-told": _told,
    "together-held": _held,
    "together-waiting": _waiting,
    "together-dialog": _dialog,
}
DARK = SCALED = ("together-list", "together-held", "together-dialog")
