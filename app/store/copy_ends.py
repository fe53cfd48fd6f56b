"""What both ends of a copy do alike, on a connection to a file or to a server."""

from __future__ import annotations

from contextlib import AbstractContextManager

import sqlalchemy as sa

from app.models.tables import metadata, node
from app.store.copy_log import CopyLog
from app.store.copying import Copied, Key, Piece, Span, copied_tables
from app.store.revisions import unfinished


class SourceEnd:
    """Where rows come from; the connection is in a transaction that lasts as long as this is used."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def tables(self) -> list[sa.Table]:
        """Those that go along."""
        return copied_tables()

    def uuid(self) -> str:
        """The identity of the database."""
        return str(self.connection.execute(sa.select(node.c.uuid)).scalar_one())

    def count(self) -> int:
        """How many rows there are to copy."""
        counts = (sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in self.tables())
        return sum(self.connection.execute(sa.select(*counts)).one())

    def border(self, span: Span, rows: int) -> Key | None:
        """The key that so many rows of a span lead up to, or all if there are fewer; None if there is none."""
        key = span.key
        within = sa.select(key).where(*span.conditions()).order_by(key).offset(rows - 1).limit(1)
        found: Key | None = self.connection.execute(within).scalar()
        if found is None:
            found = self.connection.execute(sa.select(sa.func.max(key)).where(*span.conditions())).scalar()
        return found


class TargetEnd:
    """Where rows go to; the connection is outside of transactions."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.log = CopyLog(connection)

    def transaction(self) -> AbstractContextManager[object]:
        """In which a piece arrives, with its note."""
        return self.connection.begin()

    def pieces(self, table: sa.Table) -> list[Piece]:
        """What has arrived in earlier attempts."""
        with self.transaction():
            return self.log.pieces(table.name)

    def note(self, table: sa.Table, number: int, piece: Piece) -> None:
        """Remember that a piece has arrived."""
        self.log.note(table.name, number, piece)

    def clear(self, span: Span) -> None:
        """Remove what has arrived of it."""
        self.connection.execute(sa.delete(span.table).where(*span.conditions()))

    def forget(self, table: sa.Table) -> None:
        """Remove whatever has arrived of a table."""
        with self.transaction():
            self.clear(Span(table))
            self.log.forget(table.name)

    def complete(self) -> None:
        """Run what was left, each in a transaction of its own."""
        with self.transaction():
            left = self.log.left()
        for number, statement in left:
            with self.transaction():
                self.connection.exec_driver_sql(self._as_driven(statement))
                self.log.ran(number)

    def _as_driven(self, statement: str) -> str:
        return statement if self.connection.dialect.name == "sqlite" else statement.replace("%", "%%")

    def call_unfinished(self, revision: str) -> None:
        """See that nobody takes it for a whole database."""
        self._set_revision(unfinished(revision))

    def call_finished(self, revision: str) -> None:
        """Have it taken for what it is now."""
        self._set_revision(revision)
        self.log.end()

    def _set_revision(self, revision: str) -> None:
        version = sa.table("alembic_version", sa.column("version_num"))
        self.connection.execute(sa.update(version).values(version_num=revision))


def is_series(name: str) -> bool:
    """Whether a counter gives something else than ids of a table, and so goes on behind what came along."""
    return name not in metadata.tables


def told(copied: Copied) -> str:
    """What rows come to, as a mark."""
    return f"{copied.rows}/{copied.digest}"
