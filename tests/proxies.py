"""A line between a client and a server that a test makes slow, silent or torn; on loopback, in one thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")

_HOST = "127.0.0.1"
_CHUNK = 65_536


class Proxy:
    """Hands on what it gets, as late as it was told to.

    Attributes:
        port: where clients connect to.
        latency: seconds that everything takes on its way, each way; for what comes from now on.
        trips: how often a client has said something after it was answered, and so went all the way there and back. That
            is known only where the way takes longer than a client that doesn't wait for an answer takes to say more.
    """

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._lines: set[_Line] = set()
        self._server: asyncio.Server | None = None
        self._is_refusing = False
        self.port = 0
        self.latency = 0.0
        self.trips = 0
        self.is_silent = False
        self.swallows_answers = False
        self._mark = b""
        self._at_mark: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()
        self._call(self._listen())

    def stop(self) -> None:
        """Cut every connection, and listen no longer."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def count(self) -> int:
        """How many clients are connected now."""
        return len(self._lines)

    def fall_silent(self) -> None:
        """Take everything and hand on nothing, as a network does that was cut: nobody is told. New ones get no answer."""
        self.is_silent = True

    def swallow_answers(self) -> None:
        """Hand on what clients send, and nothing of what they are answered: done it is, but they never hear of it."""
        self.swallows_answers = True

    def when(self, sent: bytes, act: Callable[[], None]) -> None:
        """Do something just before what a client sends is handed on, the next time that these bytes are in it."""
        self._mark, self._at_mark = sent, act

    def mind(self, chunk: bytes) -> None:
        """Look whether that is the moment."""
        if self._mark and self._mark in chunk:
            self._mark = b""
            self._at_mark()

    def speak(self) -> None:
        """Hand on again what comes from now on; what got lost meanwhile stays so, and its connections are of no use."""
        self.is_silent = self.swallows_answers = False
        self._is_refusing = False

    def cut(self, *, refuse: bool = False) -> None:
        """Tear every connection, as a firewall does or a server that dies.

        Args:
            refuse: tear new ones as well, until `speak`.
        """
        self._is_refusing = refuse
        self._call(self._tear())

    def _call(self, act: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(act, self._loop).result(timeout=10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, _HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        if self._server is not None:
            self._server.close()
        await self._tear()
        ours = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in ours:
            task.cancel()
        await asyncio.gather(*ours, return_exceptions=True)

    async def _tear(self) -> None:
        for line in list(self._lines):
            line.tear()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_refusing:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(_HOST, self._target_port)
        except OSError:
            writer.transport.abort()
            return
        line = _Line(self, writer, far_writer)
        self._lines.add(line)
        try:
            with suppress(asyncio.CancelledError):  # the library would complain of it aloud
                await asyncio.gather(line.carry(reader, far_writer), line.carry(far_reader, writer, answers=True))
        finally:
            line.tear()
            self._lines.discard(line)


class _Line:
    """One client's connection."""

    def __init__(self, proxy: Proxy, *writers: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._writers = writers
        self._is_answered = True

    def tear(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool = False) -> None:
        """Hand everything on that comes, late but never waiting for what came before: latency is no lack of width."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(under_way, writer, answers=answers))
        with suppress(OSError):
            while chunk := await reader.read(_CHUNK):
                self._proxy.mind(chunk)
                if not answers:
                    self._proxy.trips += self._is_answered
                    self._is_answered = False
                if not (self._proxy.is_silent or (answers and self._proxy.swallows_answers)):
                    under_way.put_nowait((asyncio.get_running_loop().time() + self._proxy.latency, chunk))
        under_way.put_nowait((0, b""))
        await delivery
        if not self._proxy.is_silent:
            self.tear()

    async def _deliver(
        self, under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        while True:
            due, chunk = await under_way.get()
            if not chunk:
                return
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            self._is_answered = self._is_answered or answers
            with suppress(OSError):
                writer.write(chunk)
                await writer.drain()


def when_saved(proxy: Proxy, act: Callable[[], None]) -> None:
    """Do something just before the next save is handed on to be committed; a window also writes of itself now and then."""
    proxy.when(b"INSERT INTO change ", lambda: proxy.when(b"mark_save", act))


@contextmanager
def proxied(target_port: int) -> Iterator[Proxy]:
    """A proxy before the server on a port of this machine."""
    proxy = Proxy(target_port)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
