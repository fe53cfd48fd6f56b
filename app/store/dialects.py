"""SQL that a file and a server say differently, as expressions that compile for each.

Everything else in the store's statements is common to both. Compilers are found by the dialect's name alone, so that a
window on a file loads nothing of PostgreSQL.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType

from app.models.fields import Sensitivity

FOLD_FUNCTION = "deskbook_fold"
"""Folding as an SQL function: for the rare values that SQL alone can't fold, where no folded copy is stored."""


class place_in(FunctionElement[int]):  # noqa: N801 - a function in SQL
    """Where a text stands in another one, counted from 1; 0 if it doesn't."""

    type = sa.Integer()
    inherit_cache = True


class folded_text(FunctionElement[str]):  # noqa: N801
    """A text folded as `models.folding.fold` does it; plain ASCII without calling anything slow."""

    type = sa.String()
    inherit_cache = True


class texts_in(FunctionElement[str]):  # noqa: N801
    """The texts of a JSON array, one a row."""

    inherit_cache = True


class unindexed(FunctionElement[Any]):  # noqa: N801
    """A column as it is, by which rows are not to be found: a file's planner takes any index of an equality for a good one."""

    inherit_cache = True


@compiles(unindexed)
def _plus(element: unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(unindexed, "postgresql")
def _as_it_is(element: unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


class among_ids(FunctionElement[bool]):  # noqa: N801
    """Whether a column is one of the numbers in the parameter `ids`: for a server one list, so that it is always the same question."""

    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> among_ids:
        """Stand among conditions as it is. As any other truth it would become `… = 1` in a file, for which no index is asked."""
        return self


@compiles(among_ids)
def _in_each(element: among_ids, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = element.clauses
    return compiler.process(column.in_(sa.bindparam("ids", expanding=True)), **options)


@compiles(among_ids, "postgresql")
def _in_list(element: among_ids, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = element.clauses
    return compiler.process(column == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(column.type))), **options)


class searched_text(FunctionElement[str]):  # noqa: N801
    """The text that a record is found by: of its type's name as a literal, the whole, and its parts by sensitivity.

    Whoever signed in to a server finds by no part of it that holds what they may not read.
    """

    type = sa.Text()
    inherit_cache = True


@compiles(place_in)
def _instr(element: place_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(place_in, "postgresql")
def _strpos(element: place_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


@compiles(searched_text)
def _whole_text(element: searched_text, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(list(element.clauses)[1], **options)


@compiles(searched_text, "postgresql")
def _open_text(element: searched_text, compiler: SQLCompiler, **options: Any) -> str:
    kind, whole, *parts = (compiler.process(each, **options) for each in element.clauses)
    known = f"(SELECT open_texts({kind}))::text[]"
    open_parts = (
        f"CASE WHEN '{name}' = ANY({known}) THEN {part} ELSE '' END"
        for name, part in zip(Sensitivity, parts, strict=True)
    )
    every = ", ".join(f"'{name}'" for name in Sensitivity)
    return f"CASE WHEN {known} @> ARRAY[{every}] THEN {whole} ELSE {' || '.join(open_parts)} END"


@compiles(folded_text)
def _fold_in_python(element: folded_text, compiler: SQLCompiler, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    return f"CASE WHEN {text} GLOB '*[^ -~]*' THEN {FOLD_FUNCTION}({text}) ELSE lower({text}) END"


@compiles(folded_text, "postgresql")
def _fold_on_server(element: folded_text, compiler: SQLCompiler, **options: Any) -> str:
    return f"{FOLD_FUNCTION}({compiler.process(element.clauses, **options)})"


@compiles(texts_in)
def _json_each(element: texts_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(texts_in, "postgresql")
def _json_array_elements(element: texts_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json))"
