"""Scrolls to what somebody is led to."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget

_SIGHT = 60
"""Pixels that stay visible above and below."""


def bring_into_sight(control: QWidget) -> None:
    """Scroll whatever the control is inside of, so far that what is said below it is seen too."""
    above: QWidget | None = control.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(control, 20, _SIGHT)
        above = above.parentWidget()
