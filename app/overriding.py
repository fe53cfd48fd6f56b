"""`override`, which Python itself has from 3.12 on: it marks a method that takes the place of a base class's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override as override
else:

    def override(method):
        """Say so to people; the type checker sees the real one, and the window starts without its module."""
        return method
