"""Asking others for a file: seen by other processes, ended with the one who asks, counting those who can't let go yet."""

import subprocess
import sys
import time

import pytest

from app.errors import FileError, FileProblem
from app.store import requests
from app.store.database import held_alone, open_database
from tests.processes import ROOT, holding, run_script

ASK = (
    "import sys; from pathlib import Path; from app.store import requests\n"
    "with requests.asking(Path(sys.argv[1])) as others:\n"
    "    print('asking', flush=True); sys.stdin.readline(); print(others(), flush=True); sys.stdin.readline()"
)


@pytest.fixture
def asker(new_file):
    """Another process that asks for the file; a line each makes it count, and end."""
    command = [sys.executable, "-c", ASK, str(new_file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "asking\n"
        yield process
        process.kill()


def say(process):
    process.stdin.write("\n")
    process.stdin.flush()


def test_it_is_wanted_as_long_as_somebody_asks(asker, new_file):
    assert requests.is_wanted(new_file)
    say(asker)
    say(asker)
    asker.wait(10)
    assert not requests.is_wanted(new_file)
    assert [entry.name for entry in new_file.parent.iterdir()] == [new_file.name]


def test_a_killed_asker_wants_nothing_and_is_no_hindrance(asker, new_file):
    asker.kill()
    asker.wait()

    assert not requests.is_wanted(new_file)
    with requests.asking(new_file) as others:
        assert others() == 0
    assert [entry.name for entry in new_file.parent.iterdir()] == [new_file.name]


def test_one_asks_at_a_time(asker, new_file):
    with pytest.raises(FileError) as refused, requests.asking(new_file):
        pass
    assert refused.value.problem is FileProblem.LOCKED
    assert requests.is_wanted(new_file)


def test_nobody_opens_what_another_asks_for(asker, new_file):
    with pytest.raises(FileError) as refused:
        open_database(new_file)
    assert refused.value.problem is FileProblem.LOCKED


def test_those_who_wait_are_counted(asker, new_file):
    requests.note_waiting(new_file)
    say(asker)
    assert asker.stdout.readline() == "1\n"
    requests.withdraw(new_file)


def test_a_note_for_nobody_leaves_nothing(new_file):
    requests.note_waiting(new_file)
    requests.withdraw(new_file)

    assert [entry.name for entry in new_file.parent.iterdir()] == [new_file.name]


@pytest.fixture
def _hurried_clock(monkeypatch):
    """In place of the system's: sleeping takes no time, and shows on the clock all the same."""
    monotonic, slept = time.monotonic, 0.0

    def sleep(seconds):
        nonlocal slept
        slept += seconds

    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + slept)
    monkeypatch.setattr(time, "sleep", sleep)


@pytest.mark.usefixtures("_hurried_clock")
def test_who_keeps_it_open_with_something_unsaved_is_named_in_the_end(new_file):
    waited = []

    def note():
        waited.append(time.monotonic())
        requests.note_waiting(new_file)

    with (
        holding(new_file, "PRAGMA journal_mode=WAL", "SELECT count(*) FROM customer"),
        pytest.raises(FileError) as refused,
        held_alone(new_file, note),
    ):
        pass
    assert (refused.value.problem, refused.value.detail) == (FileProblem.OPEN_ELSEWHERE, "1")
    assert len(waited) > 1
    assert time.monotonic() - waited[0] > requests.PATIENCE_SECONDS


def test_a_linked_name_asks_for_the_same_file(new_file):
    link = new_file.with_name("link.deskbook")
    link.symlink_to(new_file)
    script = "import sys; from pathlib import Path; from app.store import requests; print(requests.is_wanted(Path(sys.argv[1])))"

    with requests.asking(new_file):
        assert run_script(script, link) == "True\n"
    assert run_script(script, link) == "False\n"
