"""What is said to be on the disk is there: each system is asked in its own way. The system is a made-up one here."""

import errno
import sys
from dataclasses import dataclass, field

import pytest

from app.store import partials
from app.store.shelves import FileShelf

fcntl = pytest.importorskip("fcntl")  # which Windows doesn't have

FULL = 51
"""What macOS calls the question that the drive itself answers."""


@dataclass
class Drive:
    """A Mac's, with what it was asked."""

    asked: list[int] = field(default_factory=list)
    knows: bool = True

    def answer(self, handle: int, question: int) -> int:
        self.asked.append(question)
        if not self.knows:
            raise OSError(errno.ENOTSUP, "Operation not supported")
        return 0


@pytest.fixture
def drive(monkeypatch):
    drive = Drive()
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", FULL, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", drive.answer)
    return drive


def test_on_a_mac_a_complete_file_is_waited_for_to_be_on_the_disk_itself(drive, tmp_path):
    with partials.written_beside(tmp_path / "a") as partial:
        partial.write_bytes(b"whole")

    assert drive.asked == [FULL, FULL]  # of the file and of its name
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_so_is_unsaved_text(drive, tmp_path):
    FileShelf(tmp_path).write("a", b"typed")

    assert drive.asked == [FULL, FULL]


def test_a_drive_that_does_not_know_the_question_is_asked_as_ever(drive, tmp_path):
    drive.knows = False
    (tmp_path / "a").touch()

    partials.make_durable(tmp_path / "a")

    assert drive.asked == [FULL]
