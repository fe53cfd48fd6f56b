"""What is done with attached files in the job process, a piece at a time; light to import, so that the window can name it."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.errors import AppError, AttachmentError, AttachmentProblem, CancelledError, PictureError
from app.models.attachment import MOST_BYTES, PIECE_BYTES
from app.models.image import PictureSource
from app.models.media import Risk, risk_of
from app.models.page import Page, PageWish
from app.models.servers import Place
from app.models.values import RecordKey

if TYPE_CHECKING:
    from app.models.attachment import FileFacts
    from app.store.database import Database
    from app.store.files import Sum

Progress = Callable[[int, int], object]

_MEGABYTE = 1024 * 1024


class Talk(Protocol):
    """What is handed to a job that answers again and again (`app.job_process`)."""

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is; raises `CancelledError` once it is to stop."""

    def tell(self, part: Page) -> None:
        """Hand over a part of the answer."""

    def next_wish(self) -> PageWish:
        """What is wished next; raises `CancelledError` once nothing is."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of one file: the attachment that it is now, or why there is none."""

    name: str
    attachment_id: int = 0
    error: AppError | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of files, in their order; those that the job didn't get to are missing.

    It ends when it is cancelled, and where something is wrong that would be wrong with the next file as well.
    """

    files: tuple[Attached, ...]
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A copy of an attached file on this computer.

    Attributes:
        risk: why opening it may run a program, if it may.
    """

    path: Path
    name: str
    risk: Risk | None


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file to be attached, or what was pasted, under a name that people know."""

    name: str
    place: Path | bytes


def attach_files(place: Place, key: RecordKey, sources: Sequence[FileSource], on_progress: Progress) -> Report:
    """Attach files to a record, each in a transaction of its own: what was attached before the job is cancelled stays.

    Raises:
        FileError: the database can't be opened.
        ServerError: the same of a shared one.
    """
    from app.store.database import open_database

    done: list[Attached] = []
    with closing(open_database(place)) as database:
        for number, source in enumerate(sources):
            try:
                done.append(_attached(database, key, source, _Steps(on_progress, number, len(sources))))
            except CancelledError:
                return Report(tuple(done), is_cancelled=True)
            except AppError as error:  # begun once more, it would attach twice what is attached already
                done.append(Attached(source.name, error=error))
                if not isinstance(error, AttachmentError):
                    break
    return Report(tuple(done))


class _Steps:
    """How far one of several files is: it is read twice, once to know what it is."""

    def __init__(self, on_progress: Progress, number: int, count: int) -> None:
        self._on_progress, self._before, self._total = on_progress, number * 2 * MOST_BYTES, count * 2 * MOST_BYTES
        self._size = self._read = 0
        on_progress(self._before, self._total)

    def begin(self, size: int) -> None:
        """The file has so many bytes."""
        self._size, self._read = max(1, size), 0

    def note(self, read: int) -> None:
        """So many more were read."""
        self._read += read
        share = min(1.0, self._read / (2 * self._size))
        self._on_progress(self._before + int(share * 2 * MOST_BYTES), self._total)


def _attached(database: Database, key: RecordKey, source: FileSource, steps: _Steps) -> Attached:
    from app.services.attachments import attach
    from app.services.staff import current_actor

    known = _sum_of(source, steps)
    pieces = partial(_pieces, source, steps)
    with database.writing() as connection:
        record = attach(connection, key, source.name, known, pieces, actor=current_actor(connection))
    return Attached(source.name, record.id)


def _sum_of(source: FileSource, steps: _Steps) -> Sum:
    """What the bytes of a file come to, which shows as well that it can be read.

    Raises:
        AttachmentError: it can't be attached.
    """
    from app.store.files import Sum

    size = len(source.place) if isinstance(source.place, bytes) else _size_of(source)
    steps.begin(size)
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(source, steps):
        digest.update(piece)
        size += len(piece)
    if not size:
        raise AttachmentError(AttachmentProblem.EMPTY, source.name)
    return Sum(digest.hexdigest(), size)


def _size_of(source: FileSource) -> int:
    try:
        facts = os.stat(source.place)
    except (OSError, ValueError):  # a name that no file can have is the latter
        raise AttachmentError(AttachmentProblem.UNREADABLE, source.name) from None
    if stat.S_ISDIR(facts.st_mode):
        raise AttachmentError(AttachmentProblem.FOLDER, source.name)
    if not stat.S_ISREG(facts.st_mode):  # a pipe, say, which may never end
        raise AttachmentError(AttachmentProblem.UNREADABLE, source.name)
    if facts.st_size > MOST_BYTES:
        raise _too_large(source)
    return facts.st_size


def _too_large(source: FileSource) -> AttachmentError:
    return AttachmentError(AttachmentProblem.TOO_LARGE, source.name, str(MOST_BYTES // _MEGABYTE))


def _pieces(source: FileSource, steps: _Steps) -> Iterator[bytes]:
    size = 0
    for piece in _read(source):
        size += len(piece)
        if size > MOST_BYTES:  # it has grown since
            raise _too_large(source)
        yield piece
        steps.note(len(piece))


def _read(source: FileSource) -> Iterator[bytes]:
    if isinstance(source.place, bytes):
        yield from (source.place[start : start + PIECE_BYTES] for start in range(0, len(source.place), PIECE_BYTES))
        return
    try:
        with source.place.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece
    except OSError:
        raise AttachmentError(AttachmentProblem.UNREADABLE, source.name) from None


def save_file(place: Place, attachment_id: int, path: Path, is_noted: bool, on_progress: Progress) -> Path:
    """Save an attached file under a name that somebody chose, in the place of what had it.

    Args:
        place: of the database.
        attachment_id: of the file.
        path: where it is saved.
        is_noted: as an export is; not where nothing can be written, as in a backup that is looked at.
        on_progress: hears how many of how many bytes are there.

    Raises:
        RecordGoneError: the attachment is no longer there.
        AttachmentError: its bytes are not there.
        FileError: it can't be written there, or the database can't be opened.
    """
    from app.store import partials
    from app.store.failures import translating

    with closing(_opened(place)) as database:
        if is_noted:
            _note(database, attachment_id)
        with partials.temporary_beside(path) as partial_path, translating(partial_path):
            _fetch(database, attachment_id, partial_path, on_progress)
            partials.put_over(partial_path, path)
    return path


def open_copy(place: Place, attachment_id: int, folder: Path, is_noted: bool, on_progress: Progress) -> Fetched:
    """Save an attached file into a folder of one's own, only to be read, and look whether it may run a program.

    Arguments and failures are those of `save_file`.
    """
    from app.models.file_names import safe_name
    from app.store import partials
    from app.store.failures import translating

    with closing(_opened(place)) as database:
        if is_noted:
            _note(database, attachment_id)
        with translating(folder):
            _sweep(folder.parent)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            own = partials.free_name(folder / str(attachment_id))
            own.mkdir(mode=0o700)
            with partials.temporary_beside(own / "file") as partial_path:
                facts = _fetch(database, attachment_id, partial_path, on_progress)
                path = own / safe_name(facts.name)
                partial_path.rename(path)
            path.chmod(stat.S_IRUSR)
    return Fetched(path, facts.name, risk_of(facts.name, path.read_bytes()))


def remove_copies(folder: Path) -> None:
    """Remove the copies that were opened from a folder of one's own, as far as no program keeps one open."""
    for copy in folder.glob("*/*"):
        with suppress(OSError):
            copy.chmod(stat.S_IRUSR | stat.S_IWUSR)  # what is only to be read can't be removed everywhere
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what those left behind whose process is gone: folders are called by their processes."""
    import psutil

    for own in folder.glob("*"):
        if own.name.isdecimal() and not psutil.pid_exists(int(own.name)):
            remove_copies(own)


def preview(place: Place, attachment_id: int, on_progress: Progress) -> bytes:
    """An attached picture made small, however large it is.

    Raises:
        PictureError: it can't be shown.
        RecordGoneError: the attachment is no longer there.
        AttachmentError: its bytes are not there.
    """
    from app.services.attachments import pieces_of, read_facts
    from app.services.imaging.workers import Readers

    with closing(_opened(place)) as database, database.reading() as connection:
        content = b"".join(pieces_of(connection, read_facts(connection, attachment_id)))
    with Readers([PictureSource("", content)]) as readers:
        _, read = next(readers.results())
    if isinstance(read, PictureError):
        raise read
    return read.content


def show_pages(place: Place, attachment_id: int, wish: PageWish, on_progress: Talk) -> None:
    """Tell the pages that are wished of an attached document, as `Page`, until it is cancelled; raises as `preview` does.

    Raises:
        DocumentError: it can't be opened.
    """
    from app.services.attachments import pieces_of, read_facts
    from app.services.imaging.pages import PageReader

    with closing(_opened(place)) as database, database.reading() as connection:
        facts = read_facts(connection, attachment_id)

    def pieces() -> Iterator[bytes]:
        with closing(_opened(place)) as database, database.reading() as connection:
            yield from pieces_of(connection, facts)

    with PageReader(facts.size, pieces, partial(on_progress, 0, 0)) as reader:
        while True:
            on_progress.tell(reader.draw(wish))
            wish = on_progress.next_wish()


def _opened(place: Place) -> Database:
    from app.store.database import open_database

    return open_database(place)


def _note(database: Database, attachment_id: int) -> None:
    """That the file leaves the database, before it does."""
    from app.models.attachment import ATTACHMENT
    from app.services.access_log import note_exported
    from app.services.attachments import read_facts

    with database.writing() as connection:
        read_facts(connection, attachment_id)
        note_exported(connection, ATTACHMENT.name, [attachment_id])


def _fetch(database: Database, attachment_id: int, path: Path, on_progress: Progress) -> FileFacts:
    from app.services.attachments import pieces_of, read_facts

    with database.reading() as connection, path.open("wb") as file:
        facts = read_facts(connection, attachment_id)
        done = 0
        for piece in pieces_of(connection, facts):
            file.write(piece)
            done += len(piece)
            on_progress(done, facts.size)
    return facts
