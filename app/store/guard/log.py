"""What people may write into the log, which nobody changes again: what they have just done, and nothing else.

Undo, history and whoever looks after the others believe what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.rights import Act as Right
from app.store.changes import Act
from app.store.guard.quoting import SAFELY, SEARCHED, literal

_NOW = "(SELECT pg_current_xact_id()::xid)"

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


def functions() -> Iterator[str]:
    """Statements that make them."""
    yield from (_NAMED_BY_WORK, _IS_OWN_BATCH, _IS_CHANGE_OF, _IS_EMPTY_BATCH)
    yield _is_done()
    yield _is_said()


FOR_PEOPLE = (
    *("named_by_work(bigint[])", "is_own_batch(bigint)", "is_change_of(bigint, text, bigint)"),
    *("is_empty_batch(bigint)", "is_done(text, text, bigint, int, bigint, bigint)", "is_said(bigint, text)"),
)
"""What people may call."""


def _is_done() -> str:
    """Whether a change tells of what its writer does to the record within the same transaction.

    Whoever wrote the record's row was let do so by the policies of its table. Who takes back what others did says so of the
    same record; a batch is one's own.

    It is asked as whoever writes, who has to see the record; as a function, so that of all types only the policies of that one
    are gone into.
    """
    acts = ", ".join(literal(act) for act in Act)
    return f"""
        CREATE OR REPLACE FUNCTION is_done(act text, kind text, record bigint, version int, batch bigint, undone bigint)
        RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = {SEARCHED} SET plan_cache_mode = force_generic_plan AS $$
        BEGIN
            IF act NOT IN ({acts}) OR (batch IS NOT NULL AND is_own_batch(batch) IS NOT TRUE)
                OR (undone IS NOT NULL AND is_change_of(undone, kind, record) IS NOT TRUE)
            THEN
                RETURN false;
            END IF;
            CASE kind {" ".join(_written())} ELSE RETURN false; END CASE;
        END $$
        """


def _written() -> Iterator[str]:
    for name in RECORD_TYPES:
        leaves = f"r.state = 'trashed' AND r.version + 1 = is_done.version AND may('{name}', '{Right.PURGE}', r.id)"
        yield (
            f"WHEN '{name}' THEN RETURN EXISTS (SELECT FROM {name} r WHERE r.id = record AND CASE act"
            f" WHEN '{Act.PURGED}' THEN {leaves} ELSE r.version = is_done.version AND r.xmin = {_NOW} END);"
        )


def _is_said() -> str:
    """Whether a value is said with a change of this transaction's, of a field that its writer may write or the program fills."""
    filled = " ".join(f"WHEN '{name}' THEN {_filled(record_type)}" for name, record_type in RECORD_TYPES.items())
    return f"""
        CREATE OR REPLACE FUNCTION is_said(number bigint, field text) RETURNS boolean LANGUAGE plpgsql STABLE {SAFELY}
        SET plan_cache_mode = force_generic_plan AS $$
        BEGIN
            RETURN EXISTS (
                SELECT FROM change c WHERE c.id = number AND c.staff_id = me() AND c.xmin = {_NOW}
                AND (field = ANY(editable_fields(c.record_type)) OR field = ANY(CASE c.record_type {filled} END))
            );
        END $$
        """


def _filled(record_type: RecordType) -> str:
    filled = (field.name for field in record_type.value_fields if not field.edited and field.derived is None)
    return f"ARRAY[{', '.join(map(literal, filled))}]::text[]"
