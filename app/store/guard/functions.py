"""What people have done for them, within their rights, that no policy could allow alone."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType, Sensitivity
from app.models.reaches import EXTENDED_TYPE
from app.models.rights import Act
from app.models.tables import text_table_of
from app.store.guard.quoting import SAFELY, SCHEMA, literal
from app.store.guard.reach import allowed, around_customer, held_by, inside, is_around, within
from app.store.turns import PICTURES, turn_at

_SAMPLED = 400
"""In so many steps the planner knows how often what occurs in a text: in steps of a quarter of a percent."""

_MANY_HITS, _MANY_HELD = 5_000, 20_000
"""From so many records that hold a word on, those are looked at that somebody reaches, if these are no more than so many."""

_LATEST_CHANGE = f"""
CREATE OR REPLACE FUNCTION latest_change() RETURNS bigint LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT coalesce(max(id), 0) FROM change
$$
"""
"""That something was changed everybody hears anyway; to look for the last change that one may see can take long."""

_own_references = {
    name: own
    for name, record_type in RECORD_TYPES.items()
    if (own := [field.name for field in record_type.value_fields if field.target == name])
}
_parted = "\n    ".join(
    f"IF kind = '{name}' THEN UPDATE {name} SET {', '.join(f'{each} = NULL' for each in own)} WHERE id = ANY(ids) AND state = 'trashed'"
    f" AND num_nonnulls({', '.join(own)}) > 0; END IF;"
    for name, own in _own_references.items()
)

_trashed = " ".join(
    f"WHEN '{name}' THEN EXISTS (SELECT FROM {name} r WHERE r.id = of_each.id AND r.state = 'trashed')"
    for name in RECORD_TYPES
)

_FORGET_VALUES = f"""
CREATE OR REPLACE FUNCTION forget_values(kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    IF NOT is_owners() AND EXISTS (
        SELECT FROM unnest(ids) AS of_each(id)
        WHERE (may(kind, '{Act.PURGE}', id) AND CASE kind {_trashed} END) IS NOT TRUE
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not allowed to purge these records';
    END IF;
    DELETE FROM change_field f USING change c
    WHERE c.id = f.change_id AND c.record_type = kind AND c.record_id = ANY(ids);
    {_parted}
END $$
"""
"""History is what nobody may take from, except those who purge a record of the trash with all that was said of it.

Whatever they may read of it themselves: neither do these records refer to each other any longer.
"""


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield is_around()
    yield _LATEST_CHANGE
    yield _may()
    yield _FORGET_VALUES
    yield _FORGET_PICTURES
    yield _ALL_OCCUR
    yield _ANY_OCCURS
    for name, many in {"many_hits": _MANY_HITS, "many_held": _MANY_HELD}.items():
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {many}::bigint'"
    yield _in_use()
    for record_type in RECORD_TYPES.values():
        if text_table_of(record_type) is not None:
            yield f"ALTER TABLE {record_type.name}_text ALTER COLUMN folded SET STATISTICS {_SAMPLED}"
            yield _is_common(record_type)
            yield _searched(record_type)
            yield _found(record_type)
            yield _first_found(record_type)


FOR_PEOPLE = (
    *("latest_change()", "may(text, text, bigint)", "forget_values(text, bigint[])", "forget_pictures(text[])"),
    "in_use(text, text, text, bigint, bigint)",
    *(
        f"{asked}_{record_type.name}(text[], text[], bigint)"
        for asked in ("found", "first_found", "is_common")
        for record_type in RECORD_TYPES.values()
        if text_table_of(record_type) is not None
    ),
)
"""What people may call."""


def _may() -> str:
    """Whether one may do something to a record; not whether there is one, for whoever doesn't see it."""
    of_types = " ".join(
        f"WHEN '{name}' THEN EXISTS (SELECT FROM {name} r WHERE r.id = record_id AND CASE act {_acts(record_type)} END)"
        for name, record_type in RECORD_TYPES.items()
    )
    return f"""
        CREATE OR REPLACE FUNCTION may(kind text, act text, record_id bigint) RETURNS boolean
        LANGUAGE plpgsql STABLE {SAFELY} SET plan_cache_mode = force_generic_plan AS $$
        BEGIN RETURN CASE kind {of_types} END; END $$
        """


def _acts(record_type: RecordType) -> str:
    return " ".join(f"WHEN '{act}' THEN {allowed(record_type, act, 'r')}" for act in Act)


_FORGET_PICTURES = f"""
CREATE OR REPLACE FUNCTION forget_pictures(contents text[]) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    IF NOT is_owners() AND granted('image', '{Act.PURGE}') = '{{}}' THEN
        RAISE insufficient_privilege USING MESSAGE = 'not allowed to purge pictures';
    END IF;
    PERFORM {turn_at(PICTURES)};  -- who adds one has found these bytes there, or finds them gone
    DELETE FROM image_content p WHERE p.sha256 = ANY(contents)
    AND NOT EXISTS (SELECT FROM image i WHERE i.sha256 = p.sha256) AND NOT EXISTS (
        SELECT FROM change_field f JOIN change c ON c.id = f.change_id AND c.record_type = 'image'
        WHERE f.field = 'sha256' AND to_json(p.sha256)::text IN (f.old, f.new)
    );
END $$
"""
"""Whoever purges a picture has its bytes go, unless a picture that they may not even see, or its history, names them."""

_ALL_OCCUR = f"""
CREATE OR REPLACE FUNCTION all_occur(folded text, needles text[]) RETURNS text LANGUAGE sql IMMUTABLE {SAFELY} AS $$
    SELECT string_agg(
        folded || format(' LIKE %L', '%' || regexp_replace(needle, '([\\\\%_])', '\\\\\\1', 'g') || '%'), ' AND '
    ) FROM unnest(needles) AS of_each(needle)
$$
"""
"""What was typed is looked for as it is, and is never a pattern."""


_ANY_OCCURS = f"""
CREATE OR REPLACE FUNCTION any_occurs(folded text, needles text[], others text[]) RETURNS text
LANGUAGE sql IMMUTABLE {SAFELY} AS $$
    SELECT coalesce(string_agg('(' || term || ')', ' OR '), 'false')
    FROM unnest(ARRAY[all_occur(folded, needles), all_occur(folded, others)]) AS of_each(term)
$$
"""
"""Conditions on a text, as a text; the lists of needles stand beside each other."""


def _in_use() -> str:
    """Whether an active record has a value that only one may have; whose it is, is not said."""
    unique = [
        (name, field) for name, record_type in RECORD_TYPES.items() for field in record_type.all_fields if field.unique
    ]
    cases = " ".join(
        f"WHEN '{name}.{field.name}' THEN EXISTS (SELECT FROM {name} r WHERE r.state = 'active' AND r.{field.key_name} = key"
        f" AND r.id <> own_id{'' if field.among_all else ' AND r.company_id = company'})"
        for name, field in unique
    )
    return f"""
        CREATE OR REPLACE FUNCTION in_use(kind text, field text, key text, company bigint, own_id bigint)
        RETURNS boolean LANGUAGE plpgsql STABLE {SAFELY} AS $$
        BEGIN RETURN CASE kind || '.' || field {cases} ELSE false END; END $$
        """


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
            RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float > greatest(most, stored / 200);
        END $$
        """


def _searched(record_type: RecordType) -> str:
    """What has to hold of a text `t` that has the needles, as a text for statements, for whoever asks.

    The index knows the whole text only: whoever may not search all of it has what it proposes looked at once more, in what they may
    search and in the name, which is open to whoever sees a record and stands in the first of the texts, where they are kept apart.
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
            holds text := any_occurs('t.folded', needles, others);
        BEGIN
            RETURN CASE WHEN parts @> ARRAY[{every}] THEN holds
                ELSE '(' || holds || ') AND (' || any_occurs(open, needles, others) || ')' END;
        END $$
        """


def _first_found(record_type: RecordType) -> str:
    """The first of the active records that hold the needles and that one may see, in the order in which lists open.

    `_found` tells all of them, which whoever asks would have to look up once more to sort them.
    """
    table = record_type.name
    return f"""
        CREATE OR REPLACE FUNCTION first_found_{table}(needles text[], others text[], most bigint)
        RETURNS SETOF bigint LANGUAGE plpgsql VOLATILE ROWS 60 {SAFELY} AS $$
        BEGIN
            RETURN QUERY EXECUTE $q$
                WITH proposed AS MATERIALIZED (SELECT t.id FROM {table}_text t WHERE $q$ || searched_{table}(needles, others) || $q$)
                SELECT r.id FROM proposed p JOIN {table} r ON r.id = p.id
                WHERE r.state = 'active' AND {within(record_type, Act.VIEW, "r")}
                ORDER BY r.display_name_key IS NULL, r.display_name_key, r.id LIMIT $1
            $q$ USING most;
        END $$
        """


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
                WITH proposed AS MATERIALIZED (SELECT t.id FROM {table}_text t WHERE $q$ || holds || $q$)
                SELECT p.id FROM proposed p JOIN {table} r ON r.id = p.id
                WHERE {within(record_type, Act.VIEW, "r")} LIMIT $1
            $q$ USING most;
        END $$
        """
