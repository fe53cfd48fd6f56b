"""The tab of a note that alerts: who has acknowledged it, and when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.overriding import override
from app.views.failures import pass_over
from app.views.forms.record_tabs import RecordTab

if TYPE_CHECKING:
    from app.services.forms import Sheet
    from app.services.noting import Acknowledged


class AcknowledgedTab(RecordTab):
    """A short list: there is a line for each of the desk at most."""

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Acknowledged"), parent=parent)
        self._tasks, self._ticket = tasks, 0
        self.empty_label = QLabel(self.tr("Nobody has acknowledged this note."), self)
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.title)
        self.list.setHeaderLabels([self.tr("Who"), self.tr("When")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.empty_label, 1)
        layout.addWidget(self.list, 1)

    @override
    def read(self, sheet: Sheet) -> None:
        self._tasks.cancel(self._ticket)
        find = partial(services.noting.read_acknowledged, note_id=sheet.record.id)
        self._ticket = self._tasks.read(self, find, self._show, pass_over)

    def _show(self, found: tuple[Acknowledged, ...]) -> None:
        self.list.clear()
        self.list.addTopLevelItems([QTreeWidgetItem([each.name, each.when]) for each in found])
        self.list.setVisible(bool(found))
        self.empty_label.setVisible(not found)
