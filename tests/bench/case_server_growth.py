"""How the same acts cost more on a server with 1,000,000 customers than on one with 10,000."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.case_growth import FEW, grown, grown_saves
from tests.bench.results import Result
from tests.bench.servers import ALL, serving


def run(rows: int) -> Iterator[Result]:
    """By whoever sees everybody; the floor is the server with few."""
    with serving(rows) as many, serving(FEW) as few:
        places = [served.person(ALL) for served in (many, few)]
        yield from grown("growth on a server", rows, places)
        yield grown_saves("growth on a server", rows, places)
