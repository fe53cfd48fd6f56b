"""Whoever can't see the window hears of every control what it is, and Tab goes through a form as it is read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.errors import ServerError, ServerProblem
from app.models.customer import EXTERNAL, INTERNAL
from app.models.merge import Conflict
from app.models.servers import parse_address
from app.services.trash import PurgeImpact
from app.views.dialogs.backups_dialog import BackupsDialog
from app.views.dialogs.columns_dialog import ColumnsDialog
from app.views.dialogs.command_palette import CommandPalette
from app.views.dialogs.companies_dialog import CompaniesDialog
from app.views.dialogs.connect_dialog import ConnectDialog
from app.views.dialogs.crash_dialog import CrashDialog
from app.views.dialogs.image_manager import ImageManager
from app.views.dialogs.keys_dialog import KeysDialog
from app.views.dialogs.pick_lists_dialog import PickListsDialog
from app.views.dialogs.picture_editor import PictureEditor
from app.views.dialogs.purge_question import PurgeQuestion
from app.views.dialogs.recovered_dialog import RecoveredDialog
from app.views.dialogs.refused_dialog import RefusedDialog
from app.views.dialogs.sign_in_again import SignInAgain
from app.views.dialogs.sign_out_dialog import SignOutDialog
from app.views.dialogs.undo_list import UndoList
from app.views.dialogs.welcome import Welcome
from app.views.forms.conflict_dialog import ConflictDialog
from app.views.record_window import RecordWindow
from app.views.session_cover import SessionCover
from tests.factories import address, customer_content, email, phone, stored_customer
from tests.stage import Stage, until

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
_PARTS_OF_OTHERS = (QScrollBar, QHeaderView)
"""Read out as parts of the control that they belong to."""


@pytest.fixture
def customer_id(database: object) -> int:
    """A customer with one of everything."""
    content = customer_content("Ada Lovelace", phones=[phone()], emails=[email()], addresses=[address()])
    return stored_customer(database, content).id


def nameless(window: QWidget) -> list[str]:
    """The controls in a window that a screen reader has no name for."""
    controls = [widget for widget in window.findChildren(QWidget) if _is_control(widget)]
    assert controls
    return [_description(control) for control in controls if not _name(control)]


def _is_control(widget: QWidget) -> bool:
    if not isinstance(widget, _CONTROLS) or isinstance(widget, _PARTS_OF_OTHERS):
        return False
    if isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QLineEdit):  # speak through it
        return False
    return not widget.objectName().startswith("qt_") and not _belongs_to_popup(widget)


def _belongs_to_popup(widget: QWidget) -> bool:
    return widget.window().windowType() == Qt.WindowType.Popup


def _name(control: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(control)
    return interface.text(QAccessible.Text.Name).strip()


def _description(control: QWidget) -> str:
    parents = []
    parent = control.parentWidget()
    while parent is not None:
        parents.append(type(parent).__name__)
        parent = parent.parentWidget()
    return f"{type(control).__name__} in {' < '.join(parents[:4])}"


def test_the_window_and_its_list(stage: Stage) -> None:
    stage.window.customers.list.filters.open()

    assert nameless(stage.window) == []


@pytest.mark.parametrize("kind", [INTERNAL, EXTERNAL])
def test_the_form(stage: Stage, kind: str) -> None:
    stage.new(kind)

    assert nameless(stage.window) == []


def test_a_record_that_is_read_and_edited(customer_id: int, stage: Stage) -> None:
    stage.view(customer_id)
    assert nameless(stage.window) == []

    stage.edit(customer_id)
    assert nameless(stage.window) == []


def test_a_record_in_its_own_window(customer_id: int, stage: Stage) -> None:
    stage.window.customers.open_window(customer_id)
    window: RecordWindow = stage.window.customers.windows[0]
    until(lambda: window.pane.record_id() == customer_id)

    assert nameless(window) == []


def test_the_bars_that_nothing_is_lost(stage: Stage) -> None:
    stage.window.safety.unsaved.bar.say("Unsaved text was kept.")
    stage.window.safety.browsing.bar.say("You are looking at a backup.")
    stage.window.status.offer("Undo discard", lambda: None)

    assert nameless(stage.window) == []


def test_a_lost_connection(stage: Stage) -> None:
    stage.tasks.lost_work.lost.emit(ServerError(ServerProblem.WRONG_PASSWORD))
    stage.window.connection.show_standing()
    until(stage.window.connection.bar.isVisible)

    assert nameless(stage.window) == []


def _companies(stage: Stage) -> QWidget:
    return CompaniesDialog(stage.tasks, stage.settings, stage.window)


def _connect(stage: Stage) -> QWidget:
    return ConnectDialog(stage.tasks, stage.settings, stage.window)


def _sign_in_again(stage: Stage) -> QWidget:
    return SignInAgain(stage.tasks, parse_address("postgresql://ada@db.example/desk"), stage.window)


def _pick_lists(stage: Stage) -> QWidget:
    assert stage.window.place is not None
    return PickListsDialog(stage.tasks, stage.jobs, stage.window.place, stage.window)


def _pictures(stage: Stage) -> QWidget:
    assert stage.window.place is not None
    return ImageManager(stage.tasks, stage.jobs, stage.window.place, stage.window, chooses=True)


def _picture_editor(stage: Stage) -> QWidget:
    return PictureEditor(QImage(40, 30, QImage.Format.Format_RGB32), "Ada", stage.window)


def _refused(stage: Stage) -> QWidget:
    return RefusedDialog((), stage.window)


def _recovered(stage: Stage) -> QWidget:
    return RecoveredDialog(stage.window)


def _backups(stage: Stage) -> QWidget:
    return BackupsDialog(Path("customers.deskbook"), stage.window)


def _palette(stage: Stage) -> QWidget:
    return CommandPalette(lambda words, then: None, stage.window)


def _columns(stage: Stage) -> QWidget:
    return ColumnsDialog(stage.window.customers.list.columns, stage.window)


def _keys(stage: Stage) -> QWidget:
    return KeysDialog(stage.window.actions_.groups, stage.window)


def _welcome(stage: Stage) -> QWidget:
    return Welcome(["/somewhere/customers.deskbook"], stage.jobs, stage.window)


def _crash(stage: Stage) -> QWidget:
    return CrashDialog("a report", stage.window)


def _conflict(stage: Stage) -> QWidget:
    stage.new(EXTERNAL)
    form = stage.window.customers.pane.form
    assert form is not None
    conflicts = [Conflict("nickname", 0, "theirs", "mine", "original")]
    return ConflictDialog(form.record_type, conflicts, "Grace", form.basis, {}, stage.window)


def _undo_list(stage: Stage) -> QWidget:
    return UndoList(stage.tasks, stage.window)


def _purge_question(stage: Stage) -> QWidget:
    return PurgeQuestion(PurgeImpact(12, "", 3), stage.window)


def _together(stage: Stage) -> QWidget:
    until(lambda: stage.window.together.presence.seen is not None)
    stage.window.together.show_dialog()
    dialog = stage.window.together.dialog
    assert dialog is not None
    return dialog


def _sign_out(stage: Stage) -> QWidget:
    return SignOutDialog(stage.window, is_asked=True)


def _cover(stage: Stage) -> QWidget:
    cover = SessionCover(stage.window)
    cover.say("desk", "The session is over.", "Everything is still here.", "password of ada")
    cover.quit_wanted.connect(cover.let_close)
    return cover


_DIALOGS = [
    _together,
    _sign_out,
    _cover,
    _companies,
    _connect,
    _sign_in_again,
    _pick_lists,
    _pictures,
    _picture_editor,
    _refused,
    _recovered,
    _backups,
    _palette,
    _columns,
    _keys,
    _welcome,
    _crash,
    _conflict,
    _undo_list,
    _purge_question,
]


def test_the_history_and_a_record_as_it_was(customer_id: int, stage: Stage) -> None:
    stage.view(customer_id)
    pane = stage.window.customers.pane
    pane.pages.tabs.setCurrentWidget(pane.pages.history)
    until(lambda: pane.pages.history.model.rowCount() > 0)
    pane.pages.history.show_past()
    until(lambda: pane.pages.history.stack.currentIndex() == 1)
    assert nameless(stage.window) == []


def test_the_trash(customer_id: int, stage: Stage) -> None:
    stage.window.past.move_to_trash("customer", [customer_id])
    stage.settle()
    stage.window.go_to("trash")
    until(lambda: stage.window.past.trash.list.model.rowCount() == 1)
    stage.window.past.trash.view(customer_id)
    until(lambda: stage.window.past.trash.pane.record_id() == customer_id)
    assert nameless(stage.window) == []


@pytest.mark.parametrize("make", _DIALOGS, ids=lambda make: make.__name__[1:])
def test_every_dialog(stage: Stage, make: Callable[[Stage], QWidget]) -> None:
    dialog = make(stage)
    dialog.show()
    stage.settle()

    assert nameless(dialog) == []
    dialog.close()


@pytest.mark.parametrize("kind", [INTERNAL, EXTERNAL])
def test_tab_goes_through_the_form_as_it_is_read(stage: Stage, qtbot: QtBot, kind: str) -> None:
    stage.new(kind)
    form = stage.window.customers.pane.form
    assert form is not None

    reached, places = [], []
    while (control := QApplication.focusWidget()) is not None and form.isAncestorOf(control):
        assert control not in reached, f"Tab goes in circles at {_name(control)}"
        reached.append(control)
        places.append(control.mapTo(form, QPoint(0, control.height() // 2)))
        qtbot.keyClick(control, Qt.Key.Key_Tab)

    sections = form.sections.values()
    editors = [control for box in form.boxes.values() for control in box.editor.controls()]
    stops = {section.heading for section in sections} | set(editors) | {form.all_fields_box}
    first = next(iter(sections)).heading  # the form begins in the first field, behind it
    assert {stop for stop in stops if stop.isVisibleTo(form) and stop.isEnabled()} - {first} <= set(reached)
    backwards = [(one.toTuple(), other.toTuple()) for one, other in pairwise(places) if _is_before(other, one)]
    assert backwards == []


def _is_before(one: QPoint, other: QPoint) -> bool:
    """Whether it is read earlier: clearly higher, or at the same height and further to the left."""
    if abs(one.y() - other.y()) > _SAME_LINE:
        return one.y() < other.y()
    return one.x() < other.x()


_SAME_LINE = 8
