"""A save that meets somebody else's: what is asked, and what is stored then."""

from __future__ import annotations

from app.models.customer import CUSTOMER, INTERNAL
from app.models.merge import Side
from app.models.values import Content, Item
from app.services.customers import save_customer
from app.services.trash import move_to_trash
from tests.factories import customer_content, phone, stored_customer


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
