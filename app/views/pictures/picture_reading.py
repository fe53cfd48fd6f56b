"""What the pictures' views read: done by the reading thread, which also makes images of the bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from app import services
from app.models.image import IMAGE
from app.models.values import State
from app.views.pictures.picture_model import ShownTile

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.services.pictures import Category, Details


class Wanted(NamedTuple):
    """Which pictures are to be shown: of a category (None for those without one), of all, or those in the trash."""

    words: str
    category: str | None
    all_categories: bool
    in_trash: bool


class Found(NamedTuple):
    """The pictures that are wanted, all categories, and how many pictures are in the trash."""

    ids: tuple[int, ...]
    categories: tuple[Category, ...]
    trashed: int


def read_list(connection: sa.Connection, wanted: Wanted) -> Found:
    """What the lists of the manager show."""
    ids = services.pictures.find_pictures(
        connection,
        wanted.words,
        wanted.category,
        all_categories=wanted.all_categories or wanted.in_trash,
        state=State.TRASHED if wanted.in_trash else State.ACTIVE,
    )
    trashed = services.trash.count(connection, IMAGE.name)
    return Found(ids, services.pictures.list_categories(connection), trashed)


def read_shown(connection: sa.Connection, ids: Sequence[int]) -> tuple[ShownTile, ...]:
    """Pictures ready to be drawn."""
    tiles = services.pictures.read_tiles(connection, ids)
    return tuple(ShownTile(tile.id, tile.name, tile.category, _drawable(tile.thumbnail)) for tile in tiles)


def _drawable(data: bytes) -> QImage:
    image = QImage.fromData(data)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def read_details(connection: sa.Connection, image_id: int, size: QSize) -> tuple[Details, QImage]:
    """Everything about a picture, and the picture at that size."""
    image = read_image(connection, image_id)
    smooth = Qt.TransformationMode.SmoothTransformation
    fitting = image if image.width() <= size.width() and image.height() <= size.height() else None
    preview = fitting or image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    return services.pictures.read_details(connection, image_id), preview


def read_image(connection: sa.Connection, image_id: int) -> QImage:
    """A picture as it is kept."""
    return QImage.fromData(services.pictures.read_whole(connection, image_id))
