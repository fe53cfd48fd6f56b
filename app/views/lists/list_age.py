"""Above a list: that what it shows is as of a moment, as long as there is no connection to read it again."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.background import DatabaseTasks
from app.views.widgets.message_line import Level, MessageLine


class ListAge(MessageLine):
    """Hidden while all is well."""

    def __init__(self, tasks: DatabaseTasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setContentsMargins(8, 2, 8, 2)
        tasks.lost_work.lost.connect(self._on_lost)
        tasks.lost_work.back.connect(self.forget)

    def forget(self) -> None:
        """The list is read again, or another one is shown."""
        self.show_message("", Level.HINT)

    def _on_lost(self) -> None:
        if not self.text():
            when = datetime.now().astimezone().strftime("%H:%M")
            text = self.tr("As of {time}: the database can't be reached. Whatever is missing comes when it can.")
            self.show_message(text.format(time=when), Level.WARNING)
