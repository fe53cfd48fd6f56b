"""How this process comes to know the key of an encrypted file: from the keyring, or from what somebody types."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from app.errors import KeyProblem, KeyringError, WrongKeyError
from app.models import recovery_key
from app.models.servers import Place, ServerAddress
from app.store import keys, passphrases, passwords, sqlite
from app.store.backups import header_of, require_key


def unlock(path: Path) -> None:
    """See that this process knows the key of a database or backup; does nothing for a plain one.

    Raises:
        FileError: the keyring doesn't have it: it has to be typed.
    """
    header = header_of(path)
    if keys.is_encrypted(header) and keys.key_for(header) is None:
        from app.store import keychain

        with suppress(KeyringError):
            kept = keychain.find(keys.account_of(header))
            if kept is not None:
                _use(header, kept)
        require_key(path)


def _use(header: bytes, kept: str) -> None:
    with suppress(WrongKeyError):  # somebody has put something else there
        key = recovery_key.read(kept)
        if keys.header_of(key) == header:
            keys.remember(key)


def unlock_with(path: Path, typed: str, *, keep: bool = False) -> None:
    """Take what somebody typed: the recovery key, or the passphrase that is kept beside the file.

    Args:
        path: the encrypted database or backup.
        typed: the one or the other.
        keep: put the key into this computer's keyring, if it has one.

    Raises:
        WrongKeyError: it doesn't fit.
    """
    header = header_of(path)
    if recovery_key.looks_like_one(typed):
        key = recovery_key.read(typed)
        if keys.header_of(key) != header:
            raise WrongKeyError(KeyProblem.OTHER_FILE)
    else:
        key = passphrases.unwrap(path, header, typed)
    keys.remember(key)
    if keep:
        from app.store import keychain

        with suppress(KeyringError):  # then it is asked for next time
            keychain.keep(keys.account_of(header), recovery_key.as_text(key))


def has_passphrase(path: Path) -> bool:
    """Whether a passphrase opens the database or backup, beside its recovery key."""
    return passphrases.is_kept(path, header_of(path))


def is_encrypted(path: Path) -> bool:
    """Whether the file is an encrypted database."""
    return keys.is_encrypted(sqlite.first_bytes(path))


def find_password(place: Place) -> bool:
    """Whether the keyring has a password for a shared database that this process wasn't told; it is then."""
    if not isinstance(place, ServerAddress) or passwords.password_for(place) is not None:
        return False
    from app.store import keychain

    with suppress(KeyringError):
        kept = keychain.find_password(place)
        if kept is not None:
            passwords.remember(place, kept)
            return True
    return False
