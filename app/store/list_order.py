"""A list's query as conditions and an order, ready to be put into statements."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, RecordType
from app.models.queries import FIRST_SORT, ListQuery
from app.models.reaches import Fact, Reaches
from app.models.sight import WHOLE, Scope
from app.models.tables import ACTIVE, TRASHED, sort_keys_of, table_of
from app.models.values import State
from app.store import search
from app.store.filters import condition, folded
from app.store.reach import conditions

_HOLDERS = frozenset({Fact.OWNER, Fact.TEAM, Fact.WORKGROUP})

MOST_STRANDS = 30
"""More would take longer to plan than to sort what they hold."""

WALK_COST = 1.5
"""What looking at one row on a walk along the sort index costs, measured against sorting one hit."""


class ListOrder:
    """What a list holds and how it is sorted."""

    def __init__(self, query: ListQuery, dialect: Dialect, scope: Scope = WHOLE, *, walked: bool = False) -> None:
        """Work the query out.

        Args:
            scope: what is shown of the records. A list sorted by what can't be read is sorted by name, and a filter on
                it lets nothing through.
            walked: the list's own order finds the rows, so that who holds them is only looked at.
        """
        self.query = query
        self.dialect = dialect
        self.scope = scope
        self.type: RecordType = RECORD_TYPES[query.type_name]
        self.field: Field = self.type.by_name[FIRST_SORT if query.sort in scope.unread else query.sort]
        self.table = table_of(self.type)
        self.key = folded(self.type, self.field)
        self.descending = query.descending
        self.sought = search.sought(query.words)
        self.walked = walked
        self.indexed = self.field.sort_index and query.state is State.ACTIVE and not query.filters
        self.is_split = bool(query.ahead and query.filters and not self.sought) and query.ahead not in scope.unread

    @cached_property
    def asked(self) -> tuple[sa.ColumnElement[bool], ...]:
        """What is asked for, whoever asks; the state stands first."""
        query, unread = self.query, self.scope.unread
        found = [self.table.c.state == (ACTIVE if query.state is State.ACTIVE else TRASHED)]
        if query.company_id is not None:
            found.append(self.table.c.company_id == query.company_id)
        found += [sa.false() if rule.field in unread else condition(self.type, rule) for rule in query.filters]
        return tuple(found)

    @cached_property
    def reached(self) -> list[sa.ColumnElement[bool]]:
        """What whoever asks is shown of it."""
        return conditions(self.type, self.scope.reaches, walked=self.walked)

    @property
    def ways(self) -> list[list[sa.ColumnElement[bool]]]:
        """The same by each way of reaching a record by itself."""
        clauses = self.scope.reaches.clauses
        each = (Reaches(((one,),)) for one in clauses[0]) if len(clauses) == 1 else ()
        return [conditions(self.type, only, walked=self.walked) for only in each] or [self.reached]

    @cached_property
    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """What is asked for and shown."""
        return [*self.asked, *self.reached]

    @property
    def is_plain(self) -> bool:
        """Whether the sort index alone is the list."""
        return self.indexed and not self.sought and self.query.company_id is None and not self.is_narrow

    @property
    def is_exact(self) -> bool:
        """Whether what the text index proposes is the answer."""
        return self.scope.texts == WHOLE.texts and search.is_exact(self.sought, self.dialect)

    @property
    def is_as_opened(self) -> bool:
        """Whether it is sorted as lists open, and nothing but words was asked for."""
        return self.indexed and self.field.name == FIRST_SORT and self.query.company_id is None

    @property
    def is_left_to_server(self) -> bool:
        """Whether a server can find and sort the hits by itself, for whoever it holds to the rights that they have."""
        is_usual = self.is_as_opened and not self.descending
        return (
            self.dialect.name != "sqlite"
            and bool(self.sought)
            and is_usual
            and search.is_exact(self.sought, self.dialect)
        )

    @property
    def is_walked_by_server(self) -> bool:
        """Whether it knows the shortest way as well: of whoever sees all, or what some hold, and passes by nothing else."""
        return self.is_left_to_server and (not self.is_narrow or self.is_stranded)

    @property
    def is_held(self) -> bool:
        """Whether the index of who holds the records finds all of them without looking at one, with their sort keys."""
        alike = [clause for clause in self.scope.reaches.clauses if len(clause) == 1 and clause[0].within is None]
        by_holder = len(alike) == len(self.scope.reaches.clauses) == 1 and alike[0][0].fact in _HOLDERS
        return by_holder and self.is_as_opened and not self.sought

    @property
    def is_held_by_one(self) -> bool:
        """Whether that index is the list itself."""
        return self.is_held and len(self.scope.reaches.clauses[0][0].values) == 1

    @property
    def is_stranded(self) -> bool:
        """Whether each of the holders has its part of the list in an index of a server, and nothing else decides."""
        clauses = self.scope.reaches.clauses
        if self.dialect.name == "sqlite" or len(clauses) != 1 or not self.is_as_opened:
            return False
        return 0 < sum(len(one.values) for one in clauses[0]) <= MOST_STRANDS and all(
            one.fact in _HOLDERS for one in clauses[0]
        )

    @cached_property
    def strands(self) -> list[list[sa.ColumnElement[bool]]]:
        """Conditions on these parts, of which nothing is in two; none where the list is not stranded."""
        if not self.is_stranded:
            return []
        found: list[list[sa.ColumnElement[bool]]] = []
        for one in self.scope.reaches.clauses[0]:
            for value in sorted(one.values, key=str):
                (held,) = conditions(self.type, Reaches(((replace(one, values=frozenset({value})),),)))
                others = (sa.and_(*strand[-1:]).is_not(sa.true()) for strand in found)
                found.append([*self.asked, *others, held])
        return found

    @property
    def is_narrow(self) -> bool:
        """Whether there are records that are not shown."""
        return bool(self.scope.reaches.clauses)

    def sorted(self, statement: sa.Select[Any], *, empty: bool = False) -> sa.Select[Any]:
        """In the list's order, of either those with a key or those without."""
        way = sa.desc if self.descending else sa.asc
        order = [way(self.table.c.id)] if empty else [way(self.key), way(self.table.c.id)]
        return statement.where(self.key.is_(None) if empty else self.key.is_not(None)).order_by(*order)

    def sorted_whole(self, statement: sa.Select[Any]) -> sa.Select[Any]:
        """In the list's order, the empty last; sorts, where `sorted` walks."""
        way = sa.desc if self.descending else sa.asc
        ahead = [self.table.c[self.query.ahead].is_not(sa.true())] if self.is_split else []
        return statement.order_by(*ahead, self.key.is_(None), way(self.key), way(self.table.c.id))

    def sorted_hits(self, statement: sa.Select[Any]) -> sa.Select[Any]:
        """The same for the hits of a search, whose rows need not be read where nothing but their order matters.

        A file's planner would read them all the same: it knows nothing of how far apart they stand.
        """
        if self.indexed and self.sought and self.field.name == FIRST_SORT and len(self.conditions) == 1:
            statement = statement.with_hint(self.table, f"INDEXED BY {sort_keys_of(self.type)}", "sqlite")
        return self.sorted_whole(statement)

    def from_place(self, *, empty: bool) -> sa.ColumnElement[bool]:
        """At the place that the parameters `key` and `id` name, or behind it, within its part of the order."""
        at_id = sa.bindparam("id", type_=sa.BigInteger)
        place: Any = self.table.c.id if empty else sa.tuple_(self.key, self.table.c.id)
        at: Any = at_id if empty else sa.tuple_(sa.bindparam("key", type_=self.key.type), at_id)
        behind: sa.ColumnElement[bool] = place <= at if self.descending else place >= at
        return behind

    def to_place(self, *, empty: bool) -> sa.ColumnElement[bool]:
        """At the place that the parameters `last_key` and `last_id` name, or before it, within its part of the order."""
        last_id = sa.bindparam("last_id", type_=sa.BigInteger)
        place: Any = self.table.c.id if empty else sa.tuple_(self.key, self.table.c.id)
        last: Any = last_id if empty else sa.tuple_(sa.bindparam("last_key", type_=self.key.type), last_id)
        before: sa.ColumnElement[bool] = place >= last if self.descending else place <= last
        return before

    def hits(self) -> list[sa.ColumnElement[bool]]:
        """The search words as conditions that start from the index."""
        proposed = self.table.c.id.in_(search.candidates(self.type, self.sought, self.dialect))
        if self.is_exact:
            return [proposed]
        return [proposed, self.matches()]

    def matches(self, record_id: sa.ColumnElement[int] | None = None) -> sa.ColumnElement[bool]:
        """The search words as a condition that is looked up record by record."""
        return search.matches(self.type, self.sought, record_id, self.scope.texts)
