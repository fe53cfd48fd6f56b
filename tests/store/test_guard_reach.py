"""The server against the rules: whoever signs in with plain SQL may do exactly what `models.reaches` says, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.reaches import allowed, allowed_change
from app.models.rights import EVERY, Act, Grant, Holder, Person, Reach, Role
from app.models.staff import STAFF
from app.models.tables import table_of
from app.models.team import TEAM
from app.models.values import Actor, Item, State
from app.models.workgroup import WORKGROUP
from app.store import identity
from app.store.database import Database
from app.store.unit_of_work import UnitOfWork
from tests import guarded, postgres
from tests.factories import first_company

NAME = "reach"
CHANGING = (Act.EDIT, Act.DELETE, Act.PURGE, Act.ADD)
PAIRS = [(seen, done) for seen, done in product(Reach, Reach) if Reach.ALL in (seen, done) or seen is done]
"""How far Grace sees, and how far she may do something else."""

Held = dict[int, Holder]


@dataclass(frozen=True)
class World:
    """What there is to be held, and Grace, who asks.

    Attributes:
        kept: the records of a type that are active, with who holds them.
        trashed: the same in the trash.
    """

    server: postgres.Server
    database: Database
    grace: Person
    staff: dict[str, int]
    companies: tuple[int, int]
    kept: dict[str, Held]
    trashed: dict[str, Held]

    def give(self, *grants: Grant) -> Person:
        """Grace with a role that grants this alone."""
        columns = {"t": "record_type", "a": "act", "r": "reach"}
        texts = {key: [str(getattr(grant, name)) for grant in grants] for key, name in columns.items()}
        role = "(SELECT id FROM role WHERE name = 'Tried')"
        with self.database.writing() as connection:
            connection.exec_driver_sql(f"DELETE FROM role_right WHERE role_id = {role}")
            connection.exec_driver_sql(
                f"INSERT INTO role_right (id, role_id, record_type, act, reach) SELECT n, {role}, t, a, r FROM unnest("
                "%(t)s::text[], %(a)s::text[], %(r)s::text[]) WITH ORDINALITY AS given(t, a, r, n)",
                texts,
            )
        return replace(self.grace, roles=(Role("Tried", grants),))

    def asked(self) -> Any:
        """A plain connection of Grace's, which stays as she is given other rights."""
        return guarded.person(self.server, NAME, "grace")


@pytest.fixture(scope="module")
def world(server: postgres.Server) -> Iterator[World]:
    database = guarded.make(server, NAME)
    with database.writing() as connection:
        made = _made(connection)
    yield World(server, database, *made)
    database.close()
    guarded.drop(server, NAME)


def _made(connection: sa.Connection) -> tuple[Any, ...]:
    add, mine = guarded.add_record, first_company(connection)
    theirs = add(connection, COMPANY, code="TWO", name="Two", extends_rights=True)
    guarded.hold(connection, COMPANY, mine, extends_rights=True)
    role = guarded.add_role(connection, Role("Tried"))
    herself = add(connection, CUSTOMER, mine, full_name="Grace")
    staff = {"grace": guarded.add_staff(connection, "grace", [role], department="Finance", customer_id=herself)}
    guarded.hold(connection, STAFF, staff["grace"], company_id=mine)
    staff["ron"] = guarded.add_staff(connection, "ron", department="IT", manager_id=staff["grace"])
    staff["pia"] = guarded.add_staff(connection, "pia", department="Finance")
    staff["sam"] = guarded.add_staff(connection, "sam", manager_id=staff["pia"])
    members = [{"members": (Item({"staff_id": staff["grace"], "is_manager": is_one}),)} for is_one in (False, True)]
    teams = tuple(add(connection, TEAM, None, rows, name="T") for rows in (*members, {}))
    parts = [{"members": (Item({"customer_id": herself}),)}, {"managers": (Item({"staff_id": staff["grace"]}),)}, {}]
    groups = tuple(add(connection, WORKGROUP, None, rows, name="W", mail_mode="all_members") for rows in parts)
    grace = Person(
        staff_id=staff["grace"],
        department="Finance",
        team_ids=frozenset(teams[:2]),
        managed_team_ids=frozenset(teams[1:2]),
        workgroup_ids=frozenset(groups[:1]),
        managed_workgroup_ids=frozenset(groups[1:2]),
        company_ids=frozenset({mine}),
        extended_company_ids=frozenset({mine}),
        customer_id=herself,
    )
    held = _holders((mine, theirs, None), staff, teams, groups)
    around = _around((mine, theirs), staff, herself, teams, groups)
    kept = {"customer": _stored(connection, CUSTOMER, held + around), "team": _stored(connection, TEAM, held)}
    trashed = {
        "customer": _stored(connection, CUSTOMER, held + around, "trashed"),
        "team": _stored(connection, TEAM, held, "trashed"),
    }
    return grace, staff, (mine, theirs), kept, trashed


def _holders(
    companies: tuple[int | None, ...], staff: dict[str, int], teams: tuple[int, ...], groups: tuple[int, ...]
) -> list[Holder]:
    managers, departments = {"ron": "grace", "sam": "pia"}, {"grace": "Finance", "pia": "Finance", "ron": "IT"}
    found = []
    for company_id, owner in product(companies, staff):
        manager = staff.get(managers.get(owner, ""))
        plain = Holder(
            company_id=company_id,
            owner_id=staff[owner],
            owner_manager_id=manager,
            owner_department=departments.get(owner),
        )
        found.append(plain)
        if owner == "sam":
            found += [replace(plain, team_id=team) for team in teams]
            found += [replace(plain, workgroup_id=group) for group in groups]
    return found


def _around(
    companies: tuple[int, ...], staff: dict[str, int], herself: int, teams: tuple[int, ...], groups: tuple[int, ...]
) -> list[Holder]:
    """Customers whom a company lets rights extend to."""
    found = []
    for company_id in companies:
        plain = Holder(company_id=company_id, owner_id=staff["sam"], owner_manager_id=staff["pia"])
        found += [replace(plain, customer_manager_id=herself), replace(plain, customer_department="Finance")]
        found += [replace(plain, customer_team_ids=frozenset({team})) for team in teams]
        found += [replace(plain, customer_workgroup_ids=frozenset({group})) for group in groups]
    return found


def _row(record_type: RecordType, holder: Holder, record_id: int, maker: int, state: str = "active") -> dict[str, Any]:
    row = {
        "id": record_id,
        "version": 1,
        "state": state,
        "display_name": "x",
        "created_by": maker,
        "changed_by": maker,
        **{name: getattr(holder, name) for name in ("company_id", "owner_id", "team_id", "workgroup_id")},
    }
    if record_type is CUSTOMER:
        row |= {"manager_id": holder.customer_manager_id, "department": holder.customer_department}
    return row


def _stored(connection: sa.Connection, record_type: RecordType, holders: list[Holder], state: str = "active") -> Held:
    maker = guarded.head(connection).staff_id
    first = identity.next_id(connection, record_type.name, len(holders))
    rows = [_row(record_type, holder, first + number, maker, state) for number, holder in enumerate(holders)]
    connection.execute(sa.insert(table_of(record_type)), rows)
    for number, holder in enumerate(holders, first):
        for team in holder.customer_team_ids:
            person = guarded.add_staff(connection, f"c{number % 2**40}", customer_id=number)
            _insert(connection, "team_member", team_id=team, staff_id=person)
        for group in holder.customer_workgroup_ids:
            _insert(connection, "workgroup_member", workgroup_id=group, customer_id=number)
    return dict(enumerate(holders, first))


def _insert(connection: sa.Connection, table: str, **values: int) -> None:
    names = ", ".join(values)
    marks = ", ".join(f"%({name})s" for name in values)
    number = identity.next_id(connection, table)
    connection.exec_driver_sql(f"INSERT INTO {table} (id, {names}) VALUES ({number}, {marks})", values)


def inserts(connection: psycopg.Connection[Any], table: str, row: dict[str, Any]) -> bool:
    names = ", ".join(row)
    return guarded.tries(
        connection, f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", *row.values()
    )


DOINGS: dict[Act, str] = {
    Act.EDIT: "UPDATE {0} SET display_name = 'y' WHERE id = %s",
    Act.DELETE: "UPDATE {0} SET state = 'trashed', version = 2 WHERE id = %s",
    Act.PURGE: "DELETE FROM {0} WHERE id = %s",
}


def _done(world: World, connection: psycopg.Connection[Any], act: Act, type_name: str) -> set[int]:
    if act is Act.ADD:
        return _added(world, connection, type_name)
    held = (world.trashed if act is Act.PURGE else world.kept)[type_name]
    return {one for one in held if guarded.tries(connection, DOINGS[act].format(type_name), one)}


def _added(world: World, connection: psycopg.Connection[Any], type_name: str) -> set[int]:
    """The records of which Grace could add another one; who is around a customer is not known before there is one."""
    record_type = CUSTOMER if type_name == "customer" else TEAM
    rows = {one: _row(record_type, holder, one % 2**40, world.grace.staff_id) for one, holder in _new(world, type_name)}
    return {one for one, row in rows.items() if inserts(connection, type_name, row)}


def _new(world: World, type_name: str) -> list[tuple[int, Holder]]:
    held = world.kept[type_name].items()
    return [(one, who) for one, who in held if not who.customer_team_ids and not who.customer_workgroup_ids]


def _expected(world: World, person: Person, act: Act, type_name: str) -> set[int]:
    held = (world.trashed if act is Act.PURGE else world.kept)[type_name]
    records = dict(_new(world, type_name)) if act is Act.ADD else held
    return {one for one, holder in records.items() if allowed(person, act, type_name, holder)}


@pytest.mark.parametrize("type_name", ["customer", "team"])
def test_everybody_sees_and_counts_and_copies_what_they_reach(world: World, type_name: str) -> None:
    every = {**world.kept[type_name], **world.trashed[type_name]}
    with world.asked() as connection:
        for reach, named in product(Reach, (type_name, EVERY)):
            person = world.give(Grant(named, Act.VIEW, reach))
            expected = {one for one, holder in every.items() if allowed(person, Act.VIEW, type_name, holder)}
            ids = "id = ANY(%s)"
            seen = {row[0] for row in connection.execute(f"SELECT id FROM {type_name} WHERE {ids}", [list(every)])}
            (count,) = connection.execute(f"SELECT count(*) FROM {type_name} WHERE {ids}", [list(every)]).fetchone()
            with connection.cursor().copy(f"COPY (SELECT id FROM {type_name}) TO STDOUT") as copy:
                copied = {int(bytes(line)) for line in copy} & set(every)
            connection.rollback()
            assert (seen, count, copied) == (expected, len(expected), expected), (reach, named)


@pytest.mark.parametrize("act", CHANGING)
@pytest.mark.parametrize("type_name", ["customer", "team"])
def test_everybody_does_what_they_reach(world: World, type_name: str, act: Act) -> None:
    with world.asked() as connection:
        for seen, done in PAIRS:
            person = world.give(Grant(type_name, Act.VIEW, seen), Grant(type_name, act, done))
            reached = _done(world, connection, act, type_name)
            connection.rollback()
            assert reached == _expected(world, person, act, type_name), (seen, done)


def test_what_is_said_of_a_type_stands_in_place_of_what_is_said_of_every_one(world: World) -> None:
    person = world.give(Grant(EVERY, Act.VIEW, Reach.ALL), Grant("customer", Act.VIEW, Reach.NONE))
    assert not allowed(person, Act.VIEW, "customer", Holder())
    with world.asked() as connection:
        assert connection.execute("SELECT count(*) FROM customer").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM team").fetchone() != (0,)


@pytest.mark.parametrize("reach", [Reach.OWN, Reach.TEAM, Reach.COMPANY, Reach.ALL])
def test_nobody_gives_away_what_they_could_not_take_back(world: World, reach: Reach) -> None:
    acts = (Act.VIEW, Act.EDIT, Act.ADD)
    person = world.give(*(Grant("customer", act, reach) for act in acts), Grant("team", Act.VIEW, Reach.ALL))
    (one, before) = next(
        (one, held) for one, held in world.kept["customer"].items() if held.owner_id == person.staff_id
    )
    sam = {"owner_id": world.staff["sam"], "owner_manager_id": world.staff["pia"], "owner_department": None}
    for company_id, owner, team in product(
        world.companies, (person.staff_id, world.staff["sam"]), (None, min(person.team_ids))
    ):
        own = {} if owner == person.staff_id else sam
        after = replace(before, company_id=company_id, team_id=team, **own)
        with world.asked() as connection:
            moved = guarded.tries(
                connection,
                "UPDATE customer SET company_id = %s, owner_id = %s, team_id = %s WHERE id = %s",
                *(company_id, owner, team, one),
            )
        assert moved is allowed_change(person, "customer", before, after), (company_id, owner, team)


def test_whoever_only_deletes_changes_nothing_else(world: World) -> None:
    world.give(Grant("customer", Act.VIEW, Reach.ALL), Grant("customer", Act.DELETE, Reach.ALL))
    one = min(world.kept["customer"])
    trashing: Callable[..., str] = "UPDATE customer SET state = 'trashed', {} WHERE id = %s".format
    with world.asked() as connection:
        assert guarded.tries(connection, trashing("version = 2"), one)
        assert not guarded.tries(connection, trashing("version = 1"), one)
        assert not guarded.tries(connection, trashing("version = 2, title = 'x'"), one)
        assert not guarded.tries(connection, trashing("version = 2, company_id = NULL"), one)
        assert not guarded.tries(connection, trashing(f"version = 2, changed_by = {world.staff['sam']}"), one)
        assert not guarded.tries(connection, trashing(f"version = 2, created_by = {world.grace.staff_id}"), one)
        assert not guarded.tries(connection, "UPDATE customer SET id = id + 1 WHERE id = %s", one)


def test_what_one_made_alone_goes_without_the_right_to_delete(world: World) -> None:
    """As far as one sees it, and never what rights come from."""
    ids = {type_name: sorted(world.kept[type_name]) for type_name in ("customer", "team")}
    touched = set(ids["customer"][::3])
    head = _made_by(world, ids, world.grace.staff_id)
    with world.database.writing() as connection:
        UnitOfWork(connection, Actor(head, "Head")).set_states(CUSTOMER, sorted(touched), State.TRASHED)
        UnitOfWork(connection, Actor(head, "Head")).set_states(CUSTOMER, sorted(touched), State.ACTIVE)
    for seen, type_name in product(Reach, ids):
        person = world.give(Grant(type_name, Act.VIEW, seen), Grant(type_name, Act.ADD, seen))
        free = {one for one, holder in world.kept[type_name].items() if allowed(person, Act.VIEW, type_name, holder)}
        moving = f"UPDATE {type_name} SET state = 'trashed', version = version + 1 WHERE id = %s"
        with world.asked() as connection:
            moved = {one for one in ids[type_name] if guarded.tries(connection, moving, one)}
        assert moved == (free - touched if type_name == "customer" else set()), (seen, type_name)
    _made_by(world, ids, head)


def _made_by(world: World, ids: dict[str, list[int]], maker: int) -> int:
    """Have records be somebody's making; whose they were."""
    with world.database.writing() as connection:
        head = guarded.head(connection).staff_id
        for type_name, some in ids.items():
            table = table_of(RECORD_TYPES[type_name])
            connection.execute(sa.update(table).where(table.c.id.in_(some)).values(created_by=maker))
    return head


def set_bounds(world: World, **bounds: int) -> None:
    """From how many records on the server's searches go another way."""
    with world.database.writing() as connection:
        for name, number in bounds.items():
            connection.exec_driver_sql(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {number}::bigint'"
            )


def hold_common_word(world: World) -> dict[int, Holder]:
    """All customers do, those in the trash as well."""
    every = {**world.kept["customer"], **world.trashed["customer"]}
    with world.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO customer_text (id, normal, confidential) SELECT c.id, '  common', '' FROM customer c"
            " WHERE c.id = ANY(%(ids)s) ON CONFLICT DO NOTHING",
            {"ids": list(every)},
        )
    return every


@pytest.mark.parametrize("many", [(5_000, 20_000), (0, 20_000), (0, 0)])
def test_everybody_finds_what_they_reach_by_words_that_are_rare_or_common(world: World, many: tuple[int, int]) -> None:
    """By way of those that hold the word, or of those that Grace reaches."""
    hits, held = many
    every = hold_common_word(world)
    set_bounds(world, many_hits=hits, many_held=held)
    for reach in Reach:
        person = world.give(Grant("customer", Act.VIEW, reach))
        expected = {one for one, holder in every.items() if allowed(person, Act.VIEW, "customer", holder)}
        with world.asked() as connection:
            found = connection.execute("SELECT * FROM found_customer(ARRAY['common'], '{}', NULL)").fetchall()
        assert {row[0] for row in found} == expected, reach


@pytest.mark.parametrize("few", [2_000, 0])
def test_the_first_hits_are_those_that_the_list_would_begin_with(world: World, few: int) -> None:
    """Whether all that Grace reaches is looked at, or as much as pays for, and what holds the word is sorted."""
    hold_common_word(world)
    set_bounds(world, few_held=few)
    with world.database.reading() as connection:
        names = sa.text("SELECT id FROM customer ORDER BY display_name_key IS NULL, display_name_key, id")
        order = [row[0] for row in connection.execute(names)]
    for reach in Reach:
        person = world.give(Grant("customer", Act.VIEW, reach))
        shown = {one for one, holder in world.kept["customer"].items() if allowed(person, Act.VIEW, "customer", holder)}
        for most in (1_000, 3, 1):
            with world.asked() as connection:
                asked = "SELECT * FROM first_found_customer(ARRAY['common'], '{}', %s)"
                found = connection.execute(asked, (most,)).fetchall()
            assert [row[0] for row in found] == [one for one in order if one in shown][:most], (reach, most)
