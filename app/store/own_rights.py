"""What a server tells people of their own rights, in one answer: its policies show nobody the roles that they may not see.

The function belongs to the schema's owner, as those do by which the policies ask. A database that has no policies has
none of them, and everybody's rights are read from the tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.models.rights import Act, FieldAccess, FieldRule, Grant, Person, Reach, Role
from app.models.sight import Sight
from app.models.values import Actor

FUNCTION = """
CREATE OR REPLACE FUNCTION my_rights() RETURNS json LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, deskbook, pg_temp AS $$
DECLARE self staff%ROWTYPE;
BEGIN
    SELECT * INTO self FROM staff WHERE id = me();
    IF self.id IS NULL THEN RETURN NULL; END IF;
    RETURN json_build_object(
        'id', self.id, 'department', self.department, 'customer_id', self.customer_id, 'company_id', self.company_id,
        'roles', (
            SELECT json_agg(json_build_object(
                'name', r.name,
                'grants', (SELECT json_agg(json_build_array(g.record_type, g.act, g.reach) ORDER BY g.id)
                    FROM role_right g WHERE g.role_id = r.id),
                'rules', (SELECT json_agg(json_build_array(f.record_type, f.field, f.access) ORDER BY f.id)
                    FROM role_field_rule f WHERE f.role_id = r.id)
            ) ORDER BY r.display_name_key, r.id)
            FROM staff_role h JOIN role r ON r.id = h.role_id WHERE h.staff_id = self.id AND r.state = 'active'
        ),
        'teams', (SELECT json_agg(json_build_array(t.id, m.is_manager))
            FROM team_member m JOIN team t ON t.id = m.team_id WHERE m.staff_id = self.id AND t.state = 'active'),
        'managed_workgroups', (SELECT json_agg(w.id)
            FROM workgroup_manager m JOIN workgroup w ON w.id = m.workgroup_id
            WHERE m.staff_id = self.id AND w.state = 'active'),
        'workgroups', (SELECT json_agg(w.id)
            FROM workgroup_member m JOIN workgroup w ON w.id = m.workgroup_id
            WHERE m.customer_id = self.customer_id AND w.state = 'active'),
        'companies', (SELECT json_agg(c.id) FROM company c),
        'extended', (SELECT json_agg(c.id) FROM company c WHERE c.extends_rights),
        'reports', (SELECT json_agg(s.id) FROM staff s WHERE s.manager_id = self.id),
        'colleagues', (SELECT json_agg(s.id) FROM staff s WHERE s.department = self.department AND s.department <> '')
    );
END $$
"""
SIGNATURE = "my_rights()"

_GUARDED = "is guarded"
"""Under which name a connection keeps whether it is."""


def is_guarded(connection: sa.Connection) -> bool:
    """Whether whoever signed in is held to their rights by the server itself.

    On a local file nobody is; nor is anybody where there are no policies, or whoever looks after the database. A
    connection is asked once: whose it is stays as it is.
    """
    if connection.dialect.name == "sqlite":
        return False
    if _GUARDED not in connection.info:
        connection.info[_GUARDED] = _is_told(connection) and not connection.scalar(sa.text("SELECT is_owners()"))
    return bool(connection.info[_GUARDED])


def _is_told(connection: sa.Connection) -> bool:
    is_there = sa.text("SELECT to_regprocedure(:function) IS NOT NULL")
    return bool(connection.execute(is_there, {"function": SIGNATURE}).scalar())


def read_own(connection: sa.Connection) -> tuple[Actor, Sight] | None:
    """Who signed in and what they see, as the server tells it in one answer; None of those who aren't guarded."""
    if connection.dialect.name == "sqlite" or connection.info.get(_GUARDED) is False:
        return None
    asked = sa.text(f"SELECT is_owners(), {SIGNATURE}, who.id, who.name FROM who_am_i() AS who")
    is_free, told, staff_id, name = connection.execute(asked).one()
    connection.info[_GUARDED] = not is_free
    if is_free:
        return None
    actor = Actor(staff_id or 0, name)
    if told is None:
        return actor, Sight(Person(staff_id=0, active=False))
    return actor, _sight(json.loads(told) if isinstance(told, str) else told)


def _sight(told: dict[str, Any]) -> Sight:
    teams = [(team, is_manager) for team, is_manager in told["teams"] or ()]
    companies = _numbers(told["companies"])
    person = Person(
        staff_id=told["id"],
        roles=tuple(map(_role, told["roles"] or ())),
        department=told["department"],
        team_ids=frozenset(team for team, _ in teams),
        managed_team_ids=frozenset(team for team, is_manager in teams if is_manager),
        workgroup_ids=_numbers(told["workgroups"]),
        managed_workgroup_ids=_numbers(told["managed_workgroups"]),
        company_ids=companies if told["company_id"] is None else frozenset({told["company_id"]}),
        extended_company_ids=_numbers(told["extended"]),
        customer_id=told["customer_id"],
    )
    return Sight(person, companies, _numbers(told["reports"]), _numbers(told["colleagues"]))


def _numbers(told: Iterable[int] | None) -> frozenset[int]:
    return frozenset(told or ())


def _role(told: dict[str, Any]) -> Role:
    grants = [grant for row in told["grants"] or () for grant in known_grant(*row)]
    rules = [rule for row in told["rules"] or () for rule in known_rule(*row)]
    return Role(told["name"] or "", tuple(grants), tuple(rules))


def known_grant(record_type: str, act: str, reach: str) -> list[Grant]:
    """A right as it is stored; none, if a newer program wrote something that this one doesn't know."""
    is_known = act in Act.__members__.values() and reach in Reach.__members__.values()
    return [Grant(record_type, Act(act), Reach(reach))] if is_known else []


def known_rule(record_type: str, field: str, access: str) -> list[FieldRule]:
    """The same of what a role says of a field."""
    is_known = access in FieldAccess.__members__.values()
    return [FieldRule(record_type, field, FieldAccess(access))] if is_known else []
