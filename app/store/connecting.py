"""Driver connections to a local file, plain or encrypted; and what a file says of itself before it is unlocked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.errors import FileError, FileProblem
from app.store import keys

CHECKSUM = "cipher_hmac_algorithm=HMAC_SHA256"
"""Of every page of an encrypted file. Today's processors do it in half the time of the library's default, which would make
a search of a million records three times as slow."""


def connect(path: Path, mode: str, patience: float = 0, key: bytes | None = None) -> Any:
    """A driver connection outside any transaction; to an encrypted file with the key that this process was told.

    Args:
        path: the file.
        mode: the URI's parameters, such as `mode=rw`.
        patience: how many seconds each statement waits for others' locks.
        key: of a file that is about to be made.

    Raises:
        FileError: the file is encrypted, and this process wasn't told its key.
    """
    key = key or key_of(path)
    connection = _connected(path, mode, patience)
    if key is not None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA cipher_log_level=NONE")  # it would write to the terminal
        cursor.execute(f'PRAGMA key="{keys.as_pragma(key)}"')
        cursor.execute(f"PRAGMA {CHECKSUM}")
        cursor.close()
    return connection


def uri_of(path: Path, mode: str) -> str:
    """How the library is told of a file.

    Always by URI: else the library takes a file named `file:x` for one. Always absolute: else a change of the working
    folder moves the journal.
    """
    return f"{path.absolute().as_uri()}?{mode}"


def _connected(path: Path, mode: str, patience: float = 0) -> Any:
    uri = uri_of(path, mode)
    return dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=patience)


def first_bytes(path: Path) -> bytes:
    """How the file begins; nothing if it can't be read. The library reads them, as the salt of an encrypted file."""
    try:
        connection = _connected(path, "mode=ro&immutable=1")
    except dbapi2.Error:
        return b""
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA key=\"x'{bytes(keys.KEY_BYTES).hex()}'\"")
        return bytes.fromhex(cursor.execute("PRAGMA cipher_salt").fetchone()[0])
    finally:
        connection.close()


def key_of(path: Path) -> bytes | None:
    """The key of a file, None for a plain one.

    Raises:
        FileError: it is encrypted, and this process wasn't told its key.
    """
    header = first_bytes(path)
    if not keys.is_encrypted(header):
        return None
    key = keys.key_for(header)
    if key is None:
        raise FileError(FileProblem.KEY_NEEDED, path)
    return key
