"""Lists as people look at them: rows as ready text, any window of any list, and why a search found each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType
from app.models.queries import ListQuery
from app.models.rows import ListRow, Spans
from app.services.cells import texts_of
from app.store import changes, list_ranks, list_windows, listing, search
from app.store.labels import Labels, labels_question
from app.store.list_rows import Row, rows_by_id
from app.store.list_windows import Outline
from app.store.portions import portions
from app.store.prepared import answers
from app.store.reach import scope_of
from app.store.records import read_shown, read_state
from app.store.rows import RowBuilder

PAGE = 60
"""Rows of the first page: a little more than a tall window shows."""

KEPT = 200
"""How many records a refresh follows to where they stand now."""

_TITLE = "display_name"

_SHOWN_BEFORE = 24
"""So many characters may stand before the words that a text was found by; of more only the nearer half is shown."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `first` and following of a list."""

    first: int
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """The start of a list, the labels that its rows are shown with, and the fields that can't be read in it."""

    page: Page
    labels: Labels
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A list read again: its new outline, where the followed records stand now, and the rows in view.

    `extra` is the pinned record, if words or filters keep it out of the list.
    """

    outline: Outline
    ranks: Mapping[int, int]
    page: Page
    labels: Labels
    extra: ListRow | None = None


def opened(connection: sa.Connection, query: ListQuery, columns: Sequence[str], done: Sequence[Outline] = ()) -> Opened:
    """The first rows of a list, before anybody has counted it; of hits only that is said which their texts show.

    `explained` says the rest: whoever types waits for the hits, and to read what else is in them takes as long again.

    Args:
        done: the outlines of lists that are no longer shown, whose memory is given back.
    """
    for outlined in done:
        listing.forget(connection, outlined)
    labels, rows = _first_rows(connection, query, columns)
    unread = scope_of(connection, RECORD_TYPES[query.type_name]).unread
    return Opened(Page(0, _as_text(connection, query, columns, labels, rows)), labels, unread)


def _first_rows(connection: sa.Connection, query: ListQuery, columns: Sequence[str]) -> tuple[Labels, Sequence[Row]]:
    """On one way to the server, where it finds the rows by itself."""
    asked = listing.asked_first_rows(connection, query, columns, PAGE)
    if asked:
        rows, told = answers(connection, [asked, labels_question(connection)])
        return Labels(connection, told), rows
    labels = Labels(connection)
    return labels, _rows(connection, query, columns, listing.first_ids(connection, query, PAGE))


def explained(
    connection: sa.Connection, query: ListQuery, labels: Labels, rows: Sequence[ListRow]
) -> tuple[ListRow, ...]:
    """The rows of a search with why each was found; records are read whole only where nothing in view says it."""
    what = search.sought(query.words) if query.words else None
    unexplained = [row.id for row in rows if not row.why] if what else []
    if not what or not unexplained:
        return tuple(rows)
    record_type = RECORD_TYPES[query.type_name]
    records = read_shown(connection, record_type, unexplained)
    builder = RowBuilder(record_type, labels)
    found = []
    for row in rows:
        if row.id in records:
            why, why_spans = _why(search.reasons(builder, records[row.id].content, what))
            found.append(row._replace(why=why, why_spans=why_spans))
        else:
            found.append(row)
    return tuple(found)


def forget(connection: sa.Connection, done: Sequence[Outline]) -> None:
    """Give back the memory of lists that are no longer shown, where no other follows them."""
    for outlined in done:
        listing.forget(connection, outlined)


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
    rows = list_windows.rows_at(connection, query, whole, columns, first, count)
    return Page(first, explained(connection, query, labels, _as_text(connection, query, columns, labels, rows)))


def ids_of_ranges(
    connection: sa.Connection, query: ListQuery, whole: Outline, ranges: Iterable[tuple[int, int]]
) -> tuple[int, ...]:
    """The ids of the rows from first to last of each range, in order."""
    found: list[int] = []
    for first, last in ranges:
        found += list_windows.ids_at(connection, query, whole, first, last - first + 1)
    return tuple(found)


def refreshed(
    connection: sa.Connection,
    query: ListQuery,
    columns: Sequence[str],
    kept: Sequence[int],
    lines: int,
    pinned: int = 0,
    done: Sequence[Outline] = (),
    *,
    bring: bool = False,
) -> Refreshed:
    """Outline the list again after something changed, and follow records to where they stand now.

    Args:
        kept: ids, the one at the top of the view first; at most `KEPT` are followed.
        lines: how many rows the view shows.
        pinned: a record to show even where words or filters hide it, 0 for none.
        done: the outlines of lists that are no longer shown, whose memory is given back.
        bring: the rows asked for are those around the pinned record.
    """
    for outlined in done:
        listing.forget(connection, outlined)
    labels = Labels(connection)
    now = listing.outline(connection, query)
    followed = list(dict.fromkeys([*([pinned] if pinned else []), *kept[:KEPT]]))
    ranks = list_ranks.ranks_of(connection, query, now, followed)
    extra = _hidden_row(connection, query, columns, labels, pinned) if pinned and pinned not in ranks else None
    top = ranks.get(kept[0], 0) if kept else 0
    if bring and pinned in ranks and not top <= ranks[pinned] < top + lines:
        top = ranks[pinned] - lines // 2
    first = max(0, min(top, now.rows - lines))
    page = page_at(connection, query, now, columns, labels, first, max(lines, PAGE))
    return Refreshed(now, ranks, page, labels, extra)


def _hidden_row(
    connection: sa.Connection, query: ListQuery, columns: Sequence[str], labels: Labels, record_id: int
) -> ListRow | None:
    """The row of a record that words or filters hide; None if it is in another state, or gone."""
    bare = ListQuery(query.type_name, state=query.state)
    if read_state(connection, RECORD_TYPES[query.type_name], record_id) is not query.state:
        return None
    return next(iter(rows_of(connection, bare, columns, labels, [record_id])), None)


def rows_of(
    connection: sa.Connection, query: ListQuery, columns: Sequence[str], labels: Labels, ids: Sequence[int]
) -> tuple[ListRow, ...]:
    """The records with those ids as rows of text, in that order; those purged meanwhile are left out."""
    rows = _as_text(connection, query, columns, labels, _rows(connection, query, columns, ids))
    return explained(connection, query, labels, rows)


def _rows(connection: sa.Connection, query: ListQuery, columns: Sequence[str], ids: Sequence[int]) -> list[Row]:
    found: dict[int, Row] = {}
    for some in portions(ids):
        found |= rows_by_id(connection, RECORD_TYPES[query.type_name], columns, some)
    return [found[record_id] for record_id in ids if record_id in found]


def _as_text(
    connection: sa.Connection, query: ListQuery, columns: Sequence[str], labels: Labels, rows: Sequence[Row]
) -> tuple[ListRow, ...]:
    if not rows:
        return ()
    ids, texts = texts_of(rows, query.type_name, columns, labels, connection.dialect)
    what = search.sought(query.words) if query.words else None
    if not what:
        return tuple(map(ListRow, ids, texts))
    return _marked(RECORD_TYPES[query.type_name], columns, what, ids, texts)


def _marked(
    record_type: RecordType,
    columns: Sequence[str],
    what: search.Sought,
    ids: Sequence[int],
    texts: Sequence[tuple[str, ...]],
) -> tuple[ListRow, ...]:
    """The rows with what was sought marked, and with why they were found if that is in view."""
    fields = [record_type.by_name[name] for name in columns]
    texts_of_columns = list(zip(*texts, strict=True))
    numbers = [_number_marks(field, what, column) for field, column in zip(fields, texts_of_columns, strict=True)]
    marks = [
        _marks_of(field, what, column, of_numbers)
        for field, column, of_numbers in zip(fields, texts_of_columns, numbers, strict=True)
    ]
    marked = []
    for record_id, of_row, spans, of_numbers in zip(
        ids, texts, zip(*marks, strict=True), zip(*numbers, strict=True), strict=True
    ):
        seen = [place for place, mark in enumerate(spans) if mark]
        if any(of_numbers) or search.is_found_in(what, [of_row[place] for place in seen]):
            reasons = [
                search.Reason(fields[place].name, fields[place].label, of_row[place], spans[place]) for place in seen
            ]
            marked.append(ListRow(record_id, of_row, spans, *_why(reasons)))
        else:
            marked.append(ListRow(record_id, of_row, spans))
    return tuple(marked)


def _number_marks(field: Field, what: search.Sought, texts: Sequence[str]) -> Sequence[Spans]:
    """Where a telephone number that was sought stands in each text of a column; it alone says why a record was found."""
    if field.kind is Kind.PHONE and what.number:
        return [search.number_spans(text, what) for text in texts]
    return [()] * len(texts)


def _marks_of(field: Field, what: search.Sought, texts: Sequence[str], of_numbers: Sequence[Spans]) -> Sequence[Spans]:
    """The same of everything that was sought."""
    if not (field.searched or field.derived):
        return of_numbers
    by_words = search.column_spans(texts, what.terms)
    return [number or words for number, words in zip(of_numbers, by_words, strict=True)]


def _why(reasons: Iterable[search.Reason]) -> tuple[str, Spans]:
    """The fields and texts in one line, and where what was sought stands in it; the name stands beside it anyway."""
    why, spans = "", []
    for reason in reasons:
        why += f"{'; ' if why else ''}{reason.label}"
        if reason.field == _TITLE:
            continue
        why += ": "
        text, marks = _near_the_words(reason)
        spans += [(len(why) + start, length) for start, length in marks]
        why += text
    return why, tuple(spans)


def _near_the_words(reason: search.Reason) -> tuple[str, Spans]:
    """The text and its marks; a long one begins shortly before the first mark, so that a column shows it."""
    first = reason.spans[0][0] if reason.spans else 0
    if first <= _SHOWN_BEFORE:
        return reason.text, reason.spans
    cut = first - _SHOWN_BEFORE // 2
    cut = reason.text.find(" ", cut, first) + 1 or cut
    return "…" + reason.text[cut:], tuple((start - cut + 1, length) for start, length in reason.spans)


def news(connection: sa.Connection) -> tuple[int, int]:
    """Something that is another as soon as anybody's changes can be seen; what a list has seen so far."""
    return changes.news(connection)
