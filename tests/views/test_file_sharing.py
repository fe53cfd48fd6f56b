"""Two windows on one file: one needs it alone, the other lets go, waits for its person if it must, and comes back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.errors import CancelledError, FileError, FileProblem
from app.services import encryption, file_jobs
from app.store.connecting import key_of
from app.store.database import open_database
from app.views.waiting_page import WaitingPage
from app.words import describe
from tests import factories
from tests.keyrings import memory_keyring
from tests.stage import Stage, saved, until


@pytest.fixture
def stages(tmp_path: Path, new_file: Path, qtbot: QtBot) -> Iterator[tuple[Stage, Stage]]:
    """Two windows on one file, and a keyring."""
    pair = []
    with memory_keyring():
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            pair.append(Stage(tmp_path / name))
            pair[-1].open(new_file)
        yield pair[0], pair[1]
        for stage in pair:
            stage.jobs.close()
            stage.close()


def encrypt(stage: Stage, path: Path) -> bytes:
    """As the dialog does it."""
    key = encryption.new_key()
    encryption.keep_key(path, key)
    stage.window.sharing.run_alone(path, "Encrypting", file_jobs.encrypt, key, done="encrypted")
    return key


def is_waiting(stage: Stage) -> bool:
    return isinstance(stage.window.places.currentWidget(), WaitingPage)


def is_open(stage: Stage) -> bool:
    return stage.window.places.currentWidget() is stage.window.customers


def is_back(stage: Stage) -> bool:
    """Open, encrypted."""
    return is_open(stage) and stage.window.status.shows_lock()


def test_the_other_window_lets_go_and_comes_back(stages: tuple[Stage, Stage], new_file: Path) -> None:
    one, two = stages
    customer = saved(new_file, factories.customer_content("Ada Lovelace"))
    key = encrypt(one, new_file)
    until(lambda: is_waiting(two))
    assert not two.window.toolbar.search_edit.isEnabled()
    label = two.window.places.waiting.label
    until(lambda: label.height() >= label.heightForWidth(label.width()))
    assert two.window.status.count_label.text() == ""
    until(lambda: is_back(one) and is_back(two))

    two.settle()
    two.view(customer.id)
    assert key_of(new_file) == key
    assert [entry for entry in new_file.parent.iterdir() if "wanted" in entry.name or "partial" in entry.name] == []


def test_what_is_unsaved_keeps_the_file_until_its_person_has_decided(
    stages: tuple[Stage, Stage], new_file: Path
) -> None:
    one, two = stages
    customer = saved(new_file, factories.customer_content("Ada Lovelace"))
    two.edit(customer.id)
    pane = two.window.customers.pane
    assert pane.form is not None
    pane.form.show_texts({"nickname": "Countess"})
    pane.form.edited.emit()

    encrypt(one, new_file)
    until(lambda: "needs test.deskbook for itself" in two.window.status.currentMessage())
    until(lambda: bool(list(new_file.parent.glob("test.deskbook.wanted/waiting-*"))))
    assert pane.is_dirty()
    assert not is_waiting(two)

    pane.save()
    until(lambda: is_back(one) and is_back(two))
    database = open_database(new_file)
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT nickname FROM customer").scalar() == "Countess"
    database.close()


def test_a_job_that_fails_gives_the_file_back(stages: tuple[Stage, Stage], new_file: Path) -> None:
    one, two = stages
    errors: list[FileError] = []
    one.window.sharing.failed.connect(errors.append)
    one.window.sharing.run_alone(new_file, "Failing", fail, done="")
    until(lambda: bool(errors))
    until(lambda: is_open(one) and is_open(two))

    assert errors[0].problem is FileProblem.DISK_FULL
    one.settle()
    assert not one.window.status.shows_lock()


def fail(path: Path, on_progress: object) -> None:
    """A job that is refused."""
    raise FileError(FileProblem.DISK_FULL, path)


def test_stopped_the_file_is_as_it_was(stages: tuple[Stage, Stage], new_file: Path) -> None:
    one, two = stages
    one.window.sharing.run_alone(new_file, "Waiting", wait, done="")
    until(lambda: bool(one.jobs.unfinished()) and one.jobs.unfinished()[0].total > 0)
    assert is_waiting(one)
    one.jobs.unfinished()[0].cancel()
    until(lambda: is_open(one) and is_open(two))
    one.settle()
    assert one.window.findChild(QLineEdit) is not None


def wait(path: Path, on_progress: object) -> None:
    """A job that goes on until it is stopped."""
    while True:
        on_progress(1, 2)  # type: ignore[operator]


def test_who_asks_a_file_that_is_lent_waits_and_who_writes_is_told(stages: tuple[Stage, Stage], new_file: Path) -> None:
    one, _ = stages
    failures: list[Exception] = []
    found: list[int] = []
    one.tasks.failed.connect(failures.append)
    one.window.sharing.run_alone(new_file, "Waiting", wait, done="")
    until(lambda: bool(one.jobs.unfinished()) and one.jobs.unfinished()[0].total > 0)
    one.tasks.read(one.window, lambda connection: connection.exec_driver_sql("SELECT 7").scalar(), found.append)
    one.tasks.write(one.window, lambda connection: connection.exec_driver_sql("SELECT 8").scalar(), found.append)
    until(lambda: bool(failures))
    assert not found
    one.jobs.unfinished()[0].cancel()
    until(lambda: is_open(one))
    until(lambda: found == [7])

    (refused,) = (error for error in failures if isinstance(error, FileError))
    assert refused.problem is FileProblem.LENT
    assert "opened again" in describe(refused)


def test_what_was_asked_of_a_file_that_was_lent_is_not_asked_of_another(
    qtbot: QtBot, tasks: DatabaseTasks, new_file: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(new_file, tmp_path / "other.deskbook"))
    answers: list[object] = []
    tasks.lend(tasks, lambda: tasks.open(tasks, other, lambda _: None, answers.append))
    tasks.read(
        tasks, lambda connection: connection.exec_driver_sql("SELECT 7").scalar(), answers.append, answers.append
    )
    qtbot.waitUntil(lambda: bool(answers))
    assert isinstance(answers[0], CancelledError)
