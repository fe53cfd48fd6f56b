"""The command line's acts for other programs: records handed in on the standard input, or by files in a folder."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from app.terminal import tell

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from app.models.servers import Place
    from app.services.intake import Taken
    from app.services.intake_folder import FileTaken

_LOOK_SECONDS = 1.0


_DONE, _FAULTY = 0, 1


def declare_add(parser: argparse.ArgumentParser) -> None:
    """What `deskbook interaction add` takes, and whatever else is handed in one by one."""
    parser.add_argument(
        "act", choices=["add"], help="read them as JSON from the standard input: one, a list, or one a line"
    )
    parser.add_argument("place", nargs="?", metavar="PLACE", help="the database file, or a shared database")
    parser.add_argument("--schema", action="store_true", help="only say what is read, as a JSON Schema")


def declare_intake(parser: argparse.ArgumentParser) -> None:
    """What `deskbook intake` takes."""
    parser.add_argument("folder", metavar="FOLDER", help="into which other programs put *.json")
    parser.add_argument("place", metavar="PLACE", help="the database file, or a shared database")
    parser.add_argument(
        "--once", action="store_true", help="end when all that is there is taken, as a scheduler wants it"
    )


def add(kind: str, place_of: Callable[[str], Place], options: argparse.Namespace) -> int:
    """Take what stands on the standard input, or say what can stand there; 1 if not all of it could be taken."""
    if options.schema:
        import json

        from app.services.intake_schema import schema

        _answer(json.dumps(schema(kind), indent=2))
        return _DONE
    if options.place is None:
        raise SystemExit(f"deskbook {kind} add PLACE: into which database?")
    from app.services.intake import hand_in

    place = place_of(options.place)
    taken = hand_in(place, sys.stdin.buffer.read().decode("utf-8-sig", errors="replace"), kind)
    for refusal in taken.refused:
        tell(f"Entry {refusal.entry.place}: {refusal.reason}")
    _answer(_counted(taken))
    return _FAULTY if taken.refused else _DONE


def watch(place_of: Callable[[str], Place], options: argparse.Namespace) -> int:
    """Take the files of a folder as they come, until somebody stops it; or those that are there, 1 if not all could be."""
    from pathlib import Path

    from app.services.intake_folder import Looks

    folder, place = Path(options.folder).absolute(), place_of(options.place)
    looks = Looks(folder)
    is_whole = True
    while True:
        ready = looks.complete()
        if ready:
            is_whole = _take(place, folder, [path.name for path in ready]) and is_whole
        if options.once and not looks.waiting():
            return _DONE if is_whole else _FAULTY
        time.sleep(_LOOK_SECONDS)


def _take(place: Place, folder: Path, names: list[str]) -> bool:
    from app.services.intake_folder import take_files

    found = take_files(place, folder, names, lambda done, total: None)
    for one in found:
        _say(one)
    return all(one.is_whole for one in found)


def _say(found: FileTaken) -> None:
    _answer(f"{found.name}: {_counted(found.taken)}")
    for refusal in found.taken.refused:
        tell(f"{found.name}, entry {refusal.entry.place}: {refusal.reason}")


def _answer(text: str) -> None:
    """On the standard output, at once: whoever reads along may be a program."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _counted(taken: Taken) -> str:
    known = f", {taken.known} known already" if taken.known else ""
    refused = f", {len(taken.refused)} refused" if taken.refused else ""
    return f"{len(taken.new)} added{known}{refused}."
