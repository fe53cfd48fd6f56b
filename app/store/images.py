"""Pictures as they are kept: equal ones once, each with its thumbnails."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.models.tables import image
from app.store import identity


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A picture in the form in which it is kept.

    Attributes:
        sha256: of the content, in hexadecimal digits.
        thumbnails: in squares of 32, 64 and 128 pixels, in this order and in the format of the content.
    """

    sha256: str
    media_type: str
    content: bytes
    thumbnails: tuple[bytes, bytes, bytes]


def keep_image(connection: sa.Connection, picture: StoredImage, name: str, category: str | None) -> int:
    """Store the picture, unless an equal one is there already, and return its id."""
    known = connection.execute(sa.select(image.c.id).where(image.c.sha256 == picture.sha256)).scalar()
    if known is not None:
        return int(known)
    small, middle, large = picture.thumbnails
    image_id = identity.next_id(connection, "image")
    row = {
        "id": image_id,
        "sha256": picture.sha256,
        "name": name,
        "category": category,
        "media_type": picture.media_type,
        "content": picture.content,
        "thumbnail_32": small,
        "thumbnail_64": middle,
        "thumbnail_128": large,
    }
    connection.execute(sa.insert(image), row)
    return image_id
