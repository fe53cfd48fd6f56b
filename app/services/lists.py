"""Lists as people look at them: rows as ready text, any window of any list, and why a search found each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType
from app.models.formatting import format_date, format_moment, own_date_order
from app.models.queries import ListQuery
from app.models.rows import ListRow
from app.models.tables import metadata, table_of
from app.store import changes, listing, search
from app.store.labels import Labels
from app.store.listing import Outline
from app.store.records import read_records

PAGE = 60
"""Rows of the first page: a little more than a tall window shows."""

KEPT = 200
"""How many records a refresh follows to where they stand now."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `first` and following of a list."""

    first: int
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """The start of a list and the labels that its rows are shown with."""

    page: Page
    labels: Labels


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A list read again: its new outline, where the followed records stand now, and the rows in view.

    `extra` is the record asked for, if words or filters keep it out of the list.
    """

    outline: Outline
    ranks: Mapping[int, int]
    page: Page
    labels: Labels
    extra: ListRow | None = None


def opened(connection: sa.Connection, query: ListQuery, columns: Sequence[str], done: Sequence[Outline] = ()) -> Opened:
    """The first rows of a list, before anybody has counted it.

    Args:
        done: the outlines of lists that are no longer shown, whose memory is given back.
    """
    for outlined in done:
        listing.forget(connection, outlined)
    labels = Labels(connection)
    ids = listing.first_ids(connection, query, PAGE)
    return Opened(Page(0, rows_of(connection, query, columns, labels, ids)), labels)


def outline(connection: sa.Connection, query: ListQuery) -> Outline:
    """Count the list and make every row of it reachable; takes a while where no index serves."""
    return listing.outline(connection, query)


def page_at(
    connection: sa.Connection,
    query: ListQuery,
    whole: Outline,
    columns: Sequence[str],
    labels: Labels,
    first: int,
    count: int,
) -> Page:
    """Rows `first` to `first + count - 1` of a list that was outlined."""
    ids = listing.ids_at(connection, query, whole, first, count)
    return Page(first, rows_of(connection, query, columns, labels, ids))


def ids_of_ranges(
    connection: sa.Connection, query: ListQuery, whole: Outline, ranges: Iterable[tuple[int, int]]
) -> tuple[int, ...]:
    """The ids of the rows from first to last of each range, in order."""
    found: list[int] = []
    for first, last in ranges:
        found += listing.ids_at(connection, query, whole, first, last - first + 1)
    return tuple(found)


def refreshed(
    connection: sa.Connection,
    query: ListQuery,
    before: Outline | None,
    columns: Sequence[str],
    kept: Sequence[int],
    lines: int,
    wanted: int = 0,
) -> Refreshed:
    """Outline the list again after something changed, and follow records to where they stand now.

    Args:
        kept: ids, the one at the top of the view first; at most `KEPT` are followed.
        lines: how many rows the view shows.
        wanted: a record to show in any case, 0 for none.
    """
    labels = Labels(connection)
    now = listing.outline(connection, query)
    if before is not None:
        listing.forget(connection, before)
    followed = dict.fromkeys([*([wanted] if wanted else []), *kept[:KEPT]])
    places = {record_id: listing.rank_of(connection, query, now, record_id) for record_id in followed}
    ranks = {record_id: rank for record_id, rank in places.items() if rank is not None}
    extra = rows_of(connection, query, columns, labels, [wanted]) if wanted and wanted not in ranks else ()
    top = ranks.get(kept[0], 0) if kept else 0
    if wanted in ranks and not top <= ranks[wanted] < top + lines:
        top = ranks[wanted] - lines // 2
    first = max(0, min(top, now.rows - lines))
    page = page_at(connection, query, now, columns, labels, first, max(lines, PAGE))
    return Refreshed(now, ranks, page, labels, extra[0] if extra else None)


def rows_of(
    connection: sa.Connection, query: ListQuery, columns: Sequence[str], labels: Labels, ids: Sequence[int]
) -> tuple[ListRow, ...]:
    """The records with those ids as rows of text, in that order; those purged meanwhile are left out."""
    record_type = RECORD_TYPES[query.type_name]
    fields = [record_type.by_name[name] for name in columns]
    found = {row[0]: row for row in connection.execute(_statement(record_type, fields, ids))}
    what = search.sought(query.words)
    reasons = _reasons(connection, record_type, labels, what, ids) if what else {}
    rows = []
    for record_id in ids:
        if (row := found.get(record_id)) is not None:
            texts = tuple(_text(field, value, labels) for field, value in zip(fields, row[1:], strict=True))
            spans = tuple(search.spans(text, what.terms) for text in texts) if what else ()
            rows.append(ListRow(record_id, texts, spans, reasons.get(record_id, "")))
    return tuple(rows)


def _statement(record_type: RecordType, fields: Sequence[Field], ids: Sequence[int]) -> sa.Select[Any]:
    table = table_of(record_type)
    return sa.select(table.c.id, *(_column(table, field) for field in fields)).where(table.c.id.in_(ids))


def _column(table: sa.Table, field: Field) -> sa.ColumnElement[Any]:
    """The field's column or, for a reference, the name of what it points to."""
    if field.kind is not Kind.RECORD:
        return table.c[field.name]
    other = metadata.tables[field.target].alias()
    return sa.select(other.c.display_name).where(other.c.id == table.c[field.name]).scalar_subquery()


def _text(field: Field, value: Any, labels: Labels) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return labels.text(field, value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return format_moment(value, own_date_order())
    if isinstance(value, date):
        return format_date(value, own_date_order())
    return labels.text(field, value)


def _reasons(
    connection: sa.Connection, record_type: RecordType, labels: Labels, what: search.Sought, ids: Sequence[int]
) -> dict[int, str]:
    """For each record the texts that hold the words, as "Field: text"."""
    records = read_records(connection, record_type, ids)
    return {
        record_id: "; ".join(
            f"{reason.label}: {reason.text}" for reason in search.reasons(record_type, record.content, labels, what)
        )
        for record_id, record in records.items()
    }


def latest_change(connection: sa.Connection) -> int:
    """The number of the newest change; what a list has seen so far."""
    return changes.latest_change(connection)
