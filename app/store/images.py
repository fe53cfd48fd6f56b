"""The bytes of pictures as they are kept: equal ones once, each with its thumbnails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models import tables
from app.models.image import IMAGE, StoredImage
from app.models.reaches import Reaches
from app.models.tables import ACTIVE, image_content, table_of
from app.models.values import Record, Value
from app.store.changes import decoded
from app.store.compiling import PLANNED_ONCE
from app.store.portions import portions
from app.store.prepared import Prepared, Question
from app.store.reach import conditions, scope_of, within_reach
from app.store.turns import PICTURES, take_turn


def keep_content(connection: sa.Connection, picture: StoredImage) -> None:
    """Store the bytes, unless equal ones are there already."""
    take_turn(connection, PICTURES)
    if is_kept(connection, picture.sha256):
        return
    statement = sa.insert(image_content)
    if connection.dialect.name != "sqlite":  # who sees no picture that shows them doesn't see that they are there
        from sqlalchemy.dialects import postgresql

        statement = postgresql.insert(image_content).on_conflict_do_nothing()
    small, middle, large = picture.thumbnails
    row = {
        "sha256": picture.sha256,
        "thumbnail_32": small,
        "thumbnail_64": middle,
        "thumbnail_128": large,
        "content": picture.content,
    }
    connection.execute(statement, row)


def is_kept(connection: sa.Connection, sha256: str) -> bool:
    """Whether these bytes are there."""
    known = sa.select(image_content.c.sha256).where(image_content.c.sha256 == sha256)
    return connection.execute(known).first() is not None


def read_content(connection: sa.Connection, sha256: str) -> bytes | None:
    """The picture itself."""
    return connection.execute(
        sa.select(image_content.c.content).where(image_content.c.sha256 == sha256)
    ).scalar_one_or_none()


def read_stored(connection: sa.Connection, record: Record) -> StoredImage | None:
    """A picture's record with its bytes, as `keep_content` takes them."""
    kept = connection.execute(sa.select(image_content).where(image_content.c.sha256 == record.values["sha256"])).first()
    if kept is None:
        return None
    thumbnails = (kept.thumbnail_32, kept.thumbnail_64, kept.thumbnail_128)
    width, height = (int(str(record.values[name] or 0)) for name in ("width", "height"))
    return StoredImage(kept.sha256, str(record.values["media_type"]), width, height, kept.content, thumbnails)


def thumbnail_question(connection: sa.Connection, image_id: int) -> Question:
    """What asks for the large thumbnail of a picture that is not in the trash, for those who ask something else on the same way."""
    return _thumbnail_of(scope_of(connection, IMAGE).reaches, connection.dialect), {"id": image_id}


@lru_cache(maxsize=8)
def _thumbnail_of(reached: Reaches, dialect: Dialect) -> Prepared:
    image = table_of(IMAGE)
    own = (image.c.id == sa.bindparam("id", type_=sa.BigInteger), image.c.state == ACTIVE)
    found = sa.select(image_content.c.thumbnail_128).join(image, image.c.sha256 == image_content.c.sha256)
    return Prepared(found.where(*own, *conditions(IMAGE, reached)).execution_options(**PLANNED_ONCE), dialect)


def read_thumbnails(connection: sa.Connection, ids: Iterable[int]) -> dict[int, bytes]:
    """The large thumbnails of pictures, by id, whatever their state."""
    image = table_of(IMAGE)
    found = (
        sa.select(image.c.id, image_content.c.thumbnail_128)
        .join(image_content, image.c.sha256 == image_content.c.sha256)
        .where(image.c.id.in_(list(ids)), *within_reach(connection, IMAGE))
    )
    return {row.id: row.thumbnail_128 for row in connection.execute(found)}


def named_by(connection: sa.Connection, ids: Sequence[int]) -> set[str]:
    """The bytes that these pictures show, or showed before they were given others."""
    image, log, part = table_of(IMAGE), tables.change, tables.change_field
    field = IMAGE.by_name["sha256"]
    found: set[Value] = set(connection.scalars(sa.select(image.c.sha256).where(image.c.id.in_(ids))))
    of_them = (log.c.record_id.in_(ids), log.c.record_type == IMAGE.name, part.c.field == field.name)
    rows = connection.execute(sa.select(part.c.old, part.c.new).join(log, log.c.id == part.c.change_id).where(*of_them))
    found.update(decoded(field, text) for row in rows for text in row)
    return {sha256 for sha256 in found if isinstance(sha256, str)}


def forget_content(connection: sa.Connection, contents: Iterable[str]) -> None:
    """Remove bytes that no picture names any more, neither as it is nor in its history."""
    left = set(contents)
    if connection.dialect.name != "sqlite":  # others may have pictures of these bytes that one doesn't see
        connection.execute(sa.select(sa.func.forget_pictures(sa.literal(sorted(left), sa.ARRAY(sa.Text)))))
        return
    image = table_of(IMAGE)
    everyone = connection.scalars(sa.select(image.c.id)).all() if left else ()
    for some in portions(everyone):
        left -= named_by(connection, some)
    for sha256 in left:
        connection.execute(sa.delete(image_content).where(image_content.c.sha256 == sha256))
