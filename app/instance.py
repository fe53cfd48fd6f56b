"""The one window that commands reach: of all that this person has open, whoever holds a lock listens on a socket."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app import doorbell, paths
from app.doorbell import DoorbellError
from app.locks import FileLock

_RETRY_MS = 2_000
"""So often a window looks whether the one that listens is gone."""

_PATIENCE_MS = 2_000
"""Whoever rings says what they want within it."""

_MOST_AT_ONCE = 8

Hear: TypeAlias = "Callable[[dict[str, object]], str]"
"""Takes a message and answers what is wrong with it, "" for nothing."""


class Instance(QObject):
    """Listens, if no other window of this person does; takes over when that is closed, or was killed.

    Signals:
        listening: commands reach this window from now on.
    """

    listening = Signal()

    def __init__(self, hear: Hear, parent: QObject) -> None:
        super().__init__(parent)
        self._hear = hear
        self._lock: FileLock | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_MOST_AT_ONCE)
        self._server.newConnection.connect(self._on_rung)
        self._retry = QTimer(self, interval=_RETRY_MS)
        self._retry.timeout.connect(self.begin)

    def begin(self) -> None:
        """Listen now or, if another window does, once it is gone.

        Where there can be no socket of one's own, the window does without: commands open one of their own then.
        """
        try:
            lock = FileLock(make_folder() / f"{doorbell.name()}.lock")
            is_mine = lock.take()
        except (DoorbellError, OSError):
            self._retry.stop()
            return
        if not is_mine:
            self._retry.start()
            return
        self._retry.stop()
        self._lock = lock
        place = doorbell.name() if sys.platform == "win32" else doorbell.address()
        QLocalServer.removeServer(place)  # of a window that was killed: the lock went with it
        if self._server.listen(place):
            self.listening.emit()
        else:
            self.end()

    def end(self) -> None:
        """Let another window listen."""
        self._retry.stop()
        self._server.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _on_rung(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            if not _is_own(caller):
                caller.abort()
                caller.deleteLater()
                continue
            _Visit(caller, self._hear, self)


def make_folder() -> Path:
    """The folder of the lock and, but on Windows, of the socket: there from now on, and this person's alone.

    Raises:
        DoorbellError: somebody else made it.
    """
    made = paths.cache_folder() if sys.platform == "win32" else Path(doorbell.folder())
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    doorbell.require_own(str(made))
    return made


class _Visit(QObject):
    """One caller: what it says, up to a line feed, and what it is answered."""

    def __init__(self, caller: QLocalSocket, hear: Hear, parent: QObject) -> None:
        super().__init__(parent)
        self._caller, self._hear = caller, hear
        self._heard = b""
        self._is_over = False
        caller.setParent(self)
        caller.setReadBufferSize(doorbell.LONGEST + 1)
        caller.readyRead.connect(self._on_ready)
        caller.disconnected.connect(self.deleteLater)
        QTimer.singleShot(_PATIENCE_MS, self, partial(self._end, b""))
        self._on_ready()

    def _on_ready(self) -> None:
        if self._is_over:
            return
        self._heard += self._caller.read(doorbell.LONGEST + 1 - len(self._heard)).data()
        if b"\n" in self._heard or len(self._heard) > doorbell.LONGEST:
            self._end(self._answer())

    def _answer(self) -> bytes:
        try:
            refused = self._hear(doorbell.decode(self._heard))
        except DoorbellError as error:
            refused = str(error)
        return doorbell.encode({"refused": refused} if refused else {})

    def _end(self, answer: bytes) -> None:
        if self._is_over:
            return
        self._is_over = True
        if self._caller.state() is not QLocalSocket.LocalSocketState.ConnectedState:
            self.deleteLater()
            return
        self._caller.write(answer)
        self._caller.disconnectFromServer()  # once all is written


def _is_own(caller: QLocalSocket) -> bool:
    """Whether whoever rings is this person, as far as the system says; Windows has checked it when the pipe was opened."""
    if sys.platform == "win32":
        return True
    import os

    with socket.fromfd(int(caller.socketDescriptor()), socket.AF_UNIX, socket.SOCK_STREAM) as talking:
        return _user_of(talking) == os.getuid()


def _user_of(talking: socket.socket) -> int:
    """Who is at the other end, by what the system remembers of it."""
    if sys.platform == "linux":
        _, user, _ = struct.unpack("3i", talking.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    else:
        local_peercred, length = 1, 76  # a struct xucred: a version, then the user
        _, user = struct.unpack_from("2I", talking.getsockopt(0, local_peercred, length))
    return int(user)
