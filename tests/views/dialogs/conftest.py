"""What the dialogs' tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs import Jobs
from app.store.database import Database, open_database


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    """The jobs of a window, ended with the test."""
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def elsewhere(new_file: Path) -> Iterator[Database]:
    """The same file, opened by somebody else."""
    database = open_database(new_file)
    yield database
    database.close()
