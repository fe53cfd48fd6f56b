"""How far the rights of whoever is connected reach: the rules of `models/reaches.py`, as functions of the owner's.

Each answers for one act on one type of record and is called in a sub-select, so that a statement asks once and not once a
row. `within` puts them together to the condition that a row has to meet.
"""

from __future__ import annotations

from collections.abc import Callable

from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.reaches import EXTENDED_ACTS, EXTENDED_TYPE, needed_acts
from app.models.rights import EVERY, Act, Reach
from app.store.guard.kept import is_own
from app.store.guard.quoting import SAFELY, literal

_FAST = f"STABLE {SAFELY} SET plan_cache_mode = force_generic_plan"
"""Windows have every statement planned for its very values, which these have no use for."""

READING = (Act.VIEW, Act.EXPORT)
MAKING = (Act.ADD, Act.IMPORT)


def _function(signature: str, answer: str, query: str, declared: str = "") -> str:
    mine = "mine bigint := me();" if "mine" in query else ""
    return f"""
        CREATE OR REPLACE FUNCTION {signature} RETURNS {answer} LANGUAGE plpgsql {_FAST} AS $$
        DECLARE
            {mine}
            {declared}
        BEGIN
            RETURN {query};
        END $$
        """


def _reaching(name: str, answer: str, query: str) -> str:
    """About an act on a type: `said` is what the roles grant of the type, `mine` the member of staff who asks."""
    said = (
        f"said text[] := (SELECT k.said FROM rights_kept k WHERE {is_own(f'{name}.what')});"
        if " said " in query
        else ""
    )
    return _function(f"{name}(what text, act text)", answer, query, said)


def _is_granted(name: str, reach: Reach) -> str:
    """Of what is kept of somebody, by one question."""
    return f"EXISTS (SELECT FROM rights_kept k WHERE {is_own(f'{name}.what')} AND {_counted(reach, 'k.said')})"


def _list(name: str, *queries: str) -> str:
    """Of the numbers that any of the queries finds."""
    return _reaching(name, "bigint[]", f"ARRAY({' UNION '.join(queries)})")


def _counted(reach: Reach, said: str = "said") -> str:
    """Whether what is granted of the act is as wide as a reach, or wider."""
    wide = ", ".join(f"act || {literal(f' {other}')}" for other in Reach if other.includes(reach))
    return f" {said} && ARRAY[{wide}]"


def _grants_of(person: str, said: str) -> str:
    """What is said by each grant `g` of theirs about `what`, whose reach isn't none."""
    return f"""ARRAY(
        SELECT DISTINCT {said} FROM staff_role h
        JOIN role r ON r.id = h.role_id AND r.state = 'active' JOIN role_right g ON g.role_id = r.id
        WHERE h.staff_id = {person} AND g.reach <> '{Reach.NONE}' AND {speaks_of("what")}
    )"""


def speaks_of(what: str) -> str:
    """SQL: whether a right `g` of the role `r` is about the type: what a role says of all types holds for those it doesn't name."""
    is_named = f"EXISTS (SELECT FROM role_right n WHERE n.role_id = r.id AND n.record_type = {what})"
    return f"(g.record_type = {what} OR (g.record_type = '{EVERY}' AND NOT {is_named}))"


_GRANTED = _function(
    "granted(what text, act text)",
    "text[]",
    f"ARRAY(SELECT split_part(one, ' ', 2) FROM rights_kept k, unnest(k.said) AS of_each(one)"
    f" WHERE {is_own('granted.what')} AND starts_with(one, act || ' '))",
)
_ACTS_OF, _SAID_TO = (
    f"""
    CREATE OR REPLACE FUNCTION {signature} RETURNS text[] LANGUAGE plpgsql {_FAST} AS $$
    BEGIN RETURN {_grants_of("person", said)}; END $$
    """
    for signature, said in {
        "acts_of(person bigint, what text)": "g.act::text",
        "said_to(person bigint, what text)": "g.act || ' ' || g.reach",
    }.items()
)
"""What anybody may do at all, and how far, for the owner alone: from it is kept what people are asked about."""

_MY_COMPANIES = _function(
    "my_companies()",
    "bigint[]",
    "ARRAY(SELECT c.id FROM company c, staff s WHERE s.id = mine AND (s.company_id IS NULL OR s.company_id = c.id))",
)
"""Whoever's own record belongs to no company works for all of them."""

_EXTENDED = _function(
    "extended_companies()",
    "bigint[]",
    "ARRAY(SELECT c.id FROM company c WHERE c.id = ANY(every) AND c.extends_rights)",
    "every bigint[] := my_companies();",
)
_MY_TEAMS = _function(
    "my_teams()",
    "bigint[]",
    "ARRAY(SELECT t.id FROM team_member m JOIN team t ON t.id = m.team_id AND t.state = 'active' WHERE m.staff_id = mine)",
)
_MY_WORKGROUPS = _function(
    "my_workgroups()",
    "bigint[]",
    """ARRAY(
        SELECT w.id FROM workgroup_manager m JOIN workgroup w ON w.id = m.workgroup_id AND w.state = 'active'
            WHERE m.staff_id = mine
        UNION SELECT w.id FROM staff s JOIN workgroup_member m ON m.customer_id = s.customer_id
            JOIN workgroup w ON w.id = m.workgroup_id AND w.state = 'active' WHERE s.id = mine
    )""",
)

_REACHING = (
    _reaching("reaches_all", "boolean", _is_granted("reaches_all", Reach.ALL)),
    _reaching("reads_shared", "boolean", _is_granted("reads_shared", Reach.COMPANY)),
    _reaching(
        "reached_companies",
        "bigint[]",
        "ARRAY(SELECT c.id FROM company c, staff s WHERE (s.company_id IS NULL OR s.company_id = c.id)"
        f" AND s.id = (SELECT k.staff_id FROM rights_kept k WHERE {is_own('reached_companies.what')} AND {_counted(Reach.COMPANY, 'k.said')}))",
    ),
    _list(
        "reached_owners",
        f"SELECT mine WHERE {_counted(Reach.OWN)}",
        f"SELECT s.id FROM staff s WHERE s.manager_id = mine AND {_counted(Reach.REPORTS)}",
        "SELECT s.id FROM staff m JOIN staff s ON s.department = m.department"
        f" WHERE m.id = mine AND m.department <> '' AND {_counted(Reach.DEPARTMENT)}",
    ),
    _reaching("reached_teams", "bigint[]", f"CASE WHEN {_counted(Reach.TEAM)} THEN my_teams() ELSE '{{}}' END"),
    _reaching(
        "reached_workgroups",
        "bigint[]",
        f"CASE WHEN {_counted(Reach.WORKGROUPS)} THEN my_workgroups() ELSE '{{}}' END",
    ),
    _list(
        "reaching_manager",
        "SELECT s.customer_id FROM staff s"
        f" WHERE s.id = mine AND s.customer_id IS NOT NULL AND {_counted(Reach.REPORTS)}",
    ),
    _reaching(
        "reaching_department",
        "text",
        f"(SELECT nullif(s.department, '') FROM staff s WHERE s.id = mine AND {_counted(Reach.DEPARTMENT)})",
    ),
    _list(
        "reached_customers",
        "SELECT s.customer_id FROM team_member m JOIN staff s ON s.id = m.staff_id"
        f" WHERE s.customer_id IS NOT NULL AND {_counted(Reach.TEAM)} AND m.team_id = ANY(my_teams())",
        "SELECT m.customer_id FROM workgroup_member m"
        f" WHERE {_counted(Reach.WORKGROUPS)} AND m.workgroup_id = ANY(my_workgroups())",
    ),
)

_FORMER = "DROP FUNCTION IF EXISTS granted_to(bigint, text, text)"
FUNCTIONS = (_FORMER, _GRANTED, _ACTS_OF, _SAID_TO, _MY_COMPANIES, _EXTENDED, _MY_TEAMS, _MY_WORKGROUPS, *_REACHING)
FOR_PEOPLE = (
    *("my_companies()", "extended_companies()", "is_around(text, bigint)"),
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


def within(record_type: RecordType, act: Act, row: str, *, asks: bool = False) -> str:
    """SQL: whether a row of the type is in reach of one act's own grants.

    Args:
        row: what the row is called.
        asks: whoever asks has to be allowed to read the row's columns. Some people may not read whose customer it is, so that
            the owner looks for them.
    """
    # whoever reaches all reaches all companies, so that of most rows nothing is asked but these
    ways = [_any_of(f"{row}.company_id", _asked("reached_companies", record_type, act)), reaches_all(record_type, act)]
    if act in READING:
        ways.append(f"({row}.company_id IS NULL AND {_asked('reads_shared', record_type, act)})")
    ways.append(held(record_type, act, row))
    if record_type.name == EXTENDED_TYPE and act in EXTENDED_ACTS:
        extends = _any_of(f"{row}.company_id", "(SELECT extended_companies())")
        looks = f"({extends} AND is_around('{act}', {row}.id))"
        ways.append(looks if asks else around_customer(record_type, act, row))
    return f"({' OR '.join(ways)})"


HOLDERS = {"owner_id": "reached_owners", "team_id": "reached_teams", "workgroup_id": "reached_workgroups"}
"""The columns that say who holds a record, and the functions that tell which of those one reaches."""


def held(record_type: RecordType, act: Act, row: str) -> str:
    """By oneself, by those whose records one reaches, or by a team or workgroup."""
    return f"(({' OR '.join(held_by(record_type, act, row))}) AND {inside(act, row)})"


def held_by(
    record_type: RecordType, act: Act, row: str, asked: Callable[[str, RecordType, Act], str] = _asked
) -> tuple[str, ...]:
    """Each way of holding a record by itself.

    That it has such a holder is said apart, by which the planner knows the indexes of those that do.

    Args:
        row: what the row is called.
        asked: says by whom, which functions answer.
    """
    return tuple(
        f"({row}.{column} IS NOT NULL AND {_any_of(f'{row}.{column}', asked(name, record_type, act))})"
        for column, name in HOLDERS.items()
    )


def inside(act: Act, row: str) -> str:
    """SQL: whether a record that one holds is one of those companies that one works for."""
    own = _any_of(f"{row}.company_id", "(SELECT my_companies())")
    return own if act in MAKING else f"({row}.company_id IS NULL OR {own})"


def around_customer(record_type: RecordType, act: Act, row: str) -> str:
    """Where the company extends rights: by the customer's manager, department, team and workgroups."""
    around = _asked("reached_customers", record_type, act)
    ways = (
        _any_of(f"{row}.manager_id", _asked("reaching_manager", record_type, act)),
        f"{row}.department = {_asked('reaching_department', record_type, act)}",
        f"{row}.id IN (SELECT unnest({around}))",
    )
    return f"({_any_of(f'{row}.company_id', '(SELECT extended_companies())')} AND ({' OR '.join(ways)}))"


def is_around() -> str:
    """The statement that makes the function by which the owner looks whose customer one is."""
    record_type = RECORD_TYPES[EXTENDED_TYPE]
    cases = " ".join(f"WHEN '{act}' THEN {around_customer(record_type, act, 'r')}" for act in sorted(EXTENDED_ACTS))
    return f"""
        CREATE OR REPLACE FUNCTION is_around(act text, record_id bigint) RETURNS boolean LANGUAGE plpgsql {_FAST} AS $$
        BEGIN RETURN EXISTS (SELECT FROM {record_type.name} r WHERE r.id = record_id AND CASE act {cases} ELSE false END); END $$
        """
