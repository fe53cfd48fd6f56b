"""One long job in a process of its own, as a window starts it: the check of a whole file."""

from __future__ import annotations

import sys
from pathlib import Path

from app.job_process import JobProcess
from app.services.checks import check_place
from tests.bench.child_key import take_key


def main() -> int:
    """Run it to its end."""
    take_key()
    job = JobProcess(check_place, (Path(sys.argv[1]),), take_key)
    print("began", flush=True)
    job.run(lambda done, total: None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
