"""The states of history, undo and the trash that are worth a picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

from app.models.values import Content, Item, Record
from app.services.pictures import find_pictures
from app.store.database import open_database
from app.views.dialogs.purge_question import PurgeQuestion
from tests.factories import address, customer_content, email, phone
from tests.stage import saved, until

if TYPE_CHECKING:
    from app.views.history.history_tab import HistoryTab
    from tests.screen_states import Photographer

_ARABIC = "الدكتورة فاطمة بنت عبد الرحمن الفهري "
_LONG = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff-" + "Hochheimer-" * 5 + "Müller"


def _ada(at: Photographer) -> Record:
    """A customer whose history has fields of many kinds."""
    boss = saved(at.sample, customer_content(_LONG))
    ada = saved(at.sample, customer_content("Ada Lovelace", phones=[phone()], emails=[email()], addresses=[address()]))
    database = open_database(at.sample)
    with database.reading() as connection:
        red, blue, *_ = find_pictures(connection)
    database.close()
    values = {"nickname": "Countess", "department": "Finance", "manager_id": boss.id, "image": red}
    ada = saved(at.sample, Content({**values, "last_survey_date": date(2026, 1, 2), "accepts_marketing": True}), ada)
    row = ada.items["phones"][0]
    rows = (Item({**row.values, "number": "+44 20 7946 0001"}, row.id), phone("+1 212 555 0123", label="Mobile"))
    ada = saved(at.sample, Content({"title": _ARABIC * 3, "image": blue}, {"phones": rows}), ada)
    return saved(at.sample, Content({"nickname": "Enchantress of numbers"}), ada)


def _tab(at: Photographer) -> HistoryTab:
    at.stage.view(_ada(at).id)
    pane = at.stage.window.customers.pane
    pane.pages.tabs.setCurrentWidget(pane.pages.history)
    until(lambda: pane.pages.history.model.rowCount() > 0)
    at.stage.settle()
    return pane.pages.history


def _history(at: Photographer) -> None:
    _tab(at)


def _filtered(at: Photographer) -> None:
    tab = _tab(at)
    tab.filters.field_box.setCurrentIndex(tab.filters.field_box.findData("image"))
    at.stage.settle()


def _nothing_fits(at: Photographer) -> None:
    tab = _tab(at)
    tab.filters.field_box.setCurrentIndex(tab.filters.field_box.findData("site"))
    until(tab.empty_label.isVisible)


def _as_of(at: Photographer) -> None:
    tab = _tab(at)
    tab.list.setCurrentIndex(tab.model.index(tab.model.rowCount() - 1))
    tab.show_past()
    until(lambda: tab.stack.currentIndex() == 1)


def _conflict(at: Photographer) -> QWidget:
    tab = _tab(at)
    number = next(row for row in range(tab.model.rowCount()) if "Manager" in tab.model.index(row).data())
    tab.list.setCurrentIndex(tab.model.index(number))
    tab.undo_change()
    until(lambda: tab.taking_back.dialog is not None)
    return _shown(tab.taking_back.dialog)


def _shown(dialog: QWidget | None) -> QWidget:
    if dialog is None:
        raise LookupError("no dialog")
    return dialog


def _trash(at: Photographer) -> None:
    window = at.stage.window
    ids = [
        _ada(at).id,
        saved(at.sample, customer_content(_ARABIC * 2)).id,
        saved(at.sample, customer_content(_LONG)).id,
    ]
    window.past.move_to_trash(ids)
    at.stage.settle()
    window.go_to("trash")
    until(lambda: window.past.trash.list.model.rowCount() >= len(ids))
    window.past.trash.list.table.select_only(len(ids) - 1)  # the oldest of them
    window.past.trash.view(ids[0])
    until(lambda: window.past.trash.pane.record_id() == ids[0])


def _empty_trash(at: Photographer) -> None:
    at.stage.open(at.empty)
    at.stage.window.go_to("trash")
    until(at.stage.window.past.trash.list.empty_label.isVisible)


def _purge(at: Photographer) -> QWidget:
    _trash(at)
    page = at.stage.window.past.trash
    page.list.table.selectAll()
    page.list.purge_selected()
    until(lambda: bool(page.findChildren(PurgeQuestion)))
    return page.findChildren(PurgeQuestion)[0]


def _undo_list(at: Photographer) -> QWidget:
    _trash(at)
    past = at.stage.window.past
    past.show_list()
    until(lambda: past.dialog is not None and past.dialog.list.count() > 0)
    return _shown(past.dialog)


def _code_taken(at: Photographer) -> QWidget:
    ada = _ada(at)
    at.stage.window.past.move_to_trash([ada.id])
    at.stage.settle()
    saved(at.sample, customer_content(_LONG, customer_code=ada.values["customer_code"]))
    back = at.stage.window.past.taking_back
    back.restore(ada.type_name, ada.id, "Ada Lovelace")
    until(lambda: isinstance(back.question, QMessageBox))
    return _shown(back.question)


def _restore_instead(at: Photographer) -> None:
    ada = _ada(at)
    at.stage.window.past.move_to_trash([ada.id])
    at.stage.settle()
    at.stage.new("external")
    form = at.stage.window.customers.pane.form
    if form is None:
        raise LookupError("no form")
    form.show_texts({"customer_code": str(ada.values["customer_code"])})
    form.boxes["customer_code"].editor.edited.emit()
    until(lambda: form.boxes["customer_code"].problem is not None)


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "history": _history,
    "history-filtered": _filtered,
    "history-nothing-fits": _nothing_fits,
    "history-as-of": _as_of,
    "history-conflict": _conflict,
    "trash": _trash,
    "trash-empty": _empty_trash,
    "trash-purge": _purge,
    "trash-code-taken": _code_taken,
    "trash-restore-instead": _restore_instead,
    "undo-list": _undo_list,
}

DARK = ("history", "history-as-of", "trash")
SCALED = ("history", "trash", "undo-list")
