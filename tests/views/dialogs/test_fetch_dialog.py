"""A shared database copied to a local file as a person does it, from a real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.errors import FileError
from app.jobs import Jobs
from app.models import recovery_key
from app.models.servers import ServerAddress
from app.services import encryption
from app.store.database import Database, open_database
from app.views.dialogs.fetch_dialog import FetchDialog
from tests import factories
from tests.job_functions import work_until_stopped
from tests.keyrings import MemoryKeyring
from tests.stage import Stage, until
from tests.views.test_accessible_names import nameless


@pytest.fixture
def place(shared_database: Database) -> ServerAddress:
    """A shared database with a customer."""
    factories.stored_customer(shared_database, factories.customer_content("Grace Hopper"))
    assert isinstance(shared_database.place, ServerAddress)
    return shared_database.place


@pytest.fixture
def dialog(qtbot: QtBot, tasks: DatabaseTasks, jobs: Jobs, place: ServerAddress, tmp_path: Path) -> FetchDialog:
    folder = tmp_path / "copies"
    folder.mkdir()
    dialog = FetchDialog(tasks, jobs, place, folder)
    qtbot.addWidget(dialog)
    dialog.show()
    until(tasks.is_idle)
    return dialog


def said(dialog: FetchDialog) -> str:
    return dialog.message.text().replace("\u2068", "").replace("\u2069", "")


def names(path: Path) -> list[str]:
    database = open_database(path)
    with database.reading() as connection:
        found = list(connection.exec_driver_sql("SELECT display_name FROM customer").scalars())
    database.close()
    return found


def test_everything_has_a_name(dialog: FetchDialog) -> None:
    assert nameless(dialog) == []


def test_a_plain_copy(dialog: FetchDialog, tmp_path: Path) -> None:
    ready: list[Path] = []
    dialog.ready.connect(ready.append)
    dialog.path_edit.setText(str(tmp_path / "mine"))
    dialog.copy_button.click()
    dialog.reject()
    assert dialog.isVisible()
    until(dialog.open_button.isVisible)

    assert said(dialog).startswith("mine.deskbook is ready: ")
    dialog.open_button.click()
    assert ready == [tmp_path / "mine.deskbook"]
    assert names(ready[0]) == ["Grace Hopper"]


def test_an_encrypted_copy_needs_its_recovery_key_kept(
    qtbot: QtBot, memory: MemoryKeyring, dialog: FetchDialog, tasks: DatabaseTasks
) -> None:
    dialog.encrypt_box.click()
    dialog.copy_button.click()
    until(dialog.recovery.isVisible)
    assert not dialog.copy_button.isEnabled()
    shown = dialog.recovery.key_edit.toPlainText().replace("\n", "-")
    dialog.recovery.proof_edit.setText(recovery_key.last_group(shown))
    dialog.copy_button.click()
    until(dialog.open_button.isVisible)

    assert encryption.protection(dialog.path()).is_encrypted
    assert encryption.recovery_text(dialog.path()) == shown
    assert names(dialog.path()) == ["Grace Hopper"]
    assert len(memory.secrets) == 1


def test_without_a_keyring_a_passphrase_is_asked_for(dialog: FetchDialog) -> None:
    dialog.encrypt_box.click()
    assert dialog.passphrase_box.isVisible()
    assert not dialog.copy_button.isEnabled()
    for edit in (dialog.passphrase_box.edit, dialog.passphrase_box.again_edit):
        edit.setText("seventeen green tractors")
    until(dialog.copy_button.isEnabled)
    dialog.encrypt_box.click()
    assert dialog.copy_button.isEnabled()


def test_nothing_is_written_over(memory: MemoryKeyring, dialog: FetchDialog) -> None:
    dialog.path().write_text("mine")
    dialog.copy_button.click()
    until(lambda: "exists already" in said(dialog))
    assert dialog.copy_button.isEnabled()
    dialog.encrypt_box.click()
    dialog.copy_button.click()
    until(lambda: "exists already" in said(dialog))
    assert not dialog.recovery.isVisible()
    with pytest.raises(FileError):
        open_database(dialog.path())


def test_stopped_it_goes_on(dialog: FetchDialog) -> None:
    dialog.copy_button.click()
    dialog.progress.cancel_button.click()
    until(lambda: "the same again goes on from there" in said(dialog))
    assert not dialog.path().exists()
    dialog.copy_button.click()
    until(dialog.open_button.isVisible)
    assert names(dialog.path()) == ["Grace Hopper"]


def test_it_shows_and_stops_its_own_copy_alone(dialog: FetchDialog, jobs: Jobs, tmp_path: Path) -> None:
    failed: list[object] = []
    marks = (tmp_path / "begun", tmp_path / "undone")
    jobs.start(dialog, "Something else", work_until_stopped, *marks, on_success=print, on_error=failed.append)
    assert not dialog.progress.isVisible()
    dialog.copy_button.click()
    assert dialog.progress.label.full_text().startswith("Copying")
    dialog.progress.cancel_button.click()
    until(lambda: "the same again goes on from there" in said(dialog))
    assert not dialog.progress.isVisible()
    assert [job.label for job in jobs.unfinished()] == ["Something else"]
    assert failed == []


def test_the_window_offers_it_for_a_shared_database_only(stage: Stage, place: ServerAddress, tmp_path: Path) -> None:
    act = stage.window.actions_["fetch"]
    assert not act.isEnabled()
    stage.open(place)
    assert act.isEnabled()
    act.trigger()
    dialog = stage.window.dialogs.open["fetch"]
    assert isinstance(dialog, FetchDialog)
    target = tmp_path / "own.deskbook"
    dialog.path_edit.setText(str(target))
    stage.settle()
    dialog.copy_button.click()
    until(dialog.open_button.isVisible)
    dialog.open_button.click()
    until(lambda: stage.window.place == target)
    stage.settle()
