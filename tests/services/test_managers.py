"""Who manages whom: loops of any length, also when two people edit at once, and the organisation chart."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import pytest
import sqlalchemy as sa

from app.errors import InvalidRecordError, RecordGoneError
from app.models.customer import CUSTOMER
from app.models.tables import table_of
from app.models.values import Content
from app.services import hanging, managers
from app.services.customers import save_customer
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.database import open_database
from tests.crowds import make_crowd
from tests.factories import customer_content, first_company, stored_customer


@pytest.fixture
def people(database):
    """Makes people by name, each managed by the one before."""

    def make(*names):
        made, manager_id = [], None
        for name in names:
            made.append(stored_customer(database, customer_content(name, manager_id=manager_id)))
            manager_id = made[-1].id
        return made

    return make


def put_below(database, person, manager_id):
    """Give a person a manager, as a save does; returns the problem's detail, "" if there was none."""
    try:
        with database.writing() as connection:
            actor = current_actor(connection)
            mine = Content({"manager_id": manager_id})
            save_customer(connection, first_company(connection), person, mine, actor=actor)
    except InvalidRecordError as error:
        (problem,) = error.problems
        assert (problem.field, problem.code) == ("manager_id", "manages_themselves")
        return problem.detail
    return ""


def test_nobody_manages_themselves(database, people):
    (ada,) = people("Ada")
    assert put_below(database, ada, ada.id) == "Ada → Ada"


def test_the_sentence_names_the_chain(database, people):
    ada, grace = people("Ada", "Grace")
    assert put_below(database, ada, grace.id) == "Ada → Grace → Ada"


def test_a_long_chain_is_cut_in_the_middle(database, people):
    chain = people(*"ABCDEFGH")
    assert put_below(database, chain[0], chain[3].id) == "A → D → C → B → A"
    assert put_below(database, chain[0], chain[4].id) == "A → E → D → … → B → A"
    assert put_below(database, chain[0], chain[7].id) == "A → H → G → … → B → A"


def test_whoever_is_not_in_the_chain_may_manage(database, people):
    ada, grace, linus = people("Ada", "Grace", "Linus")
    (other,) = people("Other")
    assert put_below(database, linus, ada.id) == ""
    assert put_below(database, ada, other.id) == ""
    assert put_below(database, grace, None) == ""


def test_two_connections_that_close_a_loop_at_once(new_file):
    """Each edit alone is right; whichever is stored second must be refused."""
    first, second = open_database(new_file), open_database(new_file)
    for number in range(10):
        ada, grace = (stored_customer(first, customer_content(f"{name} {number}")) for name in ("Ada", "Grace"))
        start = Barrier(2)

        def edit(database, person, manager_id, start=start):
            start.wait()
            return put_below(database, person, manager_id)

        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(edit, (first, second), (ada, grace), (grace.id, ada.id)))
        assert sorted(map(bool, found)) == [False, True], found
    first.close()
    second.close()


def test_a_chain_of_thousands_is_followed_at_once(database, people):
    (top,) = people("Top")
    ids = make_crowd(database, (customer_content(f"Level {number}") for number in range(5_000)))
    chain_up(database, [top.id, *ids])
    started = time.perf_counter()
    detail = put_below(database, top, ids[-1])
    assert time.perf_counter() - started < 1
    assert detail == "Top → Level 4999 → Level 4998 → … → Level 0 → Top"


def chain_up(database, ids):
    """Put each below the one before, without asking."""
    table = table_of(CUSTOMER)
    rows = [{"own": own, "above": above} for above, own in pairwise(ids)]
    statement = sa.update(table).where(table.c.id == sa.bindparam("own")).values(manager_id=sa.bindparam("above"))
    with database.writing() as connection:
        connection.execute(statement, rows)


def test_a_loop_that_another_program_made_ends(database, people):
    one, two, three = people("One", "Two", "Three")
    chain_up(database, [three.id, one.id])
    (other,) = people("Other")
    assert put_below(database, other, two.id) == ""
    with database.reading() as connection:
        assert managers.read_chart(connection, two.id).person.name == "Two"


def test_reports_are_counted_when_a_record_is_read(database, people, actor):
    boss, _ = people("Boss", "First")
    second = stored_customer(database, customer_content("Second", manager_id=boss.id))
    assert counted(database, boss) == 2
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [second.id], actor=actor)
    assert counted(database, boss) == 1
    assert counted(database, second) == 0


def test_reports_are_counted_no_further_than_anybody_waits(database, people):
    (boss,) = people("Boss")
    crowd = (customer_content(f"Report {number}", manager_id=boss.id) for number in range(hanging.MOST_COUNTED + 50))
    make_crowd(database, crowd)
    assert counted(database, boss) == hanging.MOST_COUNTED + 1


def counted(database, person):
    with database.reading() as connection:
        return hanging.read_counts(connection, person.key)["customer.manager_id"]


def test_the_chart_shows_who_is_above_and_below(database, people):
    ada, grace, _ = people("Ada", "Grace", "Linus")
    stored_customer(database, customer_content("Barbara", manager_id=grace.id, title="Engineer", department="Sales"))
    with database.reading() as connection:
        chart = managers.read_chart(connection, grace.id)
    assert [(person.id, person.name, person.reports) for person in chart.above] == [(ada.id, "Ada", 1)]
    assert (chart.person.name, chart.person.reports, chart.higher) == ("Grace", 2, 0)
    assert [(person.name, person.title, person.department, person.reports) for person in chart.reports] == [
        ("Barbara", "Engineer", "Sales", 0),
        ("Linus", "", "", 0),
    ]


def test_the_chart_of_a_low_level_leaves_the_highest_out(database, people):
    chain = people(*(f"Level {number}" for number in range(20)))
    with database.reading() as connection:
        chart = managers.read_chart(connection, chain[-1].id)
    assert [person.name for person in chart.above] == [f"Level {number}" for number in range(7, 19)]
    assert chart.higher == 7


def test_reports_are_read_by_name_in_portions(database, people):
    (boss,) = people("Boss")
    crowd = (customer_content(f"Report {number:03}", manager_id=boss.id) for number in range(250))
    make_crowd(database, crowd)
    with database.reading() as connection:
        chart = managers.read_chart(connection, boss.id)
        rest = [managers.read_reports(connection, boss.id, first) for first in (100, 200, 300)]
    assert chart.person.reports == 250
    assert [person.name for person in (*chart.reports, *rest[0], *rest[1])] == [f"Report {n:03}" for n in range(250)]
    assert rest[2] == ()


def test_there_is_no_chart_of_nobody(database):
    with database.reading() as connection, pytest.raises(RecordGoneError):
        managers.read_chart(connection, 1)
