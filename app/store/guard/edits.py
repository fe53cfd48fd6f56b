"""What an update may change, and a new record say: a policy sees only the row that there is, or will be, and not what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, RecordType
from app.models.logins import BETWEEN, OWNER
from app.models.rights import Act
from app.models.tables import table_of
from app.models.values import State
from app.models.withheld import columns_of, naming_fields, withheld_fields
from app.store.guard.own_making import is_free
from app.store.guard.quoting import SAFELY, literal, name
from app.store.guard.reach import within

_CODE = "customer_code"
"""Made where none is given, by whoever makes the record."""

_STAMPS = frozenset({"id", "state", "version", "created_by", "changed_at", "changed_by"})
"""Not what a record says, but how it came to say so."""

_FORGED = (
    "n.created_by IS DISTINCT FROM w.created_by OR n.created_at IS DISTINCT FROM w.created_at"
    " OR (n.changed_by IS DISTINCT FROM w.changed_by AND n.changed_by IS DISTINCT FROM (SELECT me()))"
)
"""SQL: whether a row says of its changes what isn't so."""

_BY_PEOPLE = f"current_user <> role_prefix() || '{BETWEEN}{OWNER}'"
"""The owner's functions, which people call, ask for themselves what people may."""


def edit_triggers() -> Iterator[str]:
    """For each type functions that look at all rows of an update, or all new rows, at once, and their triggers."""
    for record_type in RECORD_TYPES.values():
        yield from _on_edits(record_type, record_type.name)
        yield from _on_fills(record_type, record_type.name)
        yield from _on_numbers(record_type)


def _on_edits(record_type: RecordType, table: str) -> Iterator[str]:
    both, usual = "latter n JOIN former w ON w.id = n.id", _is_usual(record_type)
    yield f"""
        CREATE OR REPLACE FUNCTION check_edits_of_{table}() RETURNS trigger LANGUAGE plpgsql {SAFELY}
        SET plan_cache_mode = force_generic_plan AS $$
        DECLARE
            may text[];
            refused boolean;
        BEGIN
            IF is_owners() THEN
                RETURN NULL;
            END IF;
            may := editable_fields('{table}');
            refused := EXISTS (SELECT FROM {both} WHERE {usual} AND ({_refused_of_usual(record_type)}));
            IF NOT refused AND EXISTS (SELECT FROM {both} WHERE NOT {usual}) THEN
                refused := EXISTS (SELECT FROM {both} WHERE NOT {usual} AND ({_refused(record_type)}));
            END IF;
            IF refused THEN
                RAISE insufficient_privilege USING MESSAGE = 'not allowed to change this of {table}';
            END IF;
            RETURN NULL;
        END $$
        """
    yield f"DROP TRIGGER IF EXISTS edits_checked ON {table}"
    yield (
        f"CREATE TRIGGER edits_checked AFTER UPDATE ON {table} REFERENCING OLD TABLE AS former NEW TABLE AS latter"
        f" FOR EACH STATEMENT WHEN ({_BY_PEOPLE}) EXECUTE FUNCTION check_edits_of_{table}()"
    )


def _on_fills(record_type: RecordType, table: str) -> Iterator[str]:
    yield f"""
        CREATE OR REPLACE FUNCTION check_fills_of_{table}() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
        DECLARE
            filled text[];
        BEGIN
            IF is_owners() THEN
                RETURN NULL;
            END IF;
            filled := ARRAY(
                SELECT DISTINCT f FROM latter n, unnest(ARRAY[{_filled(record_type)}]) AS of_each(f) WHERE f <> ''
                AND NOT (f = ANY({_granted(record_type)}) AND has_column_privilege(session_user, TG_RELID, f, 'UPDATE'))
            );
            IF filled <> '{{}}' AND NOT filled <@ fillable_fields('{table}') THEN
                RAISE insufficient_privilege USING MESSAGE = 'not allowed to fill this of {table}';
            END IF;
            RETURN NULL;
        END $$
        """
    yield f"DROP TRIGGER IF EXISTS fills_checked ON {table}"
    yield (
        f"CREATE TRIGGER fills_checked AFTER INSERT ON {table} REFERENCING NEW TABLE AS latter"
        f" FOR EACH STATEMENT EXECUTE FUNCTION check_fills_of_{table}()"
    )


def _on_numbers(record_type: RecordType) -> Iterator[str]:
    """A number of a series without gaps stays with the record that it was given to."""
    for field in record_type.fields:
        if field.gapless:
            check = f"check_{field.name}_of_{record_type.name}"
            yield f"""
                CREATE OR REPLACE FUNCTION {check}() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
                BEGIN
                    IF NOT is_owners() THEN
                        RAISE insufficient_privilege USING MESSAGE = 'not allowed to change a number that was given';
                    END IF;
                    RETURN NULL;
                END $$
                """
            trigger = f"{field.name}_stays"
            yield f"DROP TRIGGER IF EXISTS {trigger} ON {record_type.name}"
            yield (
                f"CREATE TRIGGER {trigger} AFTER UPDATE OF {field.name} ON {record_type.name} FOR EACH ROW"
                f" WHEN (OLD.{field.name} <> NEW.{field.name} OR OLD.{field.name} IS NOT NULL AND NEW.{field.name} IS NULL)"
                f" EXECUTE FUNCTION {check}()"
            )


def _filled(record_type: RecordType) -> str:
    """SQL: the names of the fields that somebody filled."""
    columns = table_of(record_type).columns
    typed = [field for field in record_type.value_fields if field.edited and field.name != _CODE]
    return ", ".join(
        f"CASE WHEN n.{name(field.name)} IS NOT NULL{_but_default(field, columns[field.name])} THEN {literal(field.name)} ELSE '' END"
        for field in typed
    )


def _granted(record_type: RecordType) -> str:
    """SQL: the fields of which the column's own privilege says already that one may write them, which costs next to nothing."""
    return f"ARRAY[{', '.join(literal(field.name) for field in withheld_fields(record_type) if field.edited)}]::text[]"


def _but_default(field: Field, column: sa.Column[object]) -> str:
    """SQL: and it isn't what every new record says."""
    if field.default is None:
        return ""
    default = str(field.default).lower() if isinstance(column.type, sa.Boolean) else literal(str(field.default))
    return f" AND n.{name(field.name)} <> {default}"


def _is_usual(record_type: RecordType) -> str:
    """SQL: whether a row, once `w` and now `n`, is reached by whoever reached it: of those little has to be asked.

    A server takes as long to begin a statement that asks for everything as to write the row.
    """
    reached_by = {column for act in Act for column in re.findall(r"\bw\.(\w+)", within(record_type, act, "w"))}
    same = _differs([column for column in table_of(record_type).columns if column.name in reached_by])
    return f"(w.state = '{State.ACTIVE}' AND n.state = w.state AND NOT ({same}))"


def _refused_of_usual(record_type: RecordType) -> str:
    """SQL: `_refused`, as far as it can be true of a usual row."""
    return " OR ".join(
        (
            f"{within(record_type, Act.VIEW, 'w')} IS NOT TRUE",
            _FORGED,
            _touches_others(record_type),
            f"({_differs(_said(record_type))} AND {within(record_type, Act.EDIT, 'w')} IS NOT TRUE)",
        )
    )


def _refused(record_type: RecordType) -> str:
    """SQL: whether a row, once `w` and now `n`, was changed in a way that its changer may not."""
    deletes = _both(record_type, Act.DELETE)
    edits = _both(record_type, Act.EDIT)
    return " OR ".join(
        (
            f"{_both(record_type, Act.VIEW)} IS NOT TRUE",
            _FORGED,
            f"(n.state <> w.state AND (n.version <= w.version OR ({deletes} OR {is_free(record_type, 'n')}) IS NOT TRUE))",
            f"({_touches_others(record_type)} AND {_emptied(record_type)} IS NOT TRUE)",
            f"({_differs(_said(record_type))} AND {edits} IS NOT TRUE AND {_emptied(record_type)} IS NOT TRUE)",
            f"(n.company_id IS DISTINCT FROM w.company_id AND {within(record_type, Act.ADD, 'n')} IS NOT TRUE)",
        )
    )


def _touches_others(record_type: RecordType) -> str:
    """SQL: whether it changes a field that its changer may not write, or what follows from such fields."""
    columns = table_of(record_type).columns
    touched = (
        f"({_differs([columns[column] for column in columns_of(field)])} AND NOT may && ARRAY[{', '.join(map(literal, by))}])"
        for field in record_type.all_fields
        if field.stored and (by := _deciders(record_type, field))
    )
    return f"({' OR '.join(touched)})"


def _deciders(record_type: RecordType, field: Field) -> tuple[str, ...]:
    """The fields of which one has to be open to whoever changes it; none if it is the program's own."""
    if field.derived is None:
        return (field.name,) if field.edited and field in record_type.value_fields else ()
    return (field.derived[0],) if field.derived[0] else tuple(sorted(naming_fields(record_type)))


def _both(record_type: RecordType, act: Act) -> str:
    """As it was and as it is: nobody takes what is others', nor gives away what they could not take back."""
    return f"({within(record_type, act, 'w')} AND {within(record_type, act, 'n')})"


def _said(record_type: RecordType) -> list[sa.Column[object]]:
    return [column for column in table_of(record_type).columns if column.name not in _STAMPS]


def _differs(columns: list[sa.Column[object]]) -> str:
    was, now = (f"ROW({', '.join(_compared(column, row) for column in columns)})" for row in ("w", "n"))
    return f"{was} IS DISTINCT FROM {now}"


def _compared(column: sa.Column[object], row: str) -> str:
    """JSON can't be compared but as a text."""
    return f"{row}.{name(column.name)}{'::text' if isinstance(column.type, sa.JSON) else ''}"


def _emptied(record_type: RecordType) -> str:
    """SQL: whether only references among those that are being purged were emptied."""
    own = [field.name for field in record_type.value_fields if field.target == record_type.name]
    left = [column for column in _said(record_type) if column.name not in own]
    emptied = "".join(f" AND n.{name(column)} IS NULL" for column in own)
    purges = within(record_type, Act.PURGE, "w")
    return f"(w.state = 'trashed' AND NOT ({_differs(left)}){emptied} AND {purges})"
