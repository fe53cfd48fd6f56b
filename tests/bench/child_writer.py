"""Another process that imports: batches through the bulk door with pauses between, until its standard input ends."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

from app.models.customer import CUSTOMER
from app.services.staff import current_actor
from app.store.bulk import create_in_bulk
from app.store.database import open_database
from tests.bench.case_bulk import common_of, new_contents
from tests.bench.child_key import take_key

_BATCH = 50
_PAUSE = 0.010
_MOST = 1_000
"""Batches that there are contents for."""


def main() -> int:
    """Write as an import does."""
    take_key()
    over = Event()
    Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    written, longest = 0, 0.0
    with closing(open_database(Path(sys.argv[1]))) as database:
        with database.writing() as connection:
            contents = new_contents(connection, _BATCH * _MOST)
            common = common_of(connection, current_actor(connection, "import"))
        print("writing", flush=True)
        while not over.is_set() and written < _MOST:
            started = time.perf_counter()
            with database.writing() as connection:
                create_in_bulk(connection, CUSTOMER, contents[written * _BATCH : (written + 1) * _BATCH], common)
            written += 1
            longest = max(longest, time.perf_counter() - started)
            time.sleep(_PAUSE)
    print(f"wrote {written * _BATCH} {1000 * longest:.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
