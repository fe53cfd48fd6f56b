"""Which drives are on the network, as the system lists them; real ones are met in end_to_end."""

from collections import namedtuple

import psutil
import pytest

from app.errors import FileError, FileProblem
from app.store.drives import is_full, require_local_drive

Mount = namedtuple("Mount", "mountpoint fstype")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "SMBFS", "fuse.sshfs", "9p"])
def test_network_drives_are_refused(kind, tmp_path, monkeypatch):
    mounts = [Mount("/", "ext4"), Mount(str(tmp_path), kind)]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: mounts)

    with pytest.raises(FileError) as refused:
        require_local_drive(tmp_path / "folder" / "a.deskbook")
    assert refused.value.problem is FileProblem.NETWORK_DRIVE


def test_the_nearest_mount_counts(tmp_path, monkeypatch):
    mounts = [Mount("/", "ext4"), Mount(str(tmp_path), "nfs"), Mount(str(tmp_path / "local"), "ext4")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: mounts)

    require_local_drive(tmp_path / "local" / "a.deskbook")
    require_local_drive(tmp_path.with_name(tmp_path.name + "-2") / "a.deskbook")


def test_of_two_mounts_on_one_folder_the_upper_counts(tmp_path, monkeypatch):
    mounts = [Mount("/", "ext4"), Mount(str(tmp_path), "autofs"), Mount(str(tmp_path), "nfs4")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: mounts)

    with pytest.raises(FileError):
        require_local_drive(tmp_path / "a.deskbook")


def test_no_list_of_drives_is_no_obstacle(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: [])

    require_local_drive(tmp_path / "a.deskbook")


def test_room_on_this_drive(tmp_path):
    assert not is_full(tmp_path)
    assert not is_full(tmp_path / "none")
