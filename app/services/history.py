"""What happened to a record, in the desk's words; and the record as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models import tables
from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType, item_type
from app.models.formatting import format_moment, own_date_order
from app.models.narrowing import ALL, ChangeNarrowing
from app.models.values import FieldChange, Item, Value
from app.services.forms import Sheet, sheet_of
from app.services.lines import item_lines, text_of
from app.services.references import read_names
from app.store.changes import Act, Change, changes_before, read_change, without_fields
from app.store.images import read_thumbnails
from app.store.labels import Labels
from app.store.past import change_before, record_after
from app.store.reach import scope_of, visible, within_reach

FIRST_WINDOW = 10
"""Changes that are read before anything is shown; the others follow while one looks."""

WINDOW = 100


@dataclass(frozen=True, slots=True)
class FieldLine:
    """What a change did to one field, or to one part of a child row.

    Attributes:
        label: of the field and, for a part of a child row, of the part.
        old_picture, new_picture: thumbnails, where the values are pictures that can be read.
    """

    field: str
    item_id: int
    label: str
    old: str
    new: str
    is_yes_no: bool = False
    old_picture: bytes | None = None
    new_picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as people read it."""

    id: int
    version: int
    act: Act
    when: str
    who: str
    origin: str
    is_batch: bool
    lines: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Some changes of a record, the latest first; `more` if there are others before them."""

    entries: tuple[Entry, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A record as it was after a change, and when and by whom that was made."""

    sheet: Sheet
    change_id: int
    when: str
    who: str


def read_window(
    connection: sa.Connection,
    type_name: str,
    record_id: int,
    narrowing: ChangeNarrowing = ALL,
    before: int | None = None,
    limit: int = WINDOW,
) -> Window:
    """A window of a record's history; it takes the same time however long the history is.

    Args:
        narrowing: which changes are wanted.
        before: the number of the change that the window ends before, None for the latest.
        limit: how many changes it holds at most.

    Raises:
        RecordGoneError: the person doesn't see the record, or no longer.
    """
    record_type = RECORD_TYPES[type_name]
    unread = _require_shown(connection, record_type, record_id)
    if narrowing.field in unread:
        return Window((), False)
    found = changes_before(connection, record_type, record_id, before, limit + 1, narrowing)
    found = tuple(without_fields(change, unread) for change in found)
    words = _Words(connection, record_type, found[:limit])
    return Window(tuple(map(words.entry, found[:limit])), len(found) > limit)


def people_in(connection: sa.Connection, type_name: str, record_id: int) -> tuple[tuple[int, str], ...]:
    """Who changed a record, by name."""
    _require_shown(connection, RECORD_TYPES[type_name], record_id)
    log, who = tables.change, tables.staff
    rows = connection.execute(
        sa.select(who.c.id, who.c.display_name)
        .where(who.c.id.in_(sa.select(log.c.staff_id).where(*_of_record(type_name, record_id))))
        .order_by(who.c.display_name)
    )
    return tuple((row.id, row.display_name) for row in rows)


def read_part(connection: sa.Connection, change_id: int, field: str, item_id: int) -> FieldChange:
    """What a change did to one field, or to one child row.

    Raises:
        RecordGoneError: the record was purged, and with it what its history said.
    """
    change = read_change(connection, change_id)
    unread = _require_shown(connection, RECORD_TYPES[change.record_type], change.record_id) if change else ()
    parts = [part for part in change.fields if part.field not in unread] if change else ()
    found = next((part for part in parts if (part.field, part.item_id) == (field, item_id)), None)
    if found is None:
        raise RecordGoneError("change", change_id)
    return found


def read_past(connection: sa.Connection, change_id: int) -> Past:
    """The record as a change left it.

    Raises:
        RecordGoneError: it was purged, or there is no such change.
    """
    change = read_change(connection, change_id)
    record_type = RECORD_TYPES[change.record_type] if change else None
    record = record_after(connection, record_type, change) if change and record_type else None
    if change is None or record_type is None or record is None:
        raise RecordGoneError(change.record_type if change else "change", change_id)
    when = format_moment(change.at, own_date_order())
    return Past(sheet_of(connection, record, past=True), change.id, when, change.staff_name)


def read_as_of(connection: sa.Connection, type_name: str, record_id: int, moment: datetime) -> Past | None:
    """The record as it was just before a moment, or None if it did not exist by then.

    Raises:
        RecordGoneError: it was purged.
    """
    change = change_before(connection, RECORD_TYPES[type_name], record_id, moment)
    return None if change is None else read_past(connection, change.id)


def _require_shown(connection: sa.Connection, record_type: RecordType, record_id: int) -> frozenset[str]:
    """The fields of the record that the person can't read.

    Raises:
        RecordGoneError: nor can they see the record. Of one that was purged only those can who see all.
    """
    if within_reach(connection, record_type) and not visible(connection, record_type, [record_id]):
        raise RecordGoneError(record_type.name, record_id)
    return scope_of(connection, record_type).unread


def _of_record(type_name: str, record_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    log = tables.change
    return log.c.record_id == record_id, log.c.record_type == type_name


class _Words:
    """Says what changes did; what they refer to is read at once for all of them."""

    def __init__(self, connection: sa.Connection, record_type: RecordType, changes: Sequence[Change]) -> None:
        self._type = record_type
        self._labels = Labels(connection)
        parts = [part for change in changes for part in change.fields]
        self._names = _read_names(connection, record_type, parts)
        self._pictures = _read_pictures(connection, record_type, parts)

    def entry(self, change: Change) -> Entry:
        order = {field.name: place for place, field in enumerate(self._type.fields)}
        parts = sorted(change.fields, key=lambda part: (order[part.field], part.item_id))
        lines = tuple(line for part in parts for line in self._lines(part))
        when = format_moment(change.at, own_date_order())
        is_batch = change.batch_id is not None
        return Entry(change.id, change.version, change.act, when, change.staff_name, change.origin, is_batch, lines)

    def _lines(self, part: FieldChange) -> Iterator[FieldLine]:
        field = self._type.by_name[part.field]
        if part.item_id:
            yield from self._item_lines(field, part)
            return
        old, new = part.old, part.new
        if isinstance(old, Item) or isinstance(new, Item):
            raise TypeError("a child row without an id")
        yield FieldLine(
            field.name,
            0,
            field.label,
            self._text(field, old),
            self._text(field, new),
            field.kind is Kind.YES_NO,
            self._picture(field, old),
            self._picture(field, new),
        )

    def _item_lines(self, field: Field, part: FieldChange) -> Iterator[FieldLine]:
        """The child row as it was and as it is; where both read the same, the parts that differ."""
        child = item_type(field)
        old, new = self._item_text(child, part.old), self._item_text(child, part.new)
        if old != new:
            yield FieldLine(field.name, part.item_id, field.label, old, new)
            return
        before, after = (row.values if isinstance(row, Item) else {} for row in (part.old, part.new))
        for inner in child.stored_fields:
            if before.get(inner.name) != after.get(inner.name):
                was, now = (self._text(inner, values.get(inner.name)) for values in (before, after))
                label = f"{field.label}: {new} – {inner.label}"
                yield FieldLine(field.name, part.item_id, label, was, now, inner.kind is Kind.YES_NO)

    def _item_text(self, child: RecordType, row: Value | Item) -> str:
        if not isinstance(row, Item):
            return ""
        lines = item_lines(child, (row,), self._labels, self._names)
        return "; ".join(": ".join(filter(None, (line.label, line.text.replace("\n", ", ")))) for line in lines)

    def _text(self, field: Field, value: Value) -> str:
        if value is None:
            return ""
        if value is False:
            return "no"
        if isinstance(value, int) and field.kind in (Kind.RECORD, Kind.IMAGE):
            return self._names.get((field.refers_to, value), f"#{value}")
        return text_of(field, value, self._labels)

    def _picture(self, field: Field, value: Value) -> bytes | None:
        return self._pictures.get(value) if field.kind is Kind.IMAGE and isinstance(value, int) else None


def _targets(record_type: RecordType, parts: Iterable[FieldChange]) -> Iterator[tuple[str, int]]:
    """What was referred to before or after, by the record itself or by a child row."""
    for part in parts:
        field = record_type.by_name[part.field]
        for value in (part.old, part.new):
            if isinstance(value, Item):
                yield from _targets_of_row(item_type(field), value)
            elif field.refers_to and isinstance(value, int):
                yield field.refers_to, value


def _targets_of_row(child: RecordType, row: Item) -> Iterator[tuple[str, int]]:
    for inner in child.stored_fields:
        value = row.values.get(inner.name)
        if inner.refers_to and isinstance(value, int):
            yield inner.refers_to, value


def _read_names(
    connection: sa.Connection, record_type: RecordType, parts: Iterable[FieldChange]
) -> Mapping[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for target, target_id in _targets(record_type, parts):
        wanted.setdefault(target, set()).add(target_id)
    found: dict[tuple[str, int], str] = {}
    for target, ids in wanted.items():
        names = read_names(connection, target, ids)
        found |= {(target, target_id): name for target_id, name in names.items()}
    return found


def _read_pictures(
    connection: sa.Connection, record_type: RecordType, parts: Iterable[FieldChange]
) -> Mapping[int, bytes]:
    ids = {target_id for target, target_id in _targets(record_type, parts) if target == "image"}
    if not ids:
        return {}
    return read_thumbnails(connection, ids)
