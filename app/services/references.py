"""Records as others refer to them: found by what is typed into a reference, and named where one is shown."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.errors import InvalidRecordError, Problem
from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.queries import ListQuery
from app.models.reaches import Reaches
from app.models.tables import ACTIVE, metadata, table_of
from app.models.values import Content, Record, RecordKey
from app.store.compiling import PLANNED_ONCE
from app.store.images import read_thumbnails
from app.store.listing import first_ids
from app.store.prepared import Prepared, Question
from app.store.reach import conditions, scope_of, within_reach

_DETAILS = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """A record by its name, and what tells it from others of that name.

    Attributes:
        picture: a thumbnail, where faces were asked for and there is one.
    """

    key: RecordKey
    label: str
    detail: str = ""
    picture: bytes | None = None

    @property
    def id(self) -> int:
        """Which one of its type."""
        return self.key.id


def reference_to(record: Record) -> Reference:
    """A record that was read, as others refer to it."""
    return Reference(record.key, str(record.values["display_name"] or ""))


Wanted: TypeAlias = Mapping[str, Collection[int]]
"""Ids by type of record."""

Named: TypeAlias = dict[tuple[str, int], Reference]
"""Records by type and id."""


def find_references(
    connection: sa.Connection, type_name: str, words: str, limit: int = 20, company_id: int | None = None
) -> tuple[Reference, ...]:
    """The first active records, by name, in which every word occurs; of one operating company, unless of any."""
    query = ListQuery(type_name, words=words, company_id=company_id)
    return read_references(connection, type_name, first_ids(connection, query, limit))


def find_among(
    connection: sa.Connection, type_names: Sequence[str], words: str, limit: int = 20
) -> tuple[Reference, ...]:
    """The first such records of several types; those of the first type come first, and each gets a share of the room."""
    found: list[Reference] = []
    for left, name in zip(range(len(type_names), 0, -1), type_names, strict=True):
        found += find_references(connection, name, words, max((limit - len(found)) // left, 1))
    return tuple(found)


def read_keys(connection: sa.Connection, keys: Sequence[RecordKey]) -> tuple[Reference, ...]:
    """Records of several types, in that order; those in the trash or gone are left out."""
    found: dict[RecordKey, Reference] = {}
    for name in dict.fromkeys(key.type_name for key in keys):
        ids = [key.id for key in keys if key.type_name == name]
        found |= {reference.key: reference for reference in read_references(connection, name, ids)}
    return tuple(found[key] for key in keys if key in found)


def read_references(connection: sa.Connection, type_name: str, ids: Sequence[int]) -> tuple[Reference, ...]:
    """The records with those ids, in that order; those in the trash or gone are left out."""
    record_type = RECORD_TYPES[type_name]
    table = table_of(record_type)
    unread = scope_of(connection, record_type).unread
    columns = (table.c.id, table.c.display_name, *_detail_columns(record_type, unread))
    shown = (table.c.state == ACTIVE, *within_reach(connection, record_type))
    rows = connection.execute(sa.select(*columns).where(table.c.id.in_(ids), *shown))
    found = {row[0]: Reference(RecordKey(type_name, row[0]), row[1] or "", _detail(row[2:])) for row in rows}
    return tuple(found[record_id] for record_id in ids if record_id in found)


def read_reference(connection: sa.Connection, type_name: str, record_id: int) -> Reference | None:
    """One record or member of staff by name and face, whatever its state."""
    return read_named(connection, type_name, [record_id]).get(record_id)


def read_named(connection: sa.Connection, type_name: str, ids: Iterable[int]) -> dict[int, Reference]:
    """Records or members of staff by id, with their names and faces, whatever their state."""
    found = read_named_of_types(connection, {type_name: set(ids)})
    return {record_id: reference for (_, record_id), reference in found.items()}


def read_named_of_types(connection: sa.Connection, wanted: Wanted) -> Named:
    """The same of several types, by type and id, with one question: on a server each takes its way there and back."""
    question = named_question(connection, wanted)
    return named_in(connection, wanted, question[0].rows(connection, **question[1])) if question else {}


def named_question(connection: sa.Connection, wanted: Wanted) -> Question | None:
    """What `read_named_of_types` asks, for those who ask something else on the same way; nothing where nothing is wanted."""
    found = sorted((name, sorted(ids)) for name, ids in wanted.items() if ids)
    if not found:
        return None
    reached = tuple(scope_of(connection, RECORD_TYPES[name]).reaches for name, _ in found)
    shape = tuple((name, 1 << (len(ids) - 1).bit_length()) for name, ids in found)
    given = {
        f"id_{number}_{place}": ids[min(place, len(ids) - 1)]
        for number, (_, ids) in enumerate(found)
        for place in range(shape[number][1])
    }
    return _named_statement(shape, reached, connection.dialect), given


def named_in(connection: sa.Connection, wanted: Wanted, rows: Iterable[Sequence[Any]]) -> Named:
    """The records that were asked for, from the answer to `named_question`."""
    types = sorted(name for name, ids in wanted.items() if ids)
    told = list(rows)
    images = {row[3] for row in told if row[3] is not None}
    faces = read_thumbnails(connection, images) if images else {}
    found = (Reference(RecordKey(types[row[0]], row[1]), row[2] or "", picture=faces.get(row[3])) for row in told)
    return {reference.key: reference for reference in found}


def read_names(connection: sa.Connection, type_name: str, ids: Iterable[int]) -> dict[int, str]:
    """The names of records or members of staff by id, whatever their state."""
    reached = scope_of(connection, RECORD_TYPES[type_name]).reaches
    rows = connection.execute(_names_statement(type_name, reached), {"ids": list(ids)})
    return {row[0]: row[1] or "" for row in rows}


def require_targets(connection: sa.Connection, record_type: RecordType, base: Content, mine: Content) -> None:
    """See that what the content refers to, and the base did not, is there: it may have been purged since it was chosen.

    Raises:
        InvalidRecordError: something is gone.
    """
    known = {_place_of(found) for found in _targets(record_type, base)}
    gone = [
        found[0]
        for found in _targets(record_type, mine)
        if _place_of(found) not in known and not _is_there(connection, found[1], found[2])
    ]
    if gone:
        raise InvalidRecordError(tuple(gone))


def _place_of(found: tuple[Problem, str, int]) -> tuple[str, str, int]:
    """Where something is referred to, in whichever row."""
    problem, _, target_id = found
    return problem.field, problem.part, target_id


def _is_there(connection: sa.Connection, type_name: str, record_id: int) -> bool:
    table = metadata.tables[type_name]
    return connection.execute(sa.select(table.c.id).where(table.c.id == record_id)).first() is not None


def _targets(record_type: RecordType, content: Content) -> Iterator[tuple[Problem, str, int]]:
    """What a content refers to, by type and id, and what to say where that is gone."""
    for field in record_type.value_fields:
        target_id = content.values.get(field.name)
        if field.refers_to and isinstance(target_id, int):
            yield Problem(field.name, "purged"), field.refers_to, target_id
    yield from _row_targets(record_type, content)


def _row_targets(record_type: RecordType, content: Content) -> Iterator[tuple[Problem, str, int]]:
    for field, parts in record_type.referring_parts:
        for number, item in enumerate(content.items.get(field.name, ())):
            for part in parts:
                target_id = item.values.get(part.name)
                if isinstance(target_id, int):
                    yield Problem(field.name, "purged", item=number, part=part.name), part.refers_to, target_id


def row_targets(record_type: RecordType, content: Content) -> Mapping[str, frozenset[int]]:
    """What the child rows of a content refer to: ids by type of record."""
    wanted: dict[str, set[int]] = {}
    for _, target, target_id in _row_targets(record_type, content):
        wanted.setdefault(target, set()).add(target_id)
    return {target: frozenset(ids) for target, ids in wanted.items()}


@lru_cache(maxsize=256)
def _named_statement(shape: tuple[tuple[str, int], ...], reached: tuple[Reaches, ...], dialect: Dialect) -> Prepared:
    """The place of a row's type among these, then its id, its name and its picture.

    Args:
        shape: each type with the number of ids that are asked for; so that there are few statements, it is a power of two.
        reached: what is shown of each type.
        dialect: of the database.
    """
    selects = []
    for number, ((name, many), of_type) in enumerate(zip(shape, reached, strict=True)):
        table = metadata.tables[name]
        face = table.c.image if "image" in table.c else sa.cast(sa.null(), sa.BigInteger)
        columns = (sa.literal_column(str(number), sa.Integer), table.c.id, table.c.display_name, face)
        ids = [sa.bindparam(f"id_{number}_{place}", type_=sa.BigInteger) for place in range(many)]
        own = table.c.id == ids[0] if many == 1 else table.c.id.in_(ids)
        selects.append(sa.select(*columns).where(own, *conditions(RECORD_TYPES[name], of_type)))
    return Prepared(sa.union_all(*selects).execution_options(**PLANNED_ONCE), dialect)


@cache
def _names_statement(type_name: str, reached: Reaches) -> sa.Select[int, str]:
    table = metadata.tables[type_name]
    own = table.c.id.in_(sa.bindparam("ids", expanding=True))
    return sa.select(table.c.id, table.c.display_name).where(own, *conditions(RECORD_TYPES[type_name], reached))


def _detail_columns(record_type: RecordType, unread: Container[str]) -> list[sa.Column[str]]:
    """What lists show as text, beside the name."""
    table = table_of(record_type)
    fields = (field for field in record_type.fields if field.listed and field.is_text)
    return [table.c[field.name] for field in fields if field.name != "display_name" and field.name not in unread]


def _detail(texts: tuple[str | None, ...]) -> str:
    return " · ".join([text for text in texts if text][:_DETAILS])
