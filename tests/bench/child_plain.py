"""The same statements as a person's, in the same order, by plain psycopg.

Arguments: the connection string, the script, the most seconds. Waits on the standard input for the word to begin.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path

from tests.bench.script import Replayer


def main() -> int:
    """Say it all again."""
    dsn, script, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    acts = pickle.loads(script.read_bytes())
    replayer = Replayer(dsn)
    taken: dict[str, list[float]] = {}
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    for act, lines in acts:
        taken.setdefault(act, []).append(replayer.act(lines))
        if time.monotonic() - began > seconds:
            break
    replayer.close()
    print("did " + json.dumps({"taken": taken, "seconds": time.monotonic() - began}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
