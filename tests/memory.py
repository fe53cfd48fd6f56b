"""What tests leave in memory: their files, where the system has a drive there that is large enough, and garbage.

On a disk every save waits until it is written, and a new database on a server is eight hundred new files. Nothing that is
tested needs either: a process that is killed finds in memory what it would find on the disk.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import psutil

ROOM = 4 << 30
"""Bytes that must be free there, and once more in the computer's memory: several times what a whole run has at one time."""

_DRIVE = Path("/dev/shm")


def keep_files_in_memory() -> None:
    """Have everything temporary made there, also by the processes that are started, unless somebody said where."""
    if "TMPDIR" not in os.environ and is_roomy(_DRIVE):
        os.environ["TMPDIR"] = str(_DRIVE)
        tempfile.tempdir = None  # it may have been found out before


def is_roomy(drive: Path) -> bool:
    """Whether the tests' files fit there, and programs among them may be started."""
    if sys.platform != "linux" or not os.access(drive, os.W_OK | os.X_OK):
        return False
    is_for_programs = not os.statvfs(drive).f_flag & os.ST_NOEXEC
    return is_for_programs and shutil.disk_usage(drive).free > ROOM and psutil.virtual_memory().available > 2 * ROOM


def collect_what_is_new() -> None:
    """Collect the garbage of whatever was made since the collector was switched off: to look at all the rest took up to a second.

    What is made while it is off stays among the young, so nothing of a window is left out.
    """
    gc.collect(1)
