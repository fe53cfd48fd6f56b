"""The command line's acts for other programs: records handed in on the standard input, or by files in a folder."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.terminal import tell

if TYPE_CHECKING:
    from app.models.servers import Place
    from app.services.intake import Taken
    from app.services.intake_folder import FileTaken

_LOOK_SECONDS = 1.0


def print_schema(kind: str) -> None:
    """Say what can be handed in."""
    from app.services.intake_schema import schema

    _answer(json.dumps(schema(kind), indent=2))


def add(place: Place, kind: str) -> bool:
    """Take what stands on the standard input; whether all of it could be taken."""
    from app.services.intake import hand_in

    taken = hand_in(place, sys.stdin.buffer.read().decode("utf-8-sig", errors="replace"), kind)
    for refusal in taken.refused:
        tell(f"Entry {refusal.entry.place}: {refusal.reason}")
    _answer(_counted(taken))
    return not taken.refused


def watch(folder: Path, place: Place, *, once: bool) -> bool:
    """Take the files of a folder as they come, until somebody stops it; or those that are there, and say whether all could be."""
    from app.services.intake_folder import Looks

    looks = Looks(folder)
    is_whole = True
    while True:
        ready = looks.complete()
        if ready:
            is_whole = _take(place, folder, [path.name for path in ready]) and is_whole
        if once and not looks.waiting():
            return is_whole
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
