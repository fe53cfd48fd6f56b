"""Every active member of staff is a login of the server's: functions and a trigger of the owner see to it.

A trigger, so that no way of changing staff goes past it, undo and plain SQL included: whoever may change a member of staff
by the policies makes or stops their login with it, in the same transaction, and nobody else does.
"""

from __future__ import annotations

import psycopg
import sqlalchemy as sa

from app.models.logins import BETWEEN, OWNER, PEOPLE
from app.models.staff import STAFF
from app.store.guard.quoting import NO_LOGIN, SAFELY

_LOGIN_OF = f"""
CREATE OR REPLACE FUNCTION login_of(sign_in_key text) RETURNS text LANGUAGE sql IMMUTABLE STRICT {SAFELY} AS $$
    SELECT role_prefix() || '{BETWEEN}' || sign_in_key
$$
"""
_IS_OWNERS = f"""
CREATE OR REPLACE FUNCTION is_owners() RETURNS boolean LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT pg_has_role(session_user, role_prefix() || '{BETWEEN}{OWNER}', 'MEMBER')
$$
"""
"""Whoever makes the database ready, upgrades it and copies into it is held to nothing."""

_ME = f"""
CREATE OR REPLACE FUNCTION me() RETURNS bigint LANGUAGE plpgsql STABLE {SAFELY} SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN (SELECT s.id FROM staff s WHERE s.state = 'active' AND s.active AND session_user = login_of(s.sign_in_key)
        AND s.sign_in_key = substr(session_user, length(role_prefix()) + 2));
END $$
"""
"""The member of staff who is connected; nobody once they are not active any more, whatever connection they still have."""

_WHO_AM_I = f"""
CREATE OR REPLACE FUNCTION who_am_i() RETURNS TABLE (is_person boolean, id bigint, name text)
LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT starts_with(session_user, role_prefix() || '{BETWEEN}'), me(), coalesce(
        (SELECT s.display_name FROM staff s WHERE s.id = me()),
        CASE WHEN starts_with(session_user, role_prefix() || '{BETWEEN}')
            THEN substr(session_user, length(role_prefix()) + 2) ELSE session_user END
    )
$$
"""
_KEEP_LOGIN = f"""
CREATE OR REPLACE FUNCTION keep_login() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    was text := CASE WHEN TG_OP <> 'INSERT' THEN login_of(OLD.sign_in_key) END;
    will text := CASE WHEN TG_OP <> 'DELETE' THEN login_of(NEW.sign_in_key) END;
BEGIN
    IF was <> will AND is_let_in(OLD) AND is_let_in(NEW) AND is_login(was) THEN
        IF was = session_user THEN
            RAISE EXCEPTION 'own_login' USING ERRCODE = '{NO_LOGIN}';
        END IF;
        PERFORM check_login(NEW.sign_in_key);
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = will) THEN
            EXECUTE format('ALTER ROLE %I RENAME TO %I', was, will);
        END IF;
    END IF;
    IF was <> coalesce(will, '') THEN
        PERFORM settle_login(OLD.sign_in_key);
    END IF;
    IF will IS NOT NULL THEN
        PERFORM settle_login(NEW.sign_in_key);
    END IF;
    RETURN NULL;
END $$
"""
_IS_LET_IN = f"""
CREATE OR REPLACE FUNCTION is_let_in(person staff) RETURNS boolean LANGUAGE sql IMMUTABLE {SAFELY} AS $$
    SELECT coalesce(person.state = 'active' AND person.active, false)
$$
"""
_IS_LOGIN = f"""
CREATE OR REPLACE FUNCTION is_login(login text) RETURNS boolean LANGUAGE sql STABLE {SAFELY} AS $$
    SELECT EXISTS (SELECT FROM pg_auth_members m WHERE m.member = to_regrole(quote_ident(login))
        AND m.roleid = to_regrole(quote_ident(role_prefix() || '{BETWEEN}{PEOPLE}')))
        AND login <> role_prefix() || '{BETWEEN}{OWNER}'
$$
"""
"""Whether a role of the server is that of somebody who works with this database."""

_CHECK_LOGIN = f"""
CREATE OR REPLACE FUNCTION check_login(sign_in_key text) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
BEGIN
    IF sign_in_key IN ('{OWNER}', '{PEOPLE}') THEN
        RAISE EXCEPTION 'login_reserved' USING ERRCODE = '{NO_LOGIN}';
    ELSIF octet_length(login_of(sign_in_key)) > 63 THEN
        RAISE EXCEPTION 'login_too_long' USING ERRCODE = '{NO_LOGIN}';
    ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = login_of(sign_in_key)) AND NOT is_login(login_of(sign_in_key)) THEN
        RAISE EXCEPTION 'login_elsewhere' USING ERRCODE = '{NO_LOGIN}';
    END IF;
END $$
"""
_SETTLE_LOGIN = f"""
CREATE OR REPLACE FUNCTION settle_login(key text) RETURNS void LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    login text := login_of(key);
    person bigint := (SELECT s.id FROM staff s WHERE s.sign_in_key = key AND s.state = 'active' AND s.active);
BEGIN
    IF person IS NULL THEN
        IF is_login(login) AND (SELECT rolcanlogin FROM pg_roles WHERE rolname = login) THEN
            EXECUTE format('ALTER ROLE %I NOLOGIN', login);
        END IF;
        RETURN;
    END IF;
    PERFORM check_login(key);
    IF NOT is_login(login) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN IN ROLE %I', login, role_prefix() || '{BETWEEN}{PEOPLE}');
        EXECUTE format('GRANT %I TO %I', login, role_prefix() || '{BETWEEN}{OWNER}');
    END IF;
    IF split_part(shobj_description(to_regrole(quote_ident(login)), 'pg_authid'), ' ', 1) IS DISTINCT FROM person::text THEN
        EXECUTE format('ALTER ROLE %I PASSWORD NULL', login);
        EXECUTE format('COMMENT ON ROLE %I IS %L', login, person::text);
    END IF;
    IF NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('ALTER ROLE %I LOGIN', login);
    END IF;
END $$
"""
"""A login says whose it is: whoever gets the name of somebody who left doesn't get their password with it.

It says so in its comment, with a second word for as long as they haven't changed the password that somebody gave them.
"""

_END_SESSIONS = f"""
CREATE OR REPLACE FUNCTION end_sessions() RETURNS trigger LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    login text := login_of(OLD.sign_in_key);
BEGIN
    IF is_login(login) AND NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = login) THEN
        PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.usename = login AND a.pid <> pg_backend_pid();
    END IF;
    RETURN NULL;
END $$
"""
_GIVEN = "given"
_SET_VERIFIER = f"""
CREATE OR REPLACE FUNCTION set_verifier(person bigint, verifier text, to_change boolean) RETURNS void
LANGUAGE plpgsql {SAFELY} AS $$
DECLARE
    login text;
BEGIN
    PERFORM FROM staff s WHERE s.id = person FOR NO KEY UPDATE;  -- of two who do so the second one's is what holds
    login := (SELECT login_of(s.sign_in_key) FROM staff s WHERE s.id = person AND s.state = 'active');
    IF NOT (is_owners() OR person = me() OR may('staff', 'edit', person)) IS TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = 'not allowed to set the password of this person';
    ELSIF verifier IS NULL OR verifier !~ '^SCRAM-SHA-256\\$[0-9]+:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
        RAISE invalid_parameter_value USING MESSAGE = 'only what a password is verified by is taken, not the password';
    ELSIF is_login(login) IS NOT TRUE THEN
        RAISE no_data_found USING MESSAGE = 'nobody signs in so';
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', login, verifier);
    EXECUTE format('COMMENT ON ROLE %I IS %L', login,
        CASE WHEN to_change AND person IS DISTINCT FROM me() THEN person || ' {_GIVEN}' ELSE person::text END);
END $$
"""
IS_GIVEN: sa.ColumnElement[bool] = sa.literal_column(
    f"coalesce(shobj_description(to_regrole(quote_ident(session_user)), 'pg_authid') ~ '^[0-9]+ {_GIVEN}$', false)",
    sa.Boolean,
)
"""Whether whoever is connected has a password that somebody else gave them, to be changed at once."""
_FORMER = ("DROP FUNCTION IF EXISTS set_verifier(bigint, text)",)
_TRIGGERS = (
    """
    CREATE OR REPLACE TRIGGER login_kept AFTER INSERT OR UPDATE OF sign_in_key, state, active OR DELETE ON staff
    FOR EACH ROW EXECUTE FUNCTION keep_login()
    """,
    "DROP TRIGGER IF EXISTS sessions_ended ON staff",
    """
    CREATE CONSTRAINT TRIGGER sessions_ended AFTER UPDATE OR DELETE ON staff DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION end_sessions()
    """,
)
"""Connections end as late as can be, right before the commit: whoever connects anew at once then finds the login stopped."""

FUNCTIONS = (_LOGIN_OF, _IS_OWNERS, _ME, _WHO_AM_I, _IS_LET_IN, _IS_LOGIN, _CHECK_LOGIN, _SETTLE_LOGIN, _KEEP_LOGIN)
LATER_FUNCTIONS = (*_FORMER, _END_SESSIONS, _SET_VERIFIER, *_TRIGGERS)
FOR_PEOPLE = (
    "me()",
    "who_am_i()",
    "role_prefix()",
    "login_of(text)",
    "is_owners()",
    "set_verifier(bigint, text, boolean)",
)
"""What people may call."""


def is_own_name_changed(connection: sa.Connection, staff_id: int, sign_in: str) -> bool:
    """Whether whoever is connected is the member of staff and signed in under another name than that."""
    is_me = sa.select(sa.func.me()).scalar_subquery() == staff_id
    other = sa.func.login_of(STAFF.by_name["sign_in"].key_of(sign_in)) != sa.literal_column("session_user::text")
    return bool(connection.execute(sa.select(sa.and_(is_me, other))).scalar_one())


def is_own(connection: sa.Connection, staff_id: int) -> bool:
    """Whether that is the member of staff who is connected."""
    return bool(connection.execute(sa.select(sa.func.me() == staff_id)).scalar_one())


def is_password_given(connection: sa.Connection) -> bool:
    """Ask for that alone."""
    return bool(connection.execute(sa.select(IS_GIVEN)).scalar_one())


def set_password(connection: sa.Connection, staff_id: int, password: str, *, to_change: bool) -> None:
    """Give an active member of staff another password: one's own, or that of somebody whom one may edit.

    What is sent is only what the server verifies a password by.

    Args:
        connection: to a server.
        staff_id: whose it is.
        password: the new one.
        to_change: they are to change it when they first sign in, unless it is one's own.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("no connection to a server")
    verifier = driver.pgconn.encrypt_password(password.encode(), driver.info.user.encode(), b"scram-sha-256")
    connection.execute(sa.select(sa.func.set_verifier(staff_id, verifier.decode(), to_change)))
