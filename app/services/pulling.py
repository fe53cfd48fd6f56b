"""Single records brought back from a backup into today's database: each an ordinary save, which history shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem
from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.fields import item_type
from app.models.image import IMAGE, StoredImage
from app.models.tables import table_of
from app.models.values import Actor, Content, Item, Record, State, Value
from app.services.companies import list_companies
from app.services.customers import clashes, company_rules, save_customer
from app.services.pictures import add_picture
from app.services.staff import current_actor
from app.store import identity
from app.store.database import Database, open_database
from app.store.images import read_stored
from app.store.records import read_record, read_state
from app.store.unit_of_work import UnitOfWork

ORIGIN = "backup"

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that stayed as it is, and the rules that it would break."""

    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture as the backup has it."""

    stored: StoredImage
    name: str
    category: str | None


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of it.

    Attributes:
        changed: records that are again as they were.
        came_back: records that were gone or in the trash.
        same: records that were as they are.
    """

    changed: int = 0
    came_back: int = 0
    same: int = 0
    refused: tuple[Refused, ...] = ()


def pull_out(backup: Path, path: Path, ids: Sequence[int], on_progress: Progress) -> Pulled:
    """Bring customers of an expanded backup back into a database, each in a transaction of its own.

    Raises:
        FileError: the one can't be read or the other not written.
    """
    pulled = Pulled()
    with closing(open_database(backup, frozen=True)) as then, closing(open_database(path)) as today:
        for number, record_id in enumerate(ids):
            pulled = _pull_one(then, today, record_id, pulled)
            on_progress(number + 1, len(ids))
    return pulled


def _pull_one(then: Database, today: Database, record_id: int, so_far: Pulled) -> Pulled:
    with then.reading() as old:
        record = read_record(old, CUSTOMER, record_id)
        picture = _read_picture(old, record) if record else None
    if record is None:
        return so_far
    try:
        with today.writing() as connection:
            return _store(connection, record, picture, so_far)
    except InvalidRecordError as error:
        refused = Refused(str(record.values.get("display_name") or ""), error.problems)
        return replace(so_far, refused=(*so_far.refused, refused))


def _store(connection: sa.Connection, record: Record, picture: _Picture | None, so_far: Pulled) -> Pulled:
    actor = current_actor(connection, ORIGIN)
    if picture is not None:
        record = _with_picture(connection, record, picture, actor)
    stored = read_record(connection, CUSTOMER, record.id, lock=True)
    if stored is not None and stored.values["created_at"] != record.values["created_at"]:
        record, stored = _as_another(connection, record), None
    content = _fitting(connection, record, stored)
    _keep_ids_apart(connection, record.id, content)
    if stored is None:
        company_id = _company(connection, record)
        save_customer(connection, company_id, None, content, actor=actor, back=record)
        return replace(so_far, came_back=so_far.came_back + 1)
    return _restore(connection, stored, content, actor, so_far)


def _as_another(connection: sa.Connection, record: Record) -> Record:
    """The record under a fresh id: of two files that go back to one backup, each may have given an id to its own."""
    items = {name: tuple(Item(item.values) for item in rows) for name, rows in record.items.items()}
    fresh = identity.next_id(connection, CUSTOMER.name)
    return replace(record, id=fresh, content=Content(record.values, items))


def _keep_ids_apart(connection: sa.Connection, record_id: int, content: Content) -> None:
    identity.go_on_behind(connection, CUSTOMER.name, [record_id])
    for field in CUSTOMER.item_fields:
        ids = [item.id for item in content.items[field.name]]
        identity.go_on_behind(connection, item_type(field).name, ids)


def _restore(connection: sa.Connection, stored: Record, content: Content, actor: Actor, so_far: Pulled) -> Pulled:
    """What was changed since is what is taken back, so that the record as it is now is the base of the save."""
    base = stored
    if stored.state is State.TRASHED:
        _require_free(connection, stored, content)
        base = UnitOfWork(connection, actor).set_state(CUSTOMER, stored, State.ACTIVE)
    saved = save_customer(connection, 0, base, content, actor=actor)
    if stored.state is State.TRASHED:
        return replace(so_far, came_back=so_far.came_back + 1)
    if saved.record.version == stored.version:
        return replace(so_far, same=so_far.same + 1)
    return replace(so_far, changed=so_far.changed + 1)


def _require_free(connection: sa.Connection, stored: Record, content: Content) -> None:
    """What is in the trash holds nothing unique: somebody else may have it by now."""
    company_id = _company(connection, stored)
    found = clashes(connection, content, company_rules(connection, company_id), company_id, stored.id)
    if any(problem.blocking for problem in found):
        raise InvalidRecordError(found)


def _fitting(connection: sa.Connection, record: Record, stored: Record | None) -> Content:
    """What people had set, without references to what is gone."""
    values: dict[str, Value] = {field.name: record.values.get(field.name) for field in CUSTOMER.value_fields}
    manager = values.get("manager_id")
    if isinstance(manager, int) and read_state(connection, CUSTOMER, manager) is not State.ACTIVE:
        values["manager_id"] = stored.values.get("manager_id") if stored else None
    picture = values.get("image")
    if isinstance(picture, int) and read_state(connection, IMAGE, picture) is not State.ACTIVE:
        values["image"] = stored.values.get("image") if stored else None
    items = {
        field.name: tuple(
            _with_free_id(connection, item, record.id, table_of(item_type(field)))
            for item in record.items.get(field.name, ())
        )
        for field in CUSTOMER.item_fields
    }
    return Content(values, items)


def _with_free_id(connection: sa.Connection, item: Item, customer_id: int, table: sa.Table) -> Item:
    owner = connection.execute(sa.select(table.c.customer_id).where(table.c.id == item.id)).scalar()
    return item if owner in (None, customer_id) else Item(item.values)


def _company(connection: sa.Connection, record: Record) -> int:
    """Its own company, or the first one where that is gone."""
    own = record.values.get("company_id")
    if isinstance(own, int) and read_state(connection, COMPANY, own) is State.ACTIVE:
        return own
    return list_companies(connection)[0].id


def _read_picture(connection: sa.Connection, record: Record) -> _Picture | None:
    """The picture that the record had then."""
    number = record.values.get("image")
    picture = read_record(connection, IMAGE, number) if isinstance(number, int) else None
    stored = read_stored(connection, picture) if picture else None
    if picture is None or stored is None:
        return None
    category = picture.values["category"]
    return _Picture(stored, str(picture.values["name"]), category if isinstance(category, str) else None)


def _with_picture(connection: sa.Connection, record: Record, picture: _Picture, actor: Actor) -> Record:
    """The record with a picture that is there today: its own or, where that is gone, the one brought along."""
    number = record.values.get("image")
    if isinstance(number, int) and read_state(connection, IMAGE, number) is State.ACTIVE:
        return record
    brought, _ = add_picture(UnitOfWork(connection, actor), picture.stored, picture.name, picture.category)
    return replace(record, content=replace(record.content, values={**record.values, "image": brought}))
