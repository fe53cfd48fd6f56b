"""What happens when the program itself is at fault: a report without anybody's data, in a log and to whoever listens.

A report holds the exceptions' classes and the lines of code they went through, never a value: what an exception says may
quote a customer, a parameter of a statement or the name of a file.
"""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from app import __version__
from app.errors import InvalidRecordError, JobDiedError, RecordGoneError
from app.overriding import override

LOG_NAME, FAULT_NAME = "deskbook.log", "faults.log"

_LOGGER = logging.getLogger("deskbook")
"""For whatever the program notes beside crashes: what goes to it while crashes are heard stands in the same log."""

_LOG_BYTES, _OLD_LOGS = 512 * 1024, 3
_FIRST_FRAMES, _LAST_FRAMES = 15, 45

_TELLING = (AttributeError, ImportError, NameError, TypeError, InvalidRecordError, RecordGoneError, JobDiedError)
"""Exceptions whose text names code, fields and numbers, and never what somebody typed."""

_ROOT = Path(__file__).resolve().parent.parent


class CodeNote(str):
    """A note on an exception that holds lines of code and may be shown: those of a failure in another process."""

    __slots__ = ()


def report_of(error: BaseException) -> str:
    """What may be sent to whoever mends the program."""
    head = f"Deskbook {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    return f"{head}, {platform.machine()}\n{code_lines(error)}"


def code_lines(error: BaseException) -> str:
    """The exception and those that led to it, the last one last: classes and lines of code."""
    return "\n".join(_lines(error, set()))


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield "which led to:"
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _lines(part, seen)
            yield "which is part of:"
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, CodeNote):
            yield from ("In the job process:", note, "which came back as:")
    yield from _frames(traceback.extract_tb(error.__traceback__))
    yield _title(error)


def _frames(frames: traceback.StackSummary) -> Iterator[str]:
    left_out = len(frames) - _FIRST_FRAMES - _LAST_FRAMES
    for number, frame in enumerate(frames):
        if left_out > 0 and _FIRST_FRAMES <= number < _FIRST_FRAMES + left_out:
            if number == _FIRST_FRAMES:
                yield f"  ... {left_out} more ..."
            continue
        yield f"  {_public_path(frame.filename)}:{frame.lineno} in {frame.name}"
        if frame.line:
            yield f"    {frame.line}"


def _public_path(name: str) -> str:
    """The file's path without the folders of this computer, which may bear a person's name."""
    path = Path(name)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return path.relative_to(_ROOT).as_posix()
    if "site-packages" in path.parts:
        return Path(*path.parts[path.parts.index("site-packages") + 1 :]).as_posix()
    return path.name


def _title(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    details = [str(error)] if kind in _TELLING else []
    for attribute in ("errno", "winerror", "sqlite_errorname"):
        code = getattr(error, attribute, None)
        if isinstance(code, (int, str)):
            details.append(f"{attribute} {code}")
    return f"{name}: {', '.join(details)}" if details else name


class _QuietHandler(logging.handlers.RotatingFileHandler):
    """Gives up where the log can't be written: that must not become a failure of its own."""

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        return


class CrashHandler:
    """Hears of every exception that nobody caught, in any thread and any slot of Qt.

    Args:
        folder: where the log is kept; made when there is something to write.
        on_crash: gets each report, in the thread of the failure.
    """

    def __init__(self, folder: Path, on_crash: Callable[[str], None]) -> None:
        self._folder = folder
        self._on_crash = on_crash
        self._log: logging.Handler | None = None
        self._faults: IO[str] | None = None
        self._busy = threading.local()
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Listen from now on; a crash of the interpreter itself leaves its stacks in a file of its own."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook, threading.excepthook = self._on_exception, self._on_thread_exception
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._log = _QuietHandler(
                self._folder / LOG_NAME, maxBytes=_LOG_BYTES, backupCount=_OLD_LOGS, encoding="utf-8", delay=True
            )
            formatter = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S")
            formatter.converter = time.gmtime
            self._log.setFormatter(formatter)
            _LOGGER.addHandler(self._log)
            self._faults = (self._folder / FAULT_NAME).open("a", encoding="utf-8")
            faulthandler.enable(self._faults)

    def remove(self) -> None:
        """Listen no longer."""
        sys.excepthook, threading.excepthook = self._before
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
        if self._log is not None:
            _LOGGER.removeHandler(self._log)
            self._log.close()

    def handle(self, error: BaseException) -> None:
        """Log a failure and tell about it; one that happens while doing so goes no further."""
        if getattr(self._busy, "now", False):
            return
        self._busy.now = True
        try:
            report = report_of(error)
            self._write(report)
            self._on_crash(report)
        except Exception:  # noqa: BLE001 - whatever goes wrong here must not come back here
            self._write("The failure could not be shown.")
        finally:
            self._busy.now = False

    def _write(self, text: str) -> None:
        if self._log is not None:
            self._log.handle(logging.LogRecord(_LOGGER.name, logging.ERROR, "", 0, f"{text}\n", None, None))

    def _on_exception(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if isinstance(error, Exception):
            self.handle(error)
        else:  # Ctrl+C in the terminal
            sys.__excepthook__(kind, error, where)

    def _on_thread_exception(self, hook: threading.ExceptHookArgs) -> None:
        if isinstance(hook.exc_value, Exception):
            self.handle(hook.exc_value)
