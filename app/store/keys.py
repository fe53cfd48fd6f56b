"""The keys of encrypted files, and those that this process was told.

SQLCipher keeps 16 bytes at the start of a file in the clear, as a salt. A random key needs none, so they say instead that
the file is one of ours and which key fits: the key's fingerprint, under which the system's keyring keeps it too.
"""

from __future__ import annotations

import hashlib
import secrets

MAGIC = b"DskbEnc1"
KEY_BYTES = 32
HEADER_BYTES = 16

_told: dict[bytes, bytes] = {}


def new_key() -> bytes:
    """A key that nobody can guess."""
    return secrets.token_bytes(KEY_BYTES)


def fingerprint(key: bytes) -> bytes:
    """What tells one key from another and gives none away."""
    return hashlib.sha256(b"Deskbook file key\0" + key).digest()[: HEADER_BYTES - len(MAGIC)]


def header_of(key: bytes) -> bytes:
    """How every file under the key begins."""
    return MAGIC + fingerprint(key)


def is_encrypted(header: bytes) -> bool:
    """Whether a file that begins so is one of ours, encrypted."""
    return header.startswith(MAGIC)


def account_of(header: bytes) -> str:
    """What the keyring calls the key of a file that begins so."""
    return header[len(MAGIC) : HEADER_BYTES].hex()


def remember(*keys: bytes) -> None:
    """Have every connection of this process open the files of these keys; nothing is stored."""
    _told.update({header_of(key): key for key in keys})


def key_for(header: bytes) -> bytes | None:
    """The key of a file that begins so, if this process was told."""
    return _told.get(header[:HEADER_BYTES])


def remembered() -> tuple[bytes, ...]:
    """All keys that this process was told, for a process that it starts."""
    return tuple(_told.values())


def as_pragma(key: bytes) -> str:
    """How the library takes a key: with its salt, and as it is, so that none is derived from it at length."""
    return f"x'{key.hex()}{header_of(key).hex()}'"
