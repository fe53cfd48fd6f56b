"""Two people who save the same customer in the same moment, each over a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from app.errors import EditConflictError, InvalidRecordError, Problem
from app.models.values import Content
from app.services.customers import save_customer
from app.services.staff import current_actor
from app.store.database import open_database
from tests import factories

ROUNDS = 25


def saved(database, base, values, barrier):
    """The customer as one person saved it, or the conflict that kept them from it."""
    barrier.wait()
    try:
        with database.writing() as connection:
            company, actor = factories.first_company(connection), current_actor(connection)
            return save_customer(connection, company, base, Content(values), actor=actor).record
    except EditConflictError as error:
        return error


def both(database, other, base, mine, theirs):
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as people:
        one = people.submit(saved, database, base, mine, barrier)
        two = people.submit(saved, other, base, theirs, barrier)
        return one.result(), two.result()


def test_what_two_change_in_different_fields_is_all_there(database):
    base = factories.stored_customer(database)
    with closing(open_database(database.place)) as other:
        for number in range(ROUNDS):
            both(database, other, base, {"nickname": f"N{number}"}, {"title": f"T{number}"})
            with database.reading() as connection:
                base = factories.read_customer(connection, base.id)
            assert (base.values["nickname"], base.values["title"]) == (f"N{number}", f"T{number}")
    assert base.version == 1 + 2 * ROUNDS


def test_of_two_who_change_the_same_field_one_is_asked(database):
    base = factories.stored_customer(database)
    with closing(open_database(database.place)) as other:
        for number in range(ROUNDS):
            results = both(database, other, base, {"nickname": f"A{number}"}, {"nickname": f"B{number}"})
            conflicts = [result for result in results if isinstance(result, EditConflictError)]
            (kept,) = (result for result in results if result not in conflicts)
            with database.reading() as connection:
                base = factories.read_customer(connection, base.id)
            assert len(conflicts) == 1
            assert base.values["nickname"] == kept.values["nickname"]
    assert base.version == 1 + ROUNDS


def test_of_two_who_give_the_same_code_one_is_told(database):
    def made(own, code, barrier):
        barrier.wait()
        try:
            with own.writing() as connection:
                company, actor = factories.first_company(connection), current_actor(connection)
                content = Content({**factories.customer_content(customer_code=code).values})
                return save_customer(connection, company, None, content, actor=actor).record
        except InvalidRecordError as error:
            return error.problems[0]

    with closing(open_database(database.place)) as other:
        for number in range(ROUNDS):
            barrier, code = Barrier(2), f"SAME{number}"
            with ThreadPoolExecutor(2) as people:
                done = [people.submit(made, own, code, barrier) for own in (database, other)]
            problems = [each.result() for each in done if isinstance(each.result(), Problem)]
            assert [problem.field for problem in problems] == ["customer_code"]
            assert problems[0].code in ("taken", "just_taken")
