"""Work that the window's thread must do itself, cut so fine that nobody has to wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from time import monotonic


class Slices:
    """Goes through the steps of something, for a moment at a time or to the end."""

    def __init__(self, steps: Iterator[None]) -> None:
        self._steps = steps
        self.is_done = False

    def go_on(self, seconds: float) -> None:
        """Do steps for about that long."""
        end = monotonic() + seconds
        for _ in self._steps:
            if monotonic() >= end:
                return
        self.is_done = True

    def finish(self) -> None:
        """Do all steps that are left."""
        self.go_on(inf)
