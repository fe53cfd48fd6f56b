"""The dialog that says who edits what, and by which rule."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest

from app.models.presence import LockKind
from app.models.sessions import DeskSession, EndedBy
from app.services import presence
from app.store import editing
from app.store.database import open_database
from app.views.dialogs.sessions_list import SessionsList
from tests.desk import leave_no_administrator
from tests.factories import customer_content
from tests.stage import saved, until


@pytest.fixture
def other(new_file):
    with closing(open_database(new_file)) as other:
        yield other


@pytest.fixture
def edited(stage, other, new_file):
    """A customer whom somebody edits in another window."""
    record = saved(new_file, customer_content("Marie Curie"))
    with other.writing() as connection:
        editing.begin(connection, ("customer", record.id), 5, 0, "Grace Hopper")
    return record.id


@pytest.fixture
def dialog(stage, edited):
    stage.window.actions_["together"].trigger()
    dialog = stage.window.together.dialog
    until(lambda: dialog.editing.tree.topLevelItemCount() == 1)
    return dialog


def texts(dialog):
    tree = dialog.editing.tree
    return [
        [tree.topLevelItem(row).text(column).strip("\u2068\u2069") for column in range(3)]
        for row in range(tree.topLevelItemCount())
    ]


def test_it_says_what_is_edited_and_by_whom(dialog):
    assert texts(dialog) == [["Marie Curie", "Customer", "Grace Hopper"]]
    assert not dialog.editing.free_button.isEnabled()


def test_an_administrator_frees_it(dialog, other):
    tree = dialog.editing.tree
    tree.topLevelItem(0).setSelected(True)
    dialog.editing.free_button.click()

    until(lambda: tree.topLevelItemCount() == 0)
    assert dialog.editing.none_label.isVisible()
    with other.reading() as connection:
        assert [bool(each.freed_by) for each in editing.read(connection)] == [True]


def test_what_is_chosen_stays_so_while_others_come(dialog, other, edited):
    tree = dialog.editing.tree
    tree.topLevelItem(0).setSelected(True)
    with other.writing() as connection:
        editing.begin(connection, ("customer", edited), 4, 0, "Ada Lovelace")
    until(lambda: tree.topLevelItemCount() == 2)

    assert [item.text(2).strip("\u2068\u2069") for item in tree.selectedItems()] == ["Grace Hopper"]


def test_ones_own_record_is_listed_and_not_freed(dialog, stage, edited):
    stage.edit(edited)
    tree = dialog.editing.tree
    until(lambda: tree.topLevelItemCount() == 2)
    tree.topLevelItem(1).setSelected(True)

    assert not dialog.editing.free_button.isEnabled()
    assert dialog.editing.open_button.isEnabled()


def test_the_rule_is_of_the_database(dialog, other, stage):
    box = dialog.rules.kind_box
    assert box.currentData() == LockKind.INFORMATIONAL
    box.setCurrentIndex(box.findData(str(LockKind.ENFORCED)))
    box.activated.emit(box.currentIndex())

    until(lambda: stage.window.together.presence.seen.kind is LockKind.ENFORCED)
    with other.writing() as connection:
        assert presence.lock_kind(connection) is LockKind.ENFORCED
        presence.set_lock_kind(connection, LockKind.NONE)
    until(lambda: box.currentData() == LockKind.NONE)


def test_who_is_no_administrator_changes_nothing(dialog, other, stage):
    with other.writing() as connection:
        leave_no_administrator(connection)
    stage.window.together.presence.look_again(thoroughly=True)
    until(lambda: not dialog.rules.kind_box.isEnabled())

    assert dialog.editing.free_button.isHidden()


def test_one_frees_what_one_edits_in_another_window(dialog, other, stage, edited):
    with other.writing() as connection:
        leave_no_administrator(connection)
        editing.begin(connection, ("customer", edited), 6, stage.window.together.presence.seen.who.staff_id, "root")
    stage.window.together.presence.look_again(thoroughly=True)
    tree = dialog.editing.tree
    until(lambda: tree.topLevelItemCount() == 2 and not stage.window.together.presence.seen.may_free)
    stage.settle()
    tree.topLevelItem(0).setSelected(True)
    assert not dialog.editing.free_button.isEnabled()
    tree.clearSelection()
    tree.topLevelItem(1).setSelected(True)
    dialog.editing.free_button.click()
    until(lambda: tree.topLevelItemCount() == 1)


def test_a_session_whose_connection_is_lost_can_be_ended(qtbot):
    rows = SessionsList()
    qtbot.addWidget(rows)
    ended = []
    rows.ended.connect(lambda numbers, reason: ended.append((numbers, reason)))
    began = datetime(2026, 1, 31, tzinfo=UTC)
    lost = DeskSession(7, 1, "Grace", "My company", "desk-7", began, began, is_open=False)
    over = DeskSession(
        8, 2, "Ada", "My company", "desk-8", began, began, is_open=False, ended_at=began, ended_by=EndedBy.IDLE
    )
    rows.show_rows((lost, over), 0, may_end=True)
    rows.tree.selectAll()
    rows.show_rows((lost, over), 0, may_end=True)

    rows.end_button.click()
    assert ended == [([7], "")]
