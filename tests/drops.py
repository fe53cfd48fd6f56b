"""Dropping things onto widgets as the system does: enter first, then let go."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def drop(widget: QWidget, mime: QMimeData) -> None:
    """Drag something into a widget and let it go over its middle."""
    place, action = widget.rect().center(), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(place, action, mime, buttons, keys))
    QApplication.sendEvent(widget, QDropEvent(QPointF(place), action, mime, buttons, keys))
