"""A real keyring, gnome-keyring on a bus of its own: unlocked, locked, never unlocked, and not there at all."""

import os
import subprocess
import sys

from tests.processes import ROOT

HEAD = """
import subprocess, sys
from pathlib import Path
from app.errors import AppError, FileError, KeyringError
from app.services import encryption, files
from app.store import keychain, keys
from app.store.database import open_database

path = Path(sys.argv[1]) / "a.deskbook"

def attempt(act, *arguments):
    try:
        return act(*arguments)
    except (FileError, KeyringError) as error:
        return str(error.problem)

def forget():
    keys._told.clear()
"""
KEPT = """
files.new_file(path)
key = encryption.new_key()
print(encryption.protection(path))
encryption.keep_key(path, key)
encryption.encrypt(path, key)
forget()
encryption.unlock(path)
print(open_database(path).key == key)

forget()
moved = path.rename(path.with_name("moved.deskbook"))
encryption.unlock(moved)
print(open_database(moved).key == key)

account = keys.account_of(keys.header_of(key))
found = subprocess.run(["secret-tool", "lookup", "service", "Deskbook", "username", account], capture_output=True)
print(found.stdout.decode().strip() in ("", encryption.text_of(key)))

keychain.forget(account)
keychain.forget(account)
forget()
print(attempt(encryption.unlock, moved))
encryption.unlock_with(moved, encryption.text_of(key), keep=True)
forget()
encryption.unlock(moved)
print("again")

import secretstorage
with secretstorage.dbus_init() as bus:
    secretstorage.get_default_collection(bus).lock()
"""
LOCKED = """
print(attempt(keychain.keep, "a", "secret"), keychain.problem())
"""


def run(tmp_path, script, *, unlock=True, bus=True):
    """What a script prints on a bus of its own, with a keyring that was unlocked or never was."""
    daemon = "printf testpw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; " if unlock else ""
    command = ["sh", "-c", f'{daemon}exec "$0" "$@"', sys.executable, "-c", HEAD + script, str(tmp_path)]
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("PYTHON_KEYRING_BACKEND", "DISPLAY")},
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    prefix = ["dbus-run-session", "--"] if bus else []
    done = subprocess.run(
        [*prefix, *command], env=environment, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_key_is_kept_found_again_by_the_file_itself_and_forgotten(tmp_path):
    assert run(tmp_path, KEPT) == [
        "Protection(is_encrypted=False, has_passphrase=False, keyring=None)",
        "True",
        "True",
        "True",
        "key_needed",
        "again",
    ]


def test_one_that_was_never_unlocked_is_locked(tmp_path):
    assert run(tmp_path, LOCKED, unlock=False) in (["locked locked"], ["none none"])


def test_without_a_bus_there_is_none(tmp_path):
    assert run(tmp_path, LOCKED, unlock=False, bus=False) == ["none none"]
