"""`deskbook` and `python -m app`: where the program starts."""

from __future__ import annotations

import sys

from app import doorbell


def main(arguments: list[str] | None = None) -> int:
    """Obey a command line, the process's own by default, and return the exit status."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()  # in the process of a job this call does the job and does not return
    given = sys.argv[1:] if arguments is None else arguments
    message = doorbell.call_in(given)
    if message is not None and doorbell.is_taken(message):
        return 0
    from app import cli

    return cli.main(given)


if __name__ == "__main__":
    sys.exit(main())
