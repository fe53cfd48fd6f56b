"""Long jobs as the window sees them: started, watched, stopped. Each runs in the one other process (`job_process`)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from shiboken6 import isValid

from app.errors import CancelledError, ServerError

if TYPE_CHECKING:
    from app.job_process import JobProcess

T = TypeVar("T")
Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class _Began:
    pass


@dataclass(frozen=True, slots=True)
class _Progress:
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Part:
    value: object


@dataclass(frozen=True, slots=True)
class _Answer:
    value: object


@dataclass(frozen=True, slots=True)
class _Failure:
    error: Exception


class Pace:
    """How fast something goes, the last seconds counting most, and so how long it still takes."""

    _MEMORY_SECONDS = 10.0
    _STEP_SECONDS = 0.5

    def __init__(self) -> None:
        self._done = self._total = 0
        self._at: float | None = None
        self._rate = 0.0

    def note(self, done: int, total: int, at: float) -> None:
        """Take in that so much of so much is done at a moment in seconds; another total is another stretch of work."""
        if self._at is None or total != self._total or done < self._done:
            self._done, self._total, self._at, self._rate = done, total, at, 0.0
            return
        seconds = at - self._at
        if seconds < self._STEP_SECONDS:
            return
        rate = (done - self._done) / seconds
        share = 1 - math.exp(-seconds / self._MEMORY_SECONDS) if self._rate else 1.0
        self._rate += share * (rate - self._rate)
        self._done, self._at = done, at

    def seconds_left(self, at: float) -> float | None:
        """How long it still takes, as seen at a moment; None while nobody can say."""
        if self._at is None or self._rate <= 0:
            return None
        return max(0.0, (self._total - self._done) / self._rate - (at - self._at))


class Job(QObject):
    """One job, on the GUI thread.

    Attributes:
        wish: tells a job that talks what is wished next.

    Signals:
        progressed: `done` or `total` changed, or it began.
        ended: it is over, whatever came of it; whoever asked has been told.
    """

    progressed = Signal()
    ended = Signal()

    def __init__(
        self, label: str, cancel: Callable[[], None], parent: QObject, wish: Callable[[object], object] = bool
    ) -> None:
        super().__init__(parent)
        self.label = label
        self.wish = wish
        self.done = self.total = 0
        self.is_running = False
        self.is_cancelled = False
        self._cancel = cancel
        self._pace = Pace()

    def cancel(self) -> None:
        """Stop it: whoever asked gets a `CancelledError`, unless it is done just now."""
        if not self.is_cancelled:
            self.is_cancelled = True
            self._cancel()

    def seconds_left(self) -> float | None:
        """How long it still takes; None while nobody can say."""
        return self._pace.seconds_left(time.monotonic())

    def note(self, done: int, total: int) -> None:
        """Take in how far the job is."""
        self.done, self.total = done, total
        self._pace.note(done, total, time.monotonic())
        self.progressed.emit()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who gets the answer; kept on the GUI thread."""

    owner: QObject
    job: Job
    on_success: Callable[[Any], None]
    on_error: Failed | None
    again: Callable[[], object]
    on_part: Callable[[Any], object] = bool
    is_aside: bool = False


class Jobs(QObject):
    """Runs jobs one after the other, in the order in which they were started; previews beside them, since somebody waits.

    Attributes:
        before_each: called in the process of each job before its work; must be picklable.

    Signals:
        changed: a job came, began or went.
        failed: a job failed and nobody asked to be told; the window shows it.
        cut_off: (label, again, owner) a job lost its connection to a shared database, after who asked was told; `again`
            starts it anew for them. What jobs do there does no harm twice: they pass over what is done already.
    """

    changed = Signal()
    failed = Signal(object)
    cut_off = Signal(str, object, object)
    _heard = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.before_each: Callable[[], object] = bool
        self._lane, self._aside = QThreadPool(self), QThreadPool(self)
        for lane in (self._lane, self._aside):
            lane.setMaxThreadCount(1)
        self._tickets = count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        owner: QObject,
        label: str,
        function: Callable[..., T],
        *args: object,
        on_success: Callable[[T], None],
        on_error: Failed | None = None,
        on_part: Callable[[Any], object] = bool,
        is_aside: bool = False,
    ) -> Job:
        """Have a function done in the job process; the answer comes only if `owner` still lives.

        Args:
            owner: who gets the answer.
            label: what people read meanwhile.
            function: called as `function(*args, on_progress=...)`; see `JobProcess`. It must not need Qt.
            args: picklable, as is the answer.
            on_success: gets the answer, on the GUI thread.
            on_error: gets the failure; without it, `failed` tells.
            on_part: gets what a job tells that answers again and again (`JobProcess`), on the GUI thread.
            is_aside: it is for whoever looks at something just now: it waits for no other job, is not listed among them, and
                ends with its owner.
        """
        ticket = next(self._tickets)
        from app.job_process import JobProcess  # most windows are closed without a job, and this takes a while

        process = JobProcess(function, args, self.before_each)
        job = Job(label, lambda: self._cancel(ticket, process), self, process.wish)
        again = partial(self.start, owner, label, function, *args, on_success=on_success, on_error=on_error)
        self._waiting[ticket] = _Waiting(owner, job, on_success, on_error, again, on_part, is_aside)
        if is_aside:
            owner.destroyed.connect(job.cancel)
        (self._aside if is_aside else self._lane).start(self._work(ticket, process))
        self.changed.emit()
        return job

    def _work(self, ticket: int, process: JobProcess) -> Callable[[], None]:
        tell = self._heard.emit

        def work() -> None:  # holds a number and the process, no widget
            tell(ticket, _Began())
            progress, part = (
                lambda done, total: tell(ticket, _Progress(done, total)),
                lambda part: tell(ticket, _Part(part)),
            )
            try:
                answer: object = _Answer(process.run(progress, part))
            except Exception as error:  # noqa: BLE001 - every failure belongs to whoever asked
                answer = _Failure(error)
            tell(ticket, answer)

        return work

    def unfinished(self) -> tuple[Job, ...]:
        """The jobs that are running or waiting, in their order."""
        return tuple(waiting.job for waiting in self._waiting.values() if not waiting.is_aside)

    def close(self) -> None:
        """Stop every job and see its process end, within a second."""
        for waiting in list(self._waiting.values()):
            waiting.job.cancel()
        self._waiting.clear()
        for lane in (self._lane, self._aside):
            lane.waitForDone()

    def _cancel(self, ticket: int, process: JobProcess) -> None:
        process.cancel()
        waiting = self._waiting.get(ticket)
        if waiting is not None and not waiting.job.is_running:  # it never starts, so it is over now
            self._heard.emit(ticket, _Failure(CancelledError()))

    def _on_heard(self, ticket: int, message: object) -> None:
        waiting = self._waiting.get(ticket)
        if waiting is None:
            return
        if isinstance(message, _Began):
            waiting.job.is_running = True
            waiting.job.progressed.emit()
            self.changed.emit()
        elif isinstance(message, _Progress):
            waiting.job.note(message.done, message.total)
        elif isinstance(message, _Part):
            if isValid(waiting.owner):
                waiting.on_part(message.value)
        else:
            del self._waiting[ticket]
            self._end(waiting, message)

    def _end(self, waiting: _Waiting, message: object) -> None:
        try:
            self._answer(waiting, message)
        finally:
            waiting.job.ended.emit()
            waiting.job.deleteLater()
            self.changed.emit()

    def _answer(self, waiting: _Waiting, message: object) -> None:
        if not isValid(waiting.owner):
            return
        if isinstance(message, _Answer):
            waiting.on_success(message.value)
        elif isinstance(message, _Failure) and waiting.on_error is not None:
            waiting.on_error(message.error)
        elif isinstance(message, _Failure) and not isinstance(message.error, CancelledError):
            self.failed.emit(message.error)
        error = message.error if isinstance(message, _Failure) and not waiting.is_aside else None
        if isinstance(error, ServerError) and error.is_of_connection:
            self.cut_off.emit(waiting.job.label, waiting.again, waiting.owner)
