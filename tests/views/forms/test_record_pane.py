"""The pane as a person uses it: reading, going over to the form and back, and what can be done with a record."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.models.customer import CUSTOMER, EXTERNAL, INTERNAL
from app.models.values import Content
from app.services.customers import save_customer
from app.services.pick_lists import add_value
from app.services.trash import move_to_trash
from tests.factories import address, customer_content, email, phone, stored_customer
from tests.views.forms.conftest import type_into


def test_record_opens_for_reading_with_live_links(hands, pane, database):
    ada = stored_customer(database, customer_content("Ada Lovelace", phones=[phone()], emails=[email()]))
    hands.open(ada)

    assert pane.pages.head.name_label.full_text() == "Ada Lovelace"
    assert "tel:+442079460000" in pane.pages.head.links_label.text()
    assert "mailto:ada@example.com" in pane.pages.head.links_label.text()
    assert "ada@example.com" in pane.pages.view.toPlainText()
    assert not pane.is_editing()


def test_following_the_manager_wants_that_record(hands, pane, qtbot, database):
    grace = stored_customer(database, customer_content("Grace Hopper"))
    ada = stored_customer(database, customer_content("Ada Lovelace", kind=INTERNAL, manager_id=grace.id))
    hands.open(ada)
    with qtbot.waitSignal(pane.record_wanted) as wanted:
        pane.pages.view.anchorClicked.emit(f"record:customer/{grace.id}")
    assert wanted.args == [grace.key]


def test_new_customer_is_saved_with_a_code_and_parsed_name(hands, pane, qtbot, company_id, stored):
    hands.start(INTERNAL, company_id)
    assert not pane.pages.foot.save_button.isEnabled()
    hands.type("full_name", "Dr. Ada King Lovelace")
    assert pane.pages.foot.save_button.isEnabled()
    with qtbot.waitSignal(pane.saved) as saved:
        hands.click(pane.pages.foot.save_button)

    assert saved.args[0].is_new
    record = stored(saved.args[0].record.id)
    assert record.values["customer_code"] == "CST1000"
    assert (record.values["pre"], record.values["first"], record.values["last"]) == ("Dr.", "Ada", "Lovelace")
    assert record.values["kind"] == INTERNAL
    assert not pane.is_dirty()
    assert not pane.pages.foot.save_button.isEnabled()


def test_escape_goes_back_to_reading_and_then_closes(hands, pane, qtbot, database):
    hands.edit(stored_customer(database))
    qtbot.keyClick(pane.focusWidget(), Qt.Key.Key_Escape)
    assert not pane.is_editing()
    with qtbot.waitSignal(pane.closed):
        qtbot.keyClick(pane.pages.view, Qt.Key.Key_Escape)


def test_save_and_close_shows_the_record_and_closes(hands, pane, qtbot, database, stored):
    ada = stored_customer(database)
    hands.edit(ada)
    hands.type("tags", "vip")
    with qtbot.waitSignal(pane.closed):
        hands.click(pane.pages.foot.save_close_button)
    assert not pane.is_editing()
    assert "vip" in pane.pages.view.toPlainText()


def test_trashed_record_is_shown_but_not_edited(hands, pane, database, actor):
    ada = stored_customer(database)
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    hands.open(ada)
    assert pane.pages.head.facts_label.full_text().endswith("in the trash")
    assert not pane.pages.foot.edit_button.isEnabled()


def test_record_that_is_gone_says_so(pane, qtbot):
    pane.show_record(1)
    qtbot.waitUntil(lambda: "no longer" in pane.pages.empty_label.text())


def test_edit_right_after_opening_waits_for_the_record(pane, qtbot, database):
    ada = stored_customer(database)
    pane.show_record(ada.id)
    pane.edit()
    qtbot.waitUntil(pane.is_editing)
    assert pane.form.boxes["full_name"].editor.line.text() == "Ada Lovelace"


def test_actions_copy_the_code_and_the_record(hands, pane, database):
    ada = stored_customer(database, customer_content("Ada Lovelace", customer_code="X1", addresses=[address()]))
    hands.open(ada)
    pane.acts.copy_code.trigger()
    assert QGuiApplication.clipboard().text() == "X1"
    pane.acts.copy_text.trigger()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Ada Lovelace\n")
    assert "12 High Street" in text


def test_any_name_can_be_pasted(hands, pane, qtbot, company_id, stored):
    hands.start(EXTERNAL, company_id)
    line = hands.editor("full_name").line
    for text in ("A" * 10_000, "nul\0nul", "\u202eevil", "👩‍👩‍👧‍👦 " * 500):
        QGuiApplication.clipboard().setText(text)
        type_into(qtbot, line, "")
        line.paste()
    assert "too long" in hands.message("full_name")
    hands.refuse()
    QGuiApplication.clipboard().setText("Ada\0 \u202eLovelace 👩‍👩‍👧")
    type_into(qtbot, line, "")
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    hands.save()
    assert stored(pane.record_id()).values["full_name"] == "Ada Lovelace 👩‍👩‍👧"


def test_refresh_shows_what_others_saved_but_not_over_a_form(hands, pane, qtbot, database, actor):
    ada = stored_customer(database)
    hands.open(ada)
    with database.writing() as connection:
        saved = save_customer(connection, 0, ada, Content({"tags": ("theirs",)}), actor=actor)
    pane.refresh()
    qtbot.waitUntil(lambda: "theirs" in pane.pages.view.toPlainText())
    hands.edit(saved.record)
    hands.type("tags", "mine")
    pane.refresh()
    assert pane.is_dirty()
    assert hands.editor("tags").line.text() == "mine"


def test_esc_closes_a_calendar_and_not_the_form(hands, pane, qtbot, database):
    hands.edit(stored_customer(database, customer_content("Ada", kind=EXTERNAL)))
    hands.type("nickname", "x")
    editor = hands.editor("last_survey_date")
    hands.click(editor.calendar_button)
    assert editor.calendar.isVisible()
    qtbot.keyClick(editor.calendar.windowHandle(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not editor.calendar.isVisible())
    assert pane.is_editing()
    assert not hands.is_asked()


def test_what_is_selected_to_copy_stays_selected_when_nothing_changed(hands, pane, qtbot, database):
    ada = stored_customer(database, customer_content("Ada", addresses=[address()]))
    pane.show_record(ada.id)
    qtbot.waitUntil(lambda: "London" in pane.pages.view.toPlainText())
    pane.pages.view.selectAll()
    with qtbot.waitSignal(pane.state_changed):
        pane.refresh()
    assert "London" in pane.pages.view.textCursor().selectedText()


def test_a_new_record_over_an_unchanged_form_once_a_pick_list_has_grown(
    hands, pane, qtbot, database, company_id, actor
):
    hands.edit(stored_customer(database))
    with database.writing() as connection:
        add_value(connection, "site", "Brand new", actor=actor)
    pane.new_record(EXTERNAL, company_id)
    qtbot.waitUntil(lambda: pane.is_editing() and not pane.record_id())
    hands.type("full_name", "Grace Hopper")
    assert pane.is_dirty()
    hands.save()
    assert pane.pages.head.name_label.full_text() == "Grace Hopper"


def test_asking_twice_for_the_form_opens_it_once(hands, pane, qtbot, database):
    ada = stored_customer(database)
    hands.open(ada)
    pane.edit()
    pane.edit()
    qtbot.waitUntil(pane.is_editing)
    hands.type("tags", "vip")
    with qtbot.waitSignal(pane.closed):
        pane.acts.save_and_close.trigger()
    assert not pane.is_editing()
    states = []
    pane.state_changed.connect(lambda: states.append(pane.is_entering()))
    pane.refresh()
    qtbot.waitUntil(lambda: bool(states))
    assert states == [False]


def test_what_was_wanted_of_one_file_is_not_shown_of_the_next(hands, pane, qtbot, tasks, database, company_id):
    ada = stored_customer(database)
    for want in (partial(pane.show_record, ada.id), partial(pane.new_record, EXTERNAL, company_id)):
        want()
        pane.put_away()
        qtbot.waitUntil(tasks.is_idle)
        assert (pane.record_id(), pane.is_editing(), pane.is_entering()) == (0, False, False)


def test_the_past_of_a_record_is_put_away_with_it(hands, pane, qtbot, database, actor):
    ada = stored_customer(database)
    hands.open(ada)
    pane.pages.tabs.setCurrentWidget(pane.pages.history)
    history = pane.pages.history
    qtbot.waitUntil(lambda: history.list.currentIndex().isValid())
    qtbot.keyClick(history.list, Qt.Key.Key_Return)
    qtbot.waitUntil(history.past.isVisible)
    pane.put_away()
    hands.open(ada)
    assert history.list.isVisible()
