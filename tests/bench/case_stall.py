"""The longest time that the window doesn't answer while somebody scrolls and types and another process imports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench.children import child, heard
from tests.bench.files import copy_of
from tests.bench.results import Result

MOST_MS = 50.0
SECONDS = 20


def run(rows: int) -> Iterator[Result]:
    """Gaps between the ticks of a timer of one millisecond on the GUI thread."""
    with ExitStack() as stack:
        (path,) = stack.enter_context(copy_of(rows))
        writer = stack.enter_context(child("child_writer", path))
        heard(writer, "writing")
        window = stack.enter_context(child("child_window", "stall", path, SECONDS))
        gaps = json.loads(heard(window, "gaps"))
        if writer.stdin:
            writer.stdin.close()
        wrote, longest = heard(writer, "wrote").split()
    longest_of_ours = ", ".join(f"{gap:.0f}" for gap in gaps["longest"])
    note = f"the longest: {longest_of_ours}; p99 {gaps['p99']:.1f}; {gaps['steps']} steps"
    note += f"; {wrote} customers imported meanwhile, the longest batch {longest} ms"
    yield Result("stall", rows, gaps["longest"][-1], None, "ms", MOST_MS, note)
