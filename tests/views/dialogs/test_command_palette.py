"""Going to a record or doing something by typing some letters of its name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.models.values import RecordKey
from app.services.references import Reference
from app.views.dialogs.command_palette import CommandPalette
from tests.views.dialogs.accessible import nameless

ADA = Reference(RecordKey("customer", 2**50 + 1), "Ada Lovelace", "CST1000")
ALAN = Reference(RecordKey("customer", 2**50 + 2), "Alan Turing", "CST1001")


class Desk(QWidget):
    """A window with a line and two acts, whose records answer when they are told to."""

    def __init__(self):
        super().__init__()
        self.done = []
        self.asked = []
        self.line = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.line)
        self.acts = [self._act("&Save", "Ctrl+S"), self._act("Save as draft…"), self._act("Quit")]
        self.palette_ = CommandPalette(lambda words, answer: self.asked.append((words, answer)), self)
        self.palette_.record_chosen.connect(self.done.append)
        self.resize(700, 500)

    def _act(self, text, keys=""):
        action = QAction(text, self)
        action.setShortcut(keys)
        action.triggered.connect(lambda: self.done.append(text))
        return action

    def answer(self, *found):
        words, answer = self.asked[-1]
        answer(found)
        return words


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    qtbot.addWidget(desk)
    QAbstractItemModelTester(desk.palette_.model, QAbstractItemModelTester.FailureReportingMode.Fatal, desk)
    desk.show()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    desk.line.setFocus()
    desk.palette_.summon(desk.acts)
    return desk


def rows(desk):
    return [row.text for row in desk.palette_.model.rows]


def press(desk, qtbot, *keys):
    for key in keys:
        qtbot.keyClick(desk.palette_.line, key)


def test_at_first_it_shows_what_was_opened_lately_and_every_act(desk):
    assert desk.answer(ADA) == ""
    assert rows(desk) == ["Opened lately", "Ada Lovelace", "Acts", "Save", "Save as draft", "Quit"]
    assert desk.palette_.model.rows[3].detail.endswith("S")


def test_an_act_is_done_by_some_letters_and_return(desk, qtbot):
    qtbot.keyClicks(desk.palette_.line, "sd")
    press(desk, qtbot, Qt.Key.Key_Return)
    assert desk.done == ["Save as draft…"]
    assert not desk.palette_.isVisible()
    assert desk.line.hasFocus()


def test_a_record_is_reached_with_the_arrows(desk, qtbot):
    qtbot.keyClicks(desk.palette_.line, "a")
    assert desk.answer(ADA, ALAN) == "a"
    assert rows(desk)[-3:] == ["Records", "Ada Lovelace", "Alan Turing"]
    press(desk, qtbot, Qt.Key.Key_PageDown, Qt.Key.Key_Return)
    assert desk.done == [ALAN.key]


def test_the_cursor_passes_over_headings_and_stays_inside(desk, qtbot):
    desk.answer(ADA)
    press(desk, qtbot, Qt.Key.Key_Up)
    assert desk.palette_.list.currentIndex().row() == 1
    press(desk, qtbot, Qt.Key.Key_Down)
    assert desk.palette_.list.currentIndex().row() == 3
    press(desk, qtbot, Qt.Key.Key_Up)
    assert desk.palette_.list.currentIndex().row() == 1
    press(desk, qtbot, *[Qt.Key.Key_Down] * 9)
    assert desk.palette_.list.currentIndex().row() == 5


def test_an_answer_to_what_was_typed_before_is_dropped(desk, qtbot):
    qtbot.keyClicks(desk.palette_.line, "al")
    _, late = desk.asked[-2]
    desk.answer(ALAN)
    late([ADA])
    assert "Ada Lovelace" not in rows(desk)
    assert "Alan Turing" in rows(desk)


def test_esc_leaves_everything_as_it_was(desk, qtbot):
    press(desk, qtbot, Qt.Key.Key_Escape)
    assert not desk.palette_.isVisible()
    assert desk.line.hasFocus()
    desk.answer(ADA)
    assert desk.done == []


def test_a_click_elsewhere_sends_it_away(desk, qtbot):
    desk.line.setFocus()
    assert not desk.palette_.isVisible()
    assert desk.line.hasFocus()


def test_acts_that_cannot_be_done_now_are_absent(desk):
    desk.palette_.dismiss()
    desk.acts[0].setEnabled(False)
    desk.acts[2].setVisible(False)
    desk.palette_.summon(desk.acts)
    assert rows(desk) == ["Acts", "Save as draft"]


def test_it_stays_inside_a_small_window(desk, qtbot):
    desk.resize(240, 160)
    qtbot.waitUntil(lambda: desk.rect().contains(desk.palette_.geometry()))


def test_nothing_found_chooses_nothing(desk, qtbot):
    qtbot.keyClicks(desk.palette_.line, "zzz")
    desk.answer()
    press(desk, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert desk.done == []
    assert desk.palette_.isVisible()


def test_every_control_has_a_name(desk):
    assert nameless(desk.palette_) == []


def test_what_had_the_focus_may_go_meanwhile(desk, qtbot):
    with qtbot.waitSignal(desk.line.destroyed):
        desk.line.deleteLater()
    qtbot.keyClick(desk.palette_.line, Qt.Key.Key_Escape)
    assert not desk.palette_.isVisible()


def test_the_menu_of_the_line_leaves_the_palette_open(desk, qtbot):
    line = desk.palette_.line
    place = line.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, line.mapToGlobal(place))
    QApplication.sendEvent(line, event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    assert desk.palette_.isVisible()
    QApplication.activePopupWidget().close()
    assert desk.palette_.isVisible()
