"""What the people of a database may do to its tables at all; policies say to which rows, `columns` to which more columns."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.models import tables
from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType, item_type
from app.models.tables import table_of, text_table_of
from app.models.withheld import columns_of, withheld_fields
from app.store import own_rights, save_marks
from app.store.guard import (
    accesses,
    attached,
    billed,
    derived,
    fields,
    finding,
    first_hits,
    functions,
    log,
    logins,
    masks,
    own_making,
    reach,
)
from app.store.guard.quoting import SCHEMA, literal, name

_FUNCTIONS = (
    *(
        "take_numbers(text, bigint, bigint)",
        "take_next(text, bigint)",
        "numbers_given(text)",
        "deskbook_fold(text)",
        "fold_latin(text)",
    ),
    *save_marks.FOR_PEOPLE,
    own_rights.SIGNATURE,
    *logins.FOR_PEOPLE,
    *reach.FOR_PEOPLE,
    *fields.FOR_PEOPLE,
    *functions.FOR_PEOPLE,
    *own_making.FOR_PEOPLE,
    *attached.FOR_PEOPLE,
    *billed.FOR_PEOPLE,
    *finding.FOR_PEOPLE,
    *first_hits.FOR_PEOPLE,
    *log.FOR_PEOPLE,
    accesses.SIGNATURE,
    *derived.FOR_PEOPLE,
    *masks.FOR_PEOPLE,
)


def grants(people: str) -> Iterator[str]:
    """Every statement that gives the group of people what they need, after all that it had is taken."""
    group = name(people)
    for kind in ("TABLES", "SEQUENCES"):
        yield f"REVOKE ALL ON ALL {kind} IN SCHEMA {SCHEMA} FROM PUBLIC, {group}"
    yield _close_functions(group)
    yield f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC, {group}"
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {group}"
    for what in _on_tables():
        yield f"GRANT {what} TO {group}"
    yield f"GRANT USAGE ON SEQUENCE {tables.change.name}_id_seq TO {group}"
    yield f"GRANT EXECUTE ON FUNCTION {', '.join(_FUNCTIONS)} TO {group}"


def _close_functions(group: str) -> str:
    """Nobody calls the owner's functions but who is let; those of extensions are not the owner's."""
    return f"""
        DO $$ DECLARE each regprocedure; BEGIN
            FOR each IN SELECT p.oid FROM pg_proc p
                WHERE p.pronamespace = '{SCHEMA}'::regnamespace AND pg_get_userbyid(p.proowner) = current_user
            LOOP
                EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, %s', each, {literal(group)});
            END LOOP;
        END $$
        """


def _on_tables() -> Iterator[str]:
    yield "SELECT ON alembic_version, node"
    for record_type in RECORD_TYPES.values():
        yield from _withheld_in_part(record_type)
        for field in record_type.item_fields:
            yield from _written(table_of(item_type(field)), "id", f"{record_type.name}_id")
        if (text := text_table_of(record_type)) is not None:
            yield f"SELECT (id), INSERT, DELETE ON {text.name}"
    yield from _kept(tables.draft, "id", "staff_id")
    numbered = (name(column.name) for column in tables.change.columns if column.name != "id")  # by the server alone
    yield f"SELECT, INSERT ({', '.join(numbered)}) ON change"
    yield "SELECT, INSERT ON change_field, image_content, file_piece, acknowledgement"
    yield "SELECT ON file_content"
    yield "SELECT, INSERT, UPDATE (undoes), DELETE ON batch"
    yield "SELECT, INSERT, UPDATE ON desk_setting"
    yield "SELECT, INSERT ON intake_mark"
    yield "SELECT ON access"
    yield from _kept(tables.editing, "record_type", "record_id", "session", "staff_id", "name", "since")
    yield from _noted(tables.desk_session, "number", "staff_id", "name", "company_id", "machine", "started_at")


def _withheld_in_part(record_type: RecordType) -> Iterator[str]:
    """Those of its columns that everybody reads, and those that everybody writes; `columns` gives people the others."""
    table = table_of(record_type)
    withheld = {column for field in withheld_fields(record_type) for column in columns_of(field)}
    open_to_all = [name(column.name) for column in table.columns if column.name not in withheld]
    written = (column for column in open_to_all if column != name("id"))
    yield f"SELECT ({', '.join(open_to_all)}, xmin), INSERT, UPDATE ({', '.join(written)}), DELETE ON {table.name}"


def _kept(table: sa.Table, *fixed: str) -> Iterator[str]:
    """A table of which people change everything but what says whose the row is."""
    yield from _noted(table, *fixed)
    yield f"DELETE ON {table.name}"


def _noted(table: sa.Table, *fixed: str) -> Iterator[str]:
    """The same where no row goes away again."""
    yield from _filled(table, *fixed)
    yield f"SELECT ON {table.name}"


def _written(table: sa.Table, *fixed: str) -> Iterator[str]:
    """A table that people change in the same way, but don't all read."""
    yield from _filled(table, *fixed)
    yield f"DELETE ON {table.name}"


def _filled(table: sa.Table, *fixed: str) -> Iterator[str]:
    changed = (name(column.name) for column in table.columns if column.name not in fixed)
    yield f"INSERT, UPDATE ({', '.join(changed)}) ON {table.name}"
