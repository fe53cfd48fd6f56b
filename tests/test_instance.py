"""Commands reach the window that runs, and nobody else reaches it: real processes, one home."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from app import doorbell
from app.instance import Instance, make_folder
from app.paths import HOME_VARIABLE
from tests.processes import ROOT, needs_kill
from tests.stage import until

unix_only = pytest.mark.skipif(sys.platform == "win32", reason="named pipes are not opened like this")

_LISTENER = """\
import sys
from PySide6.QtCore import QCoreApplication, QObject
from app.instance import Instance
application = QCoreApplication(sys.argv)
instance = Instance(lambda message: print(message["say"], flush=True) or "", application)
instance.listening.connect(lambda: print("listening", flush=True))
instance.begin()
application.exec()
"""


@pytest.fixture(autouse=True)
def _own_home(monkeypatch, tmp_path):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")


@pytest.fixture
def heard(qtbot):
    """A window's side in this process, and what it was told."""
    told, window = [], QObject()
    instance = Instance(lambda message: told.append(message) or str(message.get("wrong", "")), window)
    instance.begin()
    yield told
    instance.end()
    window.deleteLater()


@contextmanager
def started(said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that listens, or waits until it can, and writes down what it hears."""
    with said.open("wb") as out:
        command = [sys.executable, "-c", _LISTENER]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, env=environment, stdout=out, stdin=subprocess.DEVNULL) as process:
            try:
                yield process
            finally:
                process.kill()


def ring(qtbot, message):
    """As a command does it, while the window lives."""
    script = "import json, sys; from app import doorbell; print(json.dumps(doorbell.ring(json.loads(sys.argv[1]))))"
    process = subprocess.Popen(
        [sys.executable, "-c", script, json.dumps(message)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    until(lambda: process.poll() is not None)
    return json.loads(process.communicate()[0])


def test_a_message_is_heard_and_answered(heard, qtbot):
    assert ring(qtbot, {"url": "tel:1"}) == ""
    assert ring(qtbot, {"wrong": "nobody calls"}) == "nobody calls"
    assert [each.get("url") for each in heard] == ["tel:1", None]


def test_without_a_window_there_is_nobody(qtbot):
    assert doorbell.ring({"url": "tel:1"}) is None


@unix_only
@pytest.mark.parametrize(
    "line",
    [
        *(b"\n", b"[]\n", b"{}\n", b'{"version": 2, "url": "tel:1"}\n', b"[" * 4000 + b"\n", b"\xff\xfe\n"),
        *(b"x" * 5000, b"x" * 4097 + b"\n", b'{"version": 1, "half'),
    ],
)
def test_what_is_no_message_is_refused_and_the_next_one_heard(heard, qtbot, line):
    with socket.socket(socket.AF_UNIX) as hostile:
        hostile.connect(doorbell.address())
        hostile.sendall(line)
        if b"half" in line:
            hostile.shutdown(socket.SHUT_WR)
        assert ring(qtbot, {"url": "tel:2"}) == ""
    assert [each["url"] for each in heard] == ["tel:2"]


@unix_only
def test_nobody_else_can_put_a_socket_there(qtbot, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    place = make_folder()
    assert place.stat().st_mode & 0o777 == 0o700
    place.chmod(0o755)
    with pytest.raises(doorbell.DoorbellError):
        doorbell.ring({"url": "tel:1"})
    place.chmod(0o700)
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(doorbell.DoorbellError):
        make_folder()


@needs_kill
def test_of_two_one_listens_and_the_other_takes_over_when_that_is_killed(qtbot, tmp_path):
    papers = [tmp_path / "one", tmp_path / "other"]
    with started(papers[0]) as one, started(papers[1]) as other:
        until(lambda: doorbell.ring({"say": "first"}) == "")
        said = [paper.read_text() for paper in papers]
        assert sorted(said) == ["", "listening\nfirst\n"]
        (one if said[0] else other).kill()
        until(lambda: doorbell.ring({"say": "second"}) == "")
        assert papers[said.index("")].read_text() == "listening\nsecond\n"
