"""A form from the first letter to the end: what is refused, what is asked, and every way out."""

from __future__ import annotations

from functools import partial
from threading import Event

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from app.models.customer import EXTERNAL, INTERNAL
from app.models.values import Content
from app.services.customers import save_customer
from app.services.drafts import list_drafts, read_draft
from tests.factories import customer_content, email, phone, stored_customer
from tests.views.forms.conftest import type_into


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
    assert wanted.args == [ada.key]


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


def test_a_refusal_ends_with_the_row_that_it_was_about(hands, pane, database):
    hands.edit(stored_customer(database, customer_content(emails=[email()])))
    hands.click(hands.editor("emails").add_button)
    row = hands.editor("emails").rows[1]
    type_into(hands.qtbot, row.boxes["address"].editor.line, "nonsense")
    hands.refuse()
    hands.click(row.remove_button)
    assert pane.pages.banner.text() == ""


def test_a_clash_of_what_was_typed_before_is_not_said_any_more(hands, pane, qtbot, tasks, database, company_id):
    stored_customer(database, customer_content("Ada Lovelace", customer_code="VIP1"))
    hands.start(EXTERNAL, company_id)
    looked = Event()
    tasks.read(pane, lambda connection: looked.wait(20), lambda _: None)  # whoever reads next, waits
    hands.type("customer_code", "vip1")
    pauses = pane.form.findChildren(QTimer)
    qtbot.waitUntil(lambda: not any(pause.isActive() for pause in pauses))
    hands.type("customer_code", "vip12")
    looked.set()
    qtbot.waitUntil(tasks.is_idle)
    assert hands.message("customer_code") == ""
