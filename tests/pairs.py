"""Two windows side by side, of two people or of one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.models.servers import Place
from tests.stage import Stage


@contextmanager
def two_windows(folder: Path, first: Place, second: Place) -> Iterator[tuple[Stage, Stage]]:
    """Each on the place that it is given, with settings of its own; both live in this process."""
    stages = []
    try:
        for name, place in (("first", first), ("second", second)):
            (folder / name).mkdir()
            stage = Stage(folder / name)
            stages.append(stage)
            stage.open(place)
        yield stages[0], stages[1]
    finally:
        for stage in stages:
            stage.jobs.close()
            stage.close()
        gc.enable()
