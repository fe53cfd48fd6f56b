"""How long to wait before something is tried again: longer each time, up to a limit, and not everybody at once."""

from __future__ import annotations

FIRST_SECONDS = 1.0
MOST_SECONDS = 30.0

MOST_AFTER_TRY = 60
"""Seconds that nobody has to wait longer for another try of a password."""

_MOST_DOUBLINGS = 16


def pause_before(attempt: int, chance: float) -> float:
    """Seconds to wait before an attempt.

    Args:
        attempt: its number, counted from 1.
        chance: anything from 0 to 1; fifty windows that draw it come back one after the other.
    """
    whole = min(FIRST_SECONDS * float(2 ** min(attempt - 1, _MOST_DOUBLINGS)), MOST_SECONDS)
    return whole * (1 + chance) / 2


def pause_after_try(failures: int) -> int:
    """Seconds until another password can be tried by whoever has given a wrong one so often in a row."""
    return min(2 ** min(failures - 1, _MOST_DOUBLINGS), MOST_AFTER_TRY) if failures > 0 else 0
