"""The states of the program that are worth a picture, and how to get there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.models.customer import EXTERNAL, INTERNAL
from app.models.values import Content
from app.paths import HOME_VARIABLE
from app.services.demo import make_demo
from app.services.files import new_file
from app.views.dialogs.companies_dialog import CompaniesDialog
from app.views.dialogs.crash_dialog import CrashDialog
from app.views.dialogs.pick_lists_dialog import PickListsDialog
from app.views.forms.conflict_dialog import ConflictDialog
from tests import (
    screen_states_desk,
    screen_states_encryption,
    screen_states_history,
    screen_states_lost,
    screen_states_passwords,
    screen_states_people,
    screen_states_pictures,
    screen_states_rights,
    screen_states_safety,
    screen_states_servers,
    screen_states_staff,
    screen_states_together,
)
from tests.factories import address, customer_content, email, phone
from tests.stage import Stage, saved, until

_SIZE = (1240, 780)
_ARABIC = "الدكتورة فاطمة بنت عبد الرحمن الفهري"
_DISGUISED = "🦊 Fox \u202eevil\u202c"
_LONG = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff-" + "Hochheimer-" * 5 + "Müller"


class Photographer:
    """Opens a window on sample data for each state, goes there and takes the picture."""

    def __init__(self, folder: Path, target: Path, customers: int) -> None:
        self._target = target
        self.folder = folder
        self.sample = folder / "Service desk.deskbook"
        self.empty = folder / "Empty.deskbook"
        os.environ[HOME_VARIABLE] = str(folder / "home")
        make_demo(self.sample, customers)
        new_file(self.empty, country="US")
        self._stage: Stage | None = None

    @property
    def stage(self) -> Stage:
        """The window; the same until `close`."""
        if self._stage is None:
            self._stage = Stage(self.folder)
            self._stage.window.resize(*_SIZE)
            self._stage.open(self.sample)
        return self._stage

    def take(self, name: str, suffix: str = "") -> None:
        """Go there, and keep what it looks like."""
        shown = STATES[name](self) or self.stage.window
        self.stage.settle()
        QApplication.processEvents()
        shown.grab().save(str(self._target / f"{name}{suffix}.png"))
        if shown is not self.stage.window and shown.isWindow():
            shown.close()
        self.close()

    def close(self) -> None:
        """End the window, so that the next state starts afresh."""
        if self._stage is not None:
            self._stage.close()
            self._stage = None

    def darken(self) -> None:
        """As a system does that is set to dark."""
        palette = QPalette(QColor(45, 45, 48))
        palette.setColor(QPalette.ColorRole.Base, QColor(30, 30, 32))
        palette.setColor(QPalette.ColorRole.AlternateBase, QColor(40, 40, 43))
        palette.setColor(QPalette.ColorRole.Link, QColor(110, 170, 255))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(50, 100, 180))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(255, 255, 255))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(130, 130, 132))
        QApplication.setPalette(palette)


def _list(at: Photographer) -> None:
    at.stage.window.customers.list.table.setFocus()


def _search(at: Photographer) -> None:
    at.stage.search("an")


def _search_hidden(at: Photographer) -> None:
    """What was found stands in no column."""
    at.stage.search("street")


def _search_phone(at: Photographer) -> None:
    at.stage.search("+44 20")


def _filter(at: Photographer) -> None:
    panel = at.stage.window.customers.list.filters
    panel.open()
    panel.rows[0].choose_field("city")
    panel.rows[0].text_edit.setText("a")
    status = panel.add_row()
    status.choose_field("customer_status")
    status.value_box.setCurrentText("Active")
    until(lambda: len(at.stage.window.customers.list.source.query.filters) == 2)


def _read(kind: str) -> Callable[[Photographer], None]:
    return lambda at: at.stage.view(_some(at, kind))


def _edit(kind: str) -> Callable[[Photographer], None]:
    return lambda at: at.stage.edit(_some(at, kind))


def _new(kind: str) -> Callable[[Photographer], None]:
    return lambda at: at.stage.new(kind)


def _some(at: Photographer, kind: str) -> int:
    """A customer of that kind with much to show."""
    at.stage.search({INTERNAL: "meridian.example", EXTERNAL: "+44"}[kind])
    row = at.stage.window.customers.list.model.row(1)
    at.stage.search("")
    if row is None:
        raise LookupError(kind)
    return row.id


def _errors(at: Photographer) -> None:
    at.stage.new(INTERNAL)
    pane = at.stage.window.customers.pane
    if pane.form is None:
        raise LookupError("no form")
    pane.form.show_texts({"last_survey_date": "31.02.", "customer_code": "CST1000"})
    pane.form.edited.emit()
    pane.save()


def _empty(at: Photographer) -> None:
    at.stage.open(at.empty)


def _nothing(at: Photographer) -> None:
    at.stage.search("zzzzzz qqqqqq")


def _welcome(at: Photographer) -> None:
    at.stage.window.places.show_welcome()


def _problem(at: Photographer) -> None:
    damaged = at.folder / "Customers of last year.deskbook"
    damaged.write_bytes(at.empty.read_bytes()[:8192] + b"x" * 20_000)
    at.stage.window.open_place(damaged)
    until(at.stage.window.places.problem.isVisible)


def _trash(at: Photographer) -> QWidget:
    page = at.stage.window.customers
    page.ask_to_trash((_some(at, EXTERNAL),))
    until(lambda: any(box.isVisible() for box in page.findChildren(QMessageBox)))
    return next(box for box in page.findChildren(QMessageBox) if box.isVisible())


def _unsaved(at: Photographer) -> QWidget:
    at.stage.edit(_some(at, EXTERNAL))
    pane = at.stage.window.customers.pane
    _type(at, nickname="Somebody else")
    pane.leave(lambda: None)
    until(lambda: any(box.isVisible() for box in pane.findChildren(QMessageBox)))
    return next(box for box in pane.findChildren(QMessageBox) if box.isVisible())


def _type(at: Photographer, **texts: str) -> None:
    pane = at.stage.window.customers.pane
    if pane.form is None:
        raise LookupError("no form")
    pane.form.show_texts(texts)
    pane.form.edited.emit()


def _conflict(at: Photographer) -> QWidget:
    record = saved(at.sample, customer_content("Grace Hopper", phones=[phone()], emails=[email("g@navy.example")]))
    at.stage.edit(record.id)
    saved(at.sample, Content({"nickname": "Amazing Grace", "title": "Rear admiral"}), record)
    _type(at, nickname="Grandma COBOL", title="Commodore")
    pane = at.stage.window.customers.pane
    pane.save()
    until(lambda: any(dialog.isVisible() for dialog in pane.findChildren(ConflictDialog)))
    return next(dialog for dialog in pane.findChildren(ConflictDialog) if dialog.isVisible())


def _long_names(at: Photographer) -> None:
    ids = [_named(at, name, f"AAA{number}") for number, name in enumerate((_LONG, _ARABIC, _DISGUISED))]
    at.stage.search("AAA")
    at.stage.view(ids[0])


def _right_to_left(at: Photographer) -> None:
    at.stage.edit(_named(at, _ARABIC, "AAB1"))


def _named(at: Photographer, name: str, code: str) -> int:
    content = customer_content(
        name, phones=[phone()], addresses=[address(street="12 High Street " * 8, postal_code="SW1A 1AA")]
    )
    values = {**content.values, "customer_code": code, "title": name}
    return saved(at.sample, Content(values, content.items)).id


def _companies(at: Photographer) -> QWidget:
    dialog = CompaniesDialog(at.stage.tasks, at.stage.settings, at.stage.window)
    dialog.show()
    return dialog


def _pick_lists(at: Photographer) -> QWidget:
    dialog = PickListsDialog(at.stage.tasks, at.stage.jobs, at.sample, at.stage.window)
    dialog.show()
    return dialog


def _drafts(at: Photographer) -> None:
    window = at.stage.window
    for number, name in enumerate((_LONG, _ARABIC, "Ada"), start=1):
        at.stage.new(INTERNAL)
        pane = window.customers.pane
        if pane.form is None:
            raise LookupError("no form")
        pane.form.show_texts({"full_name": name, "last_survey_date": "31.02."})
        pane.form.edited.emit()
        pane.save_as_draft()
        until(lambda number=number: window.drafts.list.count() == number)
    window.go_to("drafts")


def _no_drafts(at: Photographer) -> None:
    at.stage.open(at.empty)
    at.stage.window.go_to("drafts")


def _columns(at: Photographer) -> QWidget:
    menu = at.stage.window.customers.list.columns.menu()
    menu.popup(at.stage.window.pos())  # as the header does; only so does it know how high the screen is
    return menu


def _crash(at: Photographer) -> QWidget:
    dialog = CrashDialog("ValueError in the list\n  app/services/lists.py, line 1", at.stage.window)
    dialog.show()
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "list": _list,
    "search": _search,
    "search-hidden": _search_hidden,
    "search-phone": _search_phone,
    "filter": _filter,
    "read-internal": _read(INTERNAL),
    "read-external": _read(EXTERNAL),
    "edit-internal": _edit(INTERNAL),
    "edit-external": _edit(EXTERNAL),
    "new-internal": _new(INTERNAL),
    "new-external": _new(EXTERNAL),
    "errors": _errors,
    "empty": _empty,
    "nothing-found": _nothing,
    "drafts": _drafts,
    "drafts-none": _no_drafts,
    "welcome": _welcome,
    "problem": _problem,
    "columns": _columns,
    "companies": _companies,
    "pick-lists": _pick_lists,
    "trash-question": _trash,
    "unsaved-question": _unsaved,
    "conflict": _conflict,
    "crash": _crash,
    "long-names": _long_names,
    "right-to-left": _right_to_left,
}
DARK = ("list", "search", "read-external", "edit-internal", "errors", "welcome")
SCALED = ("list", "read-external", "edit-external", "errors")
for _area in (
    screen_states_people,
    screen_states_pictures,
    screen_states_history,
    screen_states_encryption,
    screen_states_safety,
    screen_states_servers,
    screen_states_staff,
    screen_states_lost,
    screen_states_rights,
    screen_states_together,
    screen_states_passwords,
    screen_states_desk,
):
    STATES |= _area.STATES
    DARK += _area.DARK
    SCALED += _area.SCALED
