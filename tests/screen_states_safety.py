"""Pictures of what sees to it that nothing is lost: recovered text, backups, and looking into one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app import paths
from app.models.customer import CUSTOMER, EXTERNAL
from app.models.values import Content, Record
from app.services.recovery import open_recovery
from app.store.backup_folder import folder_for
from app.store.database import open_database
from app.store.recovery import Kept
from app.views.safety import Safety
from tests.factories import customer_content, email, first_company, phone
from tests.stage import saved, until

if TYPE_CHECKING:
    from tests.screen_states import Photographer

_ARABIC = "الدكتورة فاطمة بنت عبد الرحمن الفهري"
_LONG = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff-" + "Hochheimer-" * 5 + "Müller"
_FACTS = tuple[int, int]


def _facts(path: Path) -> _FACTS:
    """The node and the first company of a file."""
    database = open_database(path)
    with database.reading() as connection:
        node = connection.exec_driver_sql("SELECT number FROM node").scalar()
        facts = int(node or 0), first_company(connection)
    database.close()
    return facts


def _ada(at: Photographer, name: str) -> Record:
    return saved(at.sample, customer_content(name, phones=[phone()], emails=[email(f"{len(name)}@navy.example")]))


def _leave(at: Photographer, names: tuple[str, ...]) -> list[Record]:
    """What processes typed that are gone."""
    node, company = _facts(at.sample)
    shutil.rmtree(paths.recovery_folder(), ignore_errors=True)
    recovery = open_recovery(paths.recovery_folder(), node, None)
    records = [_ada(at, name) for name in names]
    for number, record in enumerate(records):
        texts: dict[str, str | list[dict[str, str]]] = {
            "nickname": "Grandma COBOL",
            "title": "Rear admiral " * (1 + 9 * number),
            "phones": [{"number": "+1 202 555 0143", "label": "mobile", "is_primary": "yes"}],
        }
        at_ = datetime(2026, 5, 3, 14, 2, tzinfo=UTC) - timedelta(hours=number)
        kept = Kept(CUSTOMER.name, EXTERNAL, company, record.id, record.version, 0, str(record.values["full_name"]),
                    str(at.sample), at_, texts, tuple(texts))  # fmt: skip
        recovery.keep(f"{number:012x}", kept)
    recovery.close()
    return records


def _ready(at: Photographer) -> Safety:
    window = at.stage.window
    until(lambda: "safety" in vars(window) and window.safety.unsaved.keeper.is_ready())
    at.stage.settle()
    return window.safety


def _bar(at: Photographer) -> None:
    _leave(at, ("Grace Hopper",))
    until(_ready(at).unsaved.bar.isVisible)


def _list(*names: str) -> Callable[[Photographer], QWidget]:
    def go(at: Photographer) -> QWidget:
        records = _leave(at, names)
        if records:
            saved(at.sample, Content({"nickname": "Amazing Grace"}), records[0])
        unsaved = _ready(at).unsaved
        unsaved.show_list()
        dialog = unsaved.dialog
        if dialog is None:
            raise LookupError("no dialog")
        until(lambda: dialog.list.count() == len(names))
        return dialog

    return go


def _form(at: Photographer) -> None:
    _leave(at, ("Grace Hopper",))
    unsaved = _ready(at).unsaved
    until(unsaved.bar.isVisible)
    unsaved.open(unsaved.keeper.entries[0].name)
    until(at.stage.window.customers.pane.is_dirty)


def _offered(at: Photographer) -> None:
    record = _leave(at, ("Grace Hopper",))[0]
    until(_ready(at).unsaved.bar.isVisible)
    at.stage.view(record.id)


def _backups(count: int) -> Callable[[Photographer], QWidget]:
    def go(at: Photographer) -> QWidget:
        safety = _ready(at)
        _make_backups(at, count)
        safety.show_backups()
        dialog = safety.dialog
        if dialog is None:
            raise LookupError("no dialog")
        until(lambda: len(dialog.backups) == count)
        until(lambda: not at.stage.jobs.unfinished())
        return dialog

    return go


def _make_backups(at: Photographer, count: int) -> Path | None:
    """Backups of one day after the other; the last but one is damaged."""
    from app.services.backups import back_up

    folder = folder_for(paths.backups_folder(), at.sample, _facts(at.sample)[0])
    shutil.rmtree(folder, ignore_errors=True)
    if not count:
        return None
    folder.mkdir(parents=True)
    first = back_up(at.sample, folder / f"{at.sample.stem} 2026-05-03 140200.deskbook.gz")
    for day in range(2, count + 1):
        shutil.copy(first, folder / f"{at.sample.stem} 2026-05-{day + 2:02} 090000.deskbook.gz")
    if count > 1:
        damaged = folder / f"{at.sample.stem} 2026-05-04 090000.deskbook.gz"
        damaged.write_bytes(damaged.read_bytes()[:50_000])
    return first


def _browse(at: Photographer) -> None:
    safety = _ready(at)
    _make_backups(at, 1)
    safety.show_backups()
    dialog = safety.dialog
    if dialog is None:
        raise LookupError("no dialog")
    until(lambda: len(dialog.backups) == 1)
    dialog.browse_button.click()
    until(safety.browsing.bar.isVisible)
    at.stage.settle()
    row = at.stage.window.customers.list.model.row(3)
    if row is not None:
        at.stage.view(row.id)


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "unsaved-bar": _bar,
    "recovered-none": _list(),
    "recovered-one": _list("Grace Hopper"),
    "recovered-many": _list("Grace Hopper", _LONG, _ARABIC),
    "recovered-form": _form,
    "recovered-offered": _offered,
    "backups-none": _backups(0),
    "backups-many": _backups(9),
    "browsing": _browse,
}

DARK = ("recovered-many", "browsing")
SCALED = ("recovered-many", "backups-many")
