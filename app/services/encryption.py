"""Encrypting a file, and opening one that is: what people do about it. Blocks; never for the thread of a window."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import KeyringProblem
from app.models import recovery_key
from app.store import keychain, keys, passphrases, sqlite, unlocking
from app.store.conversion import convert
from app.store.failures import translating

Progress = Callable[[int, int], object]

WEAK, STRONG = 2, 4
"""Strengths of a passphrase: up to the one it is refused, the other is the best."""

_LEAST_LETTERS = 8
_JUDGED_LETTERS = 72


@dataclass(frozen=True, slots=True)
class Protection:
    """How a file is protected on this computer.

    Attributes:
        has_passphrase: one is kept beside the file, for computers without a keyring.
        keyring: why this computer's keyring can't be used, None if it can.
    """

    is_encrypted: bool
    has_passphrase: bool
    keyring: KeyringProblem | None


def protection(path: Path) -> Protection:
    """How the file is protected."""
    return Protection(unlocking.is_encrypted(path), unlocking.has_passphrase(path), keychain.problem())


unlock = unlocking.unlock
unlock_with = unlocking.unlock_with
remember, remembered = keys.remember, keys.remembered
new_key = keys.new_key
text_of = recovery_key.as_text
keyring_problem = keychain.problem


def recovery_text(path: Path) -> str:
    """The recovery key of a file whose key this process knows.

    Raises:
        FileError: it doesn't.
    """
    return recovery_key.as_text(sqlite.key_of(path) or b"")


def keep_key(path: Path, key: bytes, passphrase: str = "") -> None:
    """Keep the key where the next start finds it: in the keyring or, with a passphrase, beside the file under that.

    This process remembers it, too.

    Raises:
        KeyringError: the keyring doesn't take it.
        FileError: nothing can be written beside the file.
    """
    keys.remember(key)
    if passphrase:
        passphrases.keep(path, key, passphrase)
    else:
        keychain.keep(keys.account_of(keys.header_of(key)), recovery_key.as_text(key))


def encrypt(path: Path, key: bytes, on_progress: Progress = lambda done, total: None) -> None:
    """Encrypt the file under a key that is kept already; stopped or failed, it is as it was.

    Raises:
        FileError: somebody keeps it open, or it can't be written.
    """
    convert(path, key, on_progress)


def decrypt(path: Path, on_progress: Progress = lambda done, total: None) -> None:
    """Make the file a plain one again; its key stays in the keyring, where older backups need it.

    Raises:
        FileError: somebody keeps it open, or it can't be written.
    """
    convert(path, None, on_progress)
    passphrases.forget(path)


def change_passphrase(path: Path, passphrase: str) -> None:
    """Have another passphrase open the file, which this process has the key of; the recovery key stays."""
    key = sqlite.key_of(path)
    if key is not None:
        passphrases.keep(path, key, passphrase)


def strength(passphrase: str, names: Sequence[str] = ()) -> int:
    """How hard a passphrase or password is to guess, from 0 to 4.

    Args:
        passphrase: what was typed.
        names: what somebody would try first, such as the sign-in name.
    """
    from zxcvbn import zxcvbn

    if len(passphrase) < _LEAST_LETTERS:
        return 0
    return int(zxcvbn(passphrase[:_JUDGED_LETTERS], list(names))["score"])


def save_sheet(path: Path, text: str) -> None:
    """Write a recovery key for people to keep, readable by its owner alone where the system can tell.

    Raises:
        FileError: it can't be written there.
    """
    with translating(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
