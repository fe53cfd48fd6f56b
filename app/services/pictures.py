"""The pictures of a database: found, named, sorted into categories, replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import InvalidRecordError, PictureError, PictureProblem, Problem, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.fields import Kind, RecordType
from app.models.folding import sort_key, strip_controls
from app.models.image import IMAGE, StoredImage
from app.models.tables import ACTIVE, table_of
from app.models.values import Actor, Content, Record, State, Value
from app.services.saving import read_active
from app.store.bulk import open_batch
from app.store.images import is_kept, keep_content, read_content, read_thumbnails
from app.store.reach import scope_of, within_reach
from app.store.records import lock_records, read_record
from app.store.search import matches, sought
from app.store.turns import PICTURES, take_turn
from app.store.unit_of_work import UnitOfWork

MOST_USES = 100
"""So many records are named that use a picture; of the others only how many they are is said."""


@dataclass(frozen=True, slots=True)
class Category:
    """A category and how many pictures it has; None are those without one."""

    name: str | None
    pictures: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture as it stands among others."""

    id: int
    name: str
    category: str
    thumbnail: bytes
    is_trashed: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A record that shows a picture."""

    type_name: str
    record_id: int
    label: str


@dataclass(frozen=True, slots=True)
class Details:
    """A picture with the records that show it: the first of them by name, and how many there are."""

    record: Record
    uses: tuple[Use, ...]
    use_count: int


def add_picture(work: UnitOfWork, picture: StoredImage, name: str, category: str | None = None) -> tuple[int, bool]:
    """Keep a picture; returns its id, that of an equal one where there is one already, and whether it is new."""
    take_turn(work.connection, PICTURES)
    known = find_equal(work.connection, picture.sha256)
    if known:
        return known, False
    keep_content(work.connection, picture)
    values: dict[str, Value] = {"name": tidied_name(name), "category": _tidied_category(category), **_facts(picture)}
    return work.create(IMAGE, None, Content(values)).id, True


def find_equal(connection: sa.Connection, sha256: str) -> int:
    """The first picture with this content that is not in the trash, 0 if there is none."""
    if not is_kept(connection, sha256):
        return 0
    table = table_of(IMAGE)
    found = sa.select(sa.func.min(table.c.id)).where(table.c.sha256 == sha256, table.c.state == ACTIVE)
    return int(connection.execute(found).scalar() or 0)


def _facts(picture: StoredImage) -> dict[str, Value]:
    return {
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "size": len(picture.content),
        "sha256": picture.sha256,
    }


def tidied_name(name: str) -> str:
    """A name as it is stored; a picture that came without one is called so."""
    return " ".join(strip_controls(name).split())[: IMAGE.by_name["name"].max_length].strip() or IMAGE.label


def _tidied_category(category: str | None) -> str | None:
    limit = IMAGE.by_name["category"].max_length
    return " ".join(strip_controls(category or "").split())[:limit].strip() or None


def list_categories(connection: sa.Connection) -> tuple[Category, ...]:
    """Every category that a picture has, by name, those without one at the end."""
    table = table_of(IMAGE)
    shown = (table.c.state == ACTIVE, *within_reach(connection, IMAGE))
    counted = sa.select(table.c.category, sa.func.count()).where(*shown).group_by(table.c.category)
    found = (Category(name, count) for name, count in connection.execute(counted))
    return tuple(sorted(found, key=lambda one: (one.name is None, sort_key(one.name or ""))))


def find_pictures(
    connection: sa.Connection,
    words: str = "",
    category: str | None = None,
    *,
    all_categories: bool = True,
    state: State = State.ACTIVE,
) -> tuple[int, ...]:
    """The ids of the pictures that a search for the words finds, by name."""
    table = table_of(IMAGE)
    found = sa.select(table.c.id).where(table.c.state == state).order_by(table.c.display_name_key, table.c.id)
    if not all_categories:
        found = found.where(table.c.category.is_(None) if category is None else table.c.category == category)
    if what := sought(words):
        found = found.where(matches(IMAGE, what, parts=scope_of(connection, IMAGE).texts))
    return tuple(connection.scalars(found.where(*within_reach(connection, IMAGE))))


def read_tiles(connection: sa.Connection, ids: Sequence[int]) -> tuple[Tile, ...]:
    """Some pictures, in the order of their ids."""
    table = table_of(IMAGE)
    rows = connection.execute(
        sa.select(table.c.id, table.c.name, table.c.category, table.c.state).where(
            table.c.id.in_(ids), *within_reach(connection, IMAGE)
        )
    )
    known = {row.id: (row.name or "", row.category or "", row.state == State.TRASHED) for row in rows}
    thumbnails = read_thumbnails(connection, ids)
    tiles = []
    for image_id in ids:
        if image_id in known:
            name, category, is_trashed = known[image_id]
            tiles.append(Tile(image_id, name, category, thumbnails.get(image_id, b""), is_trashed))
    return tuple(tiles)


def read_details(connection: sa.Connection, image_id: int) -> Details:
    """A picture, in the trash or not, and who shows it.

    Raises:
        RecordGoneError: it is no longer there.
    """
    record = _read(connection, image_id)
    uses: list[Use] = []
    count = 0
    for record_type, name in _holders():
        table = table_of(record_type)
        holds = (table.c[name] == image_id, table.c.state == ACTIVE, *within_reach(connection, record_type))
        count += connection.execute(sa.select(sa.func.count()).where(*holds)).scalar_one()
        first = sa.select(table.c.id, table.c.display_name).where(*holds).limit(MOST_USES - len(uses))
        uses += (Use(record_type.name, row.id, row.display_name or "") for row in connection.execute(first))
    return Details(record, tuple(sorted(uses, key=lambda use: sort_key(use.label))), count)


def _holders() -> list[tuple[RecordType, str]]:
    """The fields that hold pictures, with the types that have them."""
    return [
        (record_type, field.name)
        for record_type in RECORD_TYPES.values()
        for field in record_type.fields
        if field.kind is Kind.IMAGE
    ]


def count_uses(connection: sa.Connection, ids: Sequence[int]) -> int:
    """How many records show one of these pictures."""
    total = 0
    for record_type, name in _holders():
        table = table_of(record_type)
        holds = (table.c[name].in_(ids), table.c.state == ACTIVE, *within_reach(connection, record_type))
        total += connection.execute(sa.select(sa.func.count()).where(*holds)).scalar_one()
    return total


def read_whole(connection: sa.Connection, image_id: int) -> bytes:
    """The picture itself, as it is kept, in the trash or not.

    Raises:
        RecordGoneError: it is no longer there.
    """
    record = _read(connection, image_id)
    return read_content(connection, str(record.values["sha256"])) or b""


def _read(connection: sa.Connection, image_id: int) -> Record:
    record = read_record(connection, IMAGE, image_id)
    if record is None:
        raise RecordGoneError(IMAGE.name, image_id)
    return record


def rename_picture(connection: sa.Connection, image_id: int, name: str, *, actor: Actor) -> None:
    """Give a picture another name.

    Raises:
        InvalidRecordError: the name is empty.
        RecordGoneError: the picture is no longer there.
    """
    if not sort_key(strip_controls(name)):
        raise InvalidRecordError((Problem("name", "required"),))
    _change(UnitOfWork(connection, actor), image_id, name=tidied_name(name))


def sort_pictures(connection: sa.Connection, ids: Sequence[int], category: str, *, actor: Actor) -> None:
    """Put pictures into a category, or, if it is empty, into none; those that are gone are passed over.

    Several are a batch, which one undo takes back.
    """
    work = UnitOfWork(connection, actor, open_batch(connection, "", actor) if len(ids) > 1 else None)
    lock_records(connection, IMAGE, ids)
    for image_id in ids:
        record = read_record(connection, IMAGE, image_id)
        if record is not None and record.state is State.ACTIVE:
            _change(work, image_id, category=_tidied_category(category))


def replace_picture(
    connection: sa.Connection, image_id: int, picture: StoredImage, *, actor: Actor, made_of: str = ""
) -> None:
    """Give a picture another content; whoever shows it shows that from now on.

    Args:
        made_of: the checksum of the content that the new one was made of, if it was made of one.

    Raises:
        RecordGoneError: the picture is no longer there.
        PictureError: it shows something else by now than what the new content was made of.
    """
    if made_of and read_active(connection, IMAGE, image_id, lock=True).values["sha256"] != made_of:
        raise PictureError(PictureProblem.REPLACED)
    keep_content(connection, picture)
    _change(UnitOfWork(connection, actor), image_id, **_facts(picture))


def _change(work: UnitOfWork, image_id: int, **values: Value) -> None:
    stored = read_active(work.connection, IMAGE, image_id, lock=True)
    work.update(IMAGE, stored, Content({**stored.values, **values}, stored.items))
