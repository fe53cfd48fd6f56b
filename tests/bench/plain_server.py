"""The floor of lists on a server: plain psycopg, as the owner of the tables, with a person's reach as an explicit WHERE."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.store import search

_HASTE_MS, _PATIENCE_MS = 400, 5_000
"""What a plan gets at first, and at last."""

Plan = Callable[[], list[tuple[Any, ...]]]


class PlainServerSearch:
    """Answers list queries by whichever of two plans is the faster."""

    def __init__(self, connection: psycopg.Connection[Any], reach: str, columns: tuple[str, ...], limit: int) -> None:
        self._connection = connection
        self._where = f"c.state = 'active' AND {reach}"
        self._columns = ", ".join(f"c.{name}" for name in ("id", *columns))
        self._limit = limit

    def best(self, query: ListQuery) -> Plan:
        """The plan that answers this query sooner, found by trying both."""
        plans = (self._join(query), self._walk(query))
        for patience in (_HASTE_MS, _PATIENCE_MS):
            taken = {plan: self._seconds(plan, patience) for plan in plans}
            best = min(plans, key=taken.__getitem__)
            if taken[best] < float("inf"):
                return best
        return plans[0]

    def _seconds(self, plan: Plan, patience: int) -> float:
        """How long a plan takes the second time; infinite if it would take longer than that."""
        self._connection.execute(f"SET statement_timeout = {patience}")
        try:
            plan()
            started = time.perf_counter()
            plan()
            return time.perf_counter() - started
        except psycopg.errors.QueryCanceled:
            return float("inf")
        finally:
            self._connection.execute("SET statement_timeout = 0")

    def _join(self, query: ListQuery) -> Plan:
        """From the text index to the records, then sort them."""
        key, way, found, values = _parts(query, "t.folded LIKE %s")
        sql = (
            f"WITH hit AS MATERIALIZED (SELECT t.id FROM customer_text t WHERE {found}) SELECT {self._columns} FROM hit"
            f" JOIN customer c ON c.id = hit.id WHERE {self._where}"
            f" ORDER BY {key} IS NULL, {key} {way}, c.id {way} LIMIT {self._limit}"
        )
        escaped = [
            f"%{value.replace(chr(92), chr(92) * 2).replace('%', chr(92) + '%').replace('_', chr(92) + '_')}%"
            for value in values
        ]
        return lambda: self._connection.execute(sql, escaped).fetchall()

    def _walk(self, query: ListQuery) -> Plan:
        """Along the sort index, looking at each record's text, until enough are found."""
        key, way, found, values = _parts(query, "strpos(t.folded, %s) > 0")
        sql = (
            f"SELECT {self._columns} FROM customer c WHERE {self._where} AND {key} IS {{}} NULL"
            f" AND EXISTS (SELECT FROM customer_text t WHERE t.id = c.id AND {found}) ORDER BY {key} {way}, c.id {way} LIMIT %s"
        )

        def plan() -> list[tuple[Any, ...]]:
            rows = self._connection.execute(sql.format("NOT"), (*values, self._limit)).fetchall()
            if len(rows) < self._limit:
                rows += self._connection.execute(sql.format(""), (*values, self._limit - len(rows))).fetchall()
            return rows

        return plan


def _parts(query: ListQuery, test: str) -> tuple[str, str, str, list[str]]:
    """The key, its direction, the condition on the text and its values."""
    what = search.sought(query.words)
    needles = [[term if len(term) >= 3 else f"  {term}" for term in terms] for terms in what.alternatives if terms]
    found = " OR ".join("(" + " AND ".join(test for _ in terms) + ")" for terms in needles)
    key = f"c.{CUSTOMER.by_name[query.sort].sort_column}"
    return key, "DESC" if query.descending else "ASC", f"({found})", [needle for terms in needles for needle in terms]
