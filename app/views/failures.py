"""What becomes of a failure that nobody has to hear of."""

from __future__ import annotations

from app.errors import AppError


def pass_over(error: Exception) -> None:
    """Do without what would only have been good to know, where the world is to blame; a bug is told like any other."""
    if not isinstance(error, AppError):
        raise error
