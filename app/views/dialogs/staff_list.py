"""Members of staff to choose one from, by some letters of their names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks

if TYPE_CHECKING:
    from app.models.rows import KeptRow

_ID = Qt.ItemDataRole.UserRole


class StaffList(QWidget):
    """A search box above the names; arrow down leads from it into the list.

    Signals:
        chosen: (id, name) another member of staff is the current one, (0, "") for none.
        activated: the current one is meant.
    """

    chosen = Signal(object, str)
    activated = Signal()

    def __init__(self, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._ticket = 0
        self.search = QLineEdit(self)
        self.list = QListWidget(self)
        self._lay_out()
        self.search.textChanged.connect(self._read)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(lambda item, _: self._on_current(item))
        self.list.itemActivated.connect(lambda _: self.activated.emit())
        self._read()

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("Search staff"))
        self.search.setAccessibleName(self.tr("Search staff"))
        self.search.setClearButtonEnabled(True)
        self.list.setAccessibleName(self.tr("Staff"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)

    def current(self) -> tuple[int, str]:
        """Id and name of the one that is chosen."""
        item = self.list.currentItem()
        return (int(item.data(_ID)), item.data(_ID + 1)) if item is not None else (0, "")

    def _read(self) -> None:
        self._tasks.cancel(self._ticket)
        read = partial(services.people.list_people, type_name="staff", words=self.search.text().strip())
        self._ticket = self._tasks.read(self, read, self._on_read)

    def _on_read(self, rows: tuple[KeptRow, ...]) -> None:
        before, _ = self.current()
        self.list.clear()
        for row in rows:
            text = f"{row.name} · {row.detail}" if row.detail and row.detail != row.name else row.name
            item = QListWidgetItem(text if row.active else self.tr("{name} (not active)").format(name=text), self.list)
            item.setData(_ID, row.id)
            item.setData(_ID + 1, row.name)
        ids = [row.id for row in rows]
        self.list.setCurrentRow(ids.index(before) if before in ids else 0 if ids else -1)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        self.chosen.emit(*self.current() if item is not None else (0, ""))
