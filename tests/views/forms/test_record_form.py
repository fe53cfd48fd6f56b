"""The form that the catalogue makes, for every type of record."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.models.company import COMPANY
from app.models.customer import CUSTOMER, EXTERNAL, INTERNAL
from app.models.fields import Field, Kind
from app.models.interaction import INTERACTION
from app.models.pick_lists import PICK_VALUE
from app.models.values import Content
from app.settings import CLOSED_SECTIONS, Settings
from app.views.forms.record_form import RecordForm
from tests.factories import address, customer_content, email, phone, stored_customer


@pytest.fixture
def make_form(qtbot, tasks, basis):
    def make(record_type=CUSTOMER, kind=INTERNAL, kept=None):
        form = RecordForm(record_type, kind, basis, tasks, kept or Settings())
        qtbot.addWidget(form)
        form.resize(420, 900)
        form.show()
        form.show_new()
        return form

    return make


@pytest.mark.parametrize("record_type", [COMPANY, PICK_VALUE, CUSTOMER], ids=lambda one: one.name)
def test_every_field_that_people_set_has_an_editor(make_form, record_type):
    form = make_form(record_type)
    expected = {
        field.name for section in record_type.sections for field in record_type.in_section(section.name) if field.edited
    }
    assert set(form.boxes) == expected
    assert not form.is_dirty()


def test_new_field_appears_by_its_declaration(make_form):
    with_pager = CUSTOMER.with_fields(Field(name="pager", label="Pager", section="contact"))
    form = make_form(with_pager)
    form.boxes["pager"].editor.line.setText("42")
    assert form.is_dirty()
    assert form.content(everything=False) == Content({"pager": "42"})


@pytest.mark.parametrize("record_type", [COMPANY, PICK_VALUE, CUSTOMER], ids=lambda one: one.name)
def test_every_control_has_a_name_and_a_place_in_the_order(make_form, record_type):
    form = make_form(record_type)
    if record_type is CUSTOMER:
        form.boxes["addresses"].editor.add_row()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    controls = [widget for widget in form.findChildren(QWidget) if isinstance(widget, kinds)]
    nameless = [
        control
        for control in controls
        if not control.accessibleName()
        and control.isVisible()
        and control.objectName() != "qt_lineedit_clear_button"
        and control.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert not nameless


def test_tab_goes_through_the_fields_as_they_are_read(make_form, qtbot):
    form = make_form()
    form.boxes["image"].hide()  # without a picture, one of its two buttons can't be pressed
    form.focus_first()
    visited = [form.focusWidget()]
    for _ in range(8):
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
        visited.append(form.focusWidget())
    names = ["full_name", "pre", "first", "middle", "last", "suffix", "nickname", "customer_code", "customer_status"]
    assert visited == [form.boxes[name].editor.controls()[0] for name in names]


def test_sections_fold_and_stay_folded(make_form, qtbot):
    kept = Settings()
    form = make_form(kept=kept)
    section = form.sections["contact"]
    qtbot.mouseClick(section.heading, Qt.MouseButton.LeftButton)
    assert not section.content.isVisible()
    assert kept.get(CLOSED_SECTIONS) == ["customer/contact"]
    assert not make_form(kept=kept).sections["contact"].is_open()
    qtbot.keyClick(section.heading, Qt.Key.Key_Space)
    assert section.content.isVisible()


def test_what_is_shown_comes_back_the_same(make_form, database):
    content = customer_content(
        "Ada Lovelace",
        kind=EXTERNAL,
        tags=("vip", "math"),
        preferred_language="pt-BR",
        time_zone="Europe/London",
        phones=[phone(is_primary=True), phone("letters", label="Fax", e164=None, national=None)],
        emails=[email()],
        addresses=[address(), address(type="shipping", same_as_billing=True, street=None, city=None, country=None)],
    )
    record = stored_customer(database, content)
    form = make_form(kind=EXTERNAL)
    form.show_content(record.content, {})
    assert not form.is_dirty()
    assert form.content(everything=False) == Content()
    everything = form.content(everything=True)
    assert everything.values == {name: record.values[name] for name in form.boxes if name in record.values}
    for name, items in everything.items.items():
        for shown, kept in zip(items, record.items[name], strict=True):
            assert shown.id == kept.id
            assert shown.values == {part: kept.values[part] for part in shown.values}


def test_value_that_is_no_longer_offered_stays(make_form, database):
    record = stored_customer(database, customer_content(department="Alchemy", preferred_language="xx-gone"))
    form = make_form()
    form.show_content(record.content, {})
    assert form.boxes["department"].editor.value() == "Alchemy"
    assert form.boxes["preferred_language"].editor.value() == "xx-gone"
    assert not form.faults()


def test_recommended_and_needed_fields_are_marked(make_form):
    form = make_form()
    assert form.boxes["department"].label.text() == "Department •"
    assert "Recommended" in form.boxes["department"].editor.controls()[0].accessibleDescription()
    assert form.boxes["customer_status"].label.text() == "Status *"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.dictionaries(st.sampled_from(["full_name", "last_survey_date", "tags", "time_zone", "sla_level"]), st.text()))
def test_any_text_survives_as_a_draft(make_form_once, texts):
    form = make_form_once
    form.show_new()
    form.show_texts(texts)
    kept = form.texts()
    form.show_new()
    form.show_texts(kept)
    assert form.texts() == kept


@pytest.fixture
def make_form_once(make_form):
    return make_form()


def test_a_picture_that_nobody_touched_is_left_alone(make_form):
    form = make_form()
    assert form.boxes["image"].isVisible()
    assert "image" not in form.content(everything=False).values
    assert form.boxes["image"].field.kind is Kind.IMAGE


def test_wide_form_has_two_columns_read_one_after_the_other(make_form, qtbot):
    form = make_form()
    form.resize(1100, 900)
    qtbot.waitUntil(lambda: form.sections["service"].x() > form.sections["identification"].x())
    assert form.sections["identification"].x() == form.sections["employment"].x()
    form.resize(420, 900)
    qtbot.waitUntil(lambda: form.sections["service"].x() == form.sections["identification"].x())


def test_a_card_number_is_masked_at_once_wherever_it_is_typed_or_pasted(make_form, qtbot):
    form = make_form()
    form.focus_first()
    title, phones = form.boxes["title"], form.boxes["phones"].editor
    title.editor.line.setFocus()
    qtbot.keyClicks(title.editor.line, "4111 1111 1111 1111")
    assert title.editor.raw() == "4111 11•• •••• 1111"
    qtbot.keyClicks(title.editor.line, " 12")  # the cursor stays where it was, and so does what was said
    assert title.editor.raw() == "4111 11•• •••• 1111 12"
    assert title.message.text().startswith("A card number was masked")
    qtbot.keyClick(title.editor.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(title.editor.line, "Countess")
    assert not title.message.text()
    row = phones.rows[0]
    QGuiApplication.clipboard().setText("378282246310005")
    qtbot.keyClick(row.controls()[1], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert row.boxes["number"].editor.raw() == "378282•••••0005"
    assert row.boxes["number"].message.text().startswith("A card number was masked")
    interaction = make_form(INTERACTION, "")
    details, channel = interaction.boxes["details"], interaction.boxes["channel"]
    qtbot.keyClicks(details.editor.box, "4111 1111 1111 11111")
    assert details.editor.raw() == "4111 11•• •••• 11111"
    QGuiApplication.clipboard().setText("call\n5555 5555 5555 4444\nthanks")
    qtbot.keyClick(details.editor.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert details.editor.raw() == "4111 11•• •••• 11111call\n5555 55•• •••• 4444\nthanks"
    qtbot.keyClicks(channel.editor.line, "5555-5555-5555-4444!")
    assert channel.editor.raw() == "5555-55••-••••-4444!"
