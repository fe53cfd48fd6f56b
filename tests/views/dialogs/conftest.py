"""What the dialogs' tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.jobs import Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    """The jobs of a window, ended with the test."""
    jobs = Jobs()
    yield jobs
    jobs.close()
