"""A keyring for tests: in memory, in place of this computer's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps what it is given until the test ends; says that it is locked when it was told so."""

    priority = 0.1  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._require_open()
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._require_open()
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._require_open()
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def _require_open(self) -> None:
        if self.is_locked:
            raise KeyringLocked


@contextmanager
def memory_keyring() -> Iterator[MemoryKeyring]:
    """This process has that keyring meanwhile."""
    before, memory = keyring.get_keyring(), MemoryKeyring()
    memory.priority = 5
    keyring.set_keyring(memory)
    try:
        yield memory
    finally:
        keyring.set_keyring(before)
