"""How far the rights of whoever is connected reach: the rules of `models/reaches.py`, as functions of the owner's.

Each answers for one act on one type of record and is called in a sub-select, so that a statement asks once and not once a
row. `within` puts them together to the condition that a row has to meet.
"""

from __future__ import annotations

from app.models.fields import RecordType
from app.models.reaches import EXTENDED_ACTS, EXTENDED_TYPE, needed_acts
from app.models.rights import EVERY, Act, Reach
from app.store.guard.quoting import SAFELY, literal

_FAST = f"STABLE {SAFELY} SET plan_cache_mode = force_generic_plan"
"""Windows have every statement planned for its very values, which these have no use for."""

READING = (Act.VIEW, Act.EXPORT)
MAKING = (Act.ADD, Act.IMPORT)


def _function(signature: str, answer: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {signature} RETURNS {answer} LANGUAGE plpgsql {_FAST} AS $$ {body} $$"


def _list(signature: str, query: str) -> str:
    """Of numbers that a query finds."""
    return _function(signature, "bigint[]", f"BEGIN RETURN ARRAY({query}); END")


def _counted(reach: Reach) -> str:
    """Whether what is granted is as wide as a reach, or wider."""
    wide = ", ".join(literal(other) for other in Reach if other.includes(reach))
    return f"granted(what, act) && ARRAY[{wide}]"


_GRANTED = _function(
    "granted(what text, act text)",
    "text[]",
    f"""
    BEGIN RETURN ARRAY(
        SELECT g.reach::text FROM staff_role h
        JOIN role r ON r.id = h.role_id AND r.state = 'active' JOIN role_right g ON g.role_id = r.id
        WHERE h.staff_id = me() AND g.act = granted.act AND g.reach <> '{Reach.NONE}' AND g.record_type = CASE
            WHEN EXISTS (SELECT FROM role_right n WHERE n.role_id = r.id AND n.record_type = what) THEN what
            ELSE '{EVERY}' END
    ); END
    """,
)
_REACHES_ALL = _function("reaches_all(what text, act text)", "boolean", f"BEGIN RETURN {_counted(Reach.ALL)}; END")
_READS_SHARED = _function(
    "reads_shared(what text, act text)", "boolean", f"BEGIN RETURN {_counted(Reach.COMPANY)}; END"
)
_MY_COMPANIES = _list(
    "my_companies()",
    "SELECT c.id FROM company c JOIN staff s ON s.id = me() AND (s.company_id IS NULL OR s.company_id = c.id)",
)
"""Whoever's own record belongs to no company works for all of them."""

_COMPANIES = _list(
    "reached_companies(what text, act text)", f"SELECT unnest(my_companies()) WHERE {_counted(Reach.COMPANY)}"
)
_OWNERS = _list(
    "reached_owners(what text, act text)",
    f"""
    SELECT me() WHERE {_counted(Reach.OWN)}
    UNION SELECT s.id FROM staff s WHERE s.manager_id = me() AND {_counted(Reach.REPORTS)}
    UNION SELECT s.id FROM staff s JOIN staff m ON m.id = me() AND m.department = s.department AND m.department <> ''
        WHERE {_counted(Reach.DEPARTMENT)}
    """,
)
_MY_TEAMS = _list(
    "my_teams()",
    "SELECT t.id FROM team t JOIN team_member m ON m.team_id = t.id WHERE m.staff_id = me() AND t.state = 'active'",
)
_TEAMS = _list("reached_teams(what text, act text)", f"SELECT unnest(my_teams()) WHERE {_counted(Reach.TEAM)}")
_MY_WORKGROUPS = _list(
    "my_workgroups()",
    """
    SELECT w.id FROM workgroup w WHERE w.state = 'active' AND (
        EXISTS (SELECT FROM workgroup_manager m WHERE m.workgroup_id = w.id AND m.staff_id = me())
        OR EXISTS (SELECT FROM workgroup_member m JOIN staff s ON s.id = me() AND s.customer_id = m.customer_id
            WHERE m.workgroup_id = w.id))
    """,
)
_WORKGROUPS = _list(
    "reached_workgroups(what text, act text)", f"SELECT unnest(my_workgroups()) WHERE {_counted(Reach.WORKGROUPS)}"
)
_EXTENDED = _list(
    "extended_companies()", "SELECT c.id FROM company c WHERE c.id = ANY(my_companies()) AND c.extends_rights"
)
_MANAGER = _list(
    "reaching_manager(what text, act text)",
    f"SELECT s.customer_id FROM staff s WHERE s.id = me() AND s.customer_id IS NOT NULL AND {_counted(Reach.REPORTS)}",
)
_DEPARTMENT = _function(
    "reaching_department(what text, act text)",
    "text",
    "BEGIN RETURN (SELECT nullif(s.department, '') FROM staff s WHERE s.id = me()"
    f" AND {_counted(Reach.DEPARTMENT)}); END",
)
_CUSTOMERS = _list(
    "reached_customers(what text, act text)",
    f"""
    SELECT s.customer_id FROM staff s JOIN team_member m ON m.staff_id = s.id
        WHERE s.customer_id IS NOT NULL AND m.team_id = ANY(my_teams()) AND {_counted(Reach.TEAM)}
    UNION SELECT m.customer_id FROM workgroup_member m
        WHERE m.workgroup_id = ANY(my_workgroups()) AND {_counted(Reach.WORKGROUPS)}
    """,
)

FUNCTIONS = (
    *(_GRANTED, _REACHES_ALL, _READS_SHARED, _MY_COMPANIES, _COMPANIES, _OWNERS, _MY_TEAMS, _TEAMS, _MY_WORKGROUPS),
    *(_WORKGROUPS, _EXTENDED, _MANAGER, _DEPARTMENT, _CUSTOMERS),
)
FOR_PEOPLE = (
    *("my_companies()", "extended_companies()"),
    *(
        f"{name}(text, text)"
        for name in (
            *("granted", "reaches_all", "reads_shared", "reached_companies", "reached_owners", "reached_teams"),
            *("reached_workgroups", "reaching_manager", "reaching_department", "reached_customers"),
        )
    ),
)
"""What the conditions of policies call, as whoever asks: each tells people about themselves alone."""


def reaches_all(record_type: RecordType, act: Act) -> str:
    """SQL: whether nothing is out of reach."""
    return _asked("reaches_all", record_type, act)


def _asked(function: str, record_type: RecordType, act: Act) -> str:
    return f"(SELECT {function}('{record_type.name}', '{act}'))"


def _any_of(column: str, question: str) -> str:
    return f"{column} = ANY({question}::bigint[])"


def allowed(record_type: RecordType, act: Act, row: str) -> str:
    """SQL: whether a row of the type may have this done to it, with all that the act needs.

    Args:
        row: what the row is called.
    """
    return f"({' AND '.join(within(record_type, needed, row) for needed in needed_acts(act))})"


def within(record_type: RecordType, act: Act, row: str) -> str:
    """SQL: whether a row of the type is in reach of one act's own grants."""
    ways = [reaches_all(record_type, act), _any_of(f"{row}.company_id", _asked("reached_companies", record_type, act))]
    if act in READING:
        ways.append(f"({row}.company_id IS NULL AND {_asked('reads_shared', record_type, act)})")
    ways.append(_held(record_type, act, row))
    if record_type.name == EXTENDED_TYPE and act in EXTENDED_ACTS:
        ways.append(_around_customer(record_type, act, row))
    return f"({' OR '.join(ways)})"


def _held(record_type: RecordType, act: Act, row: str) -> str:
    """By oneself, by those whose records one reaches, or by a team or workgroup."""
    inside = _any_of(f"{row}.company_id", "(SELECT my_companies())")
    if act not in MAKING:
        inside = f"({row}.company_id IS NULL OR {inside})"
    holders = {"owner_id": "reached_owners", "team_id": "reached_teams", "workgroup_id": "reached_workgroups"}
    ways = (_any_of(f"{row}.{column}", _asked(name, record_type, act)) for column, name in holders.items())
    return f"(({' OR '.join(ways)}) AND {inside})"


def _around_customer(record_type: RecordType, act: Act, row: str) -> str:
    """Where the company extends rights: by the customer's manager, department, team and workgroups."""
    around = _asked("reached_customers", record_type, act)
    ways = (
        _any_of(f"{row}.manager_id", _asked("reaching_manager", record_type, act)),
        f"{row}.department = {_asked('reaching_department', record_type, act)}",
        f"{row}.id IN (SELECT unnest({around}))",
    )
    return f"({_any_of(f'{row}.company_id', '(SELECT extended_companies())')} AND ({' OR '.join(ways)}))"
