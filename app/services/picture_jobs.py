"""What is done with pictures in the job process; light to import, so that the window can name it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.errors import CancelledError, PictureError
from app.models.image import PictureEdit, PictureSource, StoredImage
from app.models.servers import Place
from app.store.batches import in_batches

if TYPE_CHECKING:
    from app.services.imaging.workers import Read, Readers
    from app.store.database import Database

Progress = Callable[[int, int], object]

_MOST_WAITING = 8

_LEAST = 2
"""Pictures that are surely written in 50 ms."""


class Outcome(StrEnum):
    """What became of one file."""

    IMPORTED = "imported"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Imported:
    """One file: the picture that it is now, or why there is none."""

    name: str
    outcome: Outcome
    image_id: int = 0
    error: PictureError | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, file by file in their order; those that a cancelled one did not get to are missing."""

    files: tuple[Imported, ...]
    is_cancelled: bool = False

    def of(self, outcome: Outcome) -> tuple[Imported, ...]:
        """The files with that outcome."""
        return tuple(file for file in self.files if file.outcome is outcome)


def import_pictures(
    place: Place, sources: Sequence[PictureSource], category: str | None, label: str, on_progress: Progress
) -> Report:
    """Take pictures in, all under one batch; what was taken in before it is cancelled stays.

    Args:
        place: of a database, which windows may have open.
        sources: the pictures.
        category: of the new ones.
        label: what the batch is called among the things to undo.
        on_progress: hears how many of how many files are done.

    Raises:
        FileError: the database can't be opened or written.
    """
    from app.services.imaging.workers import Readers
    from app.store.database import open_database

    with closing(open_database(place)) as database, Readers(sources) as readers:
        writer = _Writer(database, sources, category, label)
        try:
            on_progress(0, len(sources))
            for number, read in readers.results():
                writer.take(number, read, readers)
                on_progress(len(writer.done), len(sources))
        except CancelledError:
            return writer.report(is_cancelled=True)
        return writer.report()


class _Writer:
    """Writes what was read in batches so short that nobody in a window waits for them."""

    def __init__(self, database: Database, sources: Sequence[PictureSource], category: str | None, label: str) -> None:
        self._database, self._sources, self._category, self._label = database, sources, category, label
        self._batch_id = 0
        self.done: dict[int, Imported] = {}
        self._waiting: list[tuple[int, StoredImage]] = []

    def take(self, number: int, read: Read, readers: Readers) -> None:
        """Note a refusal; write a picture, together with others that are ready."""
        if isinstance(read, PictureError):
            self.done[number] = Imported(self._sources[number].name, Outcome.REFUSED, error=read)
        else:
            self._waiting.append((number, read))
        if self._waiting and (len(self._waiting) >= _MOST_WAITING or not readers.has_more()):
            self._write()

    def report(self, *, is_cancelled: bool = False) -> Report:
        """What was done, after the last is written."""
        self._write()
        return Report(tuple(self.done[number] for number in sorted(self.done)), is_cancelled)

    def _write(self) -> None:
        from app.services.pictures import add_picture
        from app.services.staff import current_actor
        from app.store.bulk import open_batch
        from app.store.unit_of_work import UnitOfWork

        for some in in_batches(self._waiting, least=_LEAST):
            written: dict[int, Imported] = {}
            with self._database.writing() as connection:
                actor = current_actor(connection, "import")
                self._batch_id = self._batch_id or open_batch(connection, self._label, actor)
                work = UnitOfWork(connection, actor, self._batch_id)
                for number, picture in some:
                    name = self._sources[number].name
                    image_id, is_new = add_picture(work, picture, name, self._category)
                    written[number] = Imported(name, Outcome.IMPORTED if is_new else Outcome.KNOWN, image_id)
            self.done.update(written)
        self._waiting.clear()


def replace_picture(place: Place, image_id: int, source: PictureSource, on_progress: Progress) -> int:
    """Give a picture the content of another file; returns its id.

    Raises:
        PictureError: the file can't be taken in.
        RecordGoneError: the picture is no longer there.
        FileError: the database can't be opened or written.
    """
    from app.store.database import open_database

    with closing(open_database(place)) as database:
        _store(database, image_id, _read_one(source, None))
    return image_id


def edit_picture(place: Place, image_id: int, edit: PictureEdit, on_progress: Progress) -> int:
    """Turn a picture and cut out a part of it; returns its id.

    Raises as `replace_picture` does, and a PictureError where somebody gave it another content meanwhile.
    """
    from app.services.pictures import read_details, read_whole
    from app.store.database import open_database

    with closing(open_database(place)) as database:
        with database.reading() as connection:
            made_of = str(read_details(connection, image_id).record.values["sha256"])
            content = read_whole(connection, image_id)
        on_progress(0, 1)
        _store(database, image_id, _read_one(PictureSource("", content), edit), made_of)
    return image_id


def _read_one(source: PictureSource, edit: PictureEdit | None) -> StoredImage:
    from app.services.imaging.workers import Readers

    with Readers([source], edit) as readers:
        _, read = next(readers.results())
    if isinstance(read, PictureError):
        raise read
    return read


def _store(database: Database, image_id: int, picture: StoredImage, made_of: str = "") -> None:
    from app.services import pictures
    from app.services.staff import current_actor

    with database.writing() as connection:
        pictures.replace_picture(connection, image_id, picture, actor=current_actor(connection), made_of=made_of)
