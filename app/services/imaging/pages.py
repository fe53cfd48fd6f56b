"""The process that has a document open and draws its pages; a page that takes too much is lost alone."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import cast

import psutil

from app.errors import DocumentError, DocumentProblem
from app.models.page import Page, PageWish
from app.services.imaging.bounds import bound_memory, give_memory_back
from app.services.imaging.workers import MEMORY, SECONDS

_LOOK_SECONDS = 0.01
_CONTEXT = multiprocessing.get_context("spawn")


class PageReader:
    """Use it as a context, which leaves no process behind.

    Args:
        size: how many bytes the document has.
        pieces: gives them, from the first; asked again when another process has to read it.
        look: called while something is waited for; what it raises ends the waiting.
        seconds: so long may opening it take, and each page.
    """

    def __init__(
        self,
        size: int,
        pieces: Callable[[], Iterable[bytes]],
        look: Callable[[], object] = bool,
        *,
        seconds: float = SECONDS,
    ) -> None:
        self._size, self._pieces, self._look, self._seconds = size, pieces, look, seconds
        self._worker: _Worker | None = None
        self._count = 0

    def __enter__(self) -> PageReader:
        return self

    def __exit__(self, *error: object) -> None:
        self._end()

    def draw(self, wish: PageWish) -> Page:
        """A page, or why there is none.

        Raises:
            DocumentError: the document can't be opened.
        """
        worker = self._opened()
        try:
            with suppress(OSError):  # it died; that shows when it is to answer
                worker.line.send(wish)
            width, height = cast("tuple[int, int]", self._answer(worker, DocumentProblem.PAGE))
            pixels = worker.line.recv_bytes()
        except DocumentError as error:
            return Page(wish, self._count, problem=error.problem)
        except (EOFError, OSError):
            self._end()
            return Page(wish, self._count, problem=DocumentProblem.PAGE)
        return Page(wish, self._count, width, height, pixels)

    def _opened(self) -> _Worker:
        if self._worker is not None:
            return self._worker
        worker = self._worker = _Worker()
        with suppress(OSError):
            worker.line.send(self._size)
            for piece in self._pieces():
                worker.line.send_bytes(piece)
                self._look()
        try:
            self._count = cast("int", self._answer(worker, DocumentProblem.DAMAGED))
        except DocumentError:
            self._end()
            raise
        return worker

    def _answer(self, worker: _Worker, if_dead: DocumentProblem) -> object:
        """What it answers; whoever takes too much is ended."""
        since = time.monotonic()
        with suppress(EOFError, OSError):
            while not worker.line.poll(_LOOK_SECONDS):
                self._look()
                if problem := worker.excess(time.monotonic() - since > self._seconds):
                    self._end()
                    raise DocumentError(problem)
            answer = worker.line.recv()
            if isinstance(answer, DocumentProblem):
                raise DocumentError(answer)
            return answer
        self._end()
        raise DocumentError(if_dead)

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


class _Worker:
    """A process, and the line to it."""

    def __init__(self) -> None:
        self.line, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs,), name="pages", daemon=True)
        self._process.start()
        theirs.close()
        self._watched = psutil.Process(self._process.pid)

    def excess(self, is_late: bool) -> DocumentProblem | None:
        """Why it is given up, if it is."""
        if is_late:
            return DocumentProblem.TOO_SLOW
        with suppress(psutil.Error):
            if self._watched.memory_info().rss > MEMORY:
                return DocumentProblem.TOO_DEMANDING
        return None

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.line.close()
        self._process.close()


def _serve(line: Connection) -> None:
    """Take how many bytes the document has, and those, and draw the pages that are wished until the other end is gone."""
    give_memory_back()
    bound_memory()
    gc.freeze()
    with suppress(EOFError, OSError):
        _draw_pages(line)


def _draw_pages(line: Connection) -> None:
    from app.services.imaging.documents import Document

    try:
        document = Document(_received(line))
    except (DocumentError, MemoryError) as error:
        line.send(_problem_of(error))
        return
    line.send(document.pages)
    while True:
        wish = line.recv()
        try:
            width, height, pixels = document.draw(wish.number, wish.width)
        except (DocumentError, MemoryError) as error:
            line.send(_problem_of(error))
        else:
            line.send((width, height))
            line.send_bytes(memoryview(pixels))
            del pixels  # before the next one takes as much


def _received(line: Connection) -> ctypes.Array[ctypes.c_char]:
    """A document piece by piece, so that there is never more of it than the whole."""
    content: ctypes.Array[ctypes.c_char] = (ctypes.c_char * line.recv())()
    filled = 0
    while filled < len(content):
        filled += line.recv_bytes_into(content, filled)
    return content


def _problem_of(error: DocumentError | MemoryError) -> DocumentProblem:
    return error.problem if isinstance(error, DocumentError) else DocumentProblem.TOO_DEMANDING
