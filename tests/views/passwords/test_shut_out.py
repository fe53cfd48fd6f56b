"""Somebody is deactivated who has a window open."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.errors import ServerError, ServerProblem
from app.services import kept
from app.store.database import open_database
from tests import guarded
from tests.factories import customer_content
from tests.stage import Stage, saved, until
from tests.views.lost.helpers import kept_text, type_nickname
from tests.views.passwords.conftest import HEAD_PASSWORD, Desk

_MOST_SECONDS = 5.0


def deactivate(desk: Desk) -> None:
    """As the administrator does it."""
    heads = open_database(desk.address(guarded.HEAD))
    with heads.writing() as connection:
        kept.activate(connection, "staff", desk.grace_id, False, actor=guarded.head(connection))
    heads.close()


def test_their_window_shows_no_more_customers_within_seconds(stage: Stage, desk: Desk, qtbot: QtBot) -> None:
    customer = saved(desk.address(guarded.HEAD), customer_content("Marie Curie"))
    stage.open(desk.address("grace"))
    until(lambda: stage.listed() == ["Marie Curie"])
    window = stage.window
    until(lambda: window.together.sessions.is_running)
    type_nickname(stage, qtbot, customer.id, "Unsaved")
    until(lambda: bool(kept_text()))
    attempts: list[object] = []
    stage.tasks.lost_work.lost.connect(attempts.append)

    began = monotonic()
    deactivate(desk)
    page = window.places.problem
    until(lambda: window.places.currentWidget() is page)

    assert monotonic() - began < _MOST_SECONDS
    assert "does not admit" in page.label.text()
    assert window.windowTitle() == "Deskbook"
    assert not window.customers.isVisible()
    assert not window.work.is_dirty()
    assert kept_text()
    assert not window.sidebar.isEnabled()
    assert not any(window.actions_[name].isEnabled() for name in ("new", "edit", "find", "copy", "columns", "staff"))
    assert window.reconnecting.standing is None
    assert len(attempts) == 2
    assert not page.back_button.isVisible()

    said: list[str] = []
    window.status.messageChanged.connect(said.append)
    window.actions_["palette"].trigger()
    window.dialogs.end()
    refused: list[ServerError] = []
    stage.tasks.read(window, lambda connection: None, refused.append, refused.append)
    until(lambda: bool(refused))
    assert refused[0].problem is ServerProblem.SHUT_OUT
    assert not any(said)

    qtbot.mouseClick(page.connect_button, Qt.MouseButton.LeftButton)
    dialog = window.dialogs.open["connect"]
    dialog.form.show_address(desk.server.address("desk", guarded.HEAD))
    qtbot.keyClicks(dialog.form.password.edit, HEAD_PASSWORD)
    qtbot.mouseClick(dialog.connect_button, Qt.MouseButton.LeftButton)
    until(lambda: window.place == desk.address(guarded.HEAD))
    until(lambda: stage.listed() == ["Marie Curie"])


def test_trying_again_says_why_it_does_not_work(stage: Stage, desk: Desk, qtbot: QtBot) -> None:
    stage.open(desk.address("grace"))
    deactivate(desk)
    page = stage.window.places.problem
    until(lambda: stage.window.places.currentWidget() is page)

    qtbot.mouseClick(page.retry_button, Qt.MouseButton.LeftButton)
    until(lambda: "does not let" in page.label.text())
    assert stage.window.place is None
