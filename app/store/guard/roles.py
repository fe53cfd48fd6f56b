"""The server's roles of a database: who owns what is in it, and the group of the people who work with it.

Roles are of a whole server, so their names begin with that of the database at the time when it was made ready. The database
remembers it in a function, which whoever copies or renames the database takes along.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.errors import ServerError, ServerProblem
from app.models.logins import BETWEEN, OWNER, PEOPLE
from app.store.guard.quoting import SCHEMA, literal, name, run

_PREFIX_IS_KNOWN = f"SELECT to_regprocedure('{SCHEMA}.role_prefix()') IS NOT NULL"
_IS_OPEN_TO_ALL = "SELECT has_database_privilege('public', current_database(), 'CONNECT')"
_OTHERS = f"""
SELECT kind || ' ' || named FROM (
    SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.oid::regclass::text, c.relowner
    FROM pg_class c WHERE c.relnamespace = to_regnamespace('{SCHEMA}') AND c.relkind IN ('r', 'S', 'v') AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
    UNION ALL
    SELECT 'FUNCTION', p.oid::regprocedure::text, p.proowner FROM pg_proc p
    WHERE p.pronamespace = to_regnamespace('{SCHEMA}') AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT 'SCHEMA', quote_ident(n.nspname), n.nspowner FROM pg_namespace n WHERE n.nspname = '{SCHEMA}'
) AS found(kind, named, owner) WHERE owner <> (SELECT oid FROM pg_roles WHERE rolname = %(owner)s)
"""
"""What somebody else owns; sequences of columns go with their table, and what an extension brought stays its own."""


def role_prefix(connection: sa.Connection) -> str:
    """With what the names of the database's roles begin."""
    if connection.exec_driver_sql(_PREFIX_IS_KNOWN).scalar_one():
        return str(connection.exec_driver_sql(f"SELECT {SCHEMA}.role_prefix()").scalar_one())
    return str(connection.exec_driver_sql("SELECT current_database()").scalar_one())


def owner_of(prefix: str) -> str:
    """The role that owns everything in the database and that nobody signs in as."""
    return f"{prefix}{BETWEEN}{OWNER}"


def people_of(prefix: str) -> str:
    """The group of everybody who works with the database."""
    return f"{prefix}{BETWEEN}{PEOPLE}"


def make_groups(connection: sa.Connection, prefix: str) -> None:
    """Make both groups, if need be, and let the owner admit people; only the owner makes logins.

    Whoever makes a database ready becomes a member of its owner, or could not upgrade it later.
    """
    owner, people = owner_of(prefix), people_of(prefix)
    for role, options in ((owner, "NOLOGIN CREATEROLE"), (people, "NOLOGIN")):
        if not connection.exec_driver_sql("SELECT FROM pg_roles WHERE rolname = %(role)s", {"role": role}).all():
            run(connection, f"CREATE ROLE {name(role)} {options}")
    if not _has_role(connection, "", owner, "USAGE"):
        run(connection, f"GRANT {name(owner)} TO CURRENT_USER")
    if not _has_role(connection, owner, people, "MEMBER WITH ADMIN OPTION"):
        run(connection, f"GRANT {name(people)} TO {name(owner)} WITH ADMIN OPTION")


def _has_role(connection: sa.Connection, member: str, role: str, how: str) -> bool:
    """Whether the member, by default whoever is connected, has the role."""
    asked = "SELECT pg_has_role(coalesce(nullif(%(member)s, ''), current_user)::name, %(role)s::name, %(how)s)"
    return bool(connection.exec_driver_sql(asked, {"member": member, "role": role, "how": how}).scalar_one())


def open_to_people(connection: sa.Connection, prefix: str) -> None:
    """Let the database's people in, and nobody else; lists that were outlined need temporary tables.

    The owner makes schemas, for what people see in place of what is withheld from them.

    Raises:
        ServerError: others could connect as before: whoever doesn't own the database is warned of that, and no more.
    """
    database = name(str(connection.exec_driver_sql("SELECT current_database()").scalar_one()))
    run(
        connection,
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {name(people_of(prefix))}",
        f"GRANT CREATE ON DATABASE {database} TO {name(owner_of(prefix))}",
    )
    if connection.exec_driver_sql(_IS_OPEN_TO_ALL).scalar_one():
        raise ServerError(ServerProblem.NO_RIGHTS, None, "only the database's owner can close it to others")


def give_to_owner(connection: sa.Connection, prefix: str) -> None:
    """Have the owner own what others made in the schema, as they did before there was an owner."""
    owner = owner_of(prefix)
    for what in connection.exec_driver_sql(_OTHERS, {"owner": owner}).scalars().all():
        run(connection, f"ALTER {what} OWNER TO {name(owner)}")


def remember_prefix(connection: sa.Connection, prefix: str) -> None:
    """Keep the name under which the roles were made."""
    body = literal(f"SELECT {literal(prefix)}::text")
    made = f"CREATE OR REPLACE FUNCTION {SCHEMA}.role_prefix() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE"
    run(connection, f"{made} AS {body}")
