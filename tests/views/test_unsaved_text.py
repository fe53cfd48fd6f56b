"""Text that was typed and not saved: kept, offered back, opened with, discarded and had back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app import paths
from app.models.customer import EXTERNAL
from app.models.values import Content, Record
from app.services.forms import save_draft
from app.services.recovery import open_recovery
from app.store.database import open_database
from app.store.recovery import Entry, Kept, Recovery
from app.views.forms.editors import TextEditor
from app.views.forms.notes_tab import NotesTab
from app.views.unsaved_text import UnsavedText
from tests.factories import customer_content, first_company, phone
from tests.stage import Stage, saved, staged, until


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    with staged(tmp_path) as stage:
        yield stage


@pytest.fixture
def ada(new_file: Path) -> Record:
    return saved(new_file, customer_content("Ada Lovelace", phones=[phone()]))


def ready(stage: Stage, path: Path) -> UnsavedText:
    """The window on the file, ready to keep what is typed."""
    stage.open(path)
    until(lambda: "safety" in vars(stage.window) and stage.window.safety.unsaved.keeper.is_ready())
    stage.settle()
    return stage.window.safety.unsaved


def node_of(path: Path) -> int:
    database = open_database(path)
    with database.reading() as connection:
        number = connection.exec_driver_sql("SELECT number FROM node").scalar()
    database.close()
    return int(number or 0)


def other(path: Path) -> Recovery:
    """Another process with the same file, as far as unsaved text goes."""
    return open_recovery(paths.recovery_folder(), node_of(path), None)


def left_by_the_dead(path: Path, record: Record | None, draft_id: int = 0, **texts: str) -> None:
    """What a process typed that is gone."""
    database = open_database(path)
    with database.reading() as connection:
        company_id = first_company(connection)
    database.close()
    kept = Kept(
        "customer", EXTERNAL, company_id, record.id if record else 0, record.version if record else 0, draft_id,
        texts.get("full_name", "Ada Lovelace"), str(path), datetime.now(UTC), texts, tuple(texts),
    )  # fmt: skip
    recovery = other(path)
    recovery.keep("0123456789ab", kept)
    recovery.close()


def kept_files(path: Path) -> set[str]:
    """The sorts of files that lie in the folder of unsaved text."""
    folder = paths.recovery_folder() / f"{node_of(path):06x}"
    return {name.rpartition(".")[2] for name in os.listdir(folder)} if folder.is_dir() else set()


def type_into(stage: Stage, qtbot: QtBot, name: str, text: str) -> None:
    form = stage.window.customers.pane.form
    assert form is not None
    editor = form.boxes[name].editor
    assert isinstance(editor, TextEditor)
    editor.line.setFocus()
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, text)


def answer(stage: Stage, words: str) -> None:
    until(lambda: any(box.isVisible() for box in stage.window.findChildren(QMessageBox)))
    box = next(box for box in stage.window.findChildren(QMessageBox) if box.isVisible())
    next(button for button in box.buttons() if button.text().replace("&", "") == words).click()


def shown(stage: Stage, name: str) -> object:
    form = stage.window.customers.pane.form
    assert form is not None
    return form.texts()[name]


def test_what_is_typed_is_on_the_disk_within_a_second_and_goes_when_it_is_stored(
    stage: Stage, qtbot: QtBot, new_file: Path, ada: Record
) -> None:
    unsaved = ready(stage, new_file)
    stage.edit(ada.id)
    type_into(stage, qtbot, "nickname", "Countess")
    qtbot.waitUntil(lambda: kept_files(new_file) == {"alive", "kept"}, timeout=1_000)
    assert other(new_file).left(new_file) == ()  # this process lives
    stage.window.customers.pane.save()
    qtbot.waitUntil(lambda: kept_files(new_file) == {"alive"}, timeout=1_000)
    assert not unsaved.bar.isVisible()


def test_what_was_typed_back_or_reverted_is_not_kept(stage: Stage, qtbot: QtBot, new_file: Path, ada: Record) -> None:
    ready(stage, new_file)
    stage.edit(ada.id)
    type_into(stage, qtbot, "nickname", "Countess")
    qtbot.waitUntil(lambda: "kept" in kept_files(new_file))
    stage.window.customers.pane.revert()
    answer(stage, "Revert")
    qtbot.waitUntil(lambda: kept_files(new_file) == {"alive"})


def test_text_of_a_dead_process_is_offered_and_opens_as_it_was_typed(
    stage: Stage, qtbot: QtBot, new_file: Path, ada: Record
) -> None:
    saved(new_file, customer_content("Abigail Bennett"))
    left_by_the_dead(new_file, ada, nickname="Countess", last_survey_date="31.02.")
    saved(new_file, Content({"title": "Lady"}), ada)  # the record moved on since
    unsaved = ready(stage, new_file)
    until(unsaved.bar.isVisible)
    qtbot.mouseClick(unsaved.show_button, Qt.MouseButton.LeftButton)
    dialog = unsaved.dialog
    assert dialog is not None
    until(lambda: dialog.list.count() == 1)
    cells = [[dialog.table.item(row, column).text() for column in range(3)] for row in range(dialog.table.rowCount())]
    assert ["Nickname", "(nothing)", "Countess"] in cells
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    pane = stage.window.customers.pane
    until(pane.is_dirty)
    assert (shown(stage, "nickname"), shown(stage, "title")) == ("Countess", "")
    assert pane.pages.banner.isVisible()
    until(lambda: stage.window.customers.list.current_id() == ada.id)
    until(lambda: not unsaved.bar.isVisible())
    assert shown(stage, "last_survey_date") == "31.02."
    type_into(stage, qtbot, "last_survey_date", "today")
    pane.save()
    until(lambda: not pane.is_dirty())
    stage.settle()
    assert (shown(stage, "nickname"), shown(stage, "title")) == ("Countess", "Lady")
    qtbot.waitUntil(lambda: kept_files(new_file) == {"alive"})


def test_opening_the_record_offers_its_text_in_the_banner(
    stage: Stage, qtbot: QtBot, new_file: Path, ada: Record
) -> None:
    left_by_the_dead(new_file, ada, nickname="Countess")
    unsaved = ready(stage, new_file)
    until(unsaved.bar.isVisible)
    stage.view(ada.id)
    banner = stage.window.customers.pane.pages.banner
    until(lambda: bool(banner.text()))
    banner.link_clicked.emit()
    until(stage.window.customers.pane.is_dirty)
    assert shown(stage, "nickname") == "Countess"


def test_text_of_a_record_that_is_gone_opens_as_a_new_one(stage: Stage, qtbot: QtBot, new_file: Path) -> None:
    gone = Record("customer", 12345, 3, saved(new_file, customer_content()).state, Content())
    left_by_the_dead(new_file, gone, full_name="Grace Hopper", nickname="Amazing Grace")
    unsaved = ready(stage, new_file)
    until(unsaved.bar.isVisible)
    unsaved.open(unsaved.keeper.entries[0].name)
    until(stage.window.customers.pane.is_dirty)
    assert (shown(stage, "full_name"), shown(stage, "nickname")) == ("Grace Hopper", "Amazing Grace")
    assert stage.window.customers.pane.record_id() == 0


def test_what_was_discarded_can_be_had_back(stage: Stage, qtbot: QtBot, new_file: Path, ada: Record) -> None:
    unsaved = ready(stage, new_file)
    stage.edit(ada.id)
    type_into(stage, qtbot, "nickname", "Countess")
    stage.window.customers.pane.acts.back.trigger()
    answer(stage, "Discard")
    until(lambda: stage.window.status.offer_button is not None)
    until(lambda: len(unsaved.keeper.entries) == 1)
    assert unsaved.keeper.entries[0].is_discarded
    assert not unsaved.bar.isVisible()
    button = stage.window.status.offer_button
    assert button is not None
    stage.settle()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    until(stage.window.customers.pane.is_dirty)
    assert shown(stage, "nickname") == "Countess"


def test_discarding_in_the_list_twice_is_for_good(stage: Stage, qtbot: QtBot, new_file: Path, ada: Record) -> None:
    left_by_the_dead(new_file, ada, nickname="Countess")
    unsaved = ready(stage, new_file)
    until(unsaved.bar.isVisible)
    unsaved.show_list()
    dialog = unsaved.dialog
    assert dialog is not None
    until(lambda: dialog.list.count() == 1)
    qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    until(lambda: "discarded" in kept_files(new_file) and [e.is_discarded for e in unsaved.keeper.entries] == [True])
    until(lambda: not unsaved.bar.isVisible())
    stage.settle()
    qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    until(lambda: unsaved.keeper.entries == () and not dialog.open_button.isEnabled())
    assert dialog.none_label.isVisible()


def test_two_windows_take_a_text_once(stage: Stage, new_file: Path, ada: Record) -> None:
    left_by_the_dead(new_file, ada, nickname="Countess")
    unsaved = ready(stage, new_file)
    until(unsaved.bar.isVisible)
    entry: Entry = unsaved.keeper.entries[0]
    faster = other(new_file)
    assert faster.take(entry.name)
    unsaved.open(entry.name)
    until(lambda: not unsaved.keeper.entries)
    assert not stage.window.customers.pane.is_editing()
    faster.close()


def test_text_that_was_stored_after_all_is_not_offered(stage: Stage, new_file: Path, ada: Record) -> None:
    left_by_the_dead(new_file, ada, nickname="Countess")
    saved(new_file, Content({"nickname": "Countess"}), ada)
    unsaved = ready(stage, new_file)
    until(lambda: [entry.is_discarded for entry in unsaved.keeper.entries] == [True])
    assert not unsaved.bar.isVisible()


def test_text_of_a_draft_goes_on_as_that_draft(stage: Stage, new_file: Path) -> None:
    database = open_database(new_file)
    with database.writing() as connection:
        company_id = first_company(connection)
        draft_id = save_draft(connection, None, "customer", company_id, {"full_name": "Ada", "kind": EXTERNAL}, "Ada")
    database.close()
    left_by_the_dead(new_file, None, draft_id, full_name="Ada Lovelace", nickname="Countess")
    unsaved = ready(stage, new_file)
    until(unsaved.bar.isVisible)
    unsaved.open(unsaved.keeper.entries[0].name)
    pane = stage.window.customers.pane
    until(pane.is_dirty)
    assert pane.session.draft_id == draft_id
    assert (shown(stage, "full_name"), shown(stage, "nickname")) == ("Ada Lovelace", "Countess")
    pane.save_as_draft()
    until(lambda: not pane.is_dirty() and kept_files(new_file) <= {"alive"})


def test_what_is_typed_in_a_window_of_its_own_is_kept_as_well(stage: Stage, new_file: Path, ada: Record) -> None:
    ready(stage, new_file)
    stage.window.customers.open_window(ada.id)
    pane = stage.window.customers.windows[0].pane
    until(lambda: pane.record_id() == ada.id)
    pane.edit()
    until(pane.is_editing)
    assert pane.form is not None
    pane.form.show_texts({"nickname": "Countess"})
    pane.form.edited.emit()
    until(lambda: "kept" in kept_files(new_file))
    pane.session.end()
    until(lambda: kept_files(new_file) == {"alive", "discarded"})


def test_reading_the_facts_again_lets_go_of_nothing(stage: Stage, qtbot: QtBot, new_file: Path, ada: Record) -> None:
    unsaved = ready(stage, new_file)
    stage.edit(ada.id)
    type_into(stage, qtbot, "nickname", "Countess")
    until(lambda: "kept" in kept_files(new_file))
    stage.window.dialogs.settings_changed.emit()
    for _ in range(4):  # it is half a second later that the window looks after the file
        with qtbot.waitSignal(stage.window.watcher.answered):
            pass
    stage.settle()
    assert other(new_file).left(new_file) == ()
    assert not unsaved.bar.isVisible()


def test_what_is_opened_for_a_database_that_is_left_by_then_is_let_go(stage: Stage, new_file: Path) -> None:
    keeper = ready(stage, new_file).keeper
    node = node_of(new_file)
    keeper.begin(new_file, node, None)
    keeper.stop()
    stage.settle()

    assert not keeper.is_ready()
    keeper.begin(new_file, node, None)
    until(keeper.is_ready)


def test_a_note_written_among_the_others_is_kept_and_comes_back_in_a_form(
    stage: Stage, qtbot: QtBot, new_file: Path, ada: Record
) -> None:
    ready(stage, new_file)
    stage.view(ada.id)
    pane = stage.window.customers.pane
    tab = next(tab for tab in pane.pages.related if isinstance(tab, NotesTab))
    pane.pages.tabs.setCurrentWidget(tab)
    qtbot.keyClicks(tab.quick.box, "Called twice")
    qtbot.waitUntil(lambda: kept_files(new_file) == {"alive", "kept"}, timeout=1_000)
    tab.quick.add()
    qtbot.waitUntil(lambda: kept_files(new_file) == {"alive"})
    tab.quick.kinds["public"].click()
    qtbot.keyClicks(tab.quick.box, "Sorry")
    pane.acts.back.trigger()
    answer(stage, "Discard")
    until(lambda: stage.window.status.offer_button is not None)
    button = stage.window.status.offer_button
    assert button is not None
    stage.settle()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    notes = stage.window.desk.page("note")
    until(notes.pane.is_dirty)
    assert notes.pane.form is not None
    values = notes.pane.form.content(everything=True).values
    assert (values["text"], values["visibility"], values["customer_id"]) == ("Sorry", "public", ada.id)
