"""`python -m tests.bench [NAME...]`: measure, and say whether every bar is met."""

from __future__ import annotations

import argparse
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import files
from tests.bench.cases import CASES, run_case
from tests.bench.results import Result, as_table, tell

SIZES = (10_000, 1_000_000)


def main() -> int:
    """Run the cases that were named, or all of them."""
    options = _parser().parse_args()
    if options.list:
        for name, case in CASES.items():
            print(f"{name:10}  {case.summary}")
        return 0
    unknown = [name for name in options.names if name not in CASES]
    if unknown:
        tell(f"no such case: {', '.join(unknown)} (--list names them)")
        return 2
    files.is_encrypted = options.encrypted
    found = [result for name in options.names or CASES for result in _run(name, options.rows, options.json)]
    if not options.json:
        print(as_table(found))
    missed = [result for result in found if result.met is False]
    if missed:
        tell(f"{len(missed)} of {sum(result.met is not None for result in found)} bars missed")
    return 1 if missed else 0


def _run(name: str, sizes: tuple[int, ...], as_json: bool) -> list[Result]:
    results = []
    started = time.monotonic()
    for rows in sizes:
        tell(f"{name}, {rows:,} customers …")
        for result in run_case(name, rows):
            results.append(result)
            if as_json:
                print(result.as_json(), flush=True)
            else:
                tell(as_table([result]).partition("\n")[2])
    tell(f"{name} took {time.monotonic() - started:.0f} s")
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the program.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="cases to run; all of them if none is named")
    parser.add_argument("--json", action="store_true", help="one object a line instead of a table")
    parser.add_argument("--list", action="store_true", help="say which cases there are")
    parser.add_argument(
        "--encrypted",
        action="store_true",
        help="ours on encrypted files, the floors on plain ones; not for qsql, pictures and kills",
    )
    parser.add_argument("--rows", type=_sizes, default=SIZES, metavar="N,N", help="numbers of customers")
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part.replace("_", "")) for part in text.split(","))


if __name__ == "__main__":
    sys.exit(main())
