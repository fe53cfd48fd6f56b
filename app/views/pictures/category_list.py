"""The categories of pictures, each with how many it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.views.words import tip

if TYPE_CHECKING:
    from app.services.pictures import Category

_ALL = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1
_TRASH = Qt.ItemDataRole.UserRole + 2


class CategoryList(QListWidget):
    """All pictures first, then each category, those without one, and at the end those in the trash.

    Signals:
        chosen: the person went to another one.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Categories"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(2)
        self.show_categories((), 0)
        self.currentItemChanged.connect(lambda: self.chosen.emit())

    def is_all(self) -> bool:
        """Whether pictures of every category are wanted."""
        item = self.currentItem()
        return item is None or bool(item.data(_ALL))

    def is_trash(self) -> bool:
        """Whether the pictures in the trash are wanted."""
        item = self.currentItem()
        return item is not None and bool(item.data(_TRASH))

    def category(self) -> str | None:
        """The category that is wanted, None for pictures without one."""
        item = self.currentItem()
        name = item.data(_NAME) if item else None
        return str(name) if name is not None else None

    def names(self) -> list[str]:
        """Every category that there is."""
        names = (self.item(row).data(_NAME) for row in range(self.count()))
        return [str(name) for name in names if name is not None]

    def show_all(self) -> None:
        """Go to all pictures."""
        self.setCurrentRow(0)

    def show_categories(self, categories: tuple[Category, ...], trashed: int) -> None:
        """Show them as they are now; the person stays where they are, if that is still there.

        Args:
            trashed: how many pictures are in the trash.
        """
        was_all, was_trash, before = self.is_all(), self.is_trash(), self.category()
        self.blockSignals(True)
        self.clear()
        self._add(self.tr("All pictures"), sum(one.pictures for one in categories), is_all=True, name=None)
        for one in categories:
            label = self.tr("No category") if one.name is None else one.name
            self._add(label, one.pictures, is_all=False, name=one.name)
        wanted = next((row for row in range(1, self.count()) if self.item(row).data(_NAME) == before), 0)
        if trashed or was_trash:
            self._add(self.tr("Trash"), trashed, is_all=False, name=None, is_trash=True)
            wanted = self.count() - 1 if was_trash else wanted
        self.setCurrentRow(0 if was_all else wanted)
        self.blockSignals(False)

    def _add(self, label: str, count: int, *, is_all: bool, name: str | None, is_trash: bool = False) -> None:
        item = QListWidgetItem(f"{label} ({count:,})")
        item.setData(_ALL, is_all)
        item.setData(_NAME, name)
        item.setData(_TRASH, is_trash)
        item.setToolTip(tip(label))
        self.addItem(item)
