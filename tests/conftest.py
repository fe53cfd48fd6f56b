"""What every test may ask for: a fresh database file at little cost, opened or not, and somebody who acts."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.models.servers import Place, ServerAddress
from app.models.values import Actor
from app.paths import HOME_VARIABLE
from app.services.files import new_file as make_file
from app.services.shared import new_shared
from app.services.staff import current_actor
from app.store import passphrases
from app.store.database import Database, open_database
from tests import crowds, desk, postgres
from tests.background_work import Answers
from tests.memory import collect_what_is_new, keep_files_in_memory
from tests.processes import SOFT, compile_once, uncollected

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's own keyring is touched
keep_files_in_memory()
compile_once()

collect_ignore = uncollected()


def pytest_report_header() -> list[str]:
    """Say what is missing where the system lacks the means, and where files are made."""
    missing = f"not collected on this system: {', '.join(collect_ignore) or 'nothing'}"
    return [missing, f"temporary files: {tempfile.gettempdir()}"]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests that wait for a server, a clock or somebody killed leave one with nothing to do."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Set aside what stands now, thousands of tests among it: no collection of garbage need look at it, nor come so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test writes into the folders of the person who runs it."""
    os.environ[HOME_VARIABLE] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session", autouse=True)
def _quick_passphrases() -> Iterator[None]:
    """Nobody waits for keys to be stretched."""
    with pytest.MonkeyPatch.context() as patch:
        for name, much in SOFT.items():
            patch.setattr(passphrases, name, much)
        yield


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
def file_database(new_file: Path) -> Iterator[Database]:
    """That file, open."""
    database = open_database(new_file)
    yield database
    database.close()


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server with a database `template` as `deskbook server create` makes it."""
    with postgres.running() as server:
        server.create_database("template", "template1")
        new_shared(server.address("template"), country="US")
        yield server


@pytest.fixture
def shared_database(server: postgres.Server) -> Iterator[Database]:
    """A database on that server, open."""
    server.create_database("test", "template")
    database = open_database(server.address("test"))
    yield database
    database.close()
    server.drop_database("test")


@pytest.fixture(params=["file", "server"])
def database(request: pytest.FixtureRequest) -> Database:
    """A new database, open: each test that asks for it runs on a local file and on a server."""
    found: Database = request.getfixturevalue("file_database" if request.param == "file" else "shared_database")
    return found


@pytest.fixture
def sign_in(
    database: Database, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[desk.SignIn]:
    """Opens that database as somebody else; on a file it is they who sit at the computer from then on."""
    server = None if isinstance(database.place, Path) else request.getfixturevalue("server")
    yield from desk.signing_in(database, monkeypatch, server)


@pytest.fixture
def actor(database: Database) -> Actor:
    """The person who runs the tests, as staff of that file."""
    with database.writing() as connection:
        return current_actor(connection)


@pytest.fixture
def connection(database: Database, actor: Actor) -> Iterator[sa.Connection]:
    """A transaction in which everything happens, once there is somebody who acts."""
    with database.writing() as connection:
        yield connection


@pytest.fixture
def tasks(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    """Background work on the test's database, or on a new file if it asked for none."""
    with_database = "database" in request.fixturenames
    place = request.getfixturevalue("database").place if with_database else request.getfixturevalue("new_file")
    yield from opened_tasks(place, qtbot)


@pytest.fixture
def only_this_thread_collects() -> Iterator[None]:
    """As in the window: a QObject that a collection in another thread destroys takes the process along."""
    gc.disable()
    yield
    collect_what_is_new()
    gc.enable()


@pytest.fixture
def answers(qtbot: QtBot) -> Answers:
    """Whoever takes the answers of background work."""
    return Answers()


@pytest.fixture
def crowd_tasks(crowd_file: Path, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    """Background work on a file with thousands of customers."""
    yield from opened_tasks(crowd_file, qtbot)


def opened_tasks(place: Place, qtbot: QtBot) -> Iterator[DatabaseTasks]:
    """Background work on a database, closed at the end."""
    tasks, answers = DatabaseTasks(), []
    tasks.open(tasks, place, answers.append, answers.append)
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
def _shared_crowd(server: postgres.Server) -> ServerAddress:
    server.create_database("crowd", "template")
    database = open_database(server.address("crowd"))
    crowds.make_crowd(database, map(crowds.crowd_content, range(crowds.CROWD)))
    database.close()
    return server.address("crowd")


@pytest.fixture(scope="session", params=["file", "server"])
def crowd(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with thousands of customers, open; for reading only."""
    place = request.getfixturevalue("_crowd_template" if request.param == "file" else "_shared_crowd")
    database = open_database(place)
    yield database
    database.close()


@pytest.fixture
def crowd_file(_crowd_template: Path, tmp_path: Path) -> Path:
    """A copy of that file."""
    return Path(shutil.copy(_crowd_template, tmp_path / "crowd.deskbook"))
