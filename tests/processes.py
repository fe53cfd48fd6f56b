"""Other processes that tests need: one that holds a file, and ones without a right."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]

_HOLDER = """\
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement).fetchall()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def holding(path: Path, *statements: str) -> Iterator[None]:
    """Another program that has run the statements on the file and keeps it open."""
    command = [sys.executable, "-c", _HOLDER, str(path), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
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


def without_root() -> list[str]:
    """What to put before a command so that the permissions of files bind it; Linux only."""
    if os.geteuid() != 0:
        return []
    dropped = "-dac_override,-dac_read_search,-fowner"
    return ["setpriv", "--bounding-set", dropped, "--inh-caps", "-all"]


def with_own_mounts() -> list[str]:
    """What to put before a command that mounts drives, which vanish with it; Linux only."""
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]


def start_saver(path: Path, count: int) -> subprocess.Popen[str]:
    """A process that saves customers and says so (see `tests.end_to_end.saver`)."""
    command = [sys.executable, "-m", "tests.end_to_end.saver", str(path), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
