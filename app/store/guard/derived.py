"""What follows from fields that whoever writes may not read: a record's name, and the words that it is found by.

The program works it out itself wherever it can (`store/rows.py`); functions of the owner's do the same with what is stored, for
those from whom a part of it is withheld. They can be called at any time: they only make true what should be so.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.models.catalogue import RECORD_TYPES
from app.models.fields import CODED_KINDS, Field, FirstOf, Kind, RecordType, Sensitivity, item_type
from app.models.folding import SORT_KEY_LENGTH
from app.models.rights import Act
from app.models.tables import text_table_of
from app.store.dialects import FOLD_FUNCTION
from app.store.guard.quoting import SAFELY, literal
from app.store.guard.reach import allowed
from app.store.labels import fixed_labels

FOR_PEOPLE = (
    *(f"catch_up_{name}(bigint[])" for name in RECORD_TYPES),
    *(f"relabel_{name}(text, text)" for name in RECORD_TYPES),
)
"""What people may call."""

_MARKED_WORDS = f"""
CREATE OR REPLACE FUNCTION marked_words(typed text) RETURNS text LANGUAGE sql STABLE {SAFELY} AS $$
    WITH words AS (
        SELECT w, min(place) AS place FROM regexp_split_to_table({FOLD_FUNCTION}(typed), ' ') WITH ORDINALITY AS s(w, place)
        GROUP BY w
    ), marked AS (
        SELECT w, place FROM words UNION ALL
        SELECT replace(w, '''', ''), place + (SELECT max(place) FROM words) FROM words WHERE strpos(w, '''') > 0
    )
    SELECT coalesce(string_agg('  ' || w, '' ORDER BY place), '')
    FROM (SELECT w, min(place) AS place FROM marked WHERE w <> '' GROUP BY w) AS distinct_words
$$
"""
_SORT_KEY = f"""
CREATE OR REPLACE FUNCTION sort_key(typed text) RETURNS text LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT nullif(rtrim(left({FOLD_FUNCTION}(typed), {SORT_KEY_LENGTH}), ' '), '')
$$
"""


_KEEP_FORMER_CODE = f"""
CREATE OR REPLACE FUNCTION keep_former_code() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    IF NOT coalesce(NEW.former_codes::jsonb, '[]') @> to_jsonb(OLD.customer_code) THEN
        NEW.former_codes := (coalesce(NEW.former_codes::jsonb, '[]') || to_jsonb(OLD.customer_code))::text;
    END IF;
    RETURN NEW;
END $$
"""
"""Old codes keep finding their customer, also where whoever gives another one can't read those before."""

_FORMER_CODE_KEPT = """
CREATE OR REPLACE TRIGGER former_code_kept BEFORE UPDATE OF customer_code ON customer FOR EACH ROW
WHEN (OLD.customer_code <> NEW.customer_code) EXECUTE FUNCTION keep_former_code()
"""


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield _KEEP_FORMER_CODE
    yield _FORMER_CODE_KEPT
    yield _MARKED_WORDS
    yield _SORT_KEY
    for record_type in RECORD_TYPES.values():
        yield _catch_up(record_type)
        yield _relabel(record_type)


def _catch_up(record_type: RecordType) -> str:
    """Keys are only made anew where one may edit the record, since its row is written; texts always."""
    name = record_type.name
    keys = {"display_name": f"left({_name(record_type)}, {record_type.by_name['display_name'].max_length})"}
    found = {**keys, "display_name_key": f"sort_key({keys['display_name']})", **dict(_label_keys(record_type))}
    differs = " OR ".join(f"r.{column} IS DISTINCT FROM {value}" for column, value in found.items())
    changes = ", ".join(f"{column} = {value}" for column, value in found.items())
    may = f"(is_owners() OR {allowed(record_type, Act.EDIT, 'r')})"
    return f"""
        CREATE OR REPLACE FUNCTION catch_up_{name}(ids bigint[]) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
        BEGIN
            UPDATE {name} r SET {changes} WHERE r.id = ANY(ids) AND ({differs}) AND {may};
            {_rewritten(record_type)}
        END $$
        """


def _relabel(record_type: RecordType) -> str:
    """All records that hold a pick value, of which people read something else by now; how many there were."""
    name = record_type.name
    picked = (
        field for field in record_type.value_fields if field.kind is Kind.PICK and (field.searched or field.has_key)
    )
    holds = " OR ".join(f"(pick_list = {literal(each.pick_list)} AND r.{each.name} = value)" for each in picked)
    return f"""
        CREATE OR REPLACE FUNCTION relabel_{name}(pick_list text, value text) RETURNS bigint LANGUAGE plpgsql {SAFELY} AS $$
        DECLARE
            ids bigint[] := ARRAY(SELECT r.id FROM {name} r WHERE {holds or "false"});
        BEGIN
            IF NOT is_owners() AND granted('pick_value', '{Act.EDIT}') = '{{}}' THEN
                RAISE insufficient_privilege USING MESSAGE = 'not allowed to rename values';
            END IF;
            PERFORM catch_up_{name}(ids);
            RETURN cardinality(ids);
        END $$
        """


def _name(record_type: RecordType) -> str:
    names = record_type.title.names if isinstance(record_type.title, FirstOf) else ()
    return f"coalesce({', '.join(_first_line(record_type.by_name[each]) for each in names)})"


def _first_line(field: Field) -> str:
    return f"split_part(r.{field.name}, E'\\n', 1)" if field.kind is Kind.LONG_TEXT else f"r.{field.name}"


def _label_keys(record_type: RecordType) -> Iterator[tuple[str, str]]:
    for field in record_type.stored_fields:
        if field.has_key and field.kind is Kind.PICK:
            yield field.key_name, f"sort_key({_text(field, f'r.{field.name}')})"


def _rewritten(record_type: RecordType) -> str:
    table = text_table_of(record_type)
    if table is None:
        return ""
    texts = {part: ", ".join(found) for part in Sensitivity if (found := list(_texts(record_type, part)))}
    made = ", ".join(f"marked_words(concat_ws(' ', {text})) AS {part}" for part, text in texts.items())
    changes = ", ".join(f"{part} = n.{part}" for part in texts)
    differs = " OR ".join(f"t.{part} <> n.{part}" for part in texts)
    return f"""
        UPDATE {table.name} t SET {changes} FROM (SELECT r.id, {made} FROM {record_type.name} r WHERE r.id = ANY(ids)) AS n
        WHERE t.id = n.id AND ({differs});
    """


def _texts(record_type: RecordType, part: Sensitivity) -> Iterator[str]:
    """In the order in which `RowBuilder` has them, which is that of their declarations."""
    for field in record_type.stored_fields:
        if field.searched and field.sensitivity is part:
            yield _text(field, f"r.{field.name}")
    for field in record_type.item_fields:
        child = item_type(field)
        searched = [_text(each, f"c.{each.name}") for each in child.stored_fields if each.searched]
        if searched and field.sensitivity is part:
            rows = f"SELECT string_agg(concat_ws(' ', {', '.join(searched)}), ' ' ORDER BY c.id) FROM {child.name} c"
            yield f"({rows} WHERE c.{record_type.name}_id = r.id)"


def _text(field: Field, column: str) -> str:
    """What people read for the value."""
    if field.kind is Kind.TAGS:
        return f"(SELECT string_agg(tag, ', ') FROM json_array_elements_text({column}::json) AS of_each(tag))"
    if field.kind is Kind.PICK:
        label = (
            f"SELECT p.label FROM pick_value p WHERE p.pick_list = {literal(field.pick_list)} AND p.value = {column}"
        )
        return f"coalesce(({label} LIMIT 1), {column})"
    if field.kind in CODED_KINDS:
        labels = " ".join(f"WHEN {literal(code)} THEN {literal(label)}" for code, label in fixed_labels(field).items())
        return f"CASE {column} {labels} ELSE {column} END"
    return f"{column}::text"
