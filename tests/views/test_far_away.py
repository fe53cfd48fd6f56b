"""Two people on a server that is a tenth of a second away, there and back: what each sees of the other, and how soon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from app.models.customer import CUSTOMER
from app.models.servers import Host, ServerAddress, Tls
from app.store.database import open_database
from tests import guarded, postgres
from tests.factories import first_company
from tests.pairs import two_windows
from tests.proxies import Proxy, proxied
from tests.stage import Stage, until

ROUND_TRIP = 0.1
WITHIN = 1.0
"""Seconds, from what one has done until the other sees it."""


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.running() as server:
        database = guarded.make(server, "far")
        with database.writing() as connection:
            role = guarded.role_named(connection, "Resolver")
            for name in ("ada", "grace"):
                guarded.add_staff(connection, name, [role])
        database.close()
        yield server


@pytest.fixture
def line(server: postgres.Server) -> Iterator[Proxy]:
    with proxied(server.port) as line:
        yield line


@pytest.fixture
def stages(line: Proxy, tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Stage, Stage]]:
    one, two = (
        ServerAddress((Host("127.0.0.1", line.port),), "far", f"far.{name}", Tls.DISABLE) for name in ("ada", "grace")
    )
    with two_windows(tmp_path, one, two) as stages:
        yield stages


@pytest.fixture
def customer(server: postgres.Server, stages: tuple[Stage, Stage]) -> int:
    database = open_database(server.address("far"))
    with database.writing() as connection:
        made = guarded.add_record(connection, CUSTOMER, first_company(connection), full_name="Marie Curie")
    database.close()
    for stage in stages:
        until(lambda stage=stage: stage.window.customers.list.model.rowCount() > 0)
        until(lambda stage=stage: stage.window.together.presence.seen is not None)
        stage.settle()
    return made


def move_away(line: Proxy, stages: tuple[Stage, Stage]) -> None:
    """Once both windows stand, which they do in no time while the server is near."""
    for stage in stages:
        stage.settle()
    line.latency = ROUND_TRIP / 2


@contextmanager
def soon() -> Iterator[None]:
    began = monotonic()
    yield
    assert monotonic() - began < WITHIN


def test_that_somebody_edits_is_seen_in_a_second(line: Proxy, stages: tuple[Stage, Stage], customer: int) -> None:
    one, two = stages
    said = two.window.customers.pane.pages.presence
    for stage in stages:
        stage.view(customer)
    move_away(line, stages)
    one.window.customers.edit_shown()
    until(one.window.customers.pane.is_editing)
    with soon():
        until(lambda: "is editing this customer" in said.text())
    one.settle()
    one.window.customers.pane.acts.back.trigger()
    with soon():
        until(lambda: said.text() == "")


def test_a_save_is_seen_in_a_second(line: Proxy, stages: tuple[Stage, Stage], customer: int, qtbot: QtBot) -> None:
    one, two = stages
    one.edit(customer)
    move_away(line, stages)
    qtbot.keyClicks(one.window.customers.pane.form.boxes["full_name"].editor.controls()[0], " senior")
    one.window.actions_["save"].trigger()
    until(lambda: not one.window.customers.pane.is_dirty())
    with soon():
        until(lambda: any("senior" in name for name in two.listed()))
