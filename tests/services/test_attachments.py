"""Files at records: attached whole or not at all, kept once, had back as they were, gone with the last of them."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import AttachmentProblem, CancelledError, RecordGoneError, ServerError
from app.models.accesses import AccessAct
from app.models.attachment import ATTACHMENT, MOST_BYTES, PIECE_BYTES
from app.models.customer import CUSTOMER
from app.models.media import Risk
from app.models.tables import access, file_content, file_piece
from app.models.values import Content
from app.services import access_log, trash
from app.services.attachment_jobs import FileSource, attach_files, open_copy, save_file
from app.services.attachments import look_at
from app.services.hanging import read_counts
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.database import Database
from app.store.records import read_record
from tests.factories import customer_content, first_company, stored_customer
from tests.processes import ROOT, needs_kill


def silent(done: int, total: int) -> None:
    """Nobody looks how far it is."""


def source(folder: Path, name: str, content: bytes) -> FileSource:
    (folder / name).write_bytes(content)
    return FileSource(name, folder / name)


def attached(database: Database, key, *sources: FileSource):
    return attach_files(database.place, key, sources, silent).files


def stored_bytes(database: Database) -> tuple[int, int]:
    """How many files are kept, and in how many pieces."""
    with database.reading() as connection:
        counts = (sa.select(sa.func.count()).select_from(table) for table in (file_content, file_piece))
        files, pieces = (connection.scalar(count) for count in counts)
    return int(files or 0), int(pieces or 0)


def test_equal_files_are_kept_once_and_go_with_the_last_of_them(database, tmp_path):
    ada, grace = stored_customer(database), stored_customer(database, customer_content("Grace Hopper"))
    content = os.urandom(PIECE_BYTES + 1)
    (first,) = attached(database, ada.key, source(tmp_path, "scan.png", content))
    (second,) = attached(database, grace.key, source(tmp_path, "the same.png", content))
    assert stored_bytes(database) == (1, 2)
    saved = save_file(database.place, second.attachment_id, tmp_path / "back.png", True, silent)
    assert saved.read_bytes() == content
    with database.reading() as connection:
        record = read_record(connection, ATTACHMENT, first.attachment_id)
        assert read_counts(connection, ada.key)["attachment.customer_id"] == 1
    assert (record.values["name"], record.values["size"]) == ("scan.png", len(content))
    for customer, left in ((ada, (1, 2)), (grace, (0, 0))):
        with database.writing() as connection:
            actor = current_actor(connection)
            trash.move_to_trash(connection, CUSTOMER, [customer.id], actor=actor)
            trash.purge(connection, CUSTOMER, [customer.id], actor=actor)
        assert stored_bytes(database) == left
    with pytest.raises(RecordGoneError):
        save_file(database.place, second.attachment_id, tmp_path / "gone.png", True, silent)
    assert not (tmp_path / "gone.png").exists()


def test_what_is_no_file_of_that_size_is_refused_with_a_reason(database, tmp_path):
    ada = stored_customer(database)
    with (tmp_path / "large").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    (tmp_path / "folder").mkdir()
    report = attached(
        database,
        ada.key,
        source(tmp_path, "empty", b""),
        FileSource("folder", tmp_path / "folder"),
        FileSource("missing", tmp_path / "missing"),
        FileSource("large", tmp_path / "large"),
        FileSource("pasted.txt", b"hello"),
    )
    problems = [each.error.problem if each.error else None for each in report]
    expected = [AttachmentProblem[name] for name in ("EMPTY", "FOLDER", "UNREADABLE", "TOO_LARGE")]
    assert problems == [*expected, None]
    with database.reading() as connection:
        assert look_at(connection, report[-1].attachment_id).text == "hello"


def test_names_are_made_safe_and_what_may_run_is_known(database, tmp_path):
    ada = stored_customer(database)
    (file,) = attached(database, ada.key, FileSource("4111 1111 1111 1111\u202etxt.exe", b"MZ and so on"))
    copy = open_copy(database.place, file.attachment_id, tmp_path / "own", True, silent)
    assert (copy.name, copy.risk) == ("4111 11•• •••• 1111txt.exe", Risk.PROGRAM)
    assert copy.path.name == copy.name
    assert copy.path.read_bytes() == b"MZ and so on"
    assert not copy.path.stat().st_mode & stat.S_IWUSR


def test_what_leaves_the_database_is_noted(database, tmp_path):
    ada = stored_customer(database)
    with database.writing() as connection:
        access_log.set_rules(connection, access_log.LogRules(is_on=True, months=24))
    (file,) = attached(database, ada.key, FileSource("a.txt", b"a"))
    save_file(database.place, file.attachment_id, tmp_path / "a.txt", True, silent)
    with database.reading() as connection:
        noted = connection.execute(sa.select(access.c.act, access.c.record_type, access.c.record_id)).all()
    assert noted == [(AccessAct.EXPORTED, "attachment", file.attachment_id)]


def test_what_is_at_a_contract_is_found_with_its_customer(database):
    ada = stored_customer(database)
    with database.writing() as connection:
        actor, company = current_actor(connection), first_company(connection)
        content = Content({"customer_id": ada.id})
        contract = save_record(connection, "contract", company, None, content, actor=actor).record
    (file,) = attached(database, contract.key, FileSource("a.txt", b"a"))
    with database.reading() as connection:
        values = read_record(connection, ATTACHMENT, file.attachment_id).values
        assert (values["contract_id"], values["customer_id"], values["media_type"]) == (
            contract.id,
            ada.id,
            "text/plain",
        )


def test_a_large_file_is_never_whole_in_memory_and_cancelled_leaves_nothing(database, tmp_path):
    ada = stored_customer(database)
    large = source(tmp_path, "large.dat", os.urandom(MOST_BYTES))

    def stop(done: int, total: int) -> None:
        if done > total * 3 // 4:
            raise CancelledError

    report = attach_files(database.place, ada.key, [large], stop)
    assert (report.is_cancelled, report.files) == (True, ())
    assert stored_bytes(database) == (0, 0)
    tracemalloc.start()
    try:
        (file,) = attached(database, ada.key, large)
        save_file(database.place, file.attachment_id, tmp_path / "back.dat", True, silent)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_BYTES // 2
    assert (tmp_path / "back.dat").read_bytes() == large.place.read_bytes()
    assert stored_bytes(database) == (1, MOST_BYTES // PIECE_BYTES)


_KILLED = """
import os, signal, sys
from pathlib import Path
from app.models.servers import parse_address
from app.models.values import RecordKey
from app.services.attachment_jobs import FileSource, attach_files

place, key, path, share = sys.argv[1], RecordKey("customer", int(sys.argv[2])), Path(sys.argv[3]), float(sys.argv[4])

def tell(done, total):
    if done > total * share:
        os.kill(os.getpid(), signal.SIGKILL)

attach_files(Path(place) if os.path.exists(place) else parse_address(place), key, [FileSource("large.dat", path)], tell)
"""


@needs_kill
def test_killed_in_the_middle_nothing_half_is_left(database, tmp_path):
    ada = stored_customer(database)
    large = source(tmp_path, "large.dat", os.urandom(MOST_BYTES))
    for share in (0.6, 0.98):
        arguments = [str(database.place), str(ada.id), str(large.place), str(share)]
        killed = subprocess.run([sys.executable, "-c", _KILLED, *arguments], cwd=ROOT, check=False)
        assert killed.returncode == -signal.SIGKILL
    assert stored_bytes(database) == (0, 0)
    with database.reading() as connection:
        assert read_counts(connection, ada.key)["attachment.customer_id"] == 0
    (file,) = attached(database, ada.key, large)
    assert file.error is None


def test_cut_off_in_the_middle_it_is_told_and_nothing_half_is_left(shared_database, server, tmp_path):
    ada = stored_customer(shared_database)

    def cut(done: int, total: int) -> None:
        if done > total * 3 // 4:
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")

    large = source(tmp_path, "large.dat", os.urandom(MOST_BYTES // 5))
    (file,) = attach_files(shared_database.place, ada.key, [large], cut).files
    assert isinstance(file.error, ServerError)
    assert stored_bytes(shared_database) == (0, 0)
    (again,) = attached(shared_database, ada.key, large)
    assert again.error is None
