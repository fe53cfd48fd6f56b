"""The longest time that the window doesn't answer while somebody scrolls and types and its server is far away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.models.servers import Host, ServerAddress
from tests.bench.children import child, heard
from tests.bench.results import Result, tell
from tests.bench.servers import serving
from tests.proxies import proxied

LATENCY_MS = 200
"""On the way there, and again on the way back."""

PERSON = "agent0"

MOST_MS = 50.0
SECONDS = 30
SETTLED_SECONDS = 20
"""What a window reads once, and what it makes ready when that has come, takes longer here."""


def run(rows: int) -> Iterator[Result]:
    """Gaps between the ticks of a timer of one millisecond on the GUI thread."""
    with _far_away(rows) as address, child("child_window", "stall", address, SECONDS, SETTLED_SECONDS) as window:
        tell("working in the window …")
        gaps = json.loads(heard(window, "gaps"))
    longest_of_ours = ", ".join(f"{gap:.0f}" for gap in gaps["longest"])
    note = f"the longest: {longest_of_ours}; p99 {gaps['p99']:.1f}; {gaps['steps']} steps; {LATENCY_MS} ms each way"
    yield Result("latency", rows, gaps["longest"][-1], None, "ms", MOST_MS, note)


@contextmanager
def _far_away(rows: int) -> Iterator[ServerAddress]:
    """A shared database with so many customers, behind a long line, as one of its people sees it."""
    with serving(rows) as served, proxied(served.server.port) as proxy:
        proxy.latency = LATENCY_MS / 1000
        yield replace(served.person(PERSON), hosts=(Host("127.0.0.1", proxy.port),))
