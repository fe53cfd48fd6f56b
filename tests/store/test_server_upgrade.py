"""A shared database brought to a newer shape: step by step, while nobody else saves, and on after a kill."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import sqlalchemy as sa

from app.errors import ServerError, ServerProblem
from app.models.tables import node
from app.services import access, shared
from app.store import gate, postgresql
from app.store.changes import news
from app.store.copy_server import reading_server
from app.store.database import REVISION, create_on_server, open_database
from app.store.failures import translating
from app.store.migrations import SCRIPTS, revisions_after
from app.store.server_upgrade import plan_upgrade, upgrade_on_server
from app.store.servers import probe
from app.words import describe
from tests import factories, guarded
from tests.processes import ROOT, needs_kill

STEP = '''\
"""A step that only this test knows."""

import os
import signal

import sqlalchemy as sa
from alembic import op

revision = "{own}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("shoe_size_{own}", sa.Integer(), server_default="42"))
    {line}
'''
UPGRADER = """\
import os, signal, sys
from pathlib import Path
from app.models.servers import parse_address
from app.store.server_upgrade import upgrade_on_server

def kill(done, total):
    if done == int(sys.argv[3]): os.kill(os.getpid(), signal.SIGKILL)
upgrade_on_server(parse_address(sys.argv[1]), kill, Path(sys.argv[2]))
"""
FOLLOWING = [f"{int(REVISION) + number:04}" for number in (1, 2, 3)]


@pytest.fixture
def place(shared_database):
    """A shared database that nobody has open, with a customer."""
    factories.stored_customer(shared_database)
    shared_database.close()
    return shared_database.place


@pytest.fixture
def scripts(tmp_path):
    """A function that makes a folder of migrations with three more steps, the second of which ends with a line."""

    def make(line="pass"):
        folder = tmp_path / "scripts"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        before = REVISION
        for own in FOLLOWING:
            step = STEP.format(own=own, before=before, line=line if own == FOLLOWING[1] else "pass")
            (folder / "versions" / f"{own}_shoe_size.py").write_text(step, "utf-8")
            before = own
        return folder

    return make


def killed(place, scripts, step):
    """An upgrade in another process that kills itself before a step."""
    command = [sys.executable, "-c", UPGRADER, str(place), str(scripts), str(step)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL


def revision(server):
    ((found,),) = server.execute("SELECT version_num FROM deskbook.alembic_version", "test")
    return found


def columns(server):
    statement = "SELECT column_name FROM information_schema.columns WHERE column_name LIKE 'shoe%' ORDER BY 1"
    return [name for (name,) in server.execute(statement, "test")]


def refusal(act, *arguments):
    with pytest.raises(ServerError) as caught:
        act(*arguments)
    assert "test" in describe(caught.value)
    return caught.value.problem


def follow(database):
    """Ask as a window does each second, until something is wrong."""
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        with database.reading() as connection:
            access.follow(connection, news=news(connection))


def test_every_step_is_taken(place, scripts, server):
    heard = []
    plan = plan_upgrade(place, scripts())

    assert upgrade_on_server(place, lambda done, total: heard.append((done, total)), scripts()) == 3
    assert upgrade_on_server(place, lambda done, total: None, scripts()) == 0
    assert (plan.revision, list(plan.steps)) == (REVISION, FOLLOWING)
    assert plan.seconds() > 0
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert revision(server) == FOLLOWING[-1]
    assert len(columns(server)) == 3


def test_one_that_is_up_to_date_stays_as_it_is(place, server):
    assert plan_upgrade(place).steps == ()
    assert shared.upgrade_shared(place, lambda done, total: None) == 0
    with closing(open_database(place)) as database:
        factories.stored_customer(database)


@needs_kill
def test_killed_between_steps_it_goes_on_with_the_next(place, scripts, server):
    killed(place, scripts(), 2)
    assert revision(server) == FOLLOWING[1]
    assert refusal(open_database, place) is ServerProblem.NEWER

    taken = []
    assert upgrade_on_server(place, lambda done, total: taken.append(total), scripts()) == 1
    assert revision(server) == FOLLOWING[2]
    assert len(columns(server)) == 3


@needs_kill
def test_killed_within_a_step_it_leaves_nothing_of_it(place, scripts, server):
    killed(place, scripts("os.kill(os.getpid(), signal.SIGKILL)"), 99)
    assert revision(server) == FOLLOWING[0]
    assert len(columns(server)) == 1

    assert upgrade_on_server(place, lambda done, total: None, scripts()) == 2
    assert len(columns(server)) == 3


def test_a_failed_step_leaves_the_ones_before(place, scripts, server):
    with pytest.raises(sa.exc.ProgrammingError):
        upgrade_on_server(place, lambda done, total: None, scripts('op.execute("SELECT nothing")'))
    assert revision(server) == FOLLOWING[0]


def test_nobody_saves_meanwhile_and_everybody_is_told(place, scripts, server):
    """Whoever had it open, too: between the steps, where no lock of a table is in the way."""
    told = []
    with closing(open_database(place)) as database:

        def look(done, total):
            if done == 1:
                told.append(refusal(factories.stored_customer, database))
                told.append(refusal(open_database, place))
                told.append(refusal(probe, place, ""))
                told.append(refusal(upgrade_on_server, place, lambda done, total: None, scripts()))

        upgrade_on_server(place, look, scripts())
        told.append(refusal(factories.stored_customer, database))
        told.append(refusal(follow, database))
    assert told == [ServerProblem.UPGRADING] * 4 + [ServerProblem.NEWER] * 2
    assert server.execute("SELECT count(*) FROM deskbook.customer", "test") == [(1,)]


def test_windows_hear_of_it(place, scripts):
    with closing(open_database(place)) as database:
        with database.reading() as connection:
            before = news(connection)
        upgrade_on_server(place, lambda done, total: None, scripts())
        assert refusal(follow, database) is ServerProblem.NEWER
        with database.reading() as connection:
            assert postgresql.heard(connection) > before[1]


def test_a_save_under_way_is_waited_for(place, scripts, server):
    """Not torn: it has begun to change records, and comes to its end before the first step."""
    changes = "SELECT count(*) FROM deskbook.change WHERE act = 'changed'"
    ((before,),) = server.execute(changes, "test")
    with closing(open_database(place)) as database, ThreadPoolExecutor(1) as pool:
        with database.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO change (record_type, record_id, version, act, at, staff_id, origin)"
                " SELECT record_type, record_id, 2, 'changed', at, staff_id, origin FROM change LIMIT 1"
            )
            upgrading = pool.submit(upgrade_on_server, place, lambda done, total: None, scripts())
            waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            while server.execute(waits, "test") == [(0,)]:
                assert not upgrading.done()
            assert revision(server) == REVISION
        assert upgrading.result() == 3
    assert server.execute(changes, "test") == [(before + 1,)]


def test_whoever_got_into_a_deadlock_with_it_makes_way(place, scripts, server):
    """Somebody has changed a record, but not yet the log, when the tables are wanted in another order."""
    line = 'op.execute("LOCK TABLE change IN ACCESS EXCLUSIVE MODE"); op.execute("LOCK TABLE customer")'
    with closing(open_database(place)) as database, ThreadPoolExecutor(1) as pool:

        def save():
            with database.writing() as connection:
                connection.exec_driver_sql("UPDATE customer SET version = version")
                upgrading.append(pool.submit(upgrade_on_server, place, lambda done, total: None, scripts(line)))
                waits = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted"
                while server.execute(waits, "test") == [(0,)]:
                    assert not upgrading[0].done()
                connection.exec_driver_sql("DELETE FROM change WHERE id = 0")

        upgrading = []
        assert refusal(save) is ServerProblem.UPGRADING
        assert upgrading[0].result() == 3


def test_a_copy_under_way_is_not_torn(place):
    """Whoever reads all of it is waited for, but not for ever; afterwards people save as before."""
    engine = postgresql.engine(place)

    def take():
        with translating(place), engine.connect() as connection, gate.alone(connection, "50ms"):
            pytest.fail("it was had alone")

    with reading_server(place) as source:
        assert refusal(take) is ServerProblem.IN_USE
        assert source.uuid()
    engine.dispose()
    with closing(open_database(place)) as database:
        factories.stored_customer(database)


def test_an_older_one_says_so_and_is_not_made_anew(place, server):
    server.execute("UPDATE deskbook.alembic_version SET version_num = '0009'", "test")

    assert refusal(open_database, place) is ServerProblem.NEEDS_UPGRADE
    assert refusal(probe, place, "") is ServerProblem.NEEDS_UPGRADE
    assert refusal(create_on_server, place) is ServerProblem.NEEDS_UPGRADE


def test_a_window_of_before_does_not_write_into_what_is_newer(shared_database, server):
    server.execute("UPDATE deskbook.alembic_version SET version_num = '9999'", "test")
    assert refusal(factories.stored_customer, shared_database) is ServerProblem.NEWER
    server.execute("UPDATE deskbook.alembic_version SET version_num = '0001'", "test")
    assert refusal(factories.stored_customer, shared_database) is ServerProblem.NEEDS_UPGRADE


def test_upgrade_from_before_databases_had_identities(place, server):
    guarded.set_back(place, "0009")
    assert server.execute("SELECT to_regclass('deskbook.origin')", "test") == [(None,)]
    assert shared.upgrade_shared(place, lambda done, total: None) == len(revisions_after("0009"))
    with closing(open_database(place)) as database, database.reading() as connection:
        assert len(connection.execute(sa.select(node.c.uuid)).scalar_one()) == 36
