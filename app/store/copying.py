"""All that a database holds, copied into an empty one and compared: from a local file to a server, or back.

The rows of a table go in pieces. Each arrives in one transaction, together with a note of it in the target's `CopyLog`; so
a copy that was killed goes on behind the last piece. Pieces that are there already are asked about: where the source says
something else by now, the piece is copied anew, so that all is of the moment at which the last attempt began.

Both ends speak of rows as a file keeps them: numbers, texts and bytes. A moment, say, is a text to both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import sqlalchemy as sa

from app.models.tables import access, counter, desk_session, editing, metadata, node, origin

Row: TypeAlias = tuple[Any, ...]
Key: TypeAlias = int | str
Progress = Callable[[int, int], object]

OWN = frozenset({node.name, counter.name, origin.name, editing.name, desk_session.name, access.name})
"""What a database has for itself: whatever came keeps its ids, and is none of those that are given next.

Who was signed in, edits something just now or has looked at something did so there.
"""

AT_ONCE = 10_000
"""Rows in a piece: a killed copy loses half of one, and a piece costs some milliseconds of its own."""

_FEWER = {"image_content": 200, "file_piece": 100}
"""Where a row is large."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows there are, and what they come to, in whatever order they are read."""

    rows: int = 0
    digest: int = 0

    def __add__(self, other: Copied) -> Copied:
        return Copied(self.rows + other.rows, (self.digest + other.digest) % 2**64)

    def with_rows(self, rows: Sequence[Row]) -> Copied:
        """The same with some rows more."""
        digest = self.digest
        for row in rows:
            told = repr(row).encode(errors="surrogatepass")
            digest += int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big")
        return Copied(self.rows + len(rows), digest % 2**64)


@dataclass(frozen=True, slots=True)
class Span:
    """Some rows of a table by the first column of its key: those behind `after`, up to and with `upto`.

    None stands for the table's beginning and end.
    """

    table: sa.Table
    after: Key | None = None
    upto: Key | None = None

    @property
    def key(self) -> sa.Column[Any]:
        """The column."""
        return next(iter(self.table.primary_key))

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """What holds of the rows and of no others."""
        bounds = [] if self.after is None else [self.key > self.after]
        return bounds if self.upto is None else [*bounds, self.key <= self.upto]


@dataclass(frozen=True, slots=True)
class Piece:
    """What arrived of a table, up to a key.

    Attributes:
        mark: what the source says of these rows; it says something else when they have changed.
    """

    upto: Key
    copied: Copied
    mark: str


class Source(Protocol):
    """Where rows come from: one unchanging view of it."""

    def tables(self) -> list[sa.Table]:
        """Those that can be read and go along, what is referred to before what refers."""

    def count(self) -> int:
        """How many rows they have."""

    def border(self, span: Span, rows: int) -> Key | None:
        """The key that so many rows of a span lead up to, or all if there are fewer; None if there is none."""

    def read(self, span: Span) -> Iterator[list[Row]]:
        """The rows, some at a time."""

    def mark(self, span: Span, read: Copied | None = None) -> str:
        """See `Piece`; `read` is what the rows come to, if they have just been read."""


class Target(Protocol):
    """Where rows go to."""

    def pieces(self, table: sa.Table) -> list[Piece]:
        """What has arrived in earlier attempts, in the order of keys."""

    def transaction(self) -> AbstractContextManager[object]:
        """In which a piece arrives, with its note."""

    def clear(self, span: Span) -> None:
        """Remove what has arrived of it."""

    def write(self, table: sa.Table, rows: Iterable[Row]) -> None:
        """Add the rows."""

    def note(self, table: sa.Table, number: int, piece: Piece) -> None:
        """Remember that a piece has arrived, the first of a table with number 0, in place of what was known of it."""

    def forget(self, table: sa.Table) -> None:
        """Remove whatever has arrived of a table."""

    def drop_indexes(self) -> None:
        """Do without indexes and references until `complete`."""

    def complete(self) -> None:
        """Make indexes and references again."""

    def read(self, span: Span) -> Iterator[list[Row]]:
        """The rows that have arrived."""


def copied_tables() -> list[sa.Table]:
    """The tables that go along."""
    return [table for table in metadata.sorted_tables if table.name not in OWN]


def columns_of(table: sa.Table) -> list[sa.Column[Any]]:
    """Those that are copied, and not reckoned from others."""
    return [column for column in table.columns if column.computed is None]


def copy_rows(source: Source, target: Target, on_progress: Progress) -> dict[sa.Table, Copied]:
    """Have the target hold every row of the source, and return what was read of each table.

    Args:
        source: is read.
        target: where this, or an earlier attempt, began a copy.
        on_progress: hears how many rows of how many are there; comparing them is the other half.
    """
    tables = source.tables()
    for table in copied_tables():
        if table not in tables and target.pieces(table):  # of somebody who could see more
            target.forget(table)
    total, done, copied = 2 * source.count(), 0, {}
    for table in tables:
        copied[table] = Copied()
        for piece in _pieces(source, target, table, min(AT_ONCE, _FEWER.get(table.name, AT_ONCE))):
            copied[table] += piece.copied
            done += piece.copied.rows
            on_progress(done, total)
    target.complete()
    return copied


def differing(target: Target, copied: dict[sa.Table, Copied], on_progress: Progress) -> list[str]:
    """The tables that don't hold what was read for them: none, unless something is very wrong.

    Whatever has arrived of those is removed, so that it comes anew in another attempt.
    """
    whole, done, wrong = sum(of_table.rows for of_table in copied.values()), 0, []
    for table, was in copied.items():
        found = Copied()
        for span in _spans(target, table):
            for some in target.read(span):
                found = found.with_rows(some)
            on_progress(whole + min(whole, done + found.rows), 2 * whole)
        done += found.rows
        if found != was:
            wrong.append(table.name)
            target.forget(table)
    return wrong


def _spans(target: Target, table: sa.Table) -> Iterator[Span]:
    """All of a table, piece by piece; and whatever is there beside them."""
    after = None
    for piece in target.pieces(table):
        yield Span(table, after, piece.upto)
        after = piece.upto
    yield Span(table, after)


def digest_of(end: Source | Target, table: sa.Table) -> Copied:
    """What a table holds now."""
    found = Copied()
    for some in end.read(Span(table)):
        found = found.with_rows(some)
    return found


def _pieces(source: Source, target: Target, table: sa.Table, at_once: int) -> Iterator[Piece]:
    number, after = 0, None
    for known in target.pieces(table):
        span = Span(table, after, known.upto)
        yield known if source.mark(span) == known.mark else _copied_again(source, target, span, number)
        number, after = number + 1, known.upto
    while (upto := source.border(Span(table, after), at_once)) is not None:
        with target.transaction():
            piece = _copied(source, target, Span(table, after, upto), number)
        yield piece
        number, after = number + 1, upto


def _copied_again(source: Source, target: Target, span: Span, number: int) -> Piece:
    """Without indexes, as ever: values that are unique may have changed places among pieces."""
    target.drop_indexes()
    with target.transaction():
        target.clear(span)
        return _copied(source, target, span, number)


def _copied(source: Source, target: Target, span: Span, number: int) -> Piece:
    copied = Copied()

    def passing() -> Iterator[Row]:
        nonlocal copied
        for some in source.read(span):
            copied = copied.with_rows(some)
            yield from some

    target.write(span.table, passing())
    if span.upto is None:
        raise ValueError("a piece without an end")
    piece = Piece(span.upto, copied, source.mark(span, copied))
    target.note(span.table, number, piece)
    return piece
