"""What people have searched for them: a policy would keep the index from being asked, since LIKE might tell what it looks at."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType, Sensitivity
from app.models.reaches import EXTENDED_TYPE
from app.models.rights import Act
from app.models.tables import text_table_of
from app.store.guard.quoting import SAFELY, SCHEMA, literal
from app.store.guard.reach import around_customer, held_by, inside, within

_SAMPLED = 1_000
"""In so many steps the planner knows how often what occurs in a text: in steps of a tenth of a percent. With 400 of them it took a name
for four times as frequent as it was; to look at 1,000 takes it 0.4 ms longer."""

_MANY_HITS, _MANY_HELD = 5_000, 20_000
"""From so many records that hold a word on, those are looked at that somebody reaches, if these are no more than so many."""

SEARCHED_TYPES = tuple(record_type for record_type in RECORD_TYPES.values() if text_table_of(record_type) is not None)

FOR_PEOPLE = tuple(
    f"{asked}_{record_type.name}(text[], text[], bigint)"
    for asked in ("found", "is_common")
    for record_type in SEARCHED_TYPES
)
"""What people may call."""


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield _PATTERNS
    yield _ALL_OCCUR
    yield _ANY_OCCURS
    for name, many in {"many_hits": _MANY_HITS, "many_held": _MANY_HELD}.items():
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {many}::bigint'"
    for record_type in SEARCHED_TYPES:
        yield f"ALTER TABLE {record_type.name}_text ALTER COLUMN folded SET STATISTICS {_SAMPLED}"
        yield _is_common(record_type)
        yield _searched(record_type)
        yield _found(record_type)


_PATTERNS = f"""
CREATE OR REPLACE FUNCTION patterns(needles text[]) RETURNS text[] LANGUAGE sql IMMUTABLE {SAFELY} AS $$
    SELECT ARRAY(SELECT '%' || regexp_replace(needle, '([\\\\%_])', '\\\\\\1', 'g') || '%' FROM unnest(needles) AS of_each(needle))
$$
"""
"""What was typed is looked for as it is, and is never a pattern."""


_ALL_OCCUR = f"""
CREATE OR REPLACE FUNCTION all_occur(folded text, needles text[]) RETURNS text LANGUAGE sql IMMUTABLE {SAFELY} AS $$
    SELECT string_agg(folded || format(' LIKE %L', pattern), ' AND ') FROM unnest(patterns(needles)) AS of_each(pattern)
$$
"""


_ANY_OCCURS = f"""
CREATE OR REPLACE FUNCTION any_occurs(folded text, needles text[], others text[]) RETURNS text
LANGUAGE sql IMMUTABLE {SAFELY} AS $$
    SELECT coalesce(string_agg('(' || term || ')', ' OR '), 'false')
    FROM unnest(ARRAY[all_occur(folded, needles), all_occur(folded, others)]) AS of_each(term)
$$
"""
"""Conditions on a text, as a text; the lists of needles stand beside each other."""


def _is_common(record_type: RecordType) -> str:
    """Whether more records than that hold the needles, by what the planner knows of the texts: it costs a planning.

    It tells nothing of what is in few records, since it knows no better. Plans may be asked for in volatile functions only.
    """
    table = f"{record_type.name}_text"
    return f"""
        CREATE OR REPLACE FUNCTION is_common_{record_type.name}(needles text[], others text[], most bigint)
        RETURNS boolean LANGUAGE plpgsql VOLATILE {SAFELY} AS $$
        DECLARE
            plan json;
            stored float := (SELECT reltuples FROM pg_class WHERE oid = '{SCHEMA}.{table}'::regclass);
        BEGIN
            EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM {table} t WHERE ' || any_occurs('t.folded', needles, others) INTO plan;
            RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float > greatest(most, stored / {_SAMPLED // 2});
        END $$
        """


def _searched(record_type: RecordType) -> str:
    """What has to hold of a text `t` that has the needles, as a text for statements, for whoever asks.

    The index knows the whole text only: whoever may not search all of it has what it proposes looked at once more, in what they may
    search and in the name, which is open to whoever sees a record and stands in the first of the texts, where they are kept apart.
    A record whose closed texts are empty has nothing but open ones in the whole.
    """
    table, every = record_type.name, ", ".join(literal(part) for part in Sensitivity)
    name = f"(SELECT '  ' || replace(coalesce(n.display_name_key, ''), ' ', '  ') FROM {table} n WHERE n.id = t.id)"
    return f"""
        CREATE OR REPLACE FUNCTION searched_{table}(needles text[], others text[]) RETURNS text
        LANGUAGE plpgsql STABLE {SAFELY} AS $$
        DECLARE
            parts text[] := open_texts('{table}');
            open text := '(' || CASE WHEN '{Sensitivity.NORMAL}' = ANY(parts) THEN $q$CASE WHEN t.{Sensitivity.NORMAL} <> '' THEN '' ELSE {name} END$q$
                ELSE $q${name}$q$ END || coalesce((SELECT string_agg(' || t.' || part, '') FROM unnest(parts) AS of_each(part)), '') || ')';
            closed text := (SELECT string_agg('t.' || part || ' = ''''', ' AND ') FROM unnest(ARRAY[{every}]) AS of_each(part)
                WHERE part <> ALL(parts));
            is_open text := CASE WHEN '{Sensitivity.NORMAL}' = ANY(parts) THEN 't.{Sensitivity.NORMAL} <> '''' AND ' || closed ELSE 'false' END;
            holds text := any_occurs('t.folded', needles, others);
        BEGIN
            RETURN CASE WHEN closed IS NULL THEN holds
                ELSE '(' || holds || ') AND (' || is_open || ' OR ' || any_occurs(open, needles, others) || ')' END;
        END $$
        """


def proposed(record_type: RecordType) -> str:
    """SQL, to be gone on with: what the index of texts proposes, of what one may see."""
    table = record_type.name
    return f"""WITH proposed AS MATERIALIZED (SELECT t.id FROM {table}_text t WHERE $q$ || holds || $q$)
                SELECT r.id FROM proposed p JOIN {table} r ON r.id = p.id WHERE {within(record_type, Act.VIEW, "r")}"""


def _found(record_type: RecordType) -> str:
    """The records whose text holds all needles, or all of the other ones, and that one may see.

    A policy would keep the index from being asked, since LIKE might tell what it looks at; and asked for in one step with
    an order, the planner would rather walk through the whole list for a rare word. Of a word that is in many records, whoever holds
    few of them has these looked at instead.
    """
    table = record_type.name
    around = ""
    if record_type.name == EXTENDED_TYPE:
        more = around_customer(record_type, Act.VIEW, "r")
        around = f" || CASE WHEN extended_companies() <> '{{}}' THEN ARRAY[$q${more}$q$] ELSE '{{}}' END"
    holders: list[str] = []

    def known(function: str, of_type: RecordType, act: Act) -> str:
        holders.append(f"{function}('{of_type.name}', '{act}')")
        return "%L"

    held = [f"{way} AND {inside(Act.VIEW, 'r')}" for way in held_by(record_type, Act.VIEW, "r", known)]
    ways = ", ".join(f"format($q${way}$q$, {holder})" for way, holder in zip(held, holders, strict=True))
    return f"""
        CREATE OR REPLACE FUNCTION found_{table}(needles text[], others text[], most bigint)
        RETURNS SETOF bigint LANGUAGE plpgsql VOLATILE ROWS 100 {SAFELY} AS $$
        DECLARE
            holds text := searched_{table}(needles, others);
            ways text[] := ARRAY[{ways}]{around};  -- with numbers in them: a planner likes to know them
            own text := (SELECT string_agg(format('SELECT r.id FROM {table} r WHERE r.state = %L AND %s', state, way), ' UNION ALL ')
                FROM unnest(ARRAY['active', 'trashed']) AS of_state(state), unnest(ways) AS of_way(way));  -- each has an index
            reached bigint;
        BEGIN
            IF is_owners() OR reaches_all('{table}', '{Act.VIEW}') THEN
                RETURN QUERY EXECUTE 'SELECT t.id FROM {table}_text t WHERE ' || holds || ' LIMIT $1' USING most;
                RETURN;
            END IF;
            IF NOT reads_shared('{table}', '{Act.VIEW}') THEN
                IF is_common_{table}(needles, others, many_hits()) THEN  -- only then is it worth a look at all that is reached
                    EXECUTE 'SELECT count(*) FROM (SELECT FROM (' || own || ') o LIMIT $1 + 1) s'
                        INTO reached USING many_held();
                END IF;
                IF reached <= many_held() THEN
                    RETURN QUERY EXECUTE 'WITH h AS MATERIALIZED (SELECT DISTINCT o.id FROM (' || own
                        || ') o) SELECT t.id FROM h JOIN {table}_text t ON t.id = h.id WHERE ' || holds || ' LIMIT $1' USING most;
                    RETURN;
                END IF;
            END IF;
            RETURN QUERY EXECUTE $q$
                {proposed(record_type)} LIMIT $1
            $q$ USING most;
        END $$
        """
