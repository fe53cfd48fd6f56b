"""A copy that was killed, cut off or stopped is no database; started again, it goes on where it was."""

import random
import shutil
import signal
import subprocess
import time
from contextlib import closing, suppress

import pytest

from app.errors import CancelledError, FileError, FileProblem, ServerError, ServerProblem
from app.services import encryption
from app.services.checks import check_place
from app.services.copying import copy_to_file, copy_to_server, key_for
from app.services.demo import make_demo
from app.store import keys
from app.store.copy_file import filling_file
from app.store.copying import copy_rows
from app.store.database import REVISION, open_database
from app.store.servers import probe
from tests.keyrings import memory_keyring
from tests.processes import needs_kill
from tests.services.copies.helpers import digests, edit_somebody, killed_at, start, stop_at

KILLS = 3


def test_an_unfinished_copy_is_no_database(file, empty, full_of_pieces, tmp_path):
    """Neither in the window nor on the command line, whatever is tried with it."""
    target = tmp_path / "back.deskbook"
    with pytest.raises(CancelledError), filling_file(target, "somebody") as filling:
        copy_rows(full_of_pieces, filling, stop_at(0.3))
    partial = tmp_path / "back.deskbook.unfinished"

    with pytest.raises(FileError) as caught:
        open_database(partial)
    assert caught.value.problem is FileProblem.UNFINISHED
    with pytest.raises(CancelledError):
        copy_to_server(file, empty, stop_at(0.3))
    for attempt in (lambda: open_database(empty), lambda: probe(empty, "")):
        with pytest.raises(ServerError) as refused:
            attempt()
        assert refused.value.problem is ServerProblem.UNFINISHED


@needs_kill
@pytest.mark.parametrize("act", ["up", "down"])
def test_killed_at_random_it_goes_on(act, file, empty, tmp_path, server):
    """Wherever it is: while it begins, between pieces, within one, while it makes indexes or compares."""
    path = file if act == "up" else tmp_path / "back.deskbook"
    if act == "down":
        copy_to_server(file, empty)
    chance = random.Random(11)
    for lines in (0, *(chance.randint(1, 60) for _ in range(KILLS))):
        with start(act, path, empty) as process:
            assert process.stdout.readline() == "begin\n"
            for _ in range(lines):
                process.stdout.readline()
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 0.3))
            process.kill()
        wait_for_release(server)
        if is_whole(act, path, server):  # it had come to its end just before
            assert digests(empty) == digests(path) == digests(file)
            take_away(act, path, server)
        else:
            assert process.returncode == -signal.SIGKILL

    with start(act, path, empty) as process:
        assert "end" in process.stdout.read()
    assert digests(empty) == digests(path) == digests(file)
    assert check_place(empty if act == "up" else path) == ()


def is_whole(act, path, server):
    """Whether all of a copy has arrived, and is called by its name."""
    if act == "down":
        return path.exists()
    if server.execute("SELECT to_regclass('deskbook.alembic_version')", "copied") == [(None,)]:
        return False
    return server.execute("SELECT version_num FROM deskbook.alembic_version", "copied") == [(REVISION,)]


def take_away(act, path, server):
    """Have a copy be made once more, from the beginning."""
    if act == "down":
        path.unlink()
    else:
        server.drop_database("copied")
        server.create_database("copied", "template0")


def wait_for_release(server):
    """The server sees by and by that a connection's process is gone."""
    give_up = time.monotonic() + 10
    while server.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = 'copied' AND state IS NOT NULL") != [
        (0,)
    ]:
        assert time.monotonic() < give_up


@needs_kill
def test_what_arrived_before_a_kill_is_not_sent_again(file, empty, server):
    killed_at("up", file, empty, 0.3)
    before = server.execute("SELECT ctid, xmin, id FROM deskbook.customer ORDER BY id LIMIT 5", "copied")

    copy_to_server(file, empty)

    assert before
    assert server.execute("SELECT ctid, xmin, id FROM deskbook.customer ORDER BY id LIMIT 5", "copied") == before


@needs_kill
def test_what_changed_since_a_kill_comes_as_it_is_now(full, tmp_path):
    target = tmp_path / "back.deskbook"
    killed_at("down", target, full, 0.45)
    edit_somebody(full, "Ada after all")
    with closing(open_database(full)) as database, database.writing() as connection:
        connection.exec_driver_sql("UPDATE customer SET nickname = 'Changed' WHERE id = (SELECT min(id) FROM customer)")

    copy_to_file(full, target)

    assert digests(target) == digests(full)


def end_connections(server):
    """As an administrator does, or a server that stops."""
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'copied'")


@pytest.mark.parametrize("act", ["up", "down"])
def test_cut_off_it_goes_on(act, file, empty, tmp_path, server):
    path = file if act == "up" else tmp_path / "back.deskbook"

    def copy(on_progress=lambda done, total: None):
        return copy_to_server(path, empty, on_progress) if act == "up" else copy_to_file(empty, path, None, on_progress)

    def cut(done, total):
        if 0.2 * total < done < 0.4 * total:
            end_connections(server)

    if act == "down":
        copy_to_server(file, empty)
    with pytest.raises(ServerError) as caught:
        copy(cut)
    assert caught.value.problem in (ServerProblem.STOPPED, ServerProblem.LOST)
    copy()
    assert digests(empty) == digests(path) == digests(file)


def test_half_of_another_file_makes_way(file, empty, tmp_path):
    other = tmp_path / "other.deskbook"
    make_demo(other, 20, seed=9)
    with pytest.raises(CancelledError):
        copy_to_server(other, empty, stop_at(0.3))

    copy_to_server(file, empty)

    assert digests(empty) == digests(file)


def test_an_encrypted_copy_goes_on_under_its_key(full, tmp_path):
    target = tmp_path / "back.deskbook"
    with memory_keyring():
        key = key_for(target)
        encryption.keep_key(target, key)
        with pytest.raises(CancelledError):
            copy_to_file(full, target, key, stop_at(0.3))
        assert key_for(target) == key
        copy_to_file(full, target, key)
    assert digests(target) == digests(full)


def test_a_plain_copy_does_not_go_on_in_an_encrypted_one(full, tmp_path):
    target = tmp_path / "back.deskbook"
    with pytest.raises(CancelledError):
        copy_to_file(full, target, keys.new_key(), stop_at(0.3))
    copy_to_file(full, target)
    assert not encryption.protection(target).is_encrypted
    assert digests(target) == digests(full)


def test_a_database_that_is_called_like_half_a_copy_stays(file, full, tmp_path):
    target, named_so = tmp_path / "back.deskbook", tmp_path / "back.deskbook.unfinished"
    shutil.copy(file, named_so)
    for wanted in (None, keys.new_key()):
        with pytest.raises(FileError) as caught:
            copy_to_file(full, target, wanted)
        assert (caught.value.problem, caught.value.path) == (FileProblem.EXISTS, named_so)
    assert digests(named_so) == digests(file)


def test_killed_as_it_was_to_get_its_name_it_begins_anew(full, file, tmp_path):
    target, partial = tmp_path / "back.deskbook", tmp_path / "back.deskbook.unfinished"
    copy_to_file(full, target)
    target.rename(partial)
    edit_somebody(full, "Ada after all")
    copy_to_file(full, target)
    assert digests(target) == digests(full)
    assert not partial.exists()

    target.rename(partial)
    edit_somebody(partial, "Somebody whom only this file knows")
    with pytest.raises(FileError) as caught:
        copy_to_file(full, target)
    assert (caught.value.problem, caught.value.path) == (FileProblem.EXISTS, partial)
