"""Imports as the job process does them: file by file, in short batches, under one batch, stopped without loss."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import CancelledError, PictureError, PictureProblem, RecordGoneError
from app.job_process import JobProcess
from app.models import tables
from app.models.image import PictureEdit, PictureSource
from app.models.values import Actor
from app.services import pictures
from app.services.picture_jobs import Outcome, edit_picture, import_pictures, replace_picture
from app.store.database import Database
from tests.hostile import good

SOURCES = PictureSource("Ada", good("PNG", (80, 40))), PictureSource("Grace", good("PNG", (60, 40)))
SIZES = [(30 + number, 20) for number in range(12)]


def quiet(done: int, total: int) -> None:
    """Nobody listens."""


def imported(database: Database, *sources: PictureSource, category: str | None = "Photos"):
    return import_pictures(database.place, sources, category, "Pictures imported", quiet)


def test_every_file_gets_its_answer_in_order(database: Database, tmp_path: Path) -> None:
    (tmp_path / "ada.png").write_bytes(good("PNG"))
    sources = (
        PictureSource("Ada", tmp_path / "ada.png"),
        PictureSource("text", b"no picture"),
        PictureSource("gone", tmp_path / "gone.png"),
        PictureSource("Grace", good("JPEG", (50, 50))),
    )

    report = imported(database, *sources)

    assert [file.name for file in report.files] == ["Ada", "text", "gone", "Grace"]
    assert [file.outcome for file in report.files] == [
        Outcome.IMPORTED,
        Outcome.REFUSED,
        Outcome.REFUSED,
        Outcome.IMPORTED,
    ]
    assert [file.error.problem for file in report.of(Outcome.REFUSED) if file.error] == [
        PictureProblem.NOT_A_PICTURE,
        PictureProblem.UNREADABLE,
    ]
    with database.reading() as connection:
        ids = pictures.find_pictures(connection, category="Photos", all_categories=False)
        assert set(ids) == {file.image_id for file in report.of(Outcome.IMPORTED)}


def test_what_is_there_already_is_found(database: Database) -> None:
    first = imported(database, PictureSource("Ada", good("PNG"))).files[0]

    again = imported(database, PictureSource("Other", good("PNG"))).files[0]

    assert (again.outcome, again.image_id) == (Outcome.KNOWN, first.image_id)


def test_all_of_an_import_is_one_batch(database: Database) -> None:
    imported(database, *(PictureSource(str(size), good("PNG", size)) for size in SIZES))

    with database.reading() as connection:
        log = tables.change
        batches = connection.execute(
            sa.select(log.c.batch_id, sa.func.count()).where(log.c.batch_id.is_not(None)).group_by(log.c.batch_id)
        ).all()
        assert [count for _, count in batches] == [len(SIZES)]
        assert connection.scalar(sa.select(tables.batch.c.label)) == "Pictures imported"


def test_nothing_taken_in_is_no_batch(database: Database) -> None:
    imported(database, PictureSource("text", b"no picture"))

    with database.reading() as connection:
        assert connection.execute(sa.select(tables.batch)).all() == []


def test_a_cancelled_import_keeps_what_it_took_in(database: Database) -> None:
    def stop(done: int, total: int) -> None:
        if done >= 3:
            raise CancelledError

    sources = [PictureSource(str(size), good("PNG", size)) for size in SIZES]
    report = import_pictures(database.place, sources, "Photos", "Import", stop)

    assert report.is_cancelled
    assert 3 <= len(report.files) < len(SIZES)
    with database.reading() as connection:
        found = pictures.find_pictures(connection, category="Photos", all_categories=False)
    assert set(found) == {file.image_id for file in report.files}


def test_cancelling_the_process_answers_with_what_was_taken_in(database: Database) -> None:
    sources = [PictureSource(str(number), good("PNG", (900 + number, 800))) for number in range(40)]
    job = JobProcess(import_pictures, (database.place, sources, "Photos", "Import"))

    report = job.run(lambda done, total: job.cancel() if done else None)

    assert report.is_cancelled
    assert 0 < len(report.files) < len(sources)


def test_nobody_waits_long_for_the_lock(database: Database) -> None:
    sources = [PictureSource(str(number), good("JPEG", (200 + number, 100))) for number in range(60)]
    held: list[float] = []
    job_began: list[float] = []

    @sa.event.listens_for(sa.engine.Engine, "begin")
    def begin(connection: sa.Connection) -> None:
        job_began.append(time.monotonic())

    @sa.event.listens_for(sa.engine.Engine, "commit")
    def commit(connection: sa.Connection) -> None:
        held.append(time.monotonic() - job_began[-1])

    try:
        imported(database, *sources)
    finally:
        sa.event.remove(sa.engine.Engine, "begin", begin)
        sa.event.remove(sa.engine.Engine, "commit", commit)

    assert sorted(held)[len(held) // 2] < 0.05


def test_replacing_keeps_the_picture_and_its_name(database: Database) -> None:
    image_id = imported(database, PictureSource("Ada", good("PNG"))).files[0].image_id

    assert replace_picture(database.place, image_id, PictureSource("x", good("GIF", (90, 70))), quiet) == image_id

    with database.reading() as connection:
        values = pictures.read_details(connection, image_id).record.values
    assert (values["name"], values["width"], values["height"]) == ("Ada", 90, 70)


def test_editing_turns_and_cuts(database: Database) -> None:
    image_id = imported(database, PictureSource("Ada", good("PNG", (80, 40)))).files[0].image_id

    edit_picture(database.place, image_id, PictureEdit(1, (0, 0, 1, 0.5)), quiet)

    with database.reading() as connection:
        values = pictures.read_details(connection, image_id).record.values
    assert (values["width"], values["height"]) == (40, 40)


def test_an_edit_is_not_stored_over_what_another_window_stored_meanwhile(database: Database, actor: Actor) -> None:
    ada, other = (file.image_id for file in imported(database, *SOURCES).files)

    def replace_meanwhile(done: int, total: int) -> None:
        replace_picture(database.place, ada, PictureSource("x", good("GIF", (90, 70))), quiet)

    with pytest.raises(PictureError) as refused:
        edit_picture(database.place, ada, PictureEdit(1, (0, 0, 1, 1)), replace_meanwhile)
    assert refused.value.problem is PictureProblem.REPLACED
    with database.reading() as connection:
        values = pictures.read_details(connection, ada).record.values
    assert (values["width"], values["height"]) == (90, 70)

    def rename_meanwhile(done: int, total: int) -> None:
        with database.writing() as connection:
            pictures.rename_picture(connection, other, "Grace Hopper", actor=actor)

    edit_picture(database.place, other, PictureEdit(1, (0, 0, 1, 1)), rename_meanwhile)


def test_what_cant_be_replaced_stays(database: Database) -> None:
    image_id = imported(database, PictureSource("Ada", good("PNG"))).files[0].image_id

    with pytest.raises(PictureError):
        replace_picture(database.place, image_id, PictureSource("x", b"no picture"), quiet)
    with pytest.raises(RecordGoneError):
        replace_picture(database.place, 12345, PictureSource("x", good("GIF")), quiet)
