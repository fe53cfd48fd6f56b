"""The floor of searching: the first hits of a list by plain SQL, by whichever of two plans is the faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlcipher3 import dbapi2

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.store import search

_STEPS = 2_000
_HASTE, _PATIENCE = 0.2, 5.0
"""Seconds that a plan gets at first, and at last."""

Plan = Callable[[], list[tuple[Any, ...]]]


class PlainSearch:
    """Answers list queries by a raw cursor."""

    def __init__(self, connection: Any, columns: tuple[str, ...], limit: int) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._columns = ", ".join(f"c.{name}" for name in ("id", *columns))
        self._limit = limit

    def best(self, query: ListQuery) -> Plan:
        """The plan that answers this query sooner, found by trying both."""
        walk, join = self._walk(query), self._join(query)
        of_join = self._seconds(join, _HASTE)
        of_walk = self._seconds(walk, min(of_join, _PATIENCE))
        if of_join == of_walk:  # neither has ended yet
            of_join = self._seconds(join, _PATIENCE)
        return walk if of_walk <= of_join else join

    def _seconds(self, plan: Plan, patience: float) -> float:
        """How long a plan takes the second time; infinite if it would take longer than that."""
        taken = patience
        for _ in range(2):
            started = time.perf_counter()
            self._connection.set_progress_handler(lambda at=started: time.perf_counter() - at > 1.5 * patience, _STEPS)
            try:
                plan()
            except dbapi2.OperationalError:
                return float("inf")
            finally:
                self._connection.set_progress_handler(None, _STEPS)
            taken = time.perf_counter() - started
        return taken

    def _join(self, query: ListQuery) -> Plan:
        """From the text index to the records, then sort them."""
        key, way = _order(query)
        match, exact, values = _conditions(query)
        sql = (
            f"SELECT {self._columns} FROM customer_index f CROSS JOIN customer_text t ON t.id = f.rowid"
            f" CROSS JOIN customer c ON c.id = f.rowid WHERE customer_index MATCH ? AND c.state = 'active' AND {exact}"
            f" ORDER BY {key} IS NULL, {key} {way}, c.id {way} LIMIT {self._limit}"
        )
        return lambda: self._cursor.execute(sql, (match, *values)).fetchall()

    def _walk(self, query: ListQuery) -> Plan:
        """Along the sort index, looking at each record's text, until enough are found."""
        key, way = _order(query)
        _, exact, values = _conditions(query)
        sql = (
            f"SELECT {self._columns} FROM customer c CROSS JOIN customer_text t ON t.id = c.id"
            f" WHERE c.state = 'active' AND {key} IS {{}} NULL AND {exact} ORDER BY {key} {way}, c.id {way} LIMIT ?"
        )

        def plan() -> list[tuple[Any, ...]]:
            rows = self._cursor.execute(sql.format("NOT"), (*values, self._limit)).fetchall()
            if len(rows) < self._limit:
                rows += self._cursor.execute(sql.format(""), (*values, self._limit - len(rows))).fetchall()
            return rows

        return plan


def _order(query: ListQuery) -> tuple[str, str]:
    return f"c.{CUSTOMER.by_name[query.sort].sort_column}", "DESC" if query.descending else "ASC"


def _conditions(query: ListQuery) -> tuple[str, str, list[str]]:
    """The text index's own query, and the exact condition on the text with its values."""
    what = search.sought(query.words)
    needles = [[_needle(term) for term in terms] for terms in what.alternatives if terms]
    match = " OR ".join(
        "(" + " AND ".join(f'"{part}"' for needle in terms for part in _trigrams(needle)) + ")" for terms in needles
    )
    exact = " OR ".join("(" + " AND ".join("instr(t.folded, ?) > 0" for _ in terms) + ")" for terms in needles)
    return match, f"({exact})", [needle for terms in needles for needle in terms]


def _needle(term: str) -> str:
    return term if len(term) >= 3 else f"  {term}"


def _trigrams(needle: str) -> list[str]:
    starts = [*range(0, len(needle) - 3, 2), len(needle) - 3]
    return [needle[start : start + 3].replace('"', '""') for start in starts]
