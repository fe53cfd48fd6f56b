"""The states of choosing people, of the reports and of the organisation chart that are worth a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTreeView, QWidget

from app.models.customer import INTERNAL
from app.models.values import Content
from app.settings import RECENT_PEOPLE
from app.store.database import open_database
from app.views.dialogs.new_person import NewPersonDialog
from app.views.dialogs.person_selector import PersonSelector
from app.views.forms.editors_person import PersonEditor
from tests.crowds import make_crowd
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
    path = str(stage.window.place)
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
        saved(at.sample, Content({**content.values, "customer_code": f"ZZZ-LONG-{number}"}, content.items))
    return _selector(at.stage, "ZZZ-LONG")


def _new(at: Photographer) -> QWidget:
    selector = _selector(at.stage, "Grace Brewster Hopper")
    selector.make_new()
    dialog: NewPersonDialog | None = selector.new_dialog
    if dialog is None:
        raise LookupError("no dialog")
    until(lambda: dialog.session.form is not None)
    return dialog


def _boss(at: Photographer, reports: int, name: str = "Grace Hopper") -> int:
    """Somebody with a manager, managers above, and so many people below."""
    top = saved(at.sample, customer_content("Ada Lovelace", kind=INTERNAL, title="Director", department="Sales"))
    content = customer_content(name, kind=INTERNAL, title="Rear admiral", department="Engineering", manager_id=top.id)
    boss = saved(at.sample, content)
    for peer in ("Barbara Liskov", "Edsger Dijkstra"):
        saved(at.sample, customer_content(peer, kind=INTERNAL, manager_id=top.id))
    database = open_database(at.sample)
    people = (
        customer_content(
            _ARABIC if number == 1 else _LONG if number == 2 else f"Person {number:04}",
            kind=INTERNAL,
            title="Engineer",
            department="Engineering",
            manager_id=boss.id,
            phones=[phone()],
        )
        for number in range(reports)
    )
    ids = make_crowd(database, people)
    below = (customer_content(f"Below {number}", kind=INTERNAL, manager_id=ids[3]) for number in range(3))
    make_crowd(database, below)
    database.close()
    return boss.id


def _reports(at: Photographer) -> None:
    at.stage.view(_boss(at, 1_200))
    pane = at.stage.window.customers.pane
    pane.pages.tabs.setCurrentIndex(2)
    at.stage.settle()


def _no_reports(at: Photographer) -> None:
    at.stage.view(saved(at.sample, customer_content("Nobody Below")).id)
    at.stage.window.customers.pane.pages.tabs.setCurrentIndex(2)
    at.stage.settle()


def _chart(at: Photographer) -> QWidget:
    page = at.stage.window.customers
    page.show_chart(_boss(at, 4_412))
    chart = page.chart
    if chart is None:
        raise LookupError("no chart")
    until(lambda: chart.person_id != 0)
    center = chart.model.center
    if center is None:
        raise LookupError("nobody in the middle")
    chart.tree.expand(chart.model.index_of(center.children[3]))
    at.stage.settle()
    return chart


def _chart_end(at: Photographer) -> QWidget:
    chart = _chart(at)
    chart.findChild(QTreeView).scrollToBottom()
    return chart


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "person-field": _field,
    "selector-recent": _recent,
    "selector-hits": _hits,
    "selector-nobody": _nobody,
    "selector-long-names": _names,
    "selector-new": _new,
    "reports": _reports,
    "reports-nobody": _no_reports,
    "chart": _chart,
    "chart-end": _chart_end,
}
DARK = ("person-field", "selector-recent", "selector-hits", "chart")
SCALED = ("person-field", "selector-hits", "chart")
