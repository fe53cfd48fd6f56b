"""Waiting until what was written is on the disk, where a power cut can't take it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def wait_for_disk(handle: int) -> None:
    """Wait for what was written to an open file, or for the names in an open folder."""
    if sys.platform == "darwin":  # where fsync waits for the drive alone, not for what it has in its own memory
        import fcntl

        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:  # a network drive, or a stick that doesn't know how
            os.fsync(handle)
    else:
        os.fsync(handle)


def make_names_durable(folder: Path) -> None:
    """Wait until the names of the files in a folder are on the disk, where the system can be asked to."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            wait_for_disk(handle)
        finally:
            os.close(handle)
