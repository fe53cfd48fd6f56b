"""The states of choosing people, of the reports and of the organisation chart that are worth a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.models.values import Content
from app.settings import RECENT_PEOPLE
from app.views.dialogs.new_person import NewPersonDialog
from app.views.dialogs.person_selector import PersonSelector
from app.views.forms.editors_person import PersonEditor
from tests.factories import customer_content, email, phone
from tests.stage import Stage, saved, until

if TYPE_CHECKING:
    from tests.screen_states import Photographer

_LONG = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff-" + "Hochheimer-" * 5 + "Müller"
_ARABIC = "الدكتورة فاطمة بنت عبد الرحمن الفهري"


def _editor(stage: Stage) -> PersonEditor:
    """The manager of an employee who is being edited."""
    stage.search("meridian.example")
    row = stage.window.customers.list.model.row(1)
    stage.search("")
    if row is None:
        raise LookupError("no employee")
    stage.edit(row.id)
    form = stage.window.customers.pane.form
    editor = form.boxes["manager_id"].editor if form else None
    if not isinstance(editor, PersonEditor):
        raise TypeError("no person")
    return editor


def _selector(stage: Stage, words: str = "") -> PersonSelector:
    path = str(stage.window.path)
    stage.search("meridian.example")
    rows = [stage.window.customers.list.model.row(number) for number in range(4)]
    stage.settings.set(RECENT_PEOPLE, {path: [row.id for row in rows if row]})
    editor = _editor(stage)
    editor.select()
    selector = editor.selector
    if selector is None:
        raise LookupError("no selector")
    selector.search_edit.setText(words)
    stage.settle()
    until(lambda: selector.card.shown_id == selector.people.highlighted_id())
    stage.settle()
    return selector


def _field(at: Photographer) -> None:
    editor = _editor(at.stage)
    area = at.stage.window.customers.pane.pages.forms.area
    area.ensureWidgetVisible(editor, 0, 200)
    editor.line.setFocus()


def _recent(at: Photographer) -> QWidget:
    return _selector(at.stage)


def _hits(at: Photographer) -> QWidget:
    selector = _selector(at.stage, "an")
    selector.people.step(2)
    until(lambda: selector.card.shown_id == selector.people.highlighted_id())
    return selector


def _nobody(at: Photographer) -> QWidget:
    return _selector(at.stage, "zzz qqq")


def _names(at: Photographer) -> QWidget:
    for number, name in enumerate((_LONG, _ARABIC)):
        content = customer_content(name, phones=[phone()], emails=[email()], title=name, department="Sales")
        saved(at.sample, Content({**content.values, "customer_code": f"AAA{number}"}, content.items))
    return _selector(at.stage, "AAA")


def _new(at: Photographer) -> QWidget:
    selector = _selector(at.stage, "Grace Brewster Hopper")
    selector.make_new()
    dialog: NewPersonDialog | None = selector.new_dialog
    if dialog is None:
        raise LookupError("no dialog")
    until(lambda: dialog.session.form is not None)
    return dialog


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "person-field": _field,
    "selector-recent": _recent,
    "selector-hits": _hits,
    "selector-nobody": _nobody,
    "selector-long-names": _names,
    "selector-new": _new,
}
DARK = ("person-field", "selector-recent", "selector-hits")
SCALED = ("person-field", "selector-hits")
