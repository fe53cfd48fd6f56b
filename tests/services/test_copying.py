"""A local file copied to a server: everything, compared, or nothing."""

import os
import signal
import subprocess
import sys

import pytest

from app.errors import ServerError, ServerProblem
from app.models.customer import CUSTOMER
from app.models.tables import metadata
from app.models.values import Content
from app.services.checks import check_file
from app.services.copying import copy_to_server
from app.services.demo import make_demo
from app.services.staff import current_actor
from app.store import copying
from app.store.changes import changes_of
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.processes import ROOT

CUSTOMERS = 300


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Invented people, one of them edited, with a history and a draft."""
    path = tmp_path_factory.mktemp("copied") / "desk.deskbook"
    make_demo(path, CUSTOMERS, seed=3)
    database = open_database(path)
    record = factories.stored_customer(database, factories.customer_content("Zoë Ångström", tags=("vip", "日本")))
    with database.writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        work.update(CUSTOMER, record, Content({**record.values, "nickname": "Zo"}, record.items))
    database.close()
    return path


@pytest.fixture
def empty(server):
    server.create_database("copied", "template0")
    yield server.address("copied")
    server.drop_database("copied")


def digests(place):
    database = open_database(place)
    with database.reading() as connection:
        found = {table.name: copying.digest_of(connection, table) for table in copying.copied_tables()}
    database.close()
    return found


def test_everything_arrives(file, empty):
    steps = []

    rows = copy_to_server(file, empty, lambda done, total: steps.append((done, total)))

    assert digests(empty) == digests(file)
    assert rows == sum(table.rows for table in digests(file).values()) == steps[-1][0] == steps[-1][1]
    assert check_file(empty) == ()


def test_it_goes_on_behind_what_arrived(file, empty):
    copy_to_server(file, empty)
    known = digests(file)["customer"].rows
    database = open_database(empty)
    with database.reading() as connection:
        before = set(connection.exec_driver_sql("SELECT id FROM customer").scalars())
    made = factories.stored_customer(database)
    with database.reading() as connection:
        (change,) = changes_of(connection, CUSTOMER, made.id)
        assert connection.exec_driver_sql("SELECT count(*) FROM customer").scalar_one() == known + 1
        assert connection.exec_driver_sql("SELECT max(id) FROM change").scalar_one() == change.id
    database.close()
    assert made.id not in before


def test_a_database_with_records_is_left_alone(file, shared_database):
    before = digests(shared_database.place)
    with pytest.raises(ServerError) as caught:
        copy_to_server(file, shared_database.place)

    assert caught.value.problem is ServerProblem.NOT_EMPTY
    assert digests(shared_database.place) == before


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no other system kills so")
def test_killed_half_way_it_leaves_nothing_and_is_done_again(file, empty, server):
    script = (
        "import sys, os, signal\n"
        "from pathlib import Path\n"
        "from app.models.servers import parse_address\n"
        "from app.services.copying import copy_to_server\n"
        "def kill(done, total):\n"
        "    if done > total // 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "copy_to_server(Path(sys.argv[1]), parse_address(sys.argv[2]), kill)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file), str(empty)], cwd=ROOT, check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    tables = server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'deskbook'", "copied")
    assert tables == [(0,)]

    copy_to_server(file, empty)

    assert digests(empty) == digests(file)
    assert set(digests(file)) == set(metadata.tables) - {"node", "counter", "editing", "desk_session"}
