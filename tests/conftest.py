"""What every test may ask for: a fresh database file at little cost, opened or not, and somebody who acts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.models.values import Actor
from app.paths import HOME_VARIABLE
from app.services.files import new_file as make_file
from app.services.staff import current_actor
from app.store.database import Database, open_database
from tests import crowds
from tests.processes import uncollected

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's own keyring is touched

collect_ignore = uncollected()


def pytest_report_header() -> str:
    """Say what is missing where the system lacks the means."""
    return f"not collected on this system: {', '.join(collect_ignore) or 'nothing'}"


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test writes into the folders of the person who runs it."""
    os.environ[HOME_VARIABLE] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.deskbook"
    make_file(path, country="US")
    return path


@pytest.fixture
def new_file(_template: Path, tmp_path: Path) -> Path:
    """A file as `deskbook new` makes it."""
    return Path(shutil.copy(_template, tmp_path / "test.deskbook"))


@pytest.fixture
def database(new_file: Path) -> Iterator[Database]:
    """That file, open."""
    database = open_database(new_file)
    yield database
    database.close()


@pytest.fixture
def actor(database: Database) -> Actor:
    """The person who runs the tests, as staff of that file."""
    with database.writing() as connection:
        return current_actor(connection)


@pytest.fixture
def tasks(new_file: Path, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    """Background work on that file."""
    yield from opened_tasks(new_file, qtbot)


@pytest.fixture
def crowd_tasks(crowd_file: Path, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    """Background work on a file with thousands of customers."""
    yield from opened_tasks(crowd_file, qtbot)


def opened_tasks(path: Path, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    """Background work on a file, closed at the end."""
    tasks, answers = DatabaseTasks(), []
    tasks.open(tasks, path, answers.append, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=30_000)
    yield tasks
    tasks.close()


@pytest.fixture(scope="session")
def _crowd_template(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(_template, tmp_path_factory.mktemp("crowd") / "crowd.deskbook"))
    database = open_database(path)
    crowds.make_crowd(database, map(crowds.crowd_content, range(crowds.CROWD)))
    database.close()
    return path


@pytest.fixture(scope="session")
def crowd(_crowd_template: Path) -> Iterator[Database]:
    """A file with thousands of customers, open; for reading only."""
    database = open_database(_crowd_template)
    yield database
    database.close()


@pytest.fixture
def crowd_file(_crowd_template: Path, tmp_path: Path) -> Path:
    """A copy of that file."""
    return Path(shutil.copy(_crowd_template, tmp_path / "crowd.deskbook"))
