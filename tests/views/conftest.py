"""What tests of windows share: a file opened as the window opens it, and no noise from the platform without a screen."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.store.database import Database
from tests import postgres
from tests.ada import server_of_ada, shared_desk
from tests.conftest import opened_tasks
from tests.factories import customer_content
from tests.keyrings import MemoryKeyring, memory_keyring
from tests.pairs import two_windows
from tests.stage import Stage, saved, staged, until


def pytest_itemcollected(item: pytest.Item) -> None:
    """Any other warning of Qt fails the test."""
    item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(scope="module", autouse=True)
def _collected() -> Iterator[None]:
    """What widgets without a window of their own leave behind is gone before any other thread might collect it."""
    yield
    gc.collect()
    gc.freeze()  # what is left stands to the end, and would be looked at with every module


@pytest.fixture
def database(file_database: Database) -> Database:
    """A local file: what a window does differently with a server has tests of its own."""
    return file_database


@pytest.fixture
def tasks(new_file: Path, qtbot: QtBot, only_this_thread_collects: None) -> Iterator[DatabaseTasks]:
    """The background work on the file, closed at the end; as in the window, only the GUI thread collects garbage."""
    yield from opened_tasks(new_file, qtbot)


@pytest.fixture
def stage(new_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    """The window on the file."""
    with staged(tmp_path, new_file) as stage:
        yield stage


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    """A keyring of this process alone."""
    with memory_keyring() as memory:
        yield memory


@pytest.fixture(scope="session")
def desk() -> Iterator[postgres.Server]:
    """A server with two people, Ada and Grace; both own its tables."""
    with server_of_ada() as server:
        yield server


@pytest.fixture(params=["file", "server"])
def stages(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Stage, Stage]]:
    """Two windows: of one person on a file, of Ada and Grace on a server."""
    if request.param == "file":
        path = request.getfixturevalue("new_file")
        with two_windows(tmp_path, path, path) as stages:
            yield stages
        return
    with shared_desk(request.getfixturevalue("desk")) as places, two_windows(tmp_path, *places) as stages:
        yield stages


@pytest.fixture
def customer(stages: tuple[Stage, Stage]) -> int:
    """Somebody whom both windows list."""
    record = saved(stages[0].window.place, customer_content("Marie Curie"))
    for stage in stages:
        until(lambda stage=stage: stage.window.customers.list.model.rowCount() == 1)
        until(lambda stage=stage: stage.window.together.presence.seen is not None)
        stage.settle()
    return record.id
