"""How a tab deep in a record finds who does things with files: it asks upwards, and the window answers.

A record knows neither the jobs nor the database's place, and nothing between it and the window needs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.views.attachments.file_desk import FileDesk


class FileDeskWanted(QEvent):
    """Whoever can answer puts the desk here."""

    TYPE = QEvent.Type(QEvent.registerEventType())

    def __init__(self) -> None:
        super().__init__(self.TYPE)
        self.desk: FileDesk | None = None


def file_desk(asking: QWidget) -> FileDesk | None:
    """Who does things with files in the window of a widget; None where no database is open."""
    wanted = FileDeskWanted()
    widget: QWidget | None = asking
    while widget is not None and wanted.desk is None:
        QCoreApplication.sendEvent(widget, wanted)
        widget = widget.parentWidget()
    return wanted.desk
