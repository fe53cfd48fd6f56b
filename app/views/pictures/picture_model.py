"""The pictures of the grid: their ids, and as many of them ready to be drawn as are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from app.overriding import override
from app.views.words import tip

_MOST_KEPT = 400
"""So many thumbnails stay in memory, at 64 KB each."""


@dataclass(frozen=True, slots=True)
class ShownTile:
    """A picture ready to be drawn."""

    id: int
    name: str
    category: str
    image: QImage


class PictureModel(QAbstractListModel):
    """Knows every picture by id; whoever shows it sees to it that those in sight are there."""

    TILE_ROLE = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: tuple[int, ...] = ()
        self._rows: dict[int, int] = {}
        self._tiles: OrderedDict[int, ShownTile] = OrderedDict()

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show these pictures in this order."""
        self.beginResetModel()
        self.ids = tuple(ids)
        self._rows = {image_id: row for row, image_id in enumerate(self.ids)}
        self.endResetModel()

    def forget(self, ids: Iterable[int]) -> None:
        """Have pictures read anew that changed."""
        for image_id in ids:
            self._tiles.pop(image_id, None)

    def row_of(self, image_id: int) -> int:
        """Where a picture stands, -1 if it is not shown."""
        return self._rows.get(image_id, -1)

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        """The ids between two rows that are not ready to be drawn."""
        return tuple(image_id for image_id in self.ids[max(0, first) : last + 1] if image_id not in self._tiles)

    def take(self, tiles: Iterable[ShownTile]) -> None:
        """Keep pictures that were read, and let go of those that were not looked at for longest."""
        for tile in tiles:
            self._tiles[tile.id] = tile
            self._tiles.move_to_end(tile.id)
            row = self.row_of(tile.id)
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))
        while len(self._tiles) > _MOST_KEPT:
            self._tiles.popitem(last=False)

    def tile(self, row: int) -> ShownTile | None:
        """A picture, if it is ready to be drawn."""
        return self._tiles.get(self.ids[row]) if 0 <= row < len(self.ids) else None

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.ids)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tile = self.tile(index.row()) if index.isValid() else None
        if role == self.TILE_ROLE:
            return tile
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return tile.name if tile else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(tile.name) if tile else ""
        return tile.category if tile and role == Qt.ItemDataRole.AccessibleDescriptionRole else None
