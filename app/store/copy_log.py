"""What a database that is being copied into knows of the copy: whose it is, what has arrived, and what is left to make.

Its tables are there until the copy has come to its end, and belong to no revision.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa

from app.store.copying import Copied, Piece

_metadata = sa.MetaData()
_copy = sa.Table("copy_source", _metadata, sa.Column("source", sa.String(36), nullable=False))
_pieces = sa.Table(
    "copy_piece",
    _metadata,
    sa.Column("table_name", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("upto", sa.Text, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("mark", sa.Text, nullable=False),
)
_left = sa.Table(
    "copy_left",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("statement", sa.Text, nullable=False),
)


class CopyLog:
    """Kept through the connection, in whatever transaction is open there."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def begin(self, source: str) -> None:
        """Make the tables, for a copy of the database of that identity."""
        _metadata.create_all(self._connection)
        self._connection.execute(sa.insert(_copy).values(source=source))

    def source(self) -> str:
        """Of which database it is a copy."""
        return str(self._connection.execute(sa.select(_copy.c.source)).scalar_one())

    def pieces(self, table: str) -> list[Piece]:
        """What has arrived of a table, in the order of keys."""
        known = sa.select(_pieces).where(_pieces.c.table_name == table).order_by(_pieces.c.number)
        return [
            Piece(json.loads(row.upto), Copied(row.rows, int(row.digest)), row.mark)
            for row in self._connection.execute(known)
        ]

    def note(self, table: str, number: int, piece: Piece) -> None:
        """Remember that a piece has arrived, in place of what was known of it."""
        same = (_pieces.c.table_name == table, _pieces.c.number == number)
        self._connection.execute(sa.delete(_pieces).where(*same))
        row = {"table_name": table, "number": number, "upto": json.dumps(piece.upto), "mark": piece.mark}
        row |= {"rows": piece.copied.rows, "digest": str(piece.copied.digest)}
        self._connection.execute(sa.insert(_pieces), row)

    def forget(self, table: str) -> None:
        """Know nothing of a table any more."""
        self._connection.execute(sa.delete(_pieces).where(_pieces.c.table_name == table))

    def leave(self, statements: Iterable[str]) -> None:
        """Have something run when all rows are there."""
        first = self._connection.execute(sa.select(sa.func.coalesce(sa.func.max(_left.c.number), 0))).scalar_one() + 1
        rows = [{"number": number, "statement": text} for number, text in enumerate(statements, first)]
        if rows:
            self._connection.execute(sa.insert(_left), rows)

    def left(self) -> list[tuple[int, str]]:
        """What is to be run still, in its order."""
        rows = self._connection.execute(sa.select(_left).order_by(_left.c.number))
        return [(row.number, row.statement) for row in rows]

    def ran(self, number: int) -> None:
        """Remember that it was run."""
        self._connection.execute(sa.delete(_left).where(_left.c.number == number))

    def end(self) -> None:
        """The copy is whole."""
        _metadata.drop_all(self._connection)
