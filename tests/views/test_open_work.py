"""What is open on a file ends with it, and asks first where something is typed that is not stored."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.models.servers import Host, ServerAddress, Tls
from app.models.values import Record
from app.services import file_jobs
from app.views.dialogs.companies_dialog import CompaniesDialog
from app.views.dialogs.fetch_dialog import FetchDialog
from tests.factories import customer_content
from tests.stage import Stage, found, saved, staged, until

DIALOGS = ("encryption", "backups", "undo_list", "pictures", "companies", "pick_lists", "recovered", "chart", "columns")


@pytest.fixture
def ada(new_file: Path) -> Record:
    return saved(new_file, customer_content("Ada Lovelace"))


@pytest.fixture
def other_file(new_file: Path, ada: Record, tmp_path: Path) -> Path:
    """Another file, with the same records: what is meant for the one would work in the other."""
    return Path(shutil.copy(new_file, tmp_path / "other.deskbook"))


@pytest.fixture
def stage(tmp_path: Path, new_file: Path, ada: Record, qtbot: QtBot) -> Iterator[Stage]:
    with staged(tmp_path) as stage:
        opened(stage, new_file)
        yield stage


def opened(stage: Stage, path: Path) -> None:
    """The window on a file, with everything that is made a moment later."""
    stage.open(path)
    until(lambda: "safety" in vars(stage.window) and stage.window.safety.unsaved.keeper.is_ready())
    stage.settle()


def dialogs(stage: Stage) -> list[QDialog]:
    return [dialog for dialog in stage.window.findChildren(QDialog) if dialog.isVisible()]


def questions(widget: QWidget) -> list[QMessageBox]:
    return [box for box in widget.findChildren(QMessageBox) if box.isVisible()]


def answer(stage: Stage, qtbot: QtBot, words: str) -> None:
    until(lambda: bool(questions(stage.window)))
    button = next(b for b in questions(stage.window)[0].buttons() if b.text().replace("&", "") == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def typed_company(stage: Stage, qtbot: QtBot) -> CompaniesDialog:
    """The companies, with something typed that is not stored."""
    stage.window.actions_["companies"].trigger()
    dialog = stage.window.dialogs.open["companies"]
    assert isinstance(dialog, CompaniesDialog)
    until(lambda: dialog.form is not None)
    stage.settle()
    assert dialog.form is not None
    qtbot.keyClicks(dialog.form.boxes["name"].editor.controls()[0], "typed")
    assert dialog.is_dirty()
    return dialog


def test_a_dialog_ends_with_its_file(stage: Stage, new_file: Path, other_file: Path) -> None:
    files = cycle((other_file, new_file))
    for name in DIALOGS:
        stage.window.actions_[name].trigger()
        until(lambda: bool(dialogs(stage)))
        stage.settle()
        opened(stage, next(files))
        assert dialogs(stage) == [], name


def test_a_dialog_ends_when_its_file_is_let_go(stage: Stage, new_file: Path, qtbot: QtBot) -> None:
    stage.window.actions_["undo_list"].trigger()
    stage.settle()
    stage.window.sharing.run_alone(new_file, "Waiting", wait, done="")
    until(lambda: bool(stage.jobs.unfinished()) and stage.jobs.unfinished()[0].total > 0)
    assert dialogs(stage) == []
    stage.jobs.unfinished()[0].cancel()
    until(lambda: stage.window.places.currentWidget() is stage.window.customers)
    stage.settle()


def wait(path: Path, on_progress: object) -> None:
    """A job that goes on until it is stopped."""
    while True:
        on_progress(1, 2)  # type: ignore[operator]


def test_a_job_for_another_file_than_the_open_one_is_refused(stage: Stage, new_file: Path, other_file: Path) -> None:
    opened(stage, other_file)
    stage.window.sharing.run_alone(new_file, "Encrypting", file_jobs.encrypt, b"", done="")
    stage.settle()
    assert not stage.jobs.unfinished()
    assert stage.window.places.currentWidget() is stage.window.customers


def test_text_of_a_company_is_asked_about_before_another_file_opens(
    stage: Stage, new_file: Path, other_file: Path, qtbot: QtBot
) -> None:
    dialog = typed_company(stage, qtbot)
    stage.window.open_place(other_file)
    answer(stage, qtbot, "Keep editing")
    stage.settle()
    assert stage.window.place == new_file
    assert dialog.isVisible()
    assert dialog.is_dirty()
    stage.window.open_place(other_file)
    answer(stage, qtbot, "Discard")
    until(lambda: stage.window.place == other_file)
    assert dialogs(stage) == []


def test_the_window_stays_until_the_text_of_a_company_is_decided_about(stage: Stage, qtbot: QtBot) -> None:
    dialog = typed_company(stage, qtbot)
    stage.window.close()
    until(lambda: bool(questions(dialog)))
    assert stage.window.isVisible()
    answer(stage, qtbot, "Keep editing")
    assert stage.window.isVisible()
    stage.window.close()
    answer(stage, qtbot, "Discard")
    until(lambda: not stage.window.isVisible())


def test_a_record_in_its_own_window_ends_with_its_file(
    stage: Stage, ada: Record, new_file: Path, other_file: Path, qtbot: QtBot
) -> None:
    page = stage.window.customers
    page.open_window(ada.id)
    window = page.windows[0]
    until(lambda: window.pane.record_id() == ada.id)
    window.activateWindow()
    until(window.isActiveWindow)
    qtbot.keySequence(window, QKeySequence("F2"))
    until(window.pane.is_editing)
    assert window.pane.form is not None
    qtbot.keyClicks(window.pane.form.boxes["nickname"].editor.controls()[0], "Countess")
    stage.window.open_place(other_file)
    answer(stage, qtbot, "Discard")
    until(lambda: stage.window.place == other_file)
    stage.settle()
    assert page.windows == []
    assert stage.window.status.offer_button is None  # the text is in the list of the other file


def test_closed_twice_the_window_asks_once(stage: Stage, ada: Record, qtbot: QtBot) -> None:
    page = stage.window.customers
    page.open_window(ada.id)
    window = page.windows[0]
    until(lambda: window.pane.record_id() == ada.id)
    stage.settle()
    window.pane.edit()
    until(window.pane.is_editing)
    assert window.pane.form is not None
    qtbot.keyClicks(window.pane.form.boxes["nickname"].editor.controls()[0], "Countess")
    stage.window.close()
    stage.window.close()
    assert len(questions(window)) == 1
    answer(stage, qtbot, "Discard")
    until(lambda: not stage.window.isVisible())


def test_from_the_start_nothing_of_many_is_done_to_the_file_before(stage: Stage, other_file: Path) -> None:
    stage.window.open_place(other_file)
    until(lambda: stage.window.place == other_file)
    assert stage.window.past.many.place in (None, other_file)


def test_the_palette_ends_when_its_file_is_let_go(stage: Stage, new_file: Path) -> None:
    stage.window.actions_["palette"].trigger()
    palette = stage.window.dialogs.palette
    assert palette is not None
    stage.settle()
    assert palette.isVisible()
    stage.window.sharing.run_alone(new_file, "Checking", file_jobs.check, done="done")
    until(lambda: not palette.isVisible())


@contextmanager
def opening_held(stage: Stage) -> Iterator[None]:
    """What is to be opened meanwhile waits for a server that says nothing."""
    tried: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = ServerAddress((Host("127.0.0.1", silent.getsockname()[1]),), "desk", "ada", Tls.DISABLE)
        stage.tasks.open(stage.window, address, tried.append, tried.append)
        yield
        assert not tried
    until(lambda: bool(tried))


def type_nickname(stage: Stage, qtbot: QtBot) -> None:
    form = stage.window.customers.pane.form
    assert form is not None
    qtbot.keyClicks(form.boxes["nickname"].editor.controls()[0], "Countess")


def test_what_is_open_is_worked_with_while_another_is_being_opened(
    stage: Stage, ada: Record, other_file: Path, new_file: Path, qtbot: QtBot
) -> None:
    with opening_held(stage):
        stage.window.open_place(other_file)
        stage.window.customers.go_to(ada.id)
        until(lambda: stage.window.customers.pane.record_id() == ada.id)
        assert stage.window.place == new_file

    until(lambda: stage.window.place == other_file)


def test_what_is_typed_while_another_is_being_opened_is_asked_about(
    stage: Stage, ada: Record, other_file: Path, new_file: Path, qtbot: QtBot
) -> None:
    stage.edit(ada.id)
    with opening_held(stage):
        stage.window.open_place(other_file)
        type_nickname(stage, qtbot)
    answer(stage, qtbot, "Keep editing")
    stage.settle()
    assert stage.window.place == new_file
    assert stage.window.customers.pane.is_dirty()

    stage.window.open_place(other_file)
    answer(stage, qtbot, "Save")
    until(lambda: stage.window.place == other_file)
    stage.open(new_file)
    assert found(new_file, "countess") == [ada.id]


def test_a_copy_that_is_being_made_says_what_comes_of_it_whatever_is_opened_meanwhile(
    stage: Stage, other_file: Path, tmp_path: Path
) -> None:
    nobody = ServerAddress((Host("127.0.0.1", 1),), "desk", "ada", Tls.DISABLE)
    stage.window.dialogs.show_fetch(nobody)
    dialog = stage.window.dialogs.open["fetch"]
    assert isinstance(dialog, FetchDialog)
    dialog.path_edit.setText(str(tmp_path / "copy.deskbook"))
    stage.settle()
    dialog.copy_button.click()
    stage.open(other_file)
    assert dialog.isVisible()

    until(lambda: not stage.jobs.unfinished())
    assert "127.0.0.1" in dialog.message.text()
    until(lambda: stage.window.status.offer_button is not None)
    dialog.reject()
    until(lambda: stage.window.status.offer_button is None)


def test_what_is_offered_ends_with_whoever_asked_for_it_and_with_nobody_else(stage: Stage) -> None:
    first, second = QObject(), QObject()
    for label, owner in (("First", first), ("Second", second)):
        stage.window.connection.offer_again(label, lambda: None, owner)
    delete(first)
    offered = stage.window.status.offer_button
    assert offered is not None
    assert offered.text() == "Repeat: Second"
    delete(second)
    assert stage.window.status.offer_button is None
