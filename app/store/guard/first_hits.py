"""The first hits of a search, found and sorted by the server for whoever asks: the way to them is chosen by how much they see."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.fields import RecordType, Sensitivity
from app.models.reaches import EXTENDED_TYPE
from app.models.rights import Act
from app.store.guard.finding import SEARCHED_TYPES, proposed
from app.store.guard.quoting import SAFELY, SCHEMA, SEARCHED, literal
from app.store.guard.reach import HOLDERS, inside, within
from app.store.list_order import MOST_STRANDS, WALK_COST

_FEW_HELD = 2_000
"""Whoever sees no more has all of them looked at, whatever is looked for."""

FOR_PEOPLE = tuple(f"first_found_{record_type.name}(text[], text[], bigint)" for record_type in SEARCHED_TYPES)
"""What people may call."""


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield f"CREATE OR REPLACE FUNCTION few_held() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {_FEW_HELD}::bigint'"
    for record_type in SEARCHED_TYPES:
        yield _among_few(record_type)
        yield _walked(record_type)
        yield _first_found(record_type)


def _is_held(record_type: RecordType) -> str:
    """SQL: whether one sees nothing but what somebody or some group holds."""
    alone = f"NOT reads_shared('{record_type.name}', '{Act.VIEW}')"
    return f"{alone} AND extended_companies() = '{{}}'" if record_type.name == EXTENDED_TYPE else alone


def _among_few(record_type: RecordType) -> str:
    """The first hits among what somebody or some group holds, and how many they are; none if they are not few.

    Nothing in it is made for the moment, so that a server plans it once. Texts that one may not search are looked past: what
    is left begins with the name, which is open to whoever sees a record, in a text that has no name of its own as well.
    """
    table = record_type.name
    held = " UNION ALL ".join(
        f"""SELECT h.id, h.key FROM unnest({function}('{table}', '{Act.VIEW}')) AS of_each(one) CROSS JOIN LATERAL (
                    SELECT r.id, r.display_name_key AS key FROM {table} r
                    WHERE r.{column} = one AND r.state = 'active' AND {inside(Act.VIEW, "r")}
                    ORDER BY r.display_name_key, r.id LIMIT few_held() + 1
                ) h"""
        for column, function in HOLDERS.items()
    )
    open_parts = " || ".join(f"CASE WHEN '{part}' = ANY(parts) THEN t.{part} ELSE '' END" for part in Sensitivity)
    is_named = f"'{Sensitivity.NORMAL}' = ANY(parts) AND t.{Sensitivity.NORMAL} <> ''"
    name = f"CASE WHEN {is_named} THEN '' ELSE '  ' || replace(coalesce(f.key, ''), ' ', '  ') END"
    return f"""
        CREATE OR REPLACE FUNCTION among_few_{table}(needles text[], others text[], most bigint, OUT held bigint, OUT hits bigint[])
        LANGUAGE plpgsql STABLE {SAFELY} SET plan_cache_mode = force_generic_plan AS $$
        DECLARE
            parts text[] := open_texts('{table}');
            wanted text[] := patterns(needles);
            or_wanted text[] := patterns(others);
        BEGIN
            WITH own AS MATERIALIZED (SELECT o.id, o.key FROM ({held}) o LIMIT few_held() + 1)
            SELECT (SELECT count(*) FROM own), ARRAY(
                SELECT f.id FROM (SELECT DISTINCT own.id, own.key FROM own) f JOIN {table}_text t ON t.id = f.id
                CROSS JOIN LATERAL (
                    SELECT CASE WHEN cardinality(parts) = {len(Sensitivity)} THEN t.folded ELSE {name} || {open_parts} END AS text OFFSET 0
                ) s
                WHERE (SELECT count(*) FROM own) <= few_held()
                AND ((wanted <> '{{}}' AND s.text LIKE ALL(wanted)) OR (or_wanted <> '{{}}' AND s.text LIKE ALL(or_wanted)))
                ORDER BY f.key, f.id LIMIT most
            ) INTO held, hits;
        END $$
        """


def _strands(record_type: RecordType) -> str:
    """SQL: a condition, as a text, for each holder by itself: what one of them holds has an index in the list's order."""
    asked = f"'{record_type.name}', '{Act.VIEW}'"
    holders = ", ".join(f"({literal(column)}, {function}({asked}))" for column, function in HOLDERS.items())
    return f"""ARRAY(
                SELECT format($q$r.%I = %s AND {inside(Act.VIEW, "r")}$q$, holder, one)
                FROM (VALUES {holders}) AS h(holder, held), unnest(h.held) AS of_each(one)
            )"""


def _walked(record_type: RecordType) -> str:
    """The first hits on a walk of so many rows along the index of each strand, merged, and how many rows were seen.

    It does what it is told in SQL, so it has no more rights than whoever calls it: the owner, in `_first_found`.
    """
    table = record_type.name
    return f"""
        CREATE OR REPLACE FUNCTION walked_{table}(strands text[], holds text, walked bigint, most bigint, OUT seen bigint, OUT hits bigint[])
        LANGUAGE plpgsql STABLE SET search_path = {SEARCHED} AS $$
        DECLARE
            in_order text := (SELECT string_agg(format($q$(SELECT r.display_name_key AS key, r.id FROM {table} r
                WHERE r.state = 'active' AND %s AND r.display_name_key IS NOT NULL
                ORDER BY r.display_name_key, r.id LIMIT $1)$q$, strand), ' UNION ALL ') FROM unnest(strands) AS of_each(strand));
            each record;
        BEGIN
            seen := 0;
            hits := '{{}}';
            FOR each IN EXECUTE $q$
                SELECT w.id, x.is_hit FROM (SELECT DISTINCT ON (s.key, s.id) s.key, s.id FROM ($q$ || in_order || $q$) s
                    ORDER BY s.key, s.id LIMIT $1) w
                LEFT JOIN LATERAL (SELECT ($q$ || holds || $q$) AS is_hit FROM {table}_text t WHERE t.id = w.id OFFSET 0) x ON true
                ORDER BY w.key, w.id
            $q$ USING walked LOOP
                seen := seen + 1;
                IF each.is_hit THEN
                    hits := hits || each.id;
                    EXIT WHEN cardinality(hits) = most;
                END IF;
            END LOOP;
        END $$
        """


def _first_found(record_type: RecordType) -> str:
    """The first of the active records that hold the needles and that one may see, in the order in which lists open.

    Of whoever sees few all are looked at. Whoever sees everything, or more of what some hold, has the list walked along its
    index, or along those of the holders, as far as pays for words that are common. Whatever is left is proposed by the index of
    texts and sorted. `finding._found` tells all of them, which whoever asks would have to look up once more to sort them.
    """
    table = record_type.name
    return f"""
        CREATE OR REPLACE FUNCTION first_found_{table}(needles text[], others text[], most bigint)
        RETURNS SETOF bigint LANGUAGE plpgsql VOLATILE ROWS 60 {SAFELY} AS $$
        DECLARE
            holds text;
            sees_all boolean := is_owners() OR reaches_all('{table}', '{Act.VIEW}') OR (
                reads_shared('{table}', '{Act.VIEW}')
                AND NOT EXISTS (SELECT FROM company c WHERE c.id <> ALL(my_companies()))
            );
            is_held boolean := NOT sees_all AND {_is_held(record_type)};
            strands text[];
            worth_sorting float;
            walked bigint;
            seen bigint;
            hits bigint[];
        BEGIN
            IF is_held THEN
                SELECT few.held, few.hits INTO seen, hits FROM among_few_{table}(needles, others, most) few;
                IF seen <= few_held() THEN
                    RETURN QUERY SELECT unnest(hits);
                    RETURN;
                END IF;
            END IF;
            holds := searched_{table}(needles, others);
            strands := CASE WHEN sees_all THEN ARRAY['true'] WHEN is_held THEN {_strands(record_type)} END;
            worth_sorting := sqrt(most * {WALK_COST} * (
                SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = '{SCHEMA}.{table}'::regclass));
            IF cardinality(strands) <= {MOST_STRANDS} AND is_common_{table}(needles, others, worth_sorting::bigint) THEN
                walked := 2 * worth_sorting + most;
                SELECT w.seen, w.hits INTO seen, hits FROM walked_{table}(strands, holds, walked, most) w;
                IF cardinality(hits) = most THEN
                    RETURN QUERY SELECT unnest(hits);
                    RETURN;
                ELSIF seen < walked THEN  -- nobody is left but those without a name
                    RETURN QUERY SELECT unnest(hits);
                    RETURN QUERY EXECUTE $q$
                        SELECT r.id FROM {table} r JOIN {table}_text t ON t.id = r.id
                        WHERE r.state = 'active' AND r.display_name_key IS NULL AND {within(record_type, Act.VIEW, "r")}
                        AND ($q$ || holds || $q$) ORDER BY r.id LIMIT $1
                    $q$ USING most - cardinality(hits);
                    RETURN;
                END IF;
            END IF;
            RETURN QUERY EXECUTE $q$
                {proposed(record_type)} AND r.state = 'active'
                ORDER BY r.display_name_key IS NULL, r.display_name_key, r.id LIMIT $1
            $q$ USING most;
        END $$
        """
