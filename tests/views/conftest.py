"""What tests of windows share: a file opened as the window opens it, and no noise from the platform without a screen."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.store.database import Database
from tests.stage import Stage


def pytest_itemcollected(item: pytest.Item) -> None:
    """Any other warning of Qt fails the test."""
    item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture
def database(file_database: Database) -> Database:
    """A local file: what a window does differently with a server has tests of its own."""
    return file_database


@pytest.fixture
def tasks(new_file: Path, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    """The background work on the file, closed at the end; as in the window, only the GUI thread collects garbage."""
    gc.disable()
    tasks = DatabaseTasks()
    opened: list[object] = []
    tasks.open(tasks, new_file, opened.append, opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    yield tasks
    tasks.close()
    gc.collect()
    gc.enable()


@pytest.fixture
def stage(new_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    """The window on the file."""
    stage = Stage(tmp_path)
    stage.open(new_file)
    yield stage
    stage.close()
    gc.enable()
