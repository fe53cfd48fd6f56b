"""What people read of fields that are masked for them, and the whole value once it is noted that they look at it.

A note counts when it is committed: somebody who takes back the transaction in which they wrote it has not read anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.models.accesses import AccessAct
from app.models.catalogue import RECORD_TYPES
from app.models.fields import CODED_KINDS, Field, Kind, RecordType, item_type
from app.models.masking import HIDDEN_PART, LEAST_HIDDEN, SHOWN
from app.models.rights import Act, FieldAccess
from app.models.withheld import withheld_fields
from app.store.guard.accesses import IS_ON_SETTING
from app.store.guard.quoting import SAFELY, literal

NOTED_FOR = "1 minute"
"""For so long after a note somebody reads what it is about."""

_TYPES = tuple(record_type for record_type in RECORD_TYPES.values() if withheld_fields(record_type))

FOR_PEOPLE = tuple(
    signature.format(record_type.name)
    for record_type in _TYPES
    for signature in ("masked_{}(bigint)", "unmasked_{}(bigint, text)")
)
"""What people may call."""

_REFERRING = frozenset({Kind.RECORD, Kind.IMAGE})
"""Of what is referred to by such a field nothing is shown while it is masked."""

_MASKED = f"""
CREATE OR REPLACE FUNCTION masked_text(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT {SAFELY} AS $$
    SELECT {literal(HIDDEN_PART)} || CASE WHEN length(packed) >= {SHOWN + LEAST_HIDDEN} THEN right(packed, {SHOWN}) ELSE '' END
    FROM (SELECT regexp_replace(typed, '[[:space:]]+', '', 'g')) AS t(packed)
$$
"""


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield _MASKED
    for record_type in _TYPES:
        yield _masked(record_type)
        yield _unmasked(record_type)


def _masked(record_type: RecordType) -> str:
    """A line for each value, or child row, of what is masked: the last characters of texts, and of others that there is one."""
    name = record_type.name
    fields = f"ARRAY(SELECT a.field FROM field_accesses('{name}') a WHERE a.access = '{FieldAccess.MASKED}')"
    lines = " UNION ALL ".join(_lines(record_type))
    return f"""
        CREATE OR REPLACE FUNCTION masked_{name}(record_id bigint) RETURNS TABLE (field text, label text, line text)
        LANGUAGE plpgsql STABLE {SAFELY} AS $$
        DECLARE
            fields text[] := {fields};
        BEGIN
            IF fields <> '{{}}' AND may('{name}', '{Act.VIEW}', record_id) THEN
                RETURN QUERY SELECT l.field, l.label, l.line FROM ({lines}) AS l(field, label, line, place)
                WHERE l.field = ANY(fields) AND l.line IS NOT NULL ORDER BY l.place;
            END IF;
        END $$
        """


def _lines(record_type: RecordType) -> Iterator[str]:
    for field in withheld_fields(record_type):
        if field.kind in _REFERRING:
            continue
        if field.items is None:
            line = f"SELECT {literal(field.name)}, '', {_line(field, f'r.{field.name}')}, 0::bigint"
            yield f"{line} FROM {record_type.name} r WHERE r.id = record_id"
            continue
        child = item_type(field)
        label = "coalesce(c.label::text, '')" if "label" in child.by_name else "''"
        shown = "c.number" if "number" in child.by_name else "c.address" if "address" in child.by_name else "''"
        yield (
            f"SELECT {literal(field.name)}, {label}, coalesce(masked_text({shown}), {literal(HIDDEN_PART)}), c.id"
            f" FROM {child.name} c WHERE c.{record_type.name}_id = record_id"
        )


def _line(field: Field, column: str) -> str:
    """Of a code, a number or a date the last characters would be all there is to know."""
    is_long = field.is_text and field.kind not in CODED_KINDS
    hidden = f"CASE WHEN {column} IS NOT NULL THEN {literal(HIDDEN_PART)} END"
    return f"masked_text({column}::text)" if is_long else hidden


def _unmasked(record_type: RecordType) -> str:
    name = record_type.name
    values = " ".join(_values(record_type))
    noted = f"""EXISTS (
        SELECT FROM access a WHERE a.record_id = unmasked_{name}.record_id AND a.record_type = '{name}' AND a.staff_id = mine
        AND a.act = '{AccessAct.UNMASKED}' AND a.detail = wanted AND a.at > clock_timestamp() - interval '{NOTED_FOR}'
        AND a.xmin <> pg_current_xact_id()::xid)"""
    is_off = f"EXISTS (SELECT FROM desk_setting d WHERE d.name = '{IS_ON_SETTING}' AND d.value = 'false')"
    return f"""
        CREATE OR REPLACE FUNCTION unmasked_{name}(record_id bigint, wanted text) RETURNS json
        LANGUAGE plpgsql VOLATILE {SAFELY} AS $$
        DECLARE
            mine bigint := me();
        BEGIN
            IF may('{name}', '{Act.VIEW}', record_id) IS NOT TRUE OR NOT EXISTS (
                SELECT FROM field_accesses('{name}') a WHERE a.field = wanted AND a.access <> '{FieldAccess.HIDDEN}'
            ) THEN
                RAISE insufficient_privilege USING MESSAGE = 'not allowed to read this of {name}';
            ELSIF NOT ({noted} OR {is_off}) THEN
                RAISE insufficient_privilege USING MESSAGE = 'not noted that somebody reads this of {name}';
            END IF;
            RETURN CASE wanted {values} END;
        END $$
        """


def _values(record_type: RecordType) -> Iterator[str]:
    """As the log has them: JSON."""
    for field in withheld_fields(record_type):
        if field.items is not None:
            child = item_type(field)
            rows = f"SELECT json_agg(to_json(c) ORDER BY c.id) FROM {child.name} c WHERE c.{record_type.name}_id = record_id"
            yield f"WHEN {literal(field.name)} THEN ({rows})"
        else:
            column = f"r.{field.name}::json" if field.kind is Kind.TAGS else f"to_json(r.{field.name})"
            yield f"WHEN {literal(field.name)} THEN (SELECT {column} FROM {record_type.name} r WHERE r.id = record_id)"
