"""Other processes that tests need: one that holds a file, one that encrypts it, and ones without a right."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from app.models.servers import Place
from app.store import sqlite
from dev import TEST_PROGRAMS

ROOT = Path(__file__).parents[1]

needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no other system ends a process so")

SHORT_PATIENCE = 0.3
"""Seconds that tests have the program wait for a file that stays locked; that it waits at all, `test_two_processes` sees."""

DRIVE_HELPERS = """\
import os, subprocess, sys
from pathlib import Path
from app.errors import FileError
from app.services.files import new_file
from app.store.database import open_database
from tests import factories

folder = Path(sys.argv[1])
path = folder / "a.deskbook"

def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)

def fill():
    with open(folder / "filling", "ab", buffering=0) as filling:
        try:
            while True:
                filling.write(bytes(4096))
        except OSError:
            pass

def attempt(act, *arguments):
    try:
        return act(*arguments)
    except FileError as error:
        print(error.problem, error.path)

def count(database):
    with database.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM customer").scalar()

def names():
    return sorted(entry.name for entry in folder.iterdir())
"""
"""What scripts about drives have in common; the first argument is the folder."""

_HOLDER = """\
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement).fetchall()
print("held", flush=True)
sys.stdin.read()
"""

SOFT = {"MEMORY_KIB": 1024, "PASSES": 1, "LANES": 1}
"""How hard it is to try a passphrase in tests; how hard it really is, `test_passphrases` sees."""

_ENCRYPT = f"""\
import sys
from pathlib import Path
from app.services import encryption
from app.services.backups import back_up
from app.store import passphrases

for name, much in {SOFT}.items():
    setattr(passphrases, name, much)
path, passphrase, backup = sys.argv[1:]
key = encryption.new_key()
if passphrase:
    encryption.keep_key(Path(path), key, passphrase)
encryption.encrypt(Path(path), key)
if backup:
    back_up(Path(path), Path(backup))
print(key.hex())
"""


def compile_once() -> None:
    """Have tests and the processes that they start find modules compiled, where none may be written beside the sources.

    Otherwise each of the hundreds compiles all that it imports anew, which takes longer than everything else at its start.
    What is compiled is kept for the next run, but for what is of this one alone.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        folder = ROOT / ".pytest_cache" / "compiled"
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
        temporary = folder.joinpath(*Path(tempfile.gettempdir()).parts[1:])
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)


@contextmanager
def holding(path: Path, *statements: str) -> Iterator[None]:
    """Another program that has run the statements on the file and keeps it open; this one waits for it only for a moment."""
    command = [sys.executable, "-c", _HOLDER, str(path), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlite, "BUSY_SECONDS", SHORT_PATIENCE)
            yield
        holder.communicate("")


def run_script(script: str, *arguments: object, prefix: Sequence[str] = ()) -> str:
    """What a Python script prints that runs in a process of its own, with the project to import from."""
    done = subprocess.run(
        [*prefix, sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def encrypt_elsewhere(path: Path, passphrase: str = "", backup: Path | None = None) -> bytes:
    """Have another process encrypt a file, and back it up if wanted; returns the key, which this process wasn't told."""
    return bytes.fromhex(run_script(_ENCRYPT, path, passphrase, backup or ""))


def spawned() -> dict[int, int]:
    """What was started below this process to work for it, by number, and the bytes that it holds."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if any("spawn_main" in part for part in process.cmdline()):
                found[process.pid] = process.memory_info().rss
    return found


def without_root() -> list[str]:
    """What to put before a command so that the permissions of files bind it; Linux only."""
    if os.geteuid() != 0:
        return []
    dropped = "-dac_override,-dac_read_search,-fowner"
    return ["setpriv", "--bounding-set", dropped, "--inh-caps", "-all"]


def with_own_mounts() -> list[str]:
    """What to put before a command that mounts drives, which vanish with it; Linux only."""
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]


def start_saver(place: Place, count: int) -> subprocess.Popen[str]:
    """A process that saves customers and says so (see `tests.end_to_end.saver`)."""
    command = [sys.executable, "-m", "tests.end_to_end.saver", str(place), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)


def may_mount() -> bool:
    """Whether this person may mount drives, at least out of others' sight; not everybody, nor in every container."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    return subprocess.run([*with_own_mounts(), "true"], capture_output=True, check=False).returncode == 0


def uncollected() -> list[str]:
    """The tests that this system has no means for."""
    tests = []
    if sys.platform == "win32":
        tests += [
            "store/test_links.py",
            "store/test_drives.py",
            "store/test_private_files.py",
            "store/test_replaced.py",
            "end_to_end/test_terminal.py",
        ]
    if sys.platform != "linux" or (without_root() and not shutil.which("setpriv")):
        tests.append("end_to_end/test_bad_rights.py")
    if not may_mount():
        tests += ["end_to_end/test_bad_drives.py", "end_to_end/test_full_while_typing.py"]
    if not (may_mount() and os.geteuid() == 0):  # whoever runs PostgreSQL has to be another than whoever mounts
        tests.append("end_to_end/test_full_server.py")
    if not (may_mount() and os.access("/dev/fuse", os.R_OK | os.W_OK)):
        tests.append("end_to_end/test_network_drive.py")
    # Where dev.py installs what these tests call, they fail without it; on other Linuxes it may happen to be there.
    if sys.platform != "linux" or not (shutil.which("apt-get") or all(map(shutil.which, TEST_PROGRAMS))):
        tests.append("end_to_end/test_real_keyring.py")
    return tests
