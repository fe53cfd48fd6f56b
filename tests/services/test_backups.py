"""Backups of files in use, and going back to them."""

import errno
import gzip
import itertools
import os
import subprocess
import sys
import threading

import pytest

from app.errors import CancelledError, FileError, FileProblem
from app.models.attachment import PIECE_BYTES
from app.models.customer import CUSTOMER
from app.services import trash
from app.services.attachment_jobs import FileSource, attach_files, save_file
from app.services.backups import back_up, restore
from app.services.checks import check_place
from app.services.files import facts
from app.services.files import new_file as make_file
from app.services.staff import current_actor
from app.store import sqlite
from app.store.database import open_database
from app.store.records import read_record
from tests import factories
from tests.processes import ROOT, holding


@pytest.fixture
def database(file_database):
    """Only files have these."""
    return file_database


def problem_of(act, *arguments, **options):
    """Why an act on a file is refused."""
    with pytest.raises(FileError) as refused:
        act(*arguments, **options)
    return refused.value.problem


def names_in(folder):
    """What lies in the folder."""
    return {entry.name for entry in folder.iterdir()}


def stored(path, record_id):
    """The customer as the file has it."""
    database = open_database(path)
    with database.reading() as connection:
        record = read_record(connection, CUSTOMER, record_id)
    database.close()
    return record


@pytest.fixture
def backup(database, tmp_path):
    """A backup of a file with one customer."""
    factories.stored_customer(database)
    return back_up(database.path, tmp_path / "b.deskbook.gz")


@pytest.mark.parametrize("name", ["b.deskbook.gz", "b.deskbook", "b"])
def test_an_open_file_comes_back_as_it_was(name, database, tmp_path):
    customer = factories.stored_customer(database, factories.customer_content("Zoë", phones=[factories.phone()]))
    target = tmp_path / name
    seen = []

    assert back_up(database.path, target, lambda done, total: seen.append(done / total)) == target
    restore(target, tmp_path / "restored.deskbook")

    assert stored(tmp_path / "restored.deskbook", customer.id) == customer
    assert check_place(tmp_path / "restored.deskbook") == ()
    assert seen == sorted(seen)
    assert seen[-1] == 1
    assert (target.read_bytes()[:2] == b"\x1f\x8b") == (name != "b.deskbook")


def test_attached_files_are_in_a_backup_byte_by_byte(database, tmp_path):
    customer = factories.stored_customer(database)
    content = os.urandom(2 * PIECE_BYTES + 1)
    (file,) = attach_files(database.path, customer.key, [FileSource("plan.bin", content)], lambda *_: None).files
    plain = back_up(database.path, tmp_path / "looked-at.deskbook")
    packed = back_up(database.path, tmp_path / "b.deskbook.gz")
    with database.writing() as connection:
        trash.move_to_trash(connection, CUSTOMER, [customer.id], actor=current_actor(connection))
        trash.purge(connection, CUSTOMER, [customer.id], actor=current_actor(connection))
    database.close()
    restore(packed, database.path, replace=True)

    for place in (plain, database.path):
        saved = save_file(place, file.attachment_id, tmp_path / "back.bin", False, lambda *_: None)
        assert saved.read_bytes() == content
        assert check_place(place) == ()


def test_a_backup_in_a_folder_gets_a_name(new_file, tmp_path):
    (tmp_path / "backups").mkdir()

    first, second = back_up(new_file, tmp_path / "backups"), back_up(new_file, tmp_path / "backups")

    assert first != second
    assert names_in(tmp_path / "backups") == {first.name, second.name}
    assert first.name.startswith("test 20")
    assert first.name.endswith(".deskbook.gz")
    assert second.name.endswith(".deskbook.gz")


def test_a_backup_is_of_one_moment_while_others_save(database, tmp_path):
    stop = threading.Event()

    def save():
        while not stop.is_set():
            factories.stored_customer(database)

    saver = threading.Thread(target=save)
    saver.start()
    try:
        for number in range(3):
            target = back_up(database.path, tmp_path / f"{number}.deskbook")
            assert check_place(target) == ()
    finally:
        stop.set()
        saver.join()


def test_a_stopped_backup_leaves_nothing(database, tmp_path):
    def stop(done, total):
        raise CancelledError

    for name in ("b.deskbook", "b.deskbook.gz"):
        with pytest.raises(CancelledError):
            back_up(database.path, tmp_path / name, stop)

    database.close()
    assert names_in(tmp_path) == {database.path.name}


def test_nothing_is_written_over(backup, database, tmp_path):
    assert problem_of(back_up, database.path, backup) is FileProblem.EXISTS
    assert problem_of(back_up, database.path, tmp_path / "none" / "b") is FileProblem.NO_FOLDER
    assert problem_of(restore, backup, database.path) is FileProblem.EXISTS
    assert problem_of(back_up, tmp_path / "none", tmp_path / "c") is FileProblem.MISSING


def test_restoring_over_a_file_moves_it_aside(backup, database):
    later = factories.stored_customer(database)
    database.close()

    aside = restore(backup, database.path, replace=True)

    assert aside == database.path.with_name("test.before-restore.deskbook")
    assert stored(aside, later.id) == later
    assert stored(database.path, later.id) is None


def test_a_backup_of_another_database_replaces_nothing_where_it_is_to_be_the_same(backup, database, tmp_path):
    with database.reading() as connection:
        node = facts(connection).node
    database.close()
    make_file(tmp_path / "other.deskbook")
    other = back_up(tmp_path / "other.deskbook", tmp_path / "o.deskbook.gz")
    before = names_in(tmp_path)

    assert problem_of(restore, other, database.path, replace=True, node=node) is FileProblem.OTHER_DATABASE
    assert names_in(tmp_path) == before
    assert restore(backup, database.path, replace=True, node=node)


DIES_RENAMING = """\
import os, signal, sys
from pathlib import Path
from app.services.backups import restore

backup, path, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

def count(event, arguments):
    global left
    if event in ("os.rename", "os.link", "os.remove"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGTERM)

sys.addaudithook(count)
restore(backup, path, replace=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process that ends itself there does so with its tidying done")
def test_killed_at_any_moment_of_replacing_there_is_a_whole_file(backup, database):
    later = factories.stored_customer(database)
    database.close()
    outcomes = []
    for moment in itertools.count():
        command = [sys.executable, "-c", DIES_RENAMING, backup, database.path, str(moment)]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        outcomes.append(stored(database.path, later.id) == later)
        if code == 0 or not outcomes[-1]:
            break

    assert len(outcomes) > 3
    assert not outcomes[-1]
    asides = list(database.path.parent.glob("test.before-restore*"))
    assert all(stored(aside, later.id) == later for aside in asides)
    assert check_place(database.path) == ()


def test_on_a_drive_that_gives_a_file_one_name_only_it_is_set_aside_as_well(backup, database, monkeypatch):
    def link(source, target):
        raise OSError(errno.EPERM, "Operation not permitted")

    later = factories.stored_customer(database)
    database.close()
    monkeypatch.setattr(os, "link", link)

    aside = restore(backup, database.path, replace=True)

    assert stored(aside, later.id) == later
    assert stored(database.path, later.id) is None


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_whose_place_cannot_be_taken_is_as_it_was(has_links, backup, database, monkeypatch):
    def fail(*names):
        raise OSError(errno.EPERM, "Operation not permitted")

    later = factories.stored_customer(database)
    database.close()
    before = names_in(database.path.parent)
    monkeypatch.setattr(os, "replace", fail)
    if not has_links:
        monkeypatch.setattr(os, "link", fail)

    assert problem_of(restore, backup, database.path, replace=True) is FileProblem.NO_PERMISSION
    assert names_in(database.path.parent) == before
    assert stored(database.path, later.id) == later


def test_restoring_over_a_file_that_somebody_has_open_is_refused(backup, database):
    database.close()
    before = names_in(database.path.parent)
    with holding(database.path, "PRAGMA journal_mode=WAL", "SELECT count(*) FROM customer"):
        assert problem_of(restore, backup, database.path, replace=True) is FileProblem.LOCKED

    assert names_in(database.path.parent) == before


@pytest.mark.parametrize("content", [b"", b"not a database" * 999], ids=["empty", "garbage"])
def test_a_ruined_file_is_what_one_restores_over(content, backup, database):
    database.close()
    database.path.write_bytes(content)

    aside = restore(backup, database.path, replace=True)

    assert aside is not None
    assert aside.read_bytes() == content
    assert check_place(database.path) == ()


def spoiled(content, how):
    """A backup's bytes after an accident."""
    middle = len(content) // 2
    match how:
        case "cut":
            return content[:middle]
        case "changed":
            return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]
        case "text":
            return b"Dear Ada,\n" * 100
        case "packed text":
            return gzip.compress(b"Dear Ada,\n" * 100)
        case _:
            plain = bytearray(gzip.decompress(content))
            plain[8192:] = os.urandom(len(plain) - 8192)
            return gzip.compress(bytes(plain), 1)


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        ("cut", FileProblem.DAMAGED),
        ("changed", FileProblem.DAMAGED),
        ("packed damage", FileProblem.DAMAGED),
        ("text", FileProblem.NOT_OURS),
        ("packed text", FileProblem.NOT_OURS),
    ],
)
def test_a_spoiled_backup_replaces_nothing(how, problem, backup, database):
    backup.write_bytes(spoiled(backup.read_bytes(), how))
    database.close()
    before = names_in(database.path.parent)

    assert problem_of(restore, backup, database.path, replace=True) is problem
    assert names_in(database.path.parent) == before
    assert check_place(database.path) == ()


def test_a_backup_of_a_newer_program_replaces_nothing(database, tmp_path):
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9000'")
    newer = back_up(database.path, tmp_path / "newer.gz")

    assert problem_of(restore, newer, tmp_path / "restored.deskbook") is FileProblem.NEWER
    assert not (tmp_path / "restored.deskbook").exists()


def test_a_file_of_ours_without_a_revision_replaces_nothing(new_file, tmp_path):
    raw = sqlite.connect(new_file, "mode=rw")
    raw.execute("DROP TABLE alembic_version")
    raw.close()

    assert problem_of(restore, new_file, tmp_path / "restored.deskbook") is FileProblem.DAMAGED
    assert not (tmp_path / "restored.deskbook").exists()


def test_a_damaged_file_makes_no_backup(new_file, tmp_path):
    content = new_file.read_bytes()
    new_file.write_bytes(content[:200_000] + os.urandom(len(content) - 200_000))

    assert problem_of(back_up, new_file, tmp_path / "b.gz") is FileProblem.DAMAGED
    assert names_in(tmp_path) == {new_file.name}
