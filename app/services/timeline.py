"""Everything that happened with a customer, the latest first, as people read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.fields import MADE, Kind, RecordType
from app.models.formatting import format_date, own_date_order
from app.models.rights import Act as Right
from app.models.strands import strands_of
from app.models.values import RecordKey
from app.services.cells import texts_of
from app.store.changes import Act, Change, changes_with, without_fields
from app.store.labels import Labels
from app.store.list_rows import rows_by_id
from app.store.reach import may, scope_of, visible
from app.store.search import sought
from app.store.timeline import CHANGES, NOTHING, Knot, latest, open_strands, place_after
from app.store.timeline import Place as Place

PAGE = 60
CHANGED = CHANGES.type_name
"""What changes of the customer's own record are called among the types."""

_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        key: of the record, or of the change.
        moment: the field that it stands by here.
        is_first: it is the only or the first of the record's moments: what happened, or when that began.
        day: on which it happened here, and in words.
        clock: the time of day, "" for what has none.
        text: more of what it says, in one line.
        act: what was done to the customer's record, and to which of its fields.
    """

    key: RecordKey
    moment: str
    is_first: bool
    day: date
    day_words: str
    clock: str
    title: str = ""
    facts: str = ""
    text: str = ""
    who: str = ""
    act: Act | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a timeline; `place` is where the next one begins."""

    entries: tuple[Entry, ...]
    more: bool
    place: Place = attribute(default_factory=dict)


def types_in(connection: sa.Connection) -> tuple[str, ...]:
    """What may stand in timelines that the person reads: types of record, and changes."""
    found = (each for each in RECORD_TYPES.values() if any(strands_of(each)) and may(connection, Right.VIEW, each))
    return (*(record_type.name for record_type in found), CHANGED)


def read_page(
    connection: sa.Connection,
    customer_id: int,
    left_out: Collection[str] = (),
    words: str = "",
    place: Place | None = None,
    limit: int = PAGE,
) -> Page:
    """A page of a customer's timeline; it takes the same time however long that is.

    Args:
        left_out: types of which nothing is wanted.
        words: that have to occur in the records; changes have none.
        place: where the page before ended, None for the latest.
        limit: of entries.

    Raises:
        RecordGoneError: the person doesn't see the customer, or no longer.
    """
    if not visible(connection, CUSTOMER, [customer_id]):
        raise RecordGoneError(CUSTOMER.name, customer_id)
    what = sought(words) if words.strip() else NOTHING
    strands = [strand for strand in open_strands(connection) if strand.type_name not in left_out]
    if CHANGED not in left_out and not what:
        strands.append(CHANGES)
    found = latest(connection, customer_id, strands, what, place or {}, limit + 1)
    shown = found[:limit]
    return Page(_described(connection, shown), len(found) > limit, place_after(place or {}, shown))


def _described(connection: sa.Connection, knots: Sequence[Knot]) -> tuple[Entry, ...]:
    """In that order; what was purged since it was found is left out."""
    labels = Labels(connection)
    by_type: dict[str, list[int]] = {}
    for knot in knots:
        by_type.setdefault(knot.type_name, []).append(knot.id)
    told: dict[RecordKey, Mapping[str, str]] = {}
    for name in by_type.keys() - {CHANGED}:
        told |= _texts(connection, RECORD_TYPES[name], by_type[name], labels)
    changes = {one.id: one for one in _changes(connection, by_type.get(CHANGED, ()))}
    found = (
        _change_entry(knot, changes.get(knot.id)) if knot.strand == CHANGES else _entry(knot, told) for knot in knots
    )
    return tuple(entry for entry in found if entry is not None)


def _changes(connection: sa.Connection, ids: Sequence[int]) -> Iterable[Change]:
    unread = scope_of(connection, CUSTOMER).unread
    return (without_fields(one, unread) for one in changes_with(connection, ids)) if ids else ()


def _texts(
    connection: sa.Connection, record_type: RecordType, ids: Sequence[int], labels: Labels
) -> dict[RecordKey, Mapping[str, str]]:
    columns = _columns(record_type)
    rows = list(rows_by_id(connection, record_type, columns, sorted(set(ids))).values())
    if not rows:
        return {}
    found = zip(*texts_of(rows, record_type.name, columns, labels, connection.dialect), strict=True)
    return {RecordKey(record_type.name, one): dict(zip(columns, texts, strict=True)) for one, texts in found}


def _columns(record_type: RecordType) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("display_name", *_facts(record_type), _who(record_type), *_long(record_type))))


def _facts(record_type: RecordType) -> tuple[str, ...]:
    said = {*record_type.happens, _who(record_type)}
    return tuple(name for name in record_type.facts if name not in said)


def _long(record_type: RecordType) -> tuple[str, ...]:
    """What somebody wrote about something that happened; of what lasts, such as contracts, that would be terms."""
    texts = (field.name for field in record_type.fields if field.kind is Kind.LONG_TEXT)
    return tuple(texts)[:1] if len(record_type.happens) == 1 else ()


def _who(record_type: RecordType) -> str:
    """The member of staff who took part, or else who wrote it down."""
    return next((field.name for field in record_type.fields if field.refers_to == "staff"), "created_by")


def _entry(knot: Knot, told: Mapping[RecordKey, Mapping[str, str]]) -> Entry | None:
    key = RecordKey(knot.type_name, knot.id)
    if key not in told:
        return None
    record_type, texts = RECORD_TYPES[knot.type_name], told[key]
    title = texts["display_name"]
    facts = " · ".join(text for name in _facts(record_type) if (text := texts[name]) and text != title)
    excerpt = " ".join(" ".join(texts[name] for name in _long(record_type))[: 2 * _EXCERPT].split())[:_EXCERPT]
    is_first = knot.strand.moment in (record_type.happens[0], MADE)
    return Entry(
        key,
        knot.strand.moment,
        is_first,
        *_when(knot),
        title=title,
        facts=facts,
        text=excerpt.removeprefix(" ".join(title.split())).strip(),
        who=texts[_who(record_type)],
    )


def _change_entry(knot: Knot, change: Change | None) -> Entry | None:
    if change is None:
        return None
    labels = tuple(dict.fromkeys(CUSTOMER.by_name[part.field].label for part in change.fields))
    key = RecordKey(CHANGED, knot.id)
    return Entry(key, knot.strand.moment, True, *_when(knot), who=change.staff_name, act=change.act, fields=labels)


def _when(knot: Knot) -> tuple[date, str, str]:
    if knot.day is not None:
        return knot.day, format_date(knot.day, own_date_order()), ""
    local = knot.moment.astimezone()
    return local.date(), format_date(local.date(), own_date_order()), f"{local.hour:02}:{local.minute:02}"
