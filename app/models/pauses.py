"""How long to wait before something is tried again: longer each time, up to a limit, and not everybody at once."""

from __future__ import annotations

FIRST_SECONDS = 1.0
MOST_SECONDS = 30.0

_MOST_DOUBLINGS = 16


def pause_before(attempt: int, chance: float) -> float:
    """Seconds to wait before an attempt.

    Args:
        attempt: its number, counted from 1.
        chance: anything from 0 to 1; fifty windows that draw it come back one after the other.
    """
    whole = min(FIRST_SECONDS * float(2 ** min(attempt - 1, _MOST_DOUBLINGS)), MOST_SECONDS)
    return whole * (1 + chance) / 2
