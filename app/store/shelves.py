"""Where unsaved text lies: small files that only this person can read, or, where it may not be written down, memory."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import psutil

from app.locks import FileLock, is_held
from app.store.durability import make_names_durable, wait_for_disk
from app.store.failures import translating

_PARTIAL = ".partial"
_ALIVE = ".alive"


class Shelf(Protocol):
    """A place for named pieces; each name begins with its owner and a dot."""

    is_lasting: bool
    """Whether what lies there outlives the process."""

    def take_place(self, owner: str) -> None:
        """Make known that the owner is there; what it puts on the shelf is left alone by others until it is gone."""

    def leave(self, owner: str) -> None:
        """Make known that the owner is gone."""

    def is_there(self, owner: str) -> bool:
        """Whether the owner is there: its process runs."""

    def names(self) -> tuple[str, ...]:
        """The names of all pieces."""

    def read(self, name: str) -> bytes:
        """One piece."""

    def write(self, name: str, content: bytes) -> None:
        """Put a piece there, whole or not at all, in place of what had the name."""

    def rename(self, name: str, new: str) -> bool:
        """Give a piece another name; False if it is gone, and to one process alone True."""

    def remove(self, name: str) -> None:
        """Take a piece away; one that is gone is fine."""


class FileShelf:
    """A folder of files. No method is for the thread of a window.

    Every method raises a FileError if the world doesn't let it.
    """

    is_lasting = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._locks: dict[str, FileLock] = {}

    def take_place(self, owner: str) -> None:
        """Hold a lock that ends with the process."""
        if owner in self._locks:
            return
        with translating(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self._folder / f"{owner}{_ALIVE}")
            with suppress(OSError):  # a drive without locks: the number of the process has to do
                lock.take(waiting=True)
            self._locks[owner] = lock

    def leave(self, owner: str) -> None:
        """Let the lock go, and its file."""
        lock = self._locks.pop(owner, None)
        if lock is not None:
            lock.release(remove=True)

    def is_there(self, owner: str) -> bool:
        """Ask for the lock; an owner's name begins with the number of its process."""
        if owner in self._locks:
            return True
        number = owner.partition("-")[0]
        return is_held(self._folder / f"{owner}{_ALIVE}", int(number) if number.isdecimal() else 0)

    def names(self) -> tuple[str, ...]:
        """What lies there; what dead processes left half-written or locked is swept away."""
        with translating(self._folder):
            found = [entry.name for entry in os.scandir(self._folder)] if self._folder.is_dir() else []
        for name in found:
            if self._is_leftover(name):
                self.remove(name)
        return tuple(name for name in found if not name.endswith((_PARTIAL, _ALIVE)))

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        with translating(self._folder / name):
            return (self._folder / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Write beside, wait for the disk, rename, and wait for the disk again."""
        path = self._folder / name
        # By whoever writes: that needn't be the owner.
        partial = self._folder / f"{name}.{os.getpid()}-{secrets.token_hex(4)}{_PARTIAL}"
        with translating(path):
            try:
                handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
                with open(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    wait_for_disk(file.fileno())
                os.replace(partial, path)
                make_names_durable(self._folder)
            finally:
                partial.unlink(missing_ok=True)

    def rename(self, name: str, new: str) -> bool:
        """Rename a file, which only one process can do."""
        with translating(self._folder / name):
            try:
                os.rename(self._folder / name, self._folder / new)
            except FileNotFoundError:
                return False
            make_names_durable(self._folder)
        return True

    def remove(self, name: str) -> None:
        """Delete a file."""
        with translating(self._folder / name):
            (self._folder / name).unlink(missing_ok=True)

    def _is_leftover(self, name: str) -> bool:
        """Whether its process is gone: the owner that had the lock, or the writer that was in the middle of a piece."""
        if name.endswith(_ALIVE):
            return not self.is_there(name.removesuffix(_ALIVE))
        writer = name.removesuffix(_PARTIAL).rpartition(".")[2].partition("-")[0]
        return name.endswith(_PARTIAL) and not (writer.isdecimal() and psutil.pid_exists(int(writer)))


class MemoryShelf:
    """For what may be written down nowhere: it is gone with the process, and what is closed by mistake is not."""

    is_lasting = False

    def __init__(self) -> None:
        self._pieces: dict[str, bytes] = {}

    def take_place(self, owner: str) -> None:
        """Nobody else can see it."""

    def leave(self, owner: str) -> None:
        """Nobody else can see it."""

    def is_there(self, owner: str) -> bool:
        """Whoever asks is."""
        return True

    def names(self) -> tuple[str, ...]:
        """The names of all pieces."""
        return tuple(self._pieces)

    def read(self, name: str) -> bytes:
        """One piece."""
        return self._pieces[name]

    def write(self, name: str, content: bytes) -> None:
        """Remember a piece."""
        self._pieces[name] = content

    def rename(self, name: str, new: str) -> bool:
        """Remember it under another name."""
        if name not in self._pieces:
            return False
        self._pieces[new] = self._pieces.pop(name)
        return True

    def remove(self, name: str) -> None:
        """Forget it."""
        self._pieces.pop(name, None)
