"""Row-level security: who may read and write which rows, made anew from the catalogue's types with each upgrade.

Whoever connects as the owner, or as a member of it, is held to nothing: that is who makes, upgrades and copies databases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType, item_type
from app.models.presence import LIFETIME
from app.models.rights import Act
from app.models.tables import text_table_of
from app.store.guard import attached
from app.store.guard.reach import allowed, reaches_all, within
from app.store.identity import COUNTER_BITS

_ONE_BY_ONE = "OFFSET 0"
"""Else a planner that expects many questions reads the whole table first, to be ready for them, before it shows a page."""


def policies() -> Iterator[str]:
    """Every statement that guards a table."""
    for record_type in RECORD_TYPES.values():
        yield from _of_records(record_type)
        for field in record_type.item_fields:
            child = item_type(field)
            yield from _of_parts(record_type, child.name, f"{record_type.name}_id", field.name)
        if (text := text_table_of(record_type)) is not None:
            yield from _of_parts(record_type, text.name, "id")
    yield from _of_log()
    yield from _of_pictures()
    yield from _guarded("file_content", select=(attached.READ, ""))
    yield from _guarded("file_piece", select=(attached.READ_PIECE, ""), insert=("", attached.ADD_PIECE))
    yield from _guarded("draft", all=("staff_id = (SELECT me())", f"staff_id = (SELECT me()) AND {_is_free('draft')}"))
    yield from _of_desk()
    yield from _of_accesses()
    yield from _of_acknowledgements()


def _guarded(table: str, **rules: tuple[str, str]) -> Iterator[str]:
    """The policies of a table in place of those it had: by command, which rows there are and which there may be then."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for command in ("all", "select", "insert", "update", "delete"):
        yield f"DROP POLICY IF EXISTS by_rights_{command} ON {table}"
    for command, (using, check) in rules.items():
        parts = [f"USING ({using})" if using else "", f"WITH CHECK ({check})" if check else ""]
        yield f"CREATE POLICY by_rights_{command} ON {table} FOR {command.upper()} {' '.join(parts)}"


def _of_records(record_type: RecordType) -> Iterator[str]:
    """What an update makes of a row, and whether who changes it sees it, is left to the trigger that sees both what was and what is.

    Where an update looks for its rows, the server lets it find none but those that may be seen: said here as well, it would be planned
    and asked twice. What somebody made themselves they may be allowed to take back.
    """
    row = record_type.name
    touched = _one_of(within(record_type, act, row) for act in (Act.EDIT, Act.DELETE))
    emptied = f"({row}.state = 'trashed' AND {within(record_type, Act.PURGE, row)})"
    made = f"{row}.created_by = (SELECT me())"
    mine = "created_by = (SELECT me()) AND changed_by = (SELECT me())"
    yield from _guarded(
        row,
        select=(within(record_type, Act.VIEW, row), ""),
        insert=("", f"{allowed(record_type, Act.ADD, row)} AND {mine} AND {_is_free(row)}"),
        update=(_one_of((touched, emptied, made)), "true"),
        delete=(f"{allowed(record_type, Act.PURGE, row)} AND {row}.state = 'trashed'", ""),
    )


def _is_free(table: str) -> str:
    """Whether the id of a new row is one that nobody will be given: else the next to be given it would be refused."""
    given = f"{table}.id & {(1 << COUNTER_BITS) - 1} <= (SELECT numbers_given('{table}'))"
    return f"({given} OR {table}.id >> {COUNTER_BITS} <> (SELECT n.number FROM node n))"


def _one_of(conditions: Iterable[str]) -> str:
    return f"({' OR '.join(conditions)})"


def _of_parts(record_type: RecordType, table: str, column: str, field: str = "") -> Iterator[str]:
    """What belongs to a record: as open as that; filled by whoever makes it, or edits it, and may write that field.

    A search text has no field: it is filled by whoever makes the record, and written in its parts, which are columns. Who may
    not read a field has no right to read its rows at all. Whose part it is nobody can change, as that is a column which people
    have no right to write, so that an update need not be asked about twice.
    """

    def is_open(how: str) -> str:
        return f"(SELECT '{field}' = ANY({how}_fields('{record_type.name}')))" if field else "true"

    def belongs(condition: str) -> str:
        return f"EXISTS (SELECT FROM {record_type.name} r WHERE r.id = {table}.{column} AND {condition} {_ONE_BY_ONE})"

    seen = f"({reaches_all(record_type, Act.VIEW)} OR {belongs('true')})"
    edited = f"({is_open('editable')} AND {belongs(within(record_type, Act.EDIT, 'r', asks=True))})"
    new = "r.version = 1 AND r.created_by = (SELECT me()) AND r.xmin = (SELECT pg_current_xact_id()::xid)"
    added = belongs(f"{new} AND {within(record_type, Act.ADD, 'r', asks=True)}")
    made = f"({is_open('fillable')} AND {added})"
    purged = belongs(f"r.state = 'trashed' AND {within(record_type, Act.PURGE, 'r', asks=True)}")
    yield from _guarded(
        table,
        select=(seen, ""),
        insert=("", f"{_one_of((edited, made))} AND {_is_free(table)}" if field else made),
        update=(edited, "true"),
        delete=(_one_of((edited, purged)) if field else purged, ""),
    )


def visible(kind: str, record_id: str, field: str = "") -> str:
    """SQL: whether the record of some type is in reach, by the type's own policy, and whether the field may be read."""
    readable = f"{field} = ANY((SELECT readable_fields('{{0}}'))::text[]) AND " if field else ""
    cases = (
        f"WHEN '{name}' THEN {readable.format(name)}({reaches_all(record_type, Act.VIEW)}"
        f" OR EXISTS (SELECT FROM {name} r WHERE r.id = {record_id} {_ONE_BY_ONE}))"
        for name, record_type in RECORD_TYPES.items()
    )
    return f"CASE {kind} {' '.join(cases)} ELSE false END"


def _of_log() -> Iterator[str]:
    """Append only, of what is done just now. What one did one may always read; what it said, only where the record is."""
    mine = "staff_id = (SELECT me())"
    of_record = visible("change.record_type", "change.record_id")
    done = "is_done(act, record_type, record_id, version, batch_id, undoes)"
    yield from _guarded("change", select=(f"{mine} OR {of_record}", ""), insert=("", f"{mine} AND {done}"))
    seen = visible("c.record_type", "c.record_id", "change_field.field")
    values = " AND ".join(f"({value} IS NULL OR {value}::json IS NOT NULL)" for value in ("old", "new"))
    yield from _guarded(
        "change_field",
        select=(f"EXISTS (SELECT FROM change c WHERE c.id = change_field.change_id AND {seen})", ""),
        insert=("", f"is_said(change_id, field) AND {values}"),
    )
    undoes_own = f"{mine} AND (undoes IS NULL OR is_own_batch(undoes))"
    yield from _guarded(
        "batch",
        select=(f"{mine} OR EXISTS (SELECT FROM change c WHERE c.batch_id = batch.id)", ""),
        insert=("", f"{undoes_own} AND {_is_free('batch')}"),
        update=(f"{mine} AND undoes IS NULL", undoes_own),
        delete=(f"{mine} AND is_empty_batch(id)", ""),
    )


def _of_desk() -> Iterator[str]:
    """Who is there, who edits what, and what is set for everybody; administrators are those who may edit all staff."""
    mine = "staff_id = (SELECT me())"
    sets = reaches_all(RECORD_TYPES["staff"], Act.EDIT)
    either = _one_of((mine, sets))
    yield from _guarded("desk_setting", select=("true", ""), insert=("", sets), update=(sets, sets))
    taken = (name for name, record_type in RECORD_TYPES.items() if "external_ref" in record_type.by_name)
    takes_in = _one_of(f"(SELECT granted('{name}', '{Act.ADD}') <> '{{}}')" for name in taken)
    yield from _guarded("intake_mark", select=(takes_in, ""), insert=("", takes_in))
    yield from _guarded("desk_session", select=(either, ""), insert=("", mine), update=(either, either))
    seen = _one_of((mine, visible("editing.record_type", "editing.record_id")))
    gone = f"editing.renewed_at < now() - interval '{LIFETIME.total_seconds():.0f} seconds'"
    yield from _guarded(
        "editing",
        select=(seen, ""),
        insert=("", mine),
        update=(seen, seen),
        delete=(_one_of((mine, sets, gone)), ""),
    )


def _of_accesses() -> Iterator[str]:
    """Read by whoever may see what roles allow, of records that they see; written by a function of the owner's alone."""
    may_see = f"(SELECT granted('role', '{Act.VIEW}') <> '{{}}')"
    of_record = _one_of(("record_id = 0", visible("access.record_type", "access.record_id")))
    yield from _guarded("access", select=(f"{may_see} AND {of_record}", ""))


def _of_acknowledgements() -> Iterator[str]:
    """Each for themselves, of notes that they see; read by whoever sees the note, and changed by nobody."""
    seen = visible("'note'", "acknowledgement.note_id")
    mine = "staff_id = (SELECT me())"
    yield from _guarded("acknowledgement", select=(seen, ""), insert=("", f"{mine} AND {seen}"))


def _of_pictures() -> Iterator[str]:
    """Bytes are as open as the pictures that show them; whoever reads all that are shared, reads former ones too.

    They are kept under their own sum alone: nobody who adds the picture with that sum gets other bytes with it.
    """
    image = RECORD_TYPES["image"]
    of_picture = "EXISTS (SELECT FROM image i WHERE i.sha256 = image_content.sha256)"
    all_shared = f"(SELECT reads_shared('{image.name}', '{Act.VIEW}'))"
    adds = _one_of(f"(SELECT granted('{image.name}', '{act}') <> '{{}}')" for act in (Act.ADD, Act.EDIT))
    yield from _guarded(
        "image_content",
        select=(f"{reaches_all(image, Act.VIEW)} OR {all_shared} OR {of_picture}", ""),
        insert=("", f"{adds} AND sha256 = encode(sha256(content), 'hex')"),
    )
