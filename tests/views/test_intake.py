"""The folder that is watched while its database is open: what comes is taken, and the dialog says what came of it."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings import INTAKE_FOLDERS
from app.store.database import Database
from app.views import intake_watch
from app.views.dialogs.intake_dialog import IntakeDialog
from tests.factories import customer_content, stored_customer
from tests.stage import Stage, until


def shown(dialog: IntakeDialog) -> list[tuple[str, str]]:
    """Each file that came, and what came of it."""
    items = (dialog.tree.topLevelItem(row) for row in range(dialog.tree.topLevelItemCount()))
    return [(item.text(1), item.text(2)) for item in items if item is not None]


def test_files_are_taken_as_they_come(stage: Stage, database: Database, tmp_path: Path) -> None:
    stored_customer(database, customer_content("Ada", customer_code="ADA"))
    folder = tmp_path / "in"
    folder.mkdir()
    until(lambda: "intake" in vars(stage.window))
    stage.window.sidebar.chosen.emit("intake")
    watch = stage.window.intake
    dialog = watch.dialog
    assert dialog is not None
    assert dialog.folder_label.full_text() == "No folder is watched for this database."
    assert not dialog.stop_button.isEnabled()
    watch.set_folder(folder)
    assert list(stage.settings.get(INTAKE_FOLDERS).values()) == [str(folder)]
    entries = [{"kind": "interaction", "customer": code, "channel": "Store"} for code in ("ADA", "<img src=x>")]
    (folder / "visits.json").write_text(json.dumps(entries))
    until(lambda: bool(watch.results))
    assert [(name, said.replace("\u2068", "").replace("\u2069", "")) for name, said in shown(dialog)] == [
        ("visits.json", "1 added · 1 refused: customer: nothing is known by code '<img src=x>'")
    ]
    row = dialog.tree.topLevelItem(0)
    assert row is not None
    assert "<img" not in row.toolTip(2)
    assert "<img" in (folder / "failed" / "visits.json").read_text()
    shutil.rmtree(folder)
    until(lambda: bool(watch.failure))
    assert dialog.message.isVisible()
    dialog.stop_button.click()
    assert watch.folder is None
    assert stage.settings.get(INTAKE_FOLDERS) == {}


def test_after_a_bug_the_folder_is_looked_at_again(
    stage: Stage, database: Database, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_watch, "_AFTER_FAILURE_MS", 50)
    stored_customer(database, customer_content("Ada", customer_code="ADA"))
    (tmp_path / "visit.json").write_text(json.dumps({"kind": "interaction", "customer": "ADA"}))
    until(lambda: "intake" in vars(stage.window))
    watch = stage.window.intake
    with qtbot.captureExceptions() as bugs:
        stage.jobs.before_each = partial(divmod, 1, 0)
        watch.set_folder(tmp_path)
        until(lambda: watch.failure.startswith("Something unexpected happened"))
        stage.jobs.before_each = bool
        until(lambda: bool(watch.results))
    assert {kind for kind, _, _ in bugs} == {ZeroDivisionError}
    assert len(bugs) == 1
    assert watch.failure == ""
    assert not (tmp_path / "visit.json").exists()
