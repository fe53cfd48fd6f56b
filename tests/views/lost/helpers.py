"""What tests of a lost connection look at, and wait for."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app import paths
from tests.postgres import Server
from tests.stage import Stage, until

PASSWORD, OTHER_PASSWORD = "correct horse battery staple", "another horse"


def is_lost(stage: Stage) -> bool:
    return stage.window.reconnecting.standing is not None


def lose(stage: Stage, server: Server) -> None:
    """Kill the server, and wait until the window knows."""
    server.stop()
    until(lambda: is_lost(stage) and "next attempt" in stage.window.status.state_label.text())


def find(stage: Stage) -> None:
    """Wait until the window is back, and has read again what it shows."""
    until(lambda: not is_lost(stage))
    stage.settle()


def type_nickname(stage: Stage, qtbot: QtBot, record_id: int, text: str) -> None:
    stage.edit(record_id)
    form = stage.window.customers.pane.form
    assert form is not None
    qtbot.keyClicks(form.boxes["nickname"].editor.controls()[0], text)


def kept_text() -> list[bytes]:
    """What is kept on the disk, sealed."""
    return [path.read_bytes() for path in paths.recovery_folder().rglob("*.kept")]


def banner(stage: Stage) -> str:
    return stage.window.customers.pane.pages.banner.text()
