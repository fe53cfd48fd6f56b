"""Processes that read pictures: each file has so much time and memory, and one that takes more is lost alone."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import psutil

from app.errors import PictureError, PictureProblem
from app.models.image import PictureEdit, PictureSource, StoredImage
from app.services.imaging.bounds import bound_memory, give_memory_back

Read = StoredImage | PictureError
"""What came of a file."""

PROCESSES = 2
SECONDS = 20.0
"""So long may one file take."""

MEMORY = 180 * 1024 * 1024
"""So much may the process hold that reads it, libraries included."""

_WITHOUT_ASKING = 80 * 1024 * 1024
"""So much of it before it asks for more."""

TOGETHER = 120 * 1_000_000
"""So many bytes may decoding take in all processes together; whoever alone needs more is alone then."""

_LARGE_FILE = 4 * 1024 * 1024

_LOOK_SECONDS = 0.01
_ON_ORDER = 2
_AHEAD = 8
"""How many pictures wait to be written at most."""

_GO = "go"
"""What a process is told that may take the memory it asked for."""

_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class _Worker:
    """A process and the line to it; `numbers` are the file that it reads, since when, and the one that comes next.

    `asked` are the bytes that it waits for, `granted` those that it was let take.
    """

    process: SpawnProcess
    line: Connection
    watched: psutil.Process
    numbers: deque[int] = field(default_factory=deque)
    since: float = 0.0
    asked: int = 0
    granted: int = 0

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.line.close()
        self.process.close()


class Readers:
    """Reads files side by side; use it as a context, which leaves no process behind."""

    def __init__(
        self, sources: Sequence[PictureSource], edit: PictureEdit | None = None, *, seconds: float = SECONDS
    ) -> None:
        self._sources, self._edit, self._seconds = sources, edit, seconds
        self._next = 0
        self._workers: list[_Worker] = []
        self._done: Queue[tuple[int, Read] | BaseException] = Queue(_AHEAD)
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="readers", daemon=True)

    def __enter__(self) -> Readers:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        while self._thread.is_alive():
            while not self._done.empty():  # it may be waiting for room
                self._done.get()
            self._thread.join(_LOOK_SECONDS)

    def results(self) -> Iterator[tuple[int, Read]]:
        """Each file's number and what came of it, as they are done."""
        for _ in self._sources:
            result = self._done.get()
            if isinstance(result, BaseException):
                raise result
            yield result

    def has_more(self) -> bool:
        """Whether another result is there already."""
        return not self._done.empty()

    def _run(self) -> None:
        workers = self._workers
        try:
            workers += (_started() for _ in range(min(PROCESSES, len(self._sources))))
            for worker in workers:
                self._hand_over(worker)
            while any(worker.numbers for worker in workers) and not self._stopped.is_set():
                wait([worker.line for worker in workers if worker.numbers], _LOOK_SECONDS)
                for place, worker in enumerate(workers):
                    if worker.numbers:
                        workers[place] = self._looked_after(worker)
        except BaseException as error:  # noqa: BLE001 - whoever waits for results has to hear of it
            self._done.put(error)
        finally:
            for worker in workers:
                worker.end()

    def _hand_over(self, worker: _Worker) -> None:
        """Keep a worker busy: with one file more than it reads, unless that would not fit into the line."""
        worker.since = time.monotonic()
        while self._next < len(self._sources) and len(worker.numbers) < _ON_ORDER:
            place = self._sources[self._next].place
            if worker.numbers and not isinstance(place, Path):
                break
            worker.numbers.append(self._next)
            self._next += 1
            self._send(worker, place)

    def _send(self, worker: _Worker, place: Path | bytes) -> None:
        with suppress(OSError):  # it died; that shows when it is looked after
            worker.line.send((place, self._edit))

    def _looked_after(self, worker: _Worker) -> _Worker:
        """Take its answer, or its place if it takes too much."""
        number = worker.numbers[0]
        result = _answer(worker)
        if isinstance(result, int):
            worker.asked = result
            self._grant()
            return worker
        if result is None:
            problem = self._excess(worker)
            if problem is None:
                return worker
            result = PictureError(problem)
            worker = self._replaced(worker)
        worker.numbers.popleft()
        worker.granted = 0
        self._hand_over(worker)
        self._grant()
        self._done.put((number, result))
        return worker

    def _grant(self) -> None:
        """Let those go on that wait for memory, as far as all together have it."""
        for worker in self._workers:
            taken = sum(other.granted for other in self._workers if other is not worker)
            if worker.asked and (not taken or taken + worker.asked <= TOGETHER):
                worker.granted, worker.asked = worker.asked, 0
                worker.since = time.monotonic()
                with suppress(OSError):
                    worker.line.send(_GO)

    def _replaced(self, worker: _Worker) -> _Worker:
        """Another process in its place, which goes on behind the file that is given up."""
        worker.end()
        worker.asked = worker.granted = 0
        fresh = _started()
        fresh.numbers = worker.numbers
        for number in list(fresh.numbers)[1:]:
            self._send(fresh, self._sources[number].place)
        return fresh

    def _excess(self, worker: _Worker) -> PictureProblem | None:
        """Why its file is given up, if it is."""
        if not worker.process.is_alive():
            return PictureProblem.DAMAGED  # so much so that a decoder crashed
        if not worker.asked and time.monotonic() - worker.since > self._seconds:
            return PictureProblem.TOO_SLOW
        with suppress(psutil.Error):
            if worker.watched.memory_info().rss > min(MEMORY, _WITHOUT_ASKING + worker.granted):
                return PictureProblem.TOO_DEMANDING
        return None


def _answer(worker: _Worker) -> Read | int | None:
    """What came of its file, or how many bytes it asks for; None for nothing yet."""
    with suppress(EOFError, OSError):
        if worker.line.poll():
            answer: Read | int = worker.line.recv()
            return answer
    return None


def _started() -> _Worker:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(theirs,), name="pictures", daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours, psutil.Process(process.pid))


def _serve(line: Connection) -> None:
    """Read what is handed over until the other end is gone."""
    from app.services.imaging.reading import normalised, read_file

    ahead: deque[tuple[Path | bytes, PictureEdit | None]] = deque()

    def ask(need: int) -> None:
        line.send(need)
        while (message := line.recv()) != _GO:
            ahead.append(message)

    def read(place: Path | bytes, edit: PictureEdit | None) -> Read:
        try:
            if isinstance(place, Path) and _size_of(place) > _LARGE_FILE:
                ask(TOGETHER)  # whoever waits is not to hold much meanwhile
            return normalised(read_file(place) if isinstance(place, Path) else place, edit, ask)
        except PictureError as error:
            return PictureError(error.problem, error.detail)  # without all that the other one holds on to
        except MemoryError:
            return PictureError(PictureProblem.TOO_DEMANDING)

    give_memory_back()
    bound_memory()
    gc.freeze()
    with suppress(EOFError, OSError):
        while True:
            answer = read(*(ahead.popleft() if ahead else line.recv()))
            gc.collect()  # before others are told that there is room
            line.send(answer)


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
