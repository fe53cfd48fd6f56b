"""One long job in a process of its own: started, heard, cancelled, and never left behind.

Neither side knows Qt. The program's entry calls `multiprocessing.freeze_support()` first, or a frozen program would open
a second window instead of working.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from threading import Event, Lock, Thread, Timer
from typing import Any, NoReturn

from app.crash import CodeNote, code_lines
from app.errors import AppError, CancelledError, JobDiedError

Progress = Callable[[int, int], None]
Told = Callable[[Any], object]

_CONTEXT = multiprocessing.get_context("spawn")
_GRACE_SECONDS = 0.6
"""What a job may use to tidy up after it was cancelled, or after its window died, before its process ends itself."""

_KILL_SECONDS = 0.9
"""When a process that doesn't even get to ending itself is killed."""

_PROGRESS_SECONDS = 0.05


class _Message(Enum):
    PROGRESS = auto()
    PART = auto()
    ANSWER = auto()
    FAILURE = auto()


class JobProcess:
    """The process of one job, as seen by the process that wants it done.

    Args:
        function: importable by name; called as `function(*args, on_progress=...)`. `on_progress(done, total)` is cheap,
            and raises `CancelledError` once the job is to stop: what the function has begun it undoes on the way out.
        args: picklable.
        first: called in the new process before the function; picklable too. It travels through the pipe like the
            arguments, where nobody else reads it: for what a process must know and no command line may hold.

    A job may answer again and again: `on_progress.tell(part)` hands over a part of its answer, and `on_progress.next_wish()`
    waits for what is wished next, or raises `CancelledError` once nothing is.
    """

    def __init__(
        self, function: Callable[..., object], args: tuple[object, ...], first: Callable[[], object] = bool
    ) -> None:
        self._function, self._args, self._first = function, args, first
        self._cancelled = Event()
        self._lock = Lock()
        self._running: tuple[SpawnProcess, Connection] | None = None
        self._killer: Timer | None = None

    def run(self, on_progress: Progress, on_part: Told = bool) -> Any:
        """Do the job and return its answer; waits, so not for the thread of a window.

        Args:
            on_progress: hears how far it is.
            on_part: gets what a job tells before its answer.

        Raises:
            CancelledError: `cancel` was called in time.
            JobDiedError: the process ended without an answer.
            Exception: whatever the function raised.
        """
        if self._cancelled.is_set():
            raise CancelledError
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_serve, args=(theirs, self._first, self._function, self._args), name="job")
        with ours:
            with theirs:
                process.start()
            self._running = (process, ours)
            try:
                if self._cancelled.is_set():
                    self._ask_to_stop()
                return self._listen(process, ours, on_progress, on_part)
            finally:
                self._forget(process, ours)

    def cancel(self) -> None:
        """Stop the job, from any thread; returns at once, and the process is gone within a second."""
        self._cancelled.set()
        self._ask_to_stop()

    def _ask_to_stop(self) -> None:
        with self._lock:
            if self._running is None or self._killer is not None:
                return
            process, connection = self._running
            with suppress(OSError):
                connection.send(None)
            self._killer = Timer(_KILL_SECONDS, process.kill)
            self._killer.daemon = True
            self._killer.start()

    def wish(self, what: object) -> None:
        """Tell a job that talks what is wished next, from any thread; nothing happens unless it runs."""
        with self._lock:
            if self._running is not None and not self._cancelled.is_set():
                with suppress(OSError):
                    self._running[1].send((what,))

    def _listen(self, process: SpawnProcess, connection: Connection, on_progress: Progress, on_part: Told) -> Any:
        while True:
            try:
                message, content = connection.recv()
            except (EOFError, OSError) as error:
                process.join()
                raise CancelledError if self._cancelled.is_set() else JobDiedError(process.exitcode) from error
            if message is _Message.ANSWER:
                return content
            if message is _Message.FAILURE:
                raise content
            if message is _Message.PART:
                on_part(content)
            else:
                on_progress(*content)

    def _forget(self, process: SpawnProcess, connection: Connection) -> None:
        """See the process end; it notices that nobody listens any more."""
        with self._lock:
            self._running = None
            connection.close()
        process.join()
        if self._killer is not None:
            self._killer.cancel()
            self._killer.join()
        process.close()


def _serve(
    connection: Connection, first: Callable[[], object], function: Callable[..., object], args: tuple[object, ...]
) -> None:
    """What the job process does: the one function, then tell what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal reaches this process too; the window decides
    reporter = _Reporter(connection)
    Thread(target=_obey, args=(connection, reporter), daemon=True).start()
    try:
        first()
        _tell(connection, _Message.ANSWER, function(*args, on_progress=reporter))
    except Exception as error:  # noqa: BLE001 - every failure belongs to whoever asked
        _tell(connection, _Message.FAILURE, _portable(error))


def _tell(connection: Connection, message: _Message, content: object) -> None:
    with suppress(OSError):  # nobody listens any more
        connection.send((message, content))


class _Reporter:
    """Tells how far the job is, as often as a person can see, and hears what is wished."""

    def __init__(self, connection: Connection) -> None:
        self.cancelled = Event()
        self.wishes: SimpleQueue[tuple[object, ...] | None] = SimpleQueue()
        self._connection = connection
        self._next_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self.cancelled.is_set():
            raise CancelledError
        now = time.monotonic()
        if now >= self._next_at:
            self._next_at = now + _PROGRESS_SECONDS
            _tell(self._connection, _Message.PROGRESS, (done, total))

    def tell(self, part: object) -> None:
        _tell(self._connection, _Message.PART, part)

    def next_wish(self) -> Any:
        wish = self.wishes.get()
        if wish is None:
            raise CancelledError
        return wish[0]


def _obey(connection: Connection, reporter: _Reporter) -> None:
    """Hand on what is wished until the word to stop comes, or the window ends, and see that the process ends."""
    with suppress(EOFError, OSError):
        while (wish := connection.recv()) is not None:
            reporter.wishes.put(wish)
    reporter.cancelled.set()
    reporter.wishes.put(None)
    time.sleep(_GRACE_SECONDS)
    _end_with_children()


def _end_with_children() -> NoReturn:
    import psutil  # only a job that doesn't stop needs it

    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.kill()
    os._exit(1)


def _portable(error: Exception) -> Exception:
    """The failure as it can cross to the other process, with the lines of code that it went through."""
    note = CodeNote(code_lines(error))
    if not isinstance(error, AppError):
        error.add_note(note)
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - the pickling of other people's exceptions may fail in any way
        error = RuntimeError(f"{type(error).__qualname__} in a job")
        error.add_note(note)
    return error
