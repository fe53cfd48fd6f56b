"""What people may write into the log, which nobody changes again: what they have just done, and nothing else.

Undo, history and whoever looks after the others believe what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.rights import Act as Right
from app.store.changes import Act
from app.store.guard.quoting import SAFELY, literal

NOW = "(SELECT pg_current_xact_id()::xid)"

_IS_OWN_BATCH = f"""
CREATE OR REPLACE FUNCTION is_own_batch(number bigint) RETURNS boolean LANGUAGE plpgsql STABLE {SAFELY} AS $$
BEGIN RETURN EXISTS (SELECT FROM batch b WHERE b.id = number AND b.staff_id = me()); END $$
"""
_IS_CHANGE_OF = f"""
CREATE OR REPLACE FUNCTION is_change_of(number bigint, kind text, record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE {SAFELY} AS $$
BEGIN RETURN EXISTS (SELECT FROM change c WHERE c.id = number AND c.record_type = kind AND c.record_id = record); END $$
"""
"""Asked of the owner: a policy can't ask about the table that it guards."""

_IS_EMPTY_BATCH = f"""
CREATE OR REPLACE FUNCTION is_empty_batch(number bigint) RETURNS boolean LANGUAGE plpgsql STABLE {SAFELY} AS $$
BEGIN RETURN NOT EXISTS (SELECT FROM change c WHERE c.batch_id = number); END $$
"""
"""Also of changes that one doesn't see, so of the owner."""

_NAMED_BY_WORK = f"""
CREATE OR REPLACE FUNCTION named_by_work(people bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql STABLE {SAFELY} AS $$
BEGIN
    RETURN QUERY SELECT s.id FROM unnest(people) AS s(id)
        WHERE (is_owners() OR may('staff', '{Right.PURGE}', s.id)) AND (
            EXISTS (SELECT FROM change c WHERE c.staff_id = s.id) OR EXISTS (SELECT FROM draft d WHERE d.staff_id = s.id)
            OR EXISTS (SELECT FROM batch b WHERE b.staff_id = s.id)
        );
END $$
"""
"""Those who did anything, or have begun to: whoever would purge them need not see what it was."""

FUNCTIONS = (_NAMED_BY_WORK, _IS_OWN_BATCH, _IS_CHANGE_OF, _IS_EMPTY_BATCH)
FOR_PEOPLE = (
    *("named_by_work(bigint[])", "is_own_batch(bigint)", "is_change_of(bigint, text, bigint)"),
    "is_empty_batch(bigint)",
)
"""What people may call."""


def is_done() -> str:
    """SQL: whether a change tells of what its writer does to the record within the same transaction.

    Whoever wrote the record's row was let do so by the policies of its table. Who takes back what others did says so of the
    same record; a batch is one's own.
    """
    acts = ", ".join(literal(act) for act in Act)
    parts = (
        f"change.act IN ({acts})",
        f"CASE change.record_type {' '.join(_written())} ELSE false END",
        "(change.batch_id IS NULL OR is_own_batch(change.batch_id))",
        "(change.undoes IS NULL OR is_change_of(change.undoes, change.record_type, change.record_id))",
    )
    return " AND ".join(parts)


def _written() -> Iterator[str]:
    for name in RECORD_TYPES:
        leaves = f"r.state = 'trashed' AND r.version + 1 = change.version AND may('{name}', '{Right.PURGE}', r.id)"
        yield (
            f"WHEN '{name}' THEN EXISTS (SELECT FROM {name} r WHERE r.id = change.record_id AND CASE change.act"
            f" WHEN '{Act.PURGED}' THEN {leaves} ELSE r.version = change.version AND r.xmin = {NOW} END OFFSET 0)"
        )


def is_said(kind: str) -> str:
    """SQL: whether what stands in `change_field` is of a field that its writer may write, or that the program fills.

    Args:
        kind: what says of which type the record is.
    """
    cases = (
        f"WHEN '{name}' THEN field = ANY((SELECT editable_fields('{name}') || {_filled(record_type)})::text[])"
        for name, record_type in RECORD_TYPES.items()
    )
    values = " AND ".join(f"({value} IS NULL OR {value}::json IS NOT NULL)" for value in ("old", "new"))
    return f"CASE {kind} {' '.join(cases)} ELSE false END AND {values}"


def _filled(record_type: RecordType) -> str:
    filled = (field.name for field in record_type.value_fields if not field.edited and field.derived is None)
    return f"ARRAY[{', '.join(map(literal, filled))}]::text[]"
