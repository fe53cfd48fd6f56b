"""Pictures of customers and companies: brought into the form in which they are kept."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.store.images import StoredImage, keep_image

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_SIDE = 1024
THUMBNAILS = (32, 64, 128)
_QUALITY = 85


def store_image(connection: sa.Connection, picture: Image, name: str, category: str | None = None) -> int:
    """Keep a picture, upright, without metadata and no larger than needed; returns its id, that of an equal one if known."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    content = _encoded(upright)
    small, middle, large = (_encoded(ImageOps.fit(upright, (side, side))) for side in THUMBNAILS)
    stored = StoredImage(hashlib.sha256(content).hexdigest(), "image/webp", content, (small, middle, large))
    return keep_image(connection, stored, name, category)


def _encoded(picture: Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=_QUALITY)
    return target.getvalue()
