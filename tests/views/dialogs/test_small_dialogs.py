"""The welcome, the list of keys, a failure, and the progress of a job."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.errors import CancelledError
from app.store.backup_folder import Backup
from app.views.dialogs.backups_dialog import BackupsDialog
from app.views.dialogs.crash_dialog import CrashDialog, CrashReporter
from app.views.dialogs.job_progress import JobProgress
from app.views.dialogs.keys_dialog import KeysDialog
from app.views.dialogs.welcome import SAMPLE_SIZES, Welcome
from tests import job_functions
from tests.views.dialogs.accessible import nameless

WAIT_MS = 20_000


@pytest.fixture
def welcome(qtbot, jobs):
    welcome = Welcome([str(Path("folder") / "R&D.deskbook")], jobs)
    qtbot.addWidget(welcome)
    welcome.show()
    return welcome


def test_the_choices_tell_what_is_wanted(welcome, qtbot):
    with qtbot.waitSignal(welcome.empty_wanted):
        qtbot.keyClick(welcome.empty_button, Qt.Key.Key_Space)
    with qtbot.waitSignal(welcome.sample_wanted) as wanted:
        welcome.sample_button.click()
    assert wanted.args == [SAMPLE_SIZES[0]]
    with qtbot.waitSignal(welcome.connect_wanted):
        qtbot.keyClick(welcome.connect_button, Qt.Key.Key_Space)
    with qtbot.waitSignal(welcome.file_wanted) as wanted:
        welcome.recent_buttons[0].click()
    assert wanted.args == [Path("folder") / "R&D.deskbook"]
    assert nameless(welcome) == []


def test_a_larger_sample_can_be_chosen(welcome, qtbot):
    radio = next(button for button in welcome.findChildren(QAbstractButton) if button.text().startswith("10"))
    radio.click()
    with qtbot.waitSignal(welcome.sample_wanted) as wanted:
        welcome.sample_button.click()
    assert wanted.args == [SAMPLE_SIZES[1]]


def test_a_file_is_asked_for_without_stopping_the_window(welcome, qtbot, tmp_path):
    (tmp_path / "a.deskbook").touch()
    welcome.open_button.click()
    with qtbot.waitSignal(welcome.file_wanted) as wanted:
        welcome.file_dialog.fileSelected.emit(str(tmp_path / "a.deskbook"))
    assert wanted.args == [tmp_path / "a.deskbook"]
    welcome.file_dialog.close()


def test_while_a_job_runs_there_is_nothing_to_choose(welcome, jobs, qtbot, tmp_path):
    errors = []
    jobs.start(
        jobs,
        "Making it",
        job_functions.work_until_stopped,
        tmp_path / "begun",
        tmp_path / "undone",
        on_success=errors.append,
        on_error=errors.append,
    )
    assert not welcome.empty_button.isEnabled()
    assert welcome.progress.isVisible()
    qtbot.waitUntil(lambda: welcome.progress.bar.maximum() > 0, timeout=WAIT_MS)
    assert welcome.progress.label.full_text() == "Making it"

    qtbot.mouseClick(welcome.progress.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(errors), timeout=WAIT_MS)

    assert isinstance(errors[0], CancelledError)
    qtbot.waitUntil(lambda: not welcome.progress.isVisible())
    assert welcome.empty_button.isEnabled()


def test_progress_counts_what_waits_and_more_than_32_bits(jobs, qtbot, tmp_path):
    progress = JobProgress(jobs)
    qtbot.addWidget(progress)
    for name in ("First", "Second"):
        jobs.start(
            jobs,
            name,
            job_functions.work_until_stopped,
            tmp_path / f"{name}1",
            tmp_path / f"{name}2",
            on_success=print,
            on_error=lambda error: None,
        )
    assert "First" in progress.label.full_text()
    assert "1" in progress.label.full_text()
    jobs.unfinished()[0].note(2**40, 2**41)
    assert progress.bar.value() == progress.bar.maximum() // 2
    assert nameless(progress) == []


@pytest.fixture
def groups(qtbot):
    window = QWidget()
    save, draft, about = QAction("&Save", window), QAction("Save as draft…", window), QAction("About", window)
    save.setShortcut("Ctrl+S")
    draft.setShortcuts(["Ctrl+Shift+S", "F9"])
    yield {"&Edit": [save, draft], "&Help": [about]}
    window.deleteLater()


def shown(dialog):
    tree = dialog.tree
    groups = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    items = [group.child(row) for group in groups if not group.isHidden() for row in range(group.childCount())]
    return [(item.text(0), item.text(1)) for item in items if not item.isHidden()]


def test_every_key_is_listed_and_found(groups, qtbot):
    dialog = KeysDialog(groups)
    qtbot.addWidget(dialog)
    dialog.show()
    acts = [act for act, _ in shown(dialog)]
    assert acts[:2] == ["Save", "Save as draft"]
    assert "Open for reading" in acts  # the list's own keys are told as well
    assert "F9" in shown(dialog)[1][1]

    qtbot.keyClicks(dialog.filter_edit, "f9")
    assert [act for act, _ in shown(dialog)] == ["Save as draft"]

    qtbot.keyClicks(dialog.filter_edit, "zzz")
    assert shown(dialog) == []
    assert dialog.none_label.isVisible()
    assert nameless(dialog) == []


def test_a_failure_from_any_thread_is_shown_once(qtbot):
    reporter = CrashReporter()
    thread = Thread(target=lambda: [reporter.crashed.emit(f"report {number}") for number in range(300)])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.dialog is not None and "100" in reporter.dialog.again_label.text())

    dialog = reporter.dialog
    assert dialog.report_box.toPlainText() == "report 0"
    assert dialog.isVisible()
    assert nameless(dialog) == []
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "report 0"

    dialog.continue_button.click()
    assert reporter.dialog is None
    reporter.crashed.emit("later")
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    with qtbot.waitSignal(reporter.close_wanted):
        reporter.dialog.close_button.click()


def test_a_dialog_that_went_with_its_window_is_forgotten(qtbot):
    window = QWidget()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reporter = CrashReporter()
    reporter.crashed.emit("report")
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert isinstance(reporter.dialog, CrashDialog)
    assert reporter.dialog.parent() is window

    window.deleteLater()
    qtbot.waitUntil(lambda: reporter.dialog is None)


def test_the_backup_that_was_chosen_stays_chosen_when_another_is_made(qtbot, tmp_path):
    made = [Backup(tmp_path / f"{day}.gz", datetime(2026, 1, day), 1_000, is_automatic=True) for day in (3, 2, 1)]
    dialog = BackupsDialog(tmp_path / "customers.deskbook")
    qtbot.addWidget(dialog)
    dialog.show_backups(made[1:])
    dialog.show()
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Down)
    dialog.show_backups(made)
    with qtbot.waitSignal(dialog.browse_wanted) as wanted:
        qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [made[2]]
