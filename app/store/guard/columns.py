"""Which columns each person may read and write: granted to roles that people with equal rights share.

A role for each set of readable and writable columns is made when somebody needs it, and its people become its members. Of
tables in which something is withheld from them people have views with nothing in its place, in a schema that is called as
their login is: the program's statements find those first, and so need not know what is withheld from whom. Triggers keep
all of it up with what rights come from, at the end of the transaction (docs/decisions/0020).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Sensitivity
from app.models.rights import Act, FieldAccess
from app.models.tables import text_table_of
from app.models.withheld import columns_of, searched_fields, withheld_fields
from app.store.guard.quoting import SAFELY, SCHEMA, literal, run

BETWEEN_COLUMNS = ":"
"""Stands in the names of such roles where logins have a point, so that nobody signs in under one of them."""

SETTLE_ALL = "SELECT settle_columns(id) FROM staff WHERE state = 'active' AND active ORDER BY id"

_TYPED, _REWRITTEN = "typed", "rewritten"
"""How a column may be written: by whoever may write its field or, of what nobody types, by whoever may read all it is made of."""

_ALL_ROWS = "*"
"""In place of a column: a table of child rows, which are read with their field or not at all."""

_WHOLE_TEXT = "folded"
_OPEN_TEXTS = ", ".join(
    f"CASE WHEN {literal(part)} <> ALL(each.withheld) THEN {literal(part)} END" for part in Sensitivity
)

_FORMER, _PATIENCE = " ", "1s"
"""What stands behind a login in the name of a schema that it had before, and how long its views are waited for."""

_FORGET = f"""
DO $$ DECLARE
    each text;
BEGIN
    IF to_regclass('{SCHEMA}.columns_given') IS NULL THEN
        RETURN;
    END IF;
    FOR each IN SELECT n.nspname FROM pg_namespace n, {SCHEMA}.columns_given g
        WHERE n.nspname = g.login OR starts_with(n.nspname, g.login || '{_FORMER}')
    LOOP
        EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', each);
    END LOOP;
    DELETE FROM {SCHEMA}.columns_given;
END $$
"""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS columns_given (staff_id bigint PRIMARY KEY, login text NOT NULL, given text NOT NULL,"
    " roles bigint[] NOT NULL, settled xid8)",
    "CREATE TABLE IF NOT EXISTS columns_due (staff_id bigint PRIMARY KEY)",
    "ALTER TABLE columns_given ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE columns_due ENABLE ROW LEVEL SECURITY",
)
"""What each person's login has been given, and whose rights have changed in this transaction; the owner's alone.

Who has the same roles has the same columns, so that they are reckoned once for all whom a transaction settles.
"""


def forget(connection: sa.Connection) -> None:
    """Take the views away, before tables change: none can that a view looks at. Others go on reading with what they have."""
    run(connection, _FORGET)


def functions() -> Iterator[str]:
    """Statements that make everything by which columns are given."""
    yield from _TABLES
    yield _known_columns()
    yield from (_COLUMNS_FOR, _TAKE_COLUMNS, _DROP_VIEWS, _LEAVE_COLUMNS, _GIVE_COLUMNS, _SHOW_COLUMNS, _SETTLE_COLUMNS)
    yield from _triggers()


def _known_columns() -> str:
    """Every column that may be withheld, with the fields that have to be read for it, and how it may be written."""
    rows = ", ".join(
        f"({literal(kind)}, {literal(place)}, {literal(column)}, ARRAY[{named}]::text[], {literal(written)})"
        for kind, place, column, fields, written in _columns()
        for named in (", ".join(map(literal, fields)),)
    )
    return f"""
        CREATE OR REPLACE FUNCTION known_columns()
        RETURNS TABLE (kind text, place text, called text, fields text[], written text) LANGUAGE sql IMMUTABLE {SAFELY} AS $$
            SELECT * FROM (VALUES {rows}) AS k(kind, place, called, fields, written)
        $$
        """


def _columns() -> Iterator[tuple[str, str, str, tuple[str, ...], str]]:
    for record_type in RECORD_TYPES.values():
        fields = withheld_fields(record_type)
        for field in fields:
            written = _TYPED if field.edited or field.derived is not None else _REWRITTEN
            for column in columns_of(field):
                yield record_type.name, record_type.name, column, (field.name,), written
            if field.items is not None:
                yield record_type.name, field.items.name, _ALL_ROWS, (field.name,), ""
        if (text := text_table_of(record_type)) is not None:
            names = {field.name for field in fields}
            parts = {part: tuple(sorted(searched_fields(record_type, part) & names)) for part in Sensitivity}
            for part, found in parts.items():
                yield record_type.name, text.name, part, found, _REWRITTEN
            yield record_type.name, text.name, _WHOLE_TEXT, tuple(chain.from_iterable(parts.values())), ""


_COLUMNS_FOR = f"""
CREATE OR REPLACE FUNCTION columns_for(person bigint)
RETURNS TABLE (place text, called text, reads boolean, writes boolean) LANGUAGE sql STABLE {SAFELY} AS $$
    WITH each AS MATERIALIZED (  -- or the acts would be asked for with every field
        SELECT kind, '{Act.VIEW}' = ANY(acts_of(person, kind)) AS sees
        FROM unnest(ARRAY[{", ".join(map(literal, RECORD_TYPES))}]) AS of_each(kind)
    )
    SELECT k.place, k.called, k.fields <@ m.readable, CASE k.written
        WHEN '{_TYPED}' THEN k.fields <@ m.writable
        WHEN '{_REWRITTEN}' THEN m.sees AND k.fields <@ m.readable
        ELSE false END
    FROM (
        SELECT e.kind, e.sees,
            coalesce(array_agg(a.field) FILTER (
                WHERE NOT e.sees OR a.access IN ('{FieldAccess.READ_ONLY}', '{FieldAccess.EDITABLE}')), '{{}}') AS readable,
            coalesce(array_agg(a.field) FILTER (WHERE a.access = '{FieldAccess.EDITABLE}'), '{{}}') AS writable
        FROM each AS e, LATERAL field_accesses_of(person, e.kind) AS a GROUP BY e.kind, e.sees
    ) AS m JOIN known_columns() k ON k.kind = m.kind
$$
"""
"""What somebody may do with each column. Where they see no record of a type, nothing has to be kept from them."""

_TAKE_COLUMNS = f"""
CREATE OR REPLACE FUNCTION take_columns(role text) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    each text;
BEGIN
    FOR each IN SELECT DISTINCT k.place FROM known_columns() k LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %I', each, role);
    END LOOP;
END $$
"""
_DROP_VIEWS = f"""
CREATE OR REPLACE FUNCTION drop_views(login text) RETURNS void LANGUAGE plpgsql {SAFELY} SET lock_timeout = '{_PATIENCE}' AS $$
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', login);
EXCEPTION WHEN lock_not_available THEN
    EXECUTE format('ALTER SCHEMA %I RENAME TO %I', login, login || '{_FORMER}' || pg_current_xact_id());
END $$
"""
"""Whoever reads for long has the views until then; from now on they are in nobody's way, and the next upgrade removes them."""

_LEAVE_COLUMNS = f"""
CREATE OR REPLACE FUNCTION leave_columns(person bigint, login text, but text) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    each text;
BEGIN
    DELETE FROM columns_given g WHERE g.staff_id = person;
    IF login IS NULL THEN
        RETURN;
    ELSIF NOT EXISTS (SELECT FROM columns_given g WHERE g.login = leave_columns.login) THEN
        PERFORM drop_views(login);
    END IF;
    FOR each IN SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
        WHERE m.member = to_regrole(quote_ident(login)) AND starts_with(r.rolname, role_prefix() || '{BETWEEN_COLUMNS}')
        AND r.rolname IS DISTINCT FROM but
    LOOP
        EXECUTE format('REVOKE %I FROM %I', each, login);
        IF NOT EXISTS (SELECT FROM columns_given g WHERE g.given = each) THEN
            PERFORM take_columns(each);
        END IF;
    END LOOP;
END $$
"""
"""A login without the columns that it was given, but for those of one role."""

_GIVE_COLUMNS = f"""
CREATE OR REPLACE FUNCTION give_columns(person bigint, role text) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    each record;
BEGIN
    IF to_regrole(quote_ident(role)) IS NULL THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
    PERFORM take_columns(role);
    FOR each IN SELECT c.place, string_agg(quote_ident(c.called), ', ') FILTER (WHERE c.reads) AS read,
        string_agg(quote_ident(c.called), ', ') FILTER (WHERE c.writes) AS written FROM columns_for(person) c GROUP BY c.place
    LOOP
        IF each.read = quote_ident('{_ALL_ROWS}') THEN
            EXECUTE format('GRANT SELECT ON %I TO %I', each.place, role);
        ELSIF each.read IS NOT NULL THEN
            EXECUTE format('GRANT SELECT (%s) ON %I TO %I', each.read, each.place, role);
        END IF;
        IF each.written IS NOT NULL THEN
            EXECUTE format('GRANT UPDATE (%s) ON %I TO %I', each.written, each.place, role);
        END IF;
    END LOOP;
END $$
"""
_SHOW_COLUMNS = f"""
CREATE OR REPLACE FUNCTION show_columns(role text, login text) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    each record;
BEGIN
    IF NOT has_database_privilege(current_database(), 'CREATE') THEN
        RETURN;  -- a copy of a database, to which nobody has let its people in yet
    END IF;
    FOR each IN SELECT k.place, array_agg(k.called) AS withheld FROM known_columns() k WHERE NOT CASE k.called
        WHEN '{_ALL_ROWS}' THEN has_table_privilege(role, quote_ident(k.place), 'SELECT')
        ELSE has_column_privilege(role, quote_ident(k.place), k.called, 'SELECT') END GROUP BY k.place
    LOOP
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', login);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', login, login);
        EXECUTE format('CREATE VIEW %I.%I WITH (security_invoker = true) AS SELECT %s %s', login, each.place, (
            SELECT string_agg(CASE
                WHEN a.attname <> ALL(each.withheld) AND each.withheld <> '{{{_ALL_ROWS}}}' THEN quote_ident(a.attname)
                WHEN a.attname = '{_WHOLE_TEXT}' THEN
                    concat_ws(' || ', {_OPEN_TEXTS}, quote_literal('') || '::text') || ' AS {_WHOLE_TEXT}'
                ELSE format('(%s::%s)%s AS %I',
                    CASE WHEN a.attnotnull AND each.withheld <> '{{{_ALL_ROWS}}}' THEN quote_literal('') ELSE 'NULL' END,
                    format_type(a.atttypid, a.atttypmod), ' COLLATE ' || quote_ident(l.collname), a.attname)
                END, ', ' ORDER BY a.attnum)
            FROM pg_attribute a LEFT JOIN pg_collation l ON l.oid = a.attcollation AND l.collname <> 'default'
            WHERE a.attrelid = to_regclass('{SCHEMA}.' || quote_ident(each.place)) AND a.attnum > 0 AND NOT a.attisdropped
        ), CASE each.withheld WHEN '{{{_ALL_ROWS}}}' THEN 'WHERE false' ELSE format('FROM {SCHEMA}.%I', each.place) END);
        EXECUTE format('GRANT SELECT, UPDATE, DELETE ON %I.%I TO %I', login, each.place, login);
    END LOOP;
END $$
"""
"""In place of what is withheld there is nothing, so that nobody finds, sorts or tells by it either."""

_SETTLE_COLUMNS = f"""
CREATE OR REPLACE FUNCTION settle_columns(person bigint) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    login text;
    role text;
    held bigint[];
    former columns_given;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('deskbook columns', 0));
    login := (SELECT login_of(s.sign_in_key) FROM staff s WHERE s.id = person AND is_let_in(s));
    SELECT * INTO former FROM columns_given g WHERE g.staff_id = person;
    IF is_login(login) IS NOT TRUE THEN
        PERFORM keep_rights(person, NULL, NULL);
        PERFORM leave_columns(person, former.login, NULL);
        RETURN;
    END IF;
    held := ARRAY(SELECT h.role_id FROM staff_role h WHERE h.staff_id = person ORDER BY h.role_id);
    PERFORM keep_rights(person, login, held);
    role := (SELECT g.given FROM columns_given g WHERE g.settled = pg_current_xact_id() AND g.roles = held LIMIT 1);
    IF role IS NULL THEN
        role := role_prefix() || '{BETWEEN_COLUMNS}' || (
            SELECT md5(string_agg(format('%s %s %s %s', c.place, c.called, c.reads, c.writes), ',' ORDER BY c.place, c.called))
            FROM columns_for(person) c
        );
    END IF;
    IF former.login = login AND former.given = role AND pg_has_role(to_regrole(quote_ident(login)), to_regrole(quote_ident(role)), 'MEMBER') THEN
        UPDATE columns_given g SET roles = held, settled = pg_current_xact_id() WHERE g.staff_id = person;
        RETURN;
    END IF;
    IF former.login <> login THEN
        PERFORM leave_columns(person, former.login, NULL);
    END IF;
    PERFORM leave_columns(person, login, role);
    IF to_regrole(quote_ident(role)) IS NULL OR NOT EXISTS (SELECT FROM columns_given g WHERE g.given = role) THEN
        PERFORM give_columns(person, role);
    END IF;
    EXECUTE format('GRANT %I TO %I', role, login);
    PERFORM show_columns(role, login);
    INSERT INTO columns_given VALUES (person, login, role, held, pg_current_xact_id());
END $$
"""
_CALL_DUE = f"""
CREATE OR REPLACE FUNCTION call_columns_due() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    UPDATE columns_given g SET settled = NULL WHERE g.settled = pg_current_xact_id();
    INSERT INTO columns_due (staff_id)
    SELECT DISTINCT p FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) AS of_each(r), LATERAL (
        SELECT (r ->> CASE TG_TABLE_NAME WHEN 'staff' THEN 'id' ELSE 'staff_id' END)::bigint
        UNION SELECT h.staff_id FROM staff_role h WHERE TG_TABLE_NAME NOT IN ('staff', 'staff_role')
            AND h.role_id = (r ->> CASE TG_TABLE_NAME WHEN 'role' THEN 'id' ELSE 'role_id' END)::bigint
    ) AS affected(p) WHERE p IS NOT NULL ORDER BY p ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
_SETTLE_DUE = f"""
CREATE OR REPLACE FUNCTION settle_due() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    DELETE FROM columns_due d WHERE d.staff_id = NEW.staff_id;
    PERFORM settle_columns(NEW.staff_id);
    RETURN NULL;
END $$
"""
_COMES_FROM = {
    "staff": "INSERT OR DELETE OR UPDATE OF sign_in_key, state, active",
    "staff_role": "INSERT OR DELETE OR UPDATE",
    "role": "DELETE OR UPDATE OF state",
    "role_right": "INSERT OR DELETE OR UPDATE",
    "role_field_rule": "INSERT OR DELETE OR UPDATE",
}


def _triggers() -> Iterator[str]:
    """However somebody changes what rights come from: once for everybody concerned, when the transaction ends."""
    yield _CALL_DUE
    yield _SETTLE_DUE
    for table, when in _COMES_FROM.items():
        yield f"""
            CREATE OR REPLACE TRIGGER columns_called_due AFTER {when} ON {table}
            FOR EACH ROW EXECUTE FUNCTION call_columns_due()
            """
    yield "DROP TRIGGER IF EXISTS columns_settled ON columns_due"
    yield """
        CREATE CONSTRAINT TRIGGER columns_settled AFTER INSERT ON columns_due DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION settle_due()
        """
