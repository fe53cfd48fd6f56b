"""What was typed and not saved, kept outside of the database and its log: one small piece for each form.

A piece belongs to the process that typed it until that process is gone; then anybody with the file may have it. It is
sealed under a key derived from that of the database, if the database is encrypted.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import FileError, FileProblem
from app.models.card_guard import masked_texts
from app.models.card_numbers import masked
from app.models.servers import Place, ServerAddress, parse_address
from app.store.shelves import FileShelf, Shelf

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

RawText = str | list[dict[str, str]]

DISCARDED_DAYS = 7
"""How long what was thrown away can still be had back."""

_MAGIC = b"DskbKept1"
_PLAIN, _SEALED = b"p", b"s"
_DIGEST, _NONCE = 32, 12
_KEPT, _DISCARDED = ".kept", ".discarded"
_DAMAGES = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True)
class Kept:
    """What stood in a form.

    Attributes:
        record_id: of a stored record, and the version of it that the form began with; 0 for a new one.
        draft_id: of the draft that the form began with, or 0.
        title: what people call the record.
        path: the file that it was typed for, or the address of the shared database.
        texts: what stood in every editor.
        changed: the fields in which something else stood at the beginning.
        mark: of a save of it of which nobody knew yet whether it was committed (see `save_marks`).
    """

    record_type: str
    kind: str
    company_id: int
    record_id: int
    version: int
    draft_id: int
    title: str
    path: str
    at: datetime
    texts: Mapping[str, RawText]
    changed: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece that nobody has open: its process is gone, or the person threw it away lately."""

    name: str
    kept: Kept
    is_discarded: bool


class Recovery:
    """The unsaved text of one database, as one process sees it. No method is for the thread of a window.

    Every method raises a FileError if the world doesn't let it.
    """

    def __init__(self, shelf: Shelf, key: bytes | None = None) -> None:
        self._shelf = shelf
        self._key = key
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"

    @property
    def is_lasting(self) -> bool:
        """Whether what is kept outlives the process."""
        return self._shelf.is_lasting

    def keep(self, token: str, kept: Kept) -> None:
        """Have it on the disk, in place of what was kept under the same token before; card numbers in it never are."""
        clean = replace(kept, title=masked(kept.title), texts=masked_texts(kept.record_type, kept.texts))
        self._shelf.take_place(self._owner)
        self._shelf.write(self._own_name(token), self._packed(clean, token))

    def drop(self, token: str) -> None:
        """It is stored, or was taken back."""
        self._shelf.remove(self._own_name(token))

    def discard(self, token: str, kept: Kept) -> str:
        """The person threw it away; for some days it can be had back under the name that is returned."""
        self.keep(token, kept)
        name = f"{self._owner}.{token}{_DISCARDED}"
        self._shelf.rename(self._own_name(token), name)
        return name

    def throw_away(self, name: str) -> None:
        """Throw away what nobody has open: some days later it is gone, the second time at once."""
        if name.endswith(_DISCARDED):
            self._shelf.remove(name)
            return
        kept = self._read(name)
        token = self.take(name)
        if kept and token:
            self.discard(token, replace(kept, at=datetime.now(UTC)))

    def take(self, name: str) -> str | None:
        """Make a piece one's own and return its token; None if somebody else has taken it."""
        self._shelf.take_place(self._owner)
        token = name.split(".")[1]
        return token if self._shelf.rename(name, self._own_name(token)) else None

    def left(self, place: Place) -> tuple[Entry, ...]:
        """What nobody has open and was typed for this file, the latest first; what can't be read is passed over."""
        oldest = datetime.now(UTC) - timedelta(days=DISCARDED_DAYS)
        found = []
        for name in self._unowned():
            is_discarded = name.endswith(_DISCARDED)
            kept = self._read(name)
            if kept is None or not _is_for(kept, place):
                continue
            if is_discarded and kept.at < oldest:
                self._shelf.remove(name)
            else:
                found.append(Entry(name, kept, is_discarded))
        return tuple(sorted(found, key=lambda entry: entry.kept.at, reverse=True))

    def seal(self, place: Place) -> None:
        """Seal what was kept for this file before it had its key."""
        plain = _MAGIC + _PLAIN
        for name, kept in self._readable(place).items() if self._key else ():
            if self._shelf.read(name).startswith(plain):
                self._shelf.write(name, self._packed(kept, name.split(".")[1]))

    def change_key(self, key: bytes | None, place: Place) -> None:
        """This file has another key from now on, or none: so has what can be read of it and nobody has open."""
        readable = self._readable(place)
        self._key = key
        self.__dict__.pop("_cipher", None)
        for name, kept in readable.items():
            self._shelf.write(name, self._packed(kept, name.split(".")[1]))

    def _readable(self, place: Place) -> dict[str, Kept]:
        """What nobody has open and was typed for this file; a copy of it may have another key, or none."""
        return {name: kept for name in self._unowned() if (kept := self._read(name)) and _is_for(kept, place)}

    def _unowned(self) -> tuple[str, ...]:
        """What was discarded, and what belongs to processes that are gone."""
        return tuple(
            name
            for name in self._shelf.names()
            if name.endswith(_DISCARDED) or (name.endswith(_KEPT) and not self._shelf.is_there(name.partition(".")[0]))
        )

    def close(self) -> None:
        """What is still kept is anybody's."""
        self._shelf.leave(self._owner)

    def _own_name(self, token: str) -> str:
        return f"{self._owner}.{token}{_KEPT}"

    @cached_property
    def _cipher(self) -> AESGCM | None:
        """Made from the database's key, which is used for nothing else directly."""
        if self._key is None:
            return None
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"deskbook unsaved text").derive(self._key))

    def _packed(self, kept: Kept, token: str) -> bytes:
        content = json.dumps({**asdict(kept), "at": kept.at.isoformat()}).encode("ascii")
        if self._cipher is None:
            return _MAGIC + _PLAIN + hashlib.sha256(content).digest() + content
        nonce = secrets.token_bytes(_NONCE)
        return _MAGIC + _SEALED + nonce + self._cipher.encrypt(nonce, content, token.encode())

    def _read(self, name: str) -> Kept | None:
        """The piece; None if it is damaged, was sealed under another key, or went away meanwhile."""
        try:
            return _kept(json.loads(self._unpacked(self._shelf.read(name), name.split(".")[1])))
        except FileError as error:
            if error.problem in (FileProblem.MISSING, FileProblem.DAMAGED):
                return None
            raise
        except _DAMAGES:
            return None

    def _unpacked(self, packed: bytes, token: str) -> bytes:
        head, mode, rest = packed[: len(_MAGIC)], packed[len(_MAGIC) : len(_MAGIC) + 1], packed[len(_MAGIC) + 1 :]
        if head != _MAGIC:
            raise ValueError("none of ours")
        if mode == _PLAIN and hashlib.sha256(rest[_DIGEST:]).digest() == rest[:_DIGEST]:
            return rest[_DIGEST:]
        if mode == _SEALED and self._cipher is not None:
            return _opened(self._cipher, rest, token)
        raise ValueError("damaged, or under another key")


def recovery_for(folder: Path, node: int, key: bytes | None) -> Recovery:
    """The unsaved text of the database with that node number, in a folder of its own below the given one."""
    return Recovery(FileShelf(folder / f"{node:06x}"), key)


def _opened(cipher: AESGCM, sealed: bytes, token: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], token.encode())
    except InvalidTag as error:
        raise ValueError("damaged, or under another key") from error


def _kept(read: dict[str, Any]) -> Kept:
    return Kept(
        record_type=str(read["record_type"]),
        kind=str(read["kind"]),
        company_id=int(read["company_id"]),
        record_id=int(read["record_id"]),
        version=int(read["version"]),
        draft_id=int(read["draft_id"]),
        title=str(read["title"]),
        path=str(read["path"]),
        at=datetime.fromisoformat(read["at"]).astimezone(UTC),
        texts={str(name): _raw(text) for name, text in read["texts"].items()},
        changed=tuple(map(str, read["changed"])),
        mark=str(read.get("mark", "")),
    )


def _raw(text: object) -> RawText:
    if isinstance(text, list):
        return [{str(part): str(typed) for part, typed in row.items()} for row in text]
    return str(text)


def _is_for(kept: Kept, place: Place) -> bool:
    """Typed for this file, however it was called, or for one that has moved since: the same database, by its number.

    To a shared database there are several ways, and one may have taken another since.
    """
    if isinstance(place, ServerAddress):
        with suppress(ValueError):
            return place.is_same(parse_address(kept.path))
        return False
    try:
        return kept.path == str(place) or os.path.samefile(kept.path, place)
    except OSError:  # one of the two is not there, or where nobody may look
        return not os.path.exists(kept.path)
