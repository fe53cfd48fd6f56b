"""What a connection was told, statement by statement, so that it can be said again without the program."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import psycopg
import sqlalchemy as sa

COMMIT = "COMMIT"


@dataclass(frozen=True, slots=True)
class Line:
    """One statement; `many` if the parameters are a list of them."""

    sql: str
    parameters: Any = None
    many: bool = False


@dataclass
class Script:
    """The acts of one person in their order, each with its lines."""

    acts: list[tuple[str, list[Line]]] = field(default_factory=list)

    def begin(self, act: str) -> None:
        """What follows belongs to this act."""
        self.acts.append((act, []))

    def follow(self, engine: sa.Engine) -> None:
        """Write down what is said over an engine's connection from now on; what is said before the first act is left out."""
        with closing(engine.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            driver.cursor_factory = self._listening(driver.cursor_factory)
        sa.event.listen(engine, "commit", lambda _: self._add(Line(COMMIT)))

    def _listening(self, kind: Any) -> Any:
        add = self._add

        class Listening(kind):  # type: ignore[misc]
            """Writes down what it executes, whoever asks."""

            def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
                add(Line(str(query), params))
                return super().execute(query, params, **options)

            def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
                rows = list(params_seq)
                add(Line(str(query), rows, many=True))
                super().executemany(query, rows, **options)

        return Listening

    def _add(self, line: Line) -> None:
        if self.acts:
            self.acts[-1][1].append(line)


class Replayer:
    """Says a script again over a plain connection."""

    def __init__(self, dsn: str) -> None:
        self._connection = psycopg.connect(dsn)
        self._cursor = self._connection.cursor()
        self._cursor.execute("SET search_path = deskbook, public")
        self._cursor.execute("SET jit = off")
        self._connection.commit()

    def close(self) -> None:
        """End it; whatever was not committed is gone."""
        self._connection.close()

    def act(self, lines: list[Line]) -> float:
        """One act; the seconds that it took."""
        started = time.perf_counter()
        for line in lines:
            self._say(line)
        return time.perf_counter() - started

    def _say(self, line: Line) -> None:
        if line.sql == COMMIT:
            self._connection.commit()
            return
        if line.many:
            self._cursor.executemany(line.sql, line.parameters)
            return
        self._cursor.execute(line.sql, line.parameters)
        if self._cursor.description:
            self._cursor.fetchall()
