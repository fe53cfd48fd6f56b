"""Backups in the window: made by themselves, listed, looked into, and gone back to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from app import paths
from app.models.customer import CUSTOMER
from app.models.values import Content, Record
from app.services import encryption
from app.services.drafts import save_draft
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.settings import BACKUP_SHARE, LAST_FILE
from app.store import keys
from app.store.backup_folder import automatic_backups
from app.store.database import open_database
from app.store.records import read_record
from app.views.dialogs.backups_dialog import BackupsDialog
from app.views.dialogs.image_manager import ImageManager
from app.views.dialogs.purge_question import PurgeQuestion
from app.views.lists.record_list import RecordList
from app.views.safety import Safety
from tests import job_functions
from tests.factories import customer_content
from tests.processes import SHORT_PATIENCE, holding
from tests.stage import Stage, saved, staged, until

OFF = {"new", "new_internal", "new_external", "edit", "trash", "companies", "pick_lists"}


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    with staged(tmp_path) as stage:
        yield stage


@pytest.fixture
def ada(new_file: Path) -> Record:
    return saved(new_file, customer_content("Ada Lovelace"))


def ready(stage: Stage, path: Path) -> Safety:
    stage.open(path)
    until(lambda: "safety" in vars(stage.window) and stage.window.safety.unsaved.keeper.is_ready())
    stage.settle()
    return stage.window.safety


def made() -> list[Path]:
    folders = paths.backups_folder().iterdir() if paths.backups_folder().is_dir() else ()
    return [backup.path for folder in folders for backup in automatic_backups(folder)]


def expanded() -> list[Path]:
    return [path for path in (paths.cache_folder() / "backups").rglob("*") if path.is_file()]


def said(stage: Stage) -> str:
    return stage.window.status.currentMessage()


def shown(safety: Safety, count: int) -> BackupsDialog:
    """The dialog, once it lists so many."""
    safety.show_backups()
    dialog = safety.dialog
    assert dialog is not None
    until(lambda: len(dialog.backups) == count)
    return dialog


def backed_up(stage: Stage, path: Path) -> Safety:
    """The window on the file with one backup."""
    safety = ready(stage, path)
    safety.backups.make_now()
    until(lambda: len(made()) == 1 and not stage.jobs.unfinished())
    return safety


def browse(stage: Stage, qtbot: QtBot, safety: Safety) -> None:
    dialog = shown(safety, 1)
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    until(safety.browsing.bar.isVisible)
    stage.settle()


def stored(path: Path, record: Record) -> Record | None:
    database = open_database(path)
    with database.reading() as connection:
        found = read_record(connection, CUSTOMER, record.id)
    database.close()
    return found


def answer(stage: Stage, words: str) -> None:
    until(lambda: any(box.isVisible() for box in stage.window.findChildren(QMessageBox)))
    box = next(box for box in stage.window.findChildren(QMessageBox) if box.isVisible())
    next(button for button in box.buttons() if button.text().replace("&", "") == words).click()


def test_one_is_made_when_it_is_due_and_none_when_it_is_not(stage: Stage, new_file: Path) -> None:
    safety = ready(stage, new_file)
    safety.backups.begin(new_file, 0x1234, first_ms=0)
    until(lambda: len(made()) == 1 and not stage.jobs.unfinished())
    assert "checked" in said(stage)
    safety.backups.look()
    stage.settle()
    assert not stage.jobs.unfinished()
    assert len(made()) == 1


def test_one_that_fails_says_why(stage: Stage, new_file: Path) -> None:
    safety = ready(stage, new_file)
    paths.backups_folder().parent.mkdir(parents=True, exist_ok=True)
    paths.backups_folder().touch()  # no folder can be made there
    safety.backups.look()
    until(lambda: said(stage).startswith("No backup was made."))
    paths.backups_folder().unlink()
    safety.backups.look()
    until(lambda: len(made()) == 1)


def test_one_that_is_more_than_its_share_says_so(stage: Stage, new_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stage.settings.get(BACKUP_SHARE) == 10
    stage.settings.set(BACKUP_SHARE, -5)
    safety = ready(stage, new_file)
    safety.backups.make_now()
    until(lambda: len(made()) == 1 and not stage.jobs.unfinished())
    assert "checked" in said(stage)  # one percent is enough


def test_how_much_they_may_take_is_set_in_the_dialog(stage: Stage, qtbot: QtBot, new_file: Path) -> None:
    dialog = shown(ready(stage, new_file), 0)
    assert dialog.share_box.value() == 10
    dialog.share_box.setFocus()
    dialog.share_box.selectAll()
    qtbot.keyClicks(dialog.share_box, "25")
    qtbot.keyClick(dialog.share_box, Qt.Key.Key_Tab)
    assert stage.settings.get(BACKUP_SHARE) == 25


def test_the_dialog_says_which_are_sound(stage: Stage, qtbot: QtBot, new_file: Path) -> None:
    safety = ready(stage, new_file)
    dialog = shown(safety, 0)
    assert dialog.none_label.isVisible()
    assert not dialog.browse_button.isEnabled()
    qtbot.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)
    until(lambda: len(dialog.backups) == 1)
    until(lambda: dialog.tree.topLevelItem(0).text(2) == "sound")  # type: ignore[union-attr]
    made()[0].write_bytes(made()[0].read_bytes()[:3000])
    safety.show_backups()
    until(lambda: dialog.tree.topLevelItem(0).text(2) == "damaged")  # type: ignore[union-attr]


def test_a_backup_is_looked_at_and_a_record_pulled_out(stage: Stage, qtbot: QtBot, new_file: Path, ada: Record) -> None:
    safety = backed_up(stage, new_file)
    saved(new_file, Content({"nickname": "Countess"}), ada)
    browse(stage, qtbot, safety)
    window = stage.window
    assert not any(window.actions_[name].isEnabled() for name in OFF)
    assert "read-only" in window.status.state_label.text()
    assert stage.settings.get(LAST_FILE) == str(new_file)
    stage.view(ada.id)
    assert not window.customers.pane.acts.edit.isEnabled()
    window.customers.edit(ada.id)
    stage.settle()
    assert not window.customers.pane.is_editing()
    window.customers.list.table.selectAll()
    qtbot.mouseClick(safety.browsing.pull_button, Qt.MouseButton.LeftButton)
    until(lambda: "1 restored" in said(stage))
    found = stored(new_file, ada)
    assert found is not None
    assert found.values["nickname"] is None
    qtbot.mouseClick(safety.browsing.back_button, Qt.MouseButton.LeftButton)
    until(lambda: window.place == new_file and not safety.browsing.bar.isVisible())
    stage.settle()
    assert all(window.actions_[name].isEnabled() for name in OFF)
    until(lambda: expanded() == [])


def test_in_a_backup_nothing_is_offered_that_cannot_work(
    stage: Stage, qtbot: QtBot, new_file: Path, ada: Record
) -> None:
    gone = saved(new_file, customer_content("Gone"))
    database = open_database(new_file)
    with database.writing() as connection:
        actor = current_actor(connection)
        move_to_trash(connection, CUSTOMER, [gone.id], actor=actor)
        save_draft(connection, None, CUSTOMER.name, 1, {}, "A draft", actor=actor)
    database.close()
    browse(stage, qtbot, backed_up(stage, new_file))
    window = stage.window
    until(lambda: "past" in vars(window) and window.past.many.place == window.place)

    for name in ("companies", "pick_lists"):
        assert window.sidebar._items[name].isDisabled()
    assert menu_of(window.customers.list)["Edit"] is False
    assert menu_of(window.customers.list)["Move to trash…"] is False

    stage.view(ada.id)
    history = window.customers.pane.pages.history
    window.customers.pane.pages.tabs.setCurrentWidget(history)
    until(lambda: history.model.rowCount() > 0)
    assert not history.change_button.isEnabled()
    assert not window.customers.pane.acts.restore.isVisible()

    window.go_to("drafts")
    until(lambda: window.drafts.list.count() == 1)
    qtbot.keyClick(window.drafts.list, Qt.Key.Key_Delete)
    stage.settle()
    assert window.drafts.list.count() == 1

    window.go_to("trash")
    page = window.past.trash
    until(lambda: page.list.current_id() == gone.id)
    assert not page.restore_button.isEnabled()
    assert not page.purge_button.isEnabled()
    assert menu_of(page.list)["Restore"] is False
    page.view(gone.id)
    until(lambda: page.pane.record_id() == gone.id)
    assert not page.pane.acts.restore.isEnabled()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Delete)
    stage.settle()
    assert not window.findChildren(PurgeQuestion)

    window.actions_["pictures"].trigger()
    pictures = window.dialogs.open["pictures"]
    assert isinstance(pictures, ImageManager)
    stage.settle()
    assert not pictures.import_button.isEnabled()

    assert not pictures.details.trash_button.isVisible()


def menu_of(rows: RecordList) -> dict[str, bool]:
    """What the menu of a row offers, and whether it can be chosen."""
    menu = QMenu()
    rows.add_acts(menu)
    return {action.text(): action.isEnabled() for action in menu.actions()}


def test_of_several_that_are_looked_at_the_last_is_kept_and_those_of_others_are_left_alone(
    stage: Stage, qtbot: QtBot, new_file: Path, ada: Record
) -> None:
    others = paths.cache_folder() / "backups" / str(os.getppid()) / "a.deskbook"
    others.parent.mkdir(parents=True)
    others.touch()
    safety = backed_up(stage, new_file)
    browse(stage, qtbot, safety)
    first = stage.window.place
    browse(stage, qtbot, safety)
    until(lambda: stage.window.place != first and stage.window.place is not None)
    until(lambda: len(expanded()) == 2)
    assert set(expanded()) == {others, stage.window.place}
    qtbot.mouseClick(safety.browsing.back_button, Qt.MouseButton.LeftButton)
    until(lambda: expanded() == [others])


def test_a_damaged_backup_opens_nothing(stage: Stage, qtbot: QtBot, new_file: Path) -> None:
    safety = backed_up(stage, new_file)
    made()[0].write_bytes(b"no backup")
    dialog = shown(safety, 1)
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    until(lambda: made()[0].name in said(stage))
    assert stage.window.place == new_file
    assert not safety.browsing.bar.isVisible()


def test_a_backup_takes_the_place_of_todays_file_which_is_set_aside(stage: Stage, new_file: Path, ada: Record) -> None:
    safety = backed_up(stage, new_file)
    saved(new_file, Content({"nickname": "Countess"}), ada)
    shown(safety, 1).in_place_action.trigger()
    answer(stage, "Restore")
    aside = new_file.with_name("test.before-restore.deskbook")
    until(lambda: aside.exists() and "set" not in said(stage) and "now" in said(stage))
    until(safety.unsaved.keeper.is_ready)  # it is open again
    now, before = stored(new_file, ada), stored(aside, ada)
    assert now is not None
    assert before is not None
    assert (now.values["nickname"], before.values["nickname"]) == (None, "Countess")
    stage.view(ada.id)


def test_an_encrypted_backup_is_looked_at_and_pulled_from_without_a_plain_copy(
    stage: Stage, qtbot: QtBot, new_file: Path, ada: Record
) -> None:
    encryption.encrypt(new_file, keys.new_key())
    safety = backed_up(stage, new_file)
    saved(new_file, Content({"nickname": "Countess"}), ada)
    browse(stage, qtbot, safety)
    assert stage.window.status.shows_lock()
    readable = [
        file
        for folder in (paths.cache_folder(), paths.backups_folder())
        for file in folder.rglob("*")
        if file.is_file() and b"Lovelace" in file.read_bytes()
    ]
    assert readable == []
    stage.view(ada.id)
    stage.window.customers.list.table.selectAll()
    qtbot.mouseClick(safety.browsing.pull_button, Qt.MouseButton.LeftButton)
    until(lambda: "1 restored" in said(stage))
    found = stored(new_file, ada)
    assert found is not None
    assert found.values["nickname"] is None


def test_nothing_takes_the_place_of_a_file_that_somebody_has_open(
    stage: Stage, qtbot: QtBot, new_file: Path, ada: Record
) -> None:
    safety = backed_up(stage, new_file)
    saved(new_file, Content({"nickname": "Countess"}), ada)
    stage.jobs.before_each = partial(job_functions.wait_for_files, SHORT_PATIENCE)
    with holding(new_file, "PRAGMA journal_mode=WAL", "SELECT count(*) FROM customer"):
        shown(safety, 1).in_place_action.trigger()
        answer(stage, "Restore")
        # The window's own reads may say so, too, while the file is lent to the job.
        qtbot.waitUntil(lambda: "Another window" in said(stage) and stage.tasks.place == new_file, timeout=20_000)
    until(safety.unsaved.keeper.is_ready)  # it is open again
    found = stored(new_file, ada)
    assert found is not None
    assert found.values["nickname"] == "Countess"
    stage.view(ada.id)
