"""How a save is recognised whose answer was lost: by a mark that is committed with it (docs/decisions/0018)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from app.errors import InDoubtError
from app.models.servers import ServerAddress
from app.store.guard.quoting import SAFELY

TABLE = "save_mark"

MAKE = (
    f"""
CREATE TABLE IF NOT EXISTS {TABLE} (mark text COLLATE "C" PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())
""",
    f"CREATE INDEX IF NOT EXISTS ix_{TABLE}_at ON {TABLE} (at)",
    f"""
CREATE OR REPLACE FUNCTION mark_save(own text) RETURNS void LANGUAGE sql {SAFELY} AS $$
    DELETE FROM {TABLE} WHERE mark IN (
        SELECT mark FROM {TABLE} WHERE at < now() - interval '30 days' LIMIT 10 FOR UPDATE SKIP LOCKED
    );
    INSERT INTO {TABLE} (mark) VALUES (own);
$$
""",
    f"""
CREATE OR REPLACE FUNCTION is_save_marked(own text) RETURNS boolean LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT EXISTS (SELECT FROM {TABLE} WHERE mark = own)
$$
""",
)

FOR_PEOPLE = ("mark_save(text)", "is_save_marked(text)")
"""Nobody guesses somebody else's mark, so both functions are for everybody, and the table for nobody."""

_IN_ONE = {"no_parameters": True}
"""Two statements in one message, and so one way there and back, take none."""


@contextmanager
def marked(engine: sa.Engine, address: ServerAddress, mark: str) -> Iterator[sa.Connection]:
    """One transaction that leaves its mark.

    Raises:
        InDoubtError: the connection was lost when the transaction was to be committed, so that nobody knows whether it was.
    """
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        try:
            statement = f"SELECT mark_save('{mark}'); COMMIT"
            connection.exec_driver_sql(statement, execution_options=_IN_ONE)
            transaction.commit()
        except sa.exc.DBAPIError as error:
            if error.connection_invalidated:
                raise InDoubtError(address, mark) from error
            raise


def is_marked(connection: sa.Connection, mark: str) -> bool:
    """Whether the save with this mark was committed; in a file none is ever in doubt."""
    return connection.dialect.name != "sqlite" and bool(connection.scalar(sa.select(sa.func.is_save_marked(mark))))
