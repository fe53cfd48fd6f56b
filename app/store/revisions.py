"""What the revision that a database says it is at means for whoever wants to work with it."""

from __future__ import annotations

from app.errors import FileProblem, ServerProblem

_UNFINISHED = "copying "


def unfinished(revision: str) -> str:
    """What a database that is being copied into has for its revision: no program takes it for a whole one."""
    return _UNFINISHED + revision


def is_unfinished(stored: str) -> bool:
    """Whether a copy into it has not come to its end."""
    return stored.startswith(_UNFINISHED)


def problem_of_file(stored: str, newest: str) -> FileProblem | None:
    """Why a file at that revision can't be worked with; None if it can."""
    if is_unfinished(stored):
        return FileProblem.UNFINISHED
    if stored == newest:
        return None
    return FileProblem.NEWER if stored > newest else FileProblem.NEEDS_UPGRADE


def problem_of_server(stored: str, newest: str, *, is_held: bool) -> ServerProblem | None:
    """The same of a shared database; `is_held` says that somebody has it alone, to upgrade it or to copy into it."""
    if is_unfinished(stored):
        return ServerProblem.UNFINISHED
    if is_held:
        return ServerProblem.UPGRADING
    if stored == newest:
        return None
    return ServerProblem.NEWER if stored > newest else ServerProblem.NEEDS_UPGRADE
