"""Processes of their own: started, listened to, ended."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from tests.bench import files
from tests.bench.child_key import VARIABLE

_ROOT = Path(__file__).parents[2]
_PATIENCE = 30


@contextmanager
def child(module: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A module of the bench as a process with settings of its own, without a screen; gone afterwards."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DESKBOOK_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        environment["PYTHONPYCACHEPREFIX"] = str(files.folder() / "pycache")
        if files.is_encrypted:
            environment[VARIABLE] = files.KEY.hex()
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as where the program is installed
        process = subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            yield process
            if process.stdin:
                process.stdin.close()
            process.wait(_PATIENCE)
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def heard(process: subprocess.Popen[str], word: str) -> str:
    """What the child says after that word, which begins a line; waits for it."""
    if process.stdout is None:
        raise ValueError("nobody listens to this child")
    for line in process.stdout:
        if line.startswith(word):
            return line.removeprefix(word).strip()
    raise RuntimeError(f"the child ended with status {process.wait()} before it said {word!r}")


def memory_of(process: subprocess.Popen[str]) -> float:
    """Megabytes that would be free if the process ended."""
    return float(psutil.Process(process.pid).memory_full_info().uss) / 2**20


def job_memory(process: subprocess.Popen[str]) -> float:
    """The same of the largest process that it started, 0 if there is none."""
    found = 0.0
    with suppress(psutil.Error):
        for job in psutil.Process(process.pid).children(recursive=True):
            found = max(found, float(job.memory_full_info().uss) / 2**20)
    return found
