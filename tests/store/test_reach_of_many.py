"""Lists of thousands as people see them who hold 200 of them, one in a hundred, every other one, or may see all."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.rights import Reach
from app.models.tables import table_of
from app.store.labels import Labels
from app.store.list_ranks import ranks_of
from app.store.list_windows import rows_at
from app.store.listing import LIMITS, Limits, first_ids, outline
from tests import crowds
from tests.desk import OWN, hold, make_role, make_staff, make_team

SHARES = {
    "few": 200,
    "hundredth": crowds.CROWD // 100,
    "half": crowds.CROWD // 2,
    "in teams": crowds.CROWD // 2,
    "all": crowds.CROWD,
}
REACHES = {"in teams": Reach.TEAM, "all": Reach.ALL}
PAGE = " ".join(f"word{number}" for number in range(150))
WORDS = ("", "ada", "smith 3", "obrien", "zz", "wool", "7946", "a", PAGE)


@pytest.fixture
def crowd_of(database, actor, sign_in):
    """A crowd as somebody sees it who owns a share of it, and which customers those are; one crowd for all who ask."""
    ids = crowds.make_crowd(database, map(crowds.crowd_content, range(crowds.CROWD)))

    def open_as(who):
        own = set(random.Random(who).sample(ids, SHARES[who]))
        rights = dict.fromkeys(OWN, REACHES.get(who, Reach.OWN))
        with database.writing() as connection:
            staff_id = make_staff(connection, who, make_role(connection, f"Desk of {who}", rights))
            hold(connection, own, owner_id=staff_id)
            if who == "in teams":
                for number in range(2):
                    team_id = make_team(connection, f"Team {number}", staff_id)
                    hold(connection, sorted(own)[number::3], team_id=team_id)
                hold(connection, sorted(own)[::3], owner_id=None)
        return sign_in(who), own

    return open_as


def plans(connection):
    """The ways in which a server may go about what it is asked, whatever its statistics say."""
    yield
    if connection.dialect.name != "sqlite":
        for setting in ("enable_nestloop", "enable_hashjoin"):
            connection.exec_driver_sql(f"SET {setting} = off")
            yield
            connection.exec_driver_sql(f"RESET {setting}")


def test_everybody_sees_their_own_in_order_and_finds_them(database, crowd_of):
    with database.reading() as connection:
        records, labels = crowds.all_records(connection), Labels(connection)
    words_of = {record.id: crowds.searched_words(record, labels) for record in records}
    in_order = crowds.in_order(records, CUSTOMER.by_name["display_name"], labels)
    for who in SHARES:
        opened, own = crowd_of(who)
        with opened.reading() as connection:
            check_list(connection, [one for one in in_order if one in own], words_of)


def check_list(connection, ordered, words_of):
    """That somebody sees these in this order, however they are looked for."""
    for words in WORDS:
        query = ListQuery("customer", words=words)
        wanted = [one for one in ordered if not words or crowds.is_hit(words_of[one], words)]
        for limits in (LIMITS, Limits(own=50, sortable=50, walked=500)):
            for _ in plans(connection):
                assert first_ids(connection, query, 60, limits) == wanted[:60]
            whole = outline(connection, query, limits)
            assert whole.rows == len(wanted)
            middle = len(wanted) // 2
            assert [row[0] for row in rows_at(connection, query, whole, (), middle, 20)] == wanted[middle:][:20]
            assert ranks_of(connection, query, whole, wanted[middle:][:1]) == dict(
                zip(wanted[middle:][:1], [middle], strict=False)
            )


@pytest.mark.parametrize("database", ["file"], indirect=True)  # a server plans by its statistics
@pytest.mark.parametrize("who", ["few", "hundredth"])
def test_a_few_of_many_are_found_by_who_holds_them(crowd_of, who):
    opened, _ = crowd_of(who)
    found: list[str] = []

    def note(connection, cursor, statement, parameters, *_):
        plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        found.extend(row[3] for row in plan.fetchall())

    with opened.reading():
        pass
    sa.event.listen(opened.reader, "before_cursor_execute", note)
    with opened.reading() as connection:
        assert first_ids(connection, ListQuery("customer"), 60)
        assert first_ids(connection, ListQuery("customer", words="ada"), 60)
    sa.event.remove(opened.reader, "before_cursor_execute", note)

    on_customers = [step for step in found if f"{table_of(CUSTOMER).name} " in f"{step} "]
    assert on_customers
    assert not [step for step in on_customers if step.startswith("SCAN customer ")]
    assert any("ix_customer_owned (owner_id=?" in step for step in on_customers)
