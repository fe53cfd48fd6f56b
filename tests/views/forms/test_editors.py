"""The editors of single values, by what a person types and chooses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.models.fields import Choice, Field, Kind
from app.models.formatting import format_date, own_date_order
from app.views.forms.editor_kit import EditorKit
from tests.views.forms.conftest import type_into


@pytest.fixture
def make(qtbot, tasks, basis):
    kit = EditorKit(basis, tasks)

    def make_editor(kind, **declared):
        editor = kit.make(Field(name="field", label="Field", kind=kind, **declared))
        qtbot.addWidget(editor)
        editor.resize(300, 40)
        editor.show()
        return editor

    yield make_editor
    kit.deleteLater()


@pytest.mark.parametrize(("text", "days"), [("today", 0), ("+90d", 90), ("-2w", -14), ("tomorrow", 1)])
def test_date_is_typed_in_words(make, qtbot, text, days):
    editor = make(Kind.DATE)
    type_into(qtbot, editor.line, text)
    expected = date.today() + timedelta(days=days)
    assert editor.value() == expected
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == format_date(expected, own_date_order())


def test_impossible_date_stays(make, qtbot):
    editor = make(Kind.DATE)
    type_into(qtbot, editor.line, "31.02.")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == "31.02."
    assert editor.value() is None
    assert editor.fault().code == "not_a_date"


def test_calendar_opens_at_the_date_and_sets_it(make, qtbot):
    editor = make(Kind.DATE)
    editor.show_value(date(2026, 3, 1))
    qtbot.mouseClick(editor.calendar_button, Qt.MouseButton.LeftButton)
    assert editor.calendar.selectedDate() == QDate(2026, 3, 1)
    with qtbot.waitSignal(editor.edited):
        editor.calendar.clicked.emit(QDate(2026, 3, 14))
    assert editor.value() == date(2026, 3, 14)
    assert not editor.calendar.isVisible()


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("42", 42, None),
        (" -7 ", -7, None),
        ("", None, None),
        ("4.5", None, "not_a_number"),
        ("9" * 12, None, "number_too_large"),
        ("9" * 5000, None, "not_a_number"),
    ],
)
def test_numbers(make, text, value, fault):
    editor = make(Kind.INTEGER)
    editor.show_raw(text)
    assert editor.value() == value
    assert (editor.fault().code if editor.fault() else None) == fault


def test_tags_are_words_between_commas(make, qtbot):
    editor = make(Kind.TAGS)
    type_into(qtbot, editor.line, " vip ,, two  words,vip")
    assert editor.value() == ("vip", "two words")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.COUNTRY, "germany", "DE"),
        (Kind.COUNTRY, "UK", "GB"),
        (Kind.COUNTRY, "de", "DE"),
        (Kind.COUNTRY, "cote d'ivoire", "CI"),
        (Kind.LANGUAGE, "French", "fr"),
        (Kind.CURRENCY, "eur", "EUR"),
        (Kind.TIME_ZONE, "europe/london", "Europe/London"),
    ],
)
def test_long_lists_are_typed_by_name_or_code(make, qtbot, kind, typed, value):
    editor = make(kind)
    type_into(qtbot, editor.line, typed)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == value
    assert editor.fault() is None


def test_unknown_country_stays_as_typed(make, qtbot):
    editor = make(Kind.COUNTRY)
    type_into(qtbot, editor.line, "Atlantis")
    assert editor.fault().code == "not_listed"
    assert (editor.value(), editor.raw()) == (None, "Atlantis")


def test_open_list_takes_other_text(make, qtbot):
    editor = make(Kind.PICK, pick_list="department", open_list=True)
    type_into(qtbot, editor.line, "Alchemy")
    assert editor.value() == "Alchemy"
    assert editor.fault() is None
    type_into(qtbot, editor.line, "x" * 201)
    assert editor.fault().code == "too_long"


def test_closed_list_offers_its_values_and_nothing(make):
    editor = make(Kind.PICK, pick_list="contact_mode")
    assert [editor.box.itemText(row) for row in range(editor.box.count())] == ["", "E-mail", "Call", "SMS"]
    needed = make(Kind.CHOICE, choices=(Choice("a", "A"), Choice("b", "B")), required=True)
    assert [needed.box.itemData(row) for row in range(needed.box.count())] == ["a", "b"]


def test_wheel_over_a_list_without_focus_changes_nothing(make, qtbot):
    editor = make(Kind.PICK, pick_list="contact_mode")
    editor.show_value("Call")
    center = QPointF(editor.box.rect().center())
    event = QWheelEvent(
        center,
        editor.box.mapToGlobal(center),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    editor.box.clearFocus()
    QApplication.sendEvent(editor.box, event)
    assert editor.value() == "Call"
    assert not event.isAccepted()


def test_long_text_is_left_by_tab_and_keeps_lines(make, qtbot):
    editor = make(Kind.LONG_TEXT, max_length=20)
    editor.activateWindow()
    editor.box.setFocus()
    qtbot.waitUntil(editor.box.hasFocus)
    type_into(qtbot, editor.box, "one")
    qtbot.keyClick(editor.box, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.box, "two")
    assert editor.value() == "one\ntwo"
    with qtbot.waitSignal(editor.committed):
        editor.box.clearFocus()
    editor.show_raw("x" * 21)
    assert editor.fault().code == "too_long"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ITEMS])
def test_every_editor_gives_back_what_it_was_shown(make, kind):
    samples = {
        Kind.YES_NO: True,
        Kind.INTEGER: 7,
        Kind.DECIMAL: Decimal("1234.50"),
        Kind.DATE: date(2026, 1, 31),
        Kind.DATE_TIME: datetime(2026, 1, 31, 14, 30, tzinfo=UTC),
        Kind.TAGS: ("a", "b"),
        Kind.RECORD: 7,
        Kind.IMAGE: 7,
        Kind.COUNTRY: "FR",
        Kind.LANGUAGE: "de",
        Kind.CURRENCY: "USD",
        Kind.TIME_ZONE: "UTC",
        Kind.PICK: "Sales",
        Kind.CHOICE: "a",
    }
    editor = make(kind, pick_list="department", choices=(Choice("a", "A"),), target="customer")
    value = samples.get(kind, "text")
    editor.show_value(value)
    assert editor.value() == value
    raw = editor.raw()
    editor.show_value(None)
    editor.show_raw(raw)
    assert editor.raw() == raw


def test_arrows_in_a_long_list_go_on_from_what_stands_in_it(make, qtbot):
    editor = make(Kind.LANGUAGE)
    names = [editor.box.itemText(row) for row in range(editor.box.count())]
    for value, following in (("de", names[names.index("German") + 1]), (None, names[0])):
        editor.show_value(value)
        editor.box.clearFocus()
        editor.box.setFocus()
        qtbot.keyClick(editor.box, Qt.Key.Key_Down)
        assert editor.line.text() == following
