"""A real keyring, gnome-keyring on a bus of its own: unlocked, locked, never unlocked, and not there at all."""

import os
import shlex
import shutil
import subprocess
import sys

from dev import TEST_PROGRAMS
from tests.processes import ROOT

HEAD = """
import subprocess, sys
from contextlib import closing
from pathlib import Path
from app.errors import AppError, FileError, KeyringError
from app.services import encryption, files
from app.store import connecting, keychain, keys
from app.store.database import open_database

folder = Path(sys.argv[1])
path, moved, sheet = folder / "a.deskbook", folder / "moved.deskbook", folder / "sheet"

def attempt(act, *arguments):
    try:
        return act(*arguments)
    except (FileError, KeyringError) as error:
        return str(error.problem)

def opens(path):
    encryption.unlock(path)
    with closing(open_database(path)) as database:
        return encryption.text_of(database.key) == sheet.read_text()
"""
KEPT = """
files.new_file(path)
key = encryption.new_key()
print(encryption.protection(path))
encryption.keep_key(path, key)
encryption.save_sheet(sheet, encryption.text_of(key))
encryption.encrypt(path, key)
"""
FOUND = """
print(opens(path))
"""
FOUND_WHERE_IT_WAS_MOVED = """
print(opens(path.rename(moved)))
"""
FORGOTTEN = """
account = keys.account_of(connecting.first_bytes(moved))
found = subprocess.run(["secret-tool", "lookup", "service", "Deskbook", "username", account], capture_output=True)
print(found.stdout.decode().strip() in ("", sheet.read_text()))

keychain.forget(account)
keychain.forget(account)
print(attempt(encryption.unlock, moved))
encryption.unlock_with(moved, sheet.read_text(), keep=True)
"""
KEPT_AGAIN = """
print(opens(moved))

import secretstorage
with secretstorage.dbus_init() as bus:
    secretstorage.get_default_collection(bus).lock()
"""
LOCKED = """
print(attempt(keychain.keep, "a", "secret"), keychain.problem())
"""


def run(tmp_path, *scripts, unlock=True, bus=True):
    """What scripts print, each in a new process, on a bus of their own with a keyring that was unlocked or never was."""
    daemon = "printf testpw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; " if unlock else ""
    each = f'for script; do {shlex.quote(sys.executable)} -c "$script" "$0" || exit; done'
    command = ["sh", "-c", daemon + each, str(tmp_path), *(HEAD + script for script in scripts)]
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


def test_the_set_up_has_brought_every_program():
    missing = [program for program in TEST_PROGRAMS if not shutil.which(program)]

    assert missing == [], "`python3 dev.py test` installs them"


def test_the_key_is_kept_found_again_by_the_file_itself_and_forgotten(tmp_path):
    assert run(tmp_path, KEPT, FOUND, FOUND_WHERE_IT_WAS_MOVED, FORGOTTEN, KEPT_AGAIN) == [
        "Protection(is_encrypted=False, has_passphrase=False, keyring=None)",
        "True",
        "True",
        "True",
        "key_needed",
        "True",
    ]


def test_one_that_was_never_unlocked_is_locked(tmp_path):
    assert run(tmp_path, LOCKED, unlock=False) in (["locked locked"], ["none none"])


def test_without_a_bus_there_is_none(tmp_path):
    assert run(tmp_path, LOCKED, unlock=False, bus=False) == ["none none"]
