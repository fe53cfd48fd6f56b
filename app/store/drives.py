"""What the drive under a file means for it."""

from __future__ import annotations

import ctypes
import shutil
import sys
from pathlib import Path

import psutil

from app.errors import FileError, FileProblem

_NETWORK_TYPES = frozenset(
    {
        *("9p", "afpfs", "afs", "ceph", "cifs", "davfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4"),
        *("fuse.ceph", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs"),
        *("remote", "smb", "smb2", "smb3", "smbfs", "vboxsf", "vmhgfs", "webdav"),
    }
)
_REMOTE = 4
"""What Windows calls a drive letter that stands for another computer's folder."""

_FULL_BELOW = 1 << 20
"""Bytes left under which a failed write is put down to the drive being full."""


def require_local_drive(path: Path) -> None:
    """Refuse network drives.

    Raises:
        FileError: the drive is one.
    """
    resolved = path.resolve()
    if sys.platform == "win32":
        letter_is_remote = ctypes.windll.kernel32.GetDriveTypeW(resolved.anchor) == _REMOTE
        kind = "remote" if letter_is_remote or str(resolved).startswith("\\\\") else ""
    else:
        kind = _file_system(resolved)
    if kind in _NETWORK_TYPES:
        raise FileError(FileProblem.NETWORK_DRIVE, path, kind)


def _file_system(resolved: Path) -> str:
    """What the nearest mount above a path is; unknown where the system lists none, as in some containers."""
    try:
        mounts = [part for part in psutil.disk_partitions(all=True) if resolved.is_relative_to(part.mountpoint)]
    except OSError:
        return ""
    # Of several on one folder the last lies above the others: an automounted drive above its autofs.
    return max(reversed(mounts), key=lambda part: len(part.mountpoint)).fstype.lower() if mounts else ""


def is_full(folder: Path) -> bool:
    """Whether hardly anything more fits on the drive."""
    try:
        return shutil.disk_usage(folder).free < _FULL_BELOW
    except OSError:
        return False
