"""A file's key under a passphrase, for computers without a keyring: kept beside the file, useless without the passphrase.

The passphrase is stretched by Argon2id and wraps the key, so that it can be changed without writing the file anew.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.errors import FileError, KeyProblem, WrongKeyError
from app.store import keys, partials

SUFFIX = ".key"

_MOST_MEMORY, _MOST_PASSES, _MOST_LANES = 1 << 20, 100, 64
_LARGEST = 4096
"""What a file may ask of this computer that somebody else may have written."""


MEMORY_KIB, PASSES, LANES = 128 * 1024, 3, 4
"""How hard it is to try a passphrase from now on: about a quarter of a second, and 128 MB of memory."""


@dataclass(frozen=True, slots=True)
class Stretching:
    """How hard it is to try one that is kept."""

    salt: str
    memory_kib: int
    passes: int
    lanes: int


def keep(path: Path, key: bytes, passphrase: str) -> None:
    """Write the wrapped key beside the file, in place of one that is there.

    Raises:
        FileError: it can't be written.
    """
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    how = Stretching(secrets.token_hex(16), MEMORY_KIB, PASSES, LANES)
    wrapped = aes_key_wrap(_stretched(passphrase, how), key)
    content = {"fits": keys.account_of(keys.header_of(key)), "argon2id": asdict(how), "wrapped": wrapped.hex()}
    target = _place(path)
    with partials.temporary_beside(target, like=path) as partial:
        partial.write_text(json.dumps(content, indent=1), "ascii")
        partials.put_over(partial, target)


def unwrap(path: Path, header: bytes, passphrase: str) -> bytes:
    """The key of a file that begins so.

    Raises:
        WrongKeyError: no passphrase is kept for it, or it is another one.
    """
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    content = _read(path, header)
    if content is None:
        raise WrongKeyError(KeyProblem.WRONG_PASSPHRASE)
    how, wrapped = content
    try:
        key = aes_key_unwrap(_stretched(passphrase, how), wrapped)
    except InvalidUnwrap:
        raise WrongKeyError(KeyProblem.WRONG_PASSPHRASE) from None
    if keys.header_of(key) != header:
        raise WrongKeyError(KeyProblem.OTHER_FILE)
    return key


def is_kept(path: Path, header: bytes) -> bool:
    """Whether there is a passphrase for a file that begins so."""
    return _read(path, header) is not None


def copy(path: Path, target: Path) -> None:
    """Give a copy of the file the same passphrase."""
    with suppress(OSError, FileError):  # the recovery key opens it all the same
        if _place(path).exists():
            with partials.temporary_beside(_place(target), like=target if target.exists() else path) as partial:
                shutil.copyfile(_place(path), partial)
                partials.put_over(partial, _place(target))


def move(path: Path, target: Path) -> None:
    """The file has got another name."""
    with suppress(OSError):
        if _place(path).exists():
            os.replace(_place(path), _place(target))


def forget(path: Path) -> None:
    """There is no passphrase any more."""
    with suppress(OSError):
        _place(path).unlink(missing_ok=True)


def _place(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(real.name + SUFFIX)


def _read(path: Path, header: bytes) -> tuple[Stretching, bytes] | None:
    """What is kept for this file; None if it is missing, damaged or for another file."""
    place = _place(path)
    try:
        if place.stat().st_size > _LARGEST:
            return None
        content = json.loads(place.read_text("ascii"))
        how = Stretching(**content["argon2id"])
        fits = content["fits"] == keys.account_of(header) and _is_bearable(how)
        return (how, bytes.fromhex(content["wrapped"])) if fits else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _is_bearable(how: Stretching) -> bool:
    numbers: tuple[tuple[Any, int], ...] = (
        (how.memory_kib, _MOST_MEMORY),
        (how.passes, _MOST_PASSES),
        (how.lanes, _MOST_LANES),
    )
    are_fine = all(isinstance(number, int) and 0 < number <= most for number, most in numbers)
    return are_fine and how.memory_kib >= 8 * how.lanes and len(bytes.fromhex(how.salt)) >= 8


def _stretched(passphrase: str, how: Stretching) -> bytes:
    from unicodedata import normalize

    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    typed = normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")  # the same on every keyboard and system
    return Argon2id(
        salt=bytes.fromhex(how.salt),
        length=keys.KEY_BYTES,
        iterations=how.passes,
        lanes=how.lanes,
        memory_cost=how.memory_kib,
    ).derive(typed)
