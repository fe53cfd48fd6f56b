"""Two people who save beside each other, on a file and on a server: each sees it at once and keeps what they typed."""

from __future__ import annotations

from contextlib import closing, contextmanager
from time import monotonic

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox

from app.models.customer import CUSTOMER
from app.models.merge import Side
from app.store.changes import changes_of
from app.store.database import open_database
from tests.factories import customer_content, read_customer
from tests.stage import saved, until

WITHIN = 1.0


@contextmanager
def soon():
    began = monotonic()
    yield
    assert monotonic() - began < WITHIN


def pane_of(stage):
    return stage.window.customers.pane


def field(stage, name):
    found = pane_of(stage).form.boxes[name].editor.controls()[0]
    assert isinstance(found, QLineEdit)
    return found


def write(stage, name, text):
    field(stage, name).setText(text)
    field(stage, name).textEdited.emit(text)


def save(stage):
    pane_of(stage).save()
    until(lambda: not pane_of(stage).is_dirty())


def stored(stage, record_id):
    with closing(open_database(stage.window.place)) as database, database.reading() as connection:
        return read_customer(connection, record_id)


def question(stage):
    return next((box for box in pane_of(stage).findChildren(QMessageBox) if box.isVisible()), None)


def log_of(stage, record_id):
    with closing(open_database(stage.window.place)) as database, database.reading() as connection:
        return changes_of(connection, CUSTOMER, record_id)


def test_a_save_appears_in_the_other_list_and_in_the_record_that_is_read(stages, customer):
    one, two = stages
    two.view(customer)
    one.edit(customer)
    write(one, "full_name", "Marie Skłodowska Curie")
    save(one)

    with soon():
        until(lambda: two.listed() == ["Marie Skłodowska Curie"])
        until(lambda: "Skłodowska" in pane_of(two).pages.head.name_label.full_text())


def test_a_new_customer_and_one_in_the_trash_are_seen_by_the_other(stages, customer):
    one, two = stages
    saved(one.window.place, customer_content("Ada Lovelace"))
    with soon():
        until(lambda: two.listed() == ["Ada Lovelace", "Marie Curie"])
    one.window.past.move_to_trash("customer", (customer,))
    until(lambda: one.listed() == ["Ada Lovelace"])
    with soon():
        until(lambda: two.listed() == ["Ada Lovelace"])


def test_what_one_is_typing_in_is_left_alone(stages, customer, qtbot):
    one, two = stages
    two.edit(customer)
    edit = field(two, "nickname")
    edit.setFocus()
    qtbot.keyClicks(edit, "Manya")
    edit.setCursorPosition(2)
    place = pane_of(two).pages.forms.area.verticalScrollBar().value()
    one.edit(customer)
    write(one, "full_name", "Marie Skłodowska Curie")
    save(one)
    saved(one.window.place, customer_content("Aaron Aaronson"))
    until(lambda: two.listed() == ["Aaron Aaronson", "Marie Skłodowska Curie"])
    two.settle()

    assert (edit.text(), edit.cursorPosition()) == ("Manya", 2)
    assert pane_of(two).pages.forms.area.verticalScrollBar().value() == place
    assert QApplication.focusWidget() is edit or two.window.focusWidget() is edit
    qtbot.keyClicks(edit, "X")
    assert edit.text() == "MaXnya"


def test_what_only_one_touched_is_merged_without_a_question(stages, customer):
    one, two = stages
    for stage in stages:
        stage.edit(customer)
    write(one, "nickname", "Manya")
    write(two, "title", "Physicist")
    save(one)
    save(two)

    record = stored(one, customer)
    assert (record.values["nickname"], record.values["title"]) == ("Manya", "Physicist")
    assert [change.act for change in log_of(one, customer)] == ["changed", "changed", "created"]


@pytest.mark.parametrize(("side", "stands"), [(Side.MINE, "Madame"), (Side.THEIRS, "Manya")])
def test_what_both_touched_is_asked_about_by_name(stages, customer, side, stands):
    one, two = stages
    for stage in stages:
        stage.edit(customer)
    write(one, "nickname", "Manya")
    write(two, "nickname", "Madame")
    write(two, "title", "Physicist")
    save(one)
    pane_of(two).save()
    until(lambda: pane_of(two).session.saving.dialog is not None)
    dialog = pane_of(two).session.saving.dialog
    who = one.window.status.user_label.text()
    assert any(who in label.text() for label in dialog.findChildren(type(one.window.status.user_label)))
    assert [conflict.field for conflict in dialog.conflicts] == ["nickname"]

    dialog.choose_all(side)
    dialog.accept()
    until(lambda: not pane_of(two).is_dirty())
    record = stored(two, customer)
    assert (record.values["nickname"], record.values["title"]) == (stands, "Physicist")


def test_going_back_from_the_question_keeps_what_was_typed(stages, customer):
    one, two = stages
    for stage in stages:
        stage.edit(customer)
    write(one, "nickname", "Manya")
    write(two, "nickname", "Madame")
    save(one)
    pane_of(two).save()
    until(lambda: pane_of(two).session.saving.dialog is not None)
    pane_of(two).session.saving.dialog.reject()
    two.settle()

    assert field(two, "nickname").text() == "Madame"
    assert pane_of(two).is_dirty()
    assert stored(two, customer).values["nickname"] == "Manya"


def test_two_who_save_by_turns_as_fast_as_they_can_lose_nothing(stages, customer):
    """Each edits a field of their own, again and again, without waiting for the other."""
    for stage in stages:
        stage.edit(customer)
    for turn in range(10):
        for stage, name in zip(stages, ("nickname", "title"), strict=True):
            write(stage, name, f"{name} {turn}")
            pane_of(stage).save()
        for stage in stages:
            until(lambda stage=stage: not pane_of(stage).is_dirty() and not pane_of(stage).session.saving.is_running)

    record = stored(stages[0], customer)
    assert (record.values["nickname"], record.values["title"]) == ("nickname 9", "title 9")
    news = [field for change in log_of(stages[0], customer) for field in change.fields]
    for name in ("nickname", "title"):
        assert [each.new for each in reversed(news) if each.field == name] == [f"{name} {turn}" for turn in range(10)]


def test_what_went_to_the_trash_while_it_was_edited_can_be_kept(stages, customer):
    one, two = stages
    two.edit(customer)
    write(two, "nickname", "Madame")
    one.window.past.move_to_trash("customer", (customer,))
    until(lambda: two.listed() == [])
    assert field(two, "nickname").text() == "Madame"
    pane_of(two).save()
    until(lambda: question(two) is not None)

    assert "while you edited it" in question(two).text()
    assert field(two, "nickname").text() == "Madame"


@pytest.mark.parametrize("stages", ["server"], indirect=True)
def test_two_windows_have_four_connections(stages, customer, desk):
    for stage in stages:
        stage.edit(customer)
        write(stage, "nickname", "Manya")
    save(stages[0])
    pane_of(stages[1]).save()
    until(lambda: pane_of(stages[1]).session.saving.dialog is not None or not pane_of(stages[1]).is_dirty())

    asked = "SELECT usename, count(*) FROM pg_stat_activity WHERE datname = 'desk' GROUP BY usename ORDER BY usename"
    assert desk.execute(asked) == [("ada", 2), ("grace", 2)]
