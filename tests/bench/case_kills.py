"""The window killed a hundred times while somebody types, saves and backs up: what was confirmed or promised and lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.results import Result
from tests.end_to_end.kills import kill_often

KILLS = 100


def run(rows: int) -> Iterator[Result]:
    """Losses of any sort; there must be none."""
    with tempfile.TemporaryDirectory() as place:
        outcome = kill_often(Path(place), KILLS)
    note = f"{outcome.kills} kills, {outcome.saves} saves, {outcome.backups} backups"
    yield Result("kills", rows, len(outcome.lost), None, "losses", 0, "; ".join((note, *outcome.lost[:5])))
