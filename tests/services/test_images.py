from __future__ import annotations

import io

import sqlalchemy as sa
from PIL import Image

from app.models.tables import image
from app.services.demo.faces import FACES, draw_faces
from app.services.images import store_image
from app.store.database import Database


def test_equal_pictures_are_kept_once(database: Database) -> None:
    with database.writing() as connection:
        ids = [store_image(connection, face, "Face") for face in (*draw_faces(), *draw_faces())]
        assert ids[:FACES] == ids[FACES:]
        assert len(set(ids)) == FACES
        assert connection.execute(sa.select(sa.func.count()).select_from(image)).scalar() == FACES


def test_a_picture_is_made_smaller_and_has_thumbnails(database: Database) -> None:
    with database.writing() as connection:
        image_id = store_image(connection, Image.new("RGBA", (3000, 1500), (10, 20, 30, 40)), "Wide", "Logo")
        row = connection.execute(sa.select(image).where(image.c.id == image_id)).one()
    assert Image.open(io.BytesIO(row.content)).size == (1024, 512)
    assert row.media_type == "image/webp"
    for side in (32, 64, 128):
        assert Image.open(io.BytesIO(getattr(row, f"thumbnail_{side}"))).size == (side, side)
