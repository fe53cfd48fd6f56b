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
from threading import Event, Lock, Thread, Timer
from typing import Any, NoReturn

from app.crash import CodeNote, code_lines
from app.errors import AppError, CancelledError, JobDiedError

Progress = Callable[[int, int], None]

_CONTEXT = multiprocessing.get_context("spawn")
_GRACE_SECONDS = 0.6
"""What a job may use to tidy up after it was cancelled, or after its window died, before its process ends itself."""

_KILL_SECONDS = 0.9
"""When a process that doesn't even get to ending itself is killed."""

_PROGRESS_SECONDS = 0.05


class _Message(Enum):
    PROGRESS = auto()
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
    """

    def __init__(
        self, function: Callable[..., object], args: tuple[object, ...], first: Callable[[], object] = bool
    ) -> None:
        self._function, self._args, self._first = function, args, first
        self._cancelled = Event()
        self._lock = Lock()
        self._running: tuple[SpawnProcess, Connection] | None = None
        self._killer: Timer | None = None

    def run(self, on_progress: Progress) -> Any:
        """Do the job and return its answer; waits, so not for the thread of a window.

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
                return self._listen(process, ours, on_progress)
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

    def _listen(self, process: SpawnProcess, connection: Connection, on_progress: Progress) -> Any:
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
    Thread(target=_obey, args=(connection, reporter.cancelled), daemon=True).start()
    try:
        first()
        _tell(connection, _Message.ANSWER, function(*args, on_progress=reporter))
    except Exception as error:  # noqa: BLE001 - every failure belongs to whoever asked
        _tell(connection, _Message.FAILURE, _portable(error))


def _tell(connection: Connection, message: _Message, content: object) -> None:
    with suppress(OSError):  # nobody listens any more
        connection.send((message, content))


class _Reporter:
    """Tells how far the job is, as often as a person can see."""

    def __init__(self, connection: Connection) -> None:
        self.cancelled = Event()
        self._connection = connection
        self._next_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self.cancelled.is_set():
            raise CancelledError
        now = time.monotonic()
        if now >= self._next_at:
            self._next_at = now + _PROGRESS_SECONDS
            _tell(self._connection, _Message.PROGRESS, (done, total))


def _obey(connection: Connection, cancelled: Event) -> None:
    """Wait for the word to stop, or for the end of the window, and see that the process ends."""
    with suppress(EOFError, OSError):
        connection.recv()
    cancelled.set()
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
