"""Which fields whoever is connected may read and write: the rules of `models/field_rights.py`, as functions of the owner's.

They hold for all records of a type alike. The log tells of no field that may not be read, search finds by none, and an edit
changes none that may not be written. `columns` withholds the columns themselves by the same answers.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.field_rights import DEFAULT_ACCESS
from app.models.fields import Field, RecordType, Sensitivity
from app.models.rights import EVERY, Act, FieldAccess, Reach
from app.models.sight import NAMES
from app.models.withheld import WITH_NAMES
from app.store.guard.kept import is_own
from app.store.guard.quoting import SAFELY, literal
from app.store.guard.reach import speaks_of

_OPENNESS = f"ARRAY[{', '.join(map(literal, FieldAccess))}]"
_SAID_LOUDEST = f"""
    max(8 * (2 * (x.record_type <> '{EVERY}')::int + (x.field <> '{EVERY}')::int) + array_position({_OPENNESS}, x.access::text)) % 8
"""
"""What a role says by the names of the type and the field stands before what it says of all others; the type's goes first."""

_NAME = ""
"""In place of the field that decides about what a record is called, which is open to whoever sees any."""


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield _field_accesses()
    yield _OWN_ACCESSES
    yield _READABLE_FIELDS
    yield _EDITABLE_FIELDS
    yield _fillable_fields()
    yield _open_texts()


FOR_PEOPLE = (
    *("field_accesses(text)", "readable_fields(text)", "editable_fields(text)", "fillable_fields(text)"),
    "open_texts(text)",
)
"""What people may call: each tells them about themselves alone."""

_OWN_ACCESSES = f"""
CREATE OR REPLACE FUNCTION field_accesses(kind text) RETURNS TABLE (field text, access text)
LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT a.field, a.access FROM field_accesses_of(me(), kind) a
$$
"""
_READABLE_FIELDS, _EDITABLE_FIELDS = (
    f"""
    CREATE OR REPLACE FUNCTION {name}_fields(kind text) RETURNS text[] LANGUAGE plpgsql STABLE {SAFELY} AS $$
    BEGIN RETURN coalesce((SELECT k.{name} FROM rights_kept k WHERE {is_own(f"{name}_fields.kind")}), '{{}}'); END $$
    """
    for name in ("readable", "editable")
)


def _fillable_fields() -> str:
    """What one may fill in a record that one makes: also what it can't be without, and what follows from its name."""
    needed = ", ".join(
        f"({literal(record_type.name)}, {literal(field.name)})"
        for record_type in RECORD_TYPES.values()
        for field in record_type.value_fields
        if field.name in NAMES | WITH_NAMES or (field.required and field.default is None)
    )
    return f"""
        CREATE OR REPLACE FUNCTION fillable_fields(kind text) RETURNS text[] LANGUAGE sql STABLE {SAFELY} AS $$
            SELECT editable_fields(kind) || CASE WHEN granted(kind, '{Act.ADD}') = '{{}}' THEN '{{}}' ELSE ARRAY(
                SELECT n.called FROM (VALUES {needed}) AS n(of_kind, called) WHERE n.of_kind = kind
            ) END
        $$
        """


def _field_accesses() -> str:
    """A field is as open as the role that opens it most, and never more than one that it follows.

    Nor is it more open than records are to whoever asks.
    """
    sees = f"g.act = '{Act.VIEW}' AND g.reach <> '{Reach.NONE}' AND {speaks_of('kind')}"
    of_role = f"role_field_rule x WHERE x.role_id = r.id AND x.record_type IN (kind, '{EVERY}')"
    ruled = f"SELECT x.field::text FROM {of_role} AND x.field <> '{EVERY}'"
    by_all = f"SELECT {_SAID_LOUDEST} FROM {of_role} AND x.field = '{EVERY}'"
    by_name = f"SELECT {_SAID_LOUDEST} FROM {of_role} AND x.field IN (f.decider, '{EVERY}')"
    preset = f"CASE WHEN r.sees THEN array_position({_OPENNESS}, f.preset) END"
    said = f"CASE WHEN f.decider = ANY(r.ruled) THEN ({by_name}) WHEN f.decider <> '{_NAME}' THEN r.by_all END"
    of_types = " ".join(
        f"""
            WHEN '{record_type.name}' THEN RETURN QUERY
                WITH roles AS MATERIALIZED (
                    SELECT r.id, EXISTS (SELECT FROM role_right g WHERE g.role_id = r.id AND {sees}) AS sees,
                        ARRAY({ruled}) AS ruled, ({by_all}) AS by_all
                    FROM staff_role h JOIN role r ON r.id = h.role_id AND r.state = 'active' WHERE h.staff_id = person
                )
                SELECT each.called, ({_OPENNESS})[least(most, min(each.open))] FROM (
                    SELECT f.called, f.step, coalesce(max(coalesce({said}, {preset})), 1) AS open
                    FROM (VALUES {_rows(record_type)}) AS f(called, step, decider, preset) LEFT JOIN roles r ON true
                    GROUP BY f.called, f.step
                ) AS each GROUP BY each.called;"""
        for record_type in RECORD_TYPES.values()
    )
    return f"""
        CREATE OR REPLACE FUNCTION field_accesses_of(person bigint, kind text) RETURNS TABLE (field text, access text)
        LANGUAGE plpgsql STABLE {SAFELY} SET plan_cache_mode = force_generic_plan AS $$
        DECLARE
            may text[] := acts_of(person, kind);
            most int := CASE WHEN '{Act.VIEW}' <> ALL(may) THEN 1 WHEN may && ARRAY['{Act.ADD}', '{Act.EDIT}'] THEN 4 ELSE 3 END;
        BEGIN
            CASE kind {of_types} ELSE END CASE;
        END $$
        """


def _rows(record_type: RecordType) -> str:
    """For every field itself and those that it follows: which field decides, and how open it is without a rule."""
    return ", ".join(
        f"({literal(field.name)}, {literal(one.name)}, {literal(_decider(one))}, {literal(_preset(record_type, one))})"
        for field in record_type.all_fields
        for one in _chain(record_type, field)
    )


def _open_texts() -> str:
    """Which of the texts that a record is found by one may search: those that hold no field that one may not read."""
    rows = ", ".join(
        f"({literal(record_type.name)}, {literal(field.sensitivity)}, {literal(field.name)})"
        for record_type in RECORD_TYPES.values()
        for field in record_type.fields
        if field.searched or (field.items and any(part.searched for part in field.items.fields))
    )
    return f"""
        CREATE OR REPLACE FUNCTION open_texts(kind text) RETURNS text[] LANGUAGE plpgsql STABLE {SAFELY} AS $$
        DECLARE
            every text[] := ARRAY[{", ".join(map(literal, Sensitivity))}];
            readable text[];
        BEGIN
            IF is_owners() THEN
                RETURN every;
            END IF;
            readable := readable_fields(kind);
            RETURN ARRAY(SELECT part FROM unnest(every) AS of_each(part) WHERE NOT EXISTS (
                SELECT FROM (VALUES {rows}) AS s(of_kind, part, called)
                WHERE s.of_kind = kind AND s.part = of_each.part AND s.called <> ALL(readable)
            ));
        END $$
        """


def _chain(record_type: RecordType, field: Field) -> Iterator[Field]:
    """The field and those that it follows."""
    yield field
    if field.follows:
        yield from _chain(record_type, record_type.by_name[field.follows])


def _decider(field: Field) -> str:
    """Which field's rules hold for it."""
    return field.name if field.derived is None else field.derived[0] or _NAME


def _preset(record_type: RecordType, field: Field) -> FieldAccess:
    """How open it is where no rule says anything."""
    decider = _decider(field)
    return DEFAULT_ACCESS[record_type.by_name[decider].sensitivity] if decider else FieldAccess.EDITABLE


def field_accesses(connection: sa.Connection, record_type: RecordType) -> dict[str, FieldAccess]:
    """What whoever is connected to a server may do to each field of a type, common ones included."""
    found = sa.func.field_accesses(record_type.name).table_valued("field", "access")
    return {row.field: FieldAccess(row.access) for row in connection.execute(sa.select(found))}
