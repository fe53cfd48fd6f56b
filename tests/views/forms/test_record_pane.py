"""The pane as a person uses it: reading, editing, saving, and every way out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from app.models.customer import CUSTOMER, EXTERNAL, INTERNAL
from app.models.merge import Side
from app.models.values import Content, Item
from app.services.customers import save_customer
from app.services.drafts import list_drafts, read_draft
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
        pane.pages.view.anchorClicked.emit(f"record:{grace.id}")
    assert wanted.args == [grace.id]


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


def test_saving_twice_makes_one_customer(hands, pane, company_id, database, stored):
    hands.start(EXTERNAL, company_id)
    hands.type("full_name", "Ada Lovelace")
    rows = hands.editor("phones").rows
    type_into(hands.qtbot, rows[0].boxes["number"].editor.line, "212 555 0123")
    hands.save()
    hands.type("full_name", "Ada King")
    hands.save()

    record = stored(pane.record_id())
    assert record.version == 2
    assert record.values["full_name"] == "Ada King"
    assert [item.values["number"] for item in record.items["phones"]] == ["212 555 0123"]


def test_only_what_was_changed_is_written(hands, pane, database, stored, actor):
    ada = stored_customer(database, customer_content("Ada Lovelace", sla_level="gold"))
    hands.edit(ada)
    hands.type("tags", "vip, math")
    with database.writing() as connection:  # somebody else touches another field meanwhile
        save_customer(connection, 0, ada, Content({"sla_level": "silver"}), actor=actor)
    hands.save()

    record = stored(ada.id)
    assert record.values["tags"] == ("vip", "math")
    assert record.values["sla_level"] == "silver"


def test_impossible_date_stays_as_typed_and_is_refused(hands, pane, database, stored):
    ada = stored_customer(database)
    hands.edit(ada)
    hands.type("last_survey_date", "31.02.")
    hands.leave_field()
    assert "no date" in hands.message("last_survey_date")
    hands.refuse()

    assert hands.editor("last_survey_date").line.text() == "31.02."
    assert pane.focusWidget() is hands.editor("last_survey_date").line
    assert stored(ada.id).version == 1


def test_rules_of_the_record_are_said_at_their_fields(hands, pane, company_id):
    hands.start(INTERNAL, company_id)
    hands.type("network_id", "ada")
    hands.refuse()

    assert hands.message("full_name") == "This is needed."
    assert pane.focusWidget() is hands.editor("full_name").line
    assert pane.pages.banner.text()
    assert pane.is_dirty()


def test_wrong_email_is_said_in_its_row(hands, pane, database):
    ada = stored_customer(database, customer_content(emails=[email()]))
    hands.edit(ada)
    editor = hands.editor("emails")
    hands.click(editor.add_button)
    type_into(hands.qtbot, editor.rows[1].boxes["address"].editor.line, "nonsense")
    hands.refuse()

    assert "@" in editor.rows[1].boxes["address"].message.text()
    assert not editor.rows[0].boxes["address"].message.text()
    assert pane.focusWidget() is editor.rows[1].boxes["address"].editor.line


def test_taken_code_is_said_while_typing_and_the_other_can_be_opened(hands, pane, qtbot, database, company_id):
    ada = stored_customer(database, customer_content("Ada Lovelace", customer_code="VIP1"))
    hands.start(EXTERNAL, company_id)
    hands.type("customer_code", "vip1")
    qtbot.waitUntil(lambda: "Ada Lovelace" in hands.message("customer_code"))
    hands.pane.session.form.boxes["customer_code"].message.link_clicked.emit()
    with qtbot.waitSignal(pane.record_wanted) as wanted:
        hands.answer("Discard")
    assert wanted.args == [ada.id]


def test_shared_email_warns_but_is_saved(hands, pane, database, company_id, stored):
    stored_customer(database, customer_content("Grace Hopper", emails=[email("desk@example.com")]))
    hands.start(EXTERNAL, company_id)
    hands.type("full_name", "Ada Lovelace")
    row = hands.editor("emails").rows[0]
    type_into(hands.qtbot, row.boxes["address"].editor.line, "desk@example.com")
    hands.save()

    assert "Grace Hopper" in row.boxes["address"].message.text()
    assert pane.pages.banner.text().startswith("Stored")
    assert stored(pane.record_id()).items["emails"][0].values["address"] == "desk@example.com"


def test_leaving_asks_and_each_answer_does_what_it_says(hands, pane, qtbot, database, stored):
    ada = stored_customer(database)
    done: list[str] = []
    hands.edit(ada)
    pane.leave(partial(done.append, "clean"))
    assert done == ["clean"]

    hands.type("tags", "vip")
    pane.leave(partial(done.append, "kept"))
    hands.answer("Keep editing")
    assert done == ["clean"]
    assert pane.is_dirty()

    pane.leave(partial(done.append, "discarded"))
    hands.answer("Discard")
    assert done[-1] == "discarded"
    assert not pane.is_dirty()

    hands.type("tags", "vip")
    pane.leave(partial(done.append, "saved"))
    hands.answer("Save")
    qtbot.waitUntil(lambda: done[-1] == "saved")
    assert stored(ada.id).values["tags"] == ("vip",)


def test_leaving_by_save_stays_if_the_save_is_refused(hands, pane, qtbot, company_id):
    done: list[str] = []
    hands.start(INTERNAL, company_id)
    hands.type("network_id", "ada")
    pane.leave(partial(done.append, "left"))
    with qtbot.waitSignal(pane.said):
        hands.answer("Save")
    assert not done
    assert pane.is_dirty()


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


def test_revert_goes_back_after_a_question(hands, pane, database):
    ada = stored_customer(database, customer_content("Ada Lovelace", phones=[phone()]))
    hands.edit(ada)
    before = pane.form.texts()
    hands.type("full_name", "Somebody Else")
    hands.click(hands.editor("phones").rows[0].remove_button)
    hands.click(pane.pages.foot.revert_button)
    hands.answer("Revert")
    assert pane.form.texts() == before
    assert not pane.is_dirty()


def test_draft_keeps_everything_and_becomes_a_customer(hands, pane, qtbot, company_id, database, actor, stored):
    hands.start(EXTERNAL, company_id)
    hands.type("full_name", "Ada Lovelace")
    hands.type("last_survey_date", "31.02.")
    type_into(qtbot, hands.editor("phones").rows[0].boxes["number"].editor.line, "letters")
    with qtbot.waitSignal(pane.draft_saved) as kept:
        hands.click(pane.pages.foot.draft_button)
    assert not pane.is_dirty()
    with database.reading() as connection:
        assert read_draft(connection, kept.args[0]).texts["last_survey_date"] == "31.02."

    hands.start(EXTERNAL, company_id)
    pane.open_draft(kept.args[0])
    qtbot.waitUntil(lambda: pane.form.display_name() == "Ada Lovelace")
    assert hands.editor("last_survey_date").line.text() == "31.02."
    assert hands.editor("phones").rows[0].boxes["number"].editor.line.text() == "letters"
    hands.type("last_survey_date", "today")
    hands.save()

    assert stored(pane.record_id()).values["full_name"] == "Ada Lovelace"
    with database.reading() as connection:
        assert list_drafts(connection, actor=actor) == ()


def test_both_sides_of_a_conflict_are_shown_and_the_choice_is_stored(hands, pane, qtbot, database, stored, actor):
    ada = stored_customer(database, customer_content("Ada Lovelace", network_id="ada", kind=INTERNAL))
    hands.edit(ada)
    hands.type("network_id", "mine")
    hands.type("title", "Analyst")
    with database.writing() as connection:
        theirs = Content({"network_id": "theirs", "title": "Countess"})
        save_customer(connection, 0, ada, theirs, actor=actor)
    hands.click(pane.pages.foot.save_button)
    qtbot.waitUntil(lambda: pane.session.saving.dialog is not None)
    dialog = pane.session.saving.dialog
    assert not dialog.save_button.isEnabled()
    by_field = {conflict.field: group for conflict, group in zip(dialog.conflicts, dialog.groups, strict=True)}
    hands.click(by_field["network_id"].button(list(Side).index(Side.MINE)))
    hands.click(by_field["title"].button(list(Side).index(Side.THEIRS)))
    with qtbot.waitSignal(pane.saved):
        hands.click(dialog.save_button)

    record = stored(ada.id)
    assert (record.values["network_id"], record.values["title"]) == ("mine", "Countess")
    assert hands.editor("title").line.text() == "Countess"


def test_a_name_and_a_number_are_asked_about_once_each(hands, pane, qtbot, database, stored, actor):
    ada = stored_customer(database, customer_content("Ada Byron", phones=[phone()], first="Ada", last="Byron"))
    hands.edit(ada)
    hands.type("full_name", "Adele Byron")
    number = hands.editor("phones").rows[0].boxes["number"].editor.line
    number.clear()
    qtbot.keyClicks(number, "+44 20 7946 0002")
    with database.writing() as connection:
        (theirs,) = ada.items["phones"]
        theirs = Item({**theirs.values, "number": "+44 20 7946 0001"}, theirs.id)
        save_customer(connection, 0, ada, Content({"full_name": "Ada King"}, {"phones": (theirs,)}), actor=actor)
    hands.click(pane.pages.foot.save_button)
    qtbot.waitUntil(lambda: pane.session.saving.dialog is not None)
    dialog = pane.session.saving.dialog
    assert [(one.field, one.part) for one in dialog.conflicts] == [("full_name", ""), ("phones", "number")]
    dialog.choose_all(Side.THEIRS)
    with qtbot.waitSignal(pane.saved):
        hands.click(dialog.save_button)

    record = stored(ada.id)
    assert [record.values[name] for name in ("full_name", "first", "last")] == ["Ada King", "Ada", "King"]
    assert record.items["phones"][0].values["e164"] == "+442079460001"


def test_going_back_from_a_conflict_keeps_what_was_typed(hands, pane, qtbot, database, stored, actor):
    ada = stored_customer(database, customer_content("Ada Lovelace", network_id="ada", kind=INTERNAL))
    hands.edit(ada)
    hands.type("network_id", "mine")
    with database.writing() as connection:
        save_customer(connection, 0, ada, Content({"network_id": "theirs"}), actor=actor)
    hands.click(pane.pages.foot.save_button)
    qtbot.waitUntil(lambda: pane.session.saving.dialog is not None)
    pane.session.saving.dialog.reject()
    assert hands.editor("network_id").line.text() == "mine"
    assert pane.pages.foot.save_button.isEnabled()
    assert stored(ada.id).values["network_id"] == "theirs"


def test_customer_trashed_meanwhile_can_be_saved_as_new(hands, pane, qtbot, database, stored, actor):
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    hands.edit(ada)
    hands.type("full_name", "Ada King")
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    hands.click(pane.pages.foot.save_button)
    qtbot.waitUntil(hands.is_asked)
    with qtbot.waitSignal(pane.saved) as saved:
        hands.answer("Save as a new customer")
    assert saved.args[0].is_new
    assert saved.args[0].record.id != ada.id
    assert stored(saved.args[0].record.id).values["full_name"] == "Ada King"


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


def test_a_name_with_markup_is_shown_as_it_is(hands, pane, database):
    name = "<h1>Anna</h1> <i>Schmidt</i> " + "W" * 60
    anna = stored_customer(database, customer_content(name, kind=INTERNAL))
    hands.edit(anna)
    hands.type("nickname", "x")
    pane.leave(pane.closed.emit)
    labels = [label for label in hands.question().findChildren(QLabel) if "<h1>" in label.text()]
    assert [label.textFormat() for label in labels] == [Qt.TextFormat.PlainText]
    assert max(map(len, labels[0].text().replace("\u200b", " ").split())) <= 30
    hands.answer("Keep editing")


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


def test_kept_twice_a_draft_is_kept_once(hands, pane, qtbot, tasks, company_id, database, actor):
    hands.start(EXTERNAL, company_id)
    hands.type("full_name", "Ada")
    pane.acts.save_as_draft.trigger()
    pane.acts.save_as_draft.trigger()
    qtbot.waitUntil(tasks.is_idle, timeout=20_000)
    with database.reading() as connection:
        assert len(list_drafts(connection, actor=actor)) == 1
    hands.type("nickname", "Countess")
    pane.acts.save_as_draft.trigger()
    qtbot.waitUntil(lambda: not pane.is_dirty(), timeout=20_000)
    with database.reading() as connection:
        assert len(list_drafts(connection, actor=actor)) == 1


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
