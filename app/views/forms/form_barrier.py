"""A form in which nothing can be typed for a while; afterwards the cursor is where it was."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QWidget
from shiboken6 import isValid

from app.views.widgets.colors import readable_when_off


class FormBarrier:
    """Of one pane, in which one form is open at a time."""

    def __init__(self, pane: QWidget) -> None:
        self._pane = pane
        self._cursor: QWidget | None = None

    def shut(self, form: QWidget) -> None:
        """Let nothing be typed; what is there stays readable."""
        focus = self._pane.window().focusWidget()
        self._cursor = _stays_of(focus) if focus is not None and form.isAncestorOf(focus) else None
        if self._cursor is not None and self._cursor is not focus:
            self._cursor.setFocus()
        form.setEnabled(False)
        form.setPalette(readable_when_off(self._pane.palette()))

    def lift(self, form: QWidget) -> None:
        """Let things be typed again, where the cursor stood unless it was put elsewhere meanwhile."""
        form.setEnabled(True)
        form.setPalette(QPalette())
        cursor, self._cursor = self._cursor, None
        if cursor is not None and isValid(cursor) and self._pane.window().focusWidget() is None:
            cursor.setFocus()

    def end(self, form: QWidget) -> None:
        """The form is let go, and may be another record's next."""
        self._cursor = None
        self.lift(form)


def _stays_of(focus: QWidget) -> QWidget:
    """The table, where a cell of one is typed into: its editor ends with what the form shows next, and the cursor with it."""
    widget: QWidget | None = focus
    while widget is not None and not isinstance(widget, QAbstractItemView):
        widget = widget.parentWidget()
    return widget or focus
