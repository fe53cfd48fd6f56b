"""The real window on a file, as a process of its own.

Arguments: `start FILE` ends when the first rows are painted; `memory FILE` visits both ends of the list and waits;
`pop FILE` tells of every customer who comes up; `stall FILE SECONDS` scrolls about and types so long, and tells the gaps between ticks; with another number it waits for so
many seconds first. Lines on the standard output tell
how far it is, a line on the standard input ends it.
"""

from __future__ import annotations

import sys

from app.plain_imports import keep_imports_plain


def main() -> int:
    """Begin as the command does: before anything of the window is imported."""
    keep_imports_plain()
    from tests.bench.watched_window import start

    return start(*sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
