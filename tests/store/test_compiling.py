"""What one connection had turned into SQL, no other of the same kind turns into SQL again."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.store.database import Database, open_database
from app.store.file_dialect import FileDialect
from app.store.promptness import PromptDialect


class Counted(FunctionElement[int]):
    """Says of itself when it is compiled."""

    inherit_cache = True
    type = sa.Integer()
    name = "counted"
    compiled: list[str] = []  # noqa: RUF012


@compiles(Counted)
def _compile(element: Counted, compiler: SQLCompiler, **options: Any) -> str:
    Counted.compiled.append(compiler.dialect.name)
    return "42"


def ask_of_all(database: Database) -> list[int | None]:
    """The same of both of its connections, and of another window's."""
    answers = []
    with closing(open_database(database.place)) as other:
        for each in (database, other):
            for connecting in (each.reading, each.writing):
                with connecting() as connection:
                    answers.append(connection.scalar(sa.select(Counted())))
    return answers


def test_once_for_all_files_and_once_for_all_servers_of_a_version(
    file_database: Database, shared_database: Database
) -> None:
    Counted.compiled.clear()

    for database in (file_database, shared_database, file_database, shared_database):
        assert ask_of_all(database) == [42] * 4

    assert Counted.compiled == ["sqlite", "postgresql"]


def test_another_version_may_need_other_words() -> None:
    older, newer, same = PromptDialect(), PromptDialect(), PromptDialect()
    older.server_version_info, newer.server_version_info, same.server_version_info = (15, 3), (18, 6), (15, 3)

    assert older == same
    assert hash(older) == hash(same)
    assert older != newer
    assert PromptDialect() != FileDialect()
