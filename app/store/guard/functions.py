"""What people have done for them, within their rights, that no policy could allow alone."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.rights import Act
from app.store.guard.quoting import SAFELY
from app.store.guard.reach import allowed, is_around
from app.store.turns import PICTURES, turn_at

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
    yield _in_use()


FOR_PEOPLE = (
    *("latest_change()", "may(text, text, bigint)", "forget_values(text, bigint[])", "forget_pictures(text[])"),
    "in_use(text, text, text, bigint, bigint)",
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
