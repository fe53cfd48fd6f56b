"""What a shared database does by functions of its own, against what the program does itself."""

import threading
from contextlib import closing

import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.models.customer import CUSTOMER
from app.models.folding import fold
from app.services.staff import current_actor
from app.store import identity
from app.store.changes import latest_change, news
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.heard import other_news

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
latin = st.characters(min_codepoint=1, max_codepoint=0x24F)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(st.one_of(st.text(letters, max_size=30), st.text(latin, max_size=30)))
@example("Straße")
@example("Ærøskøbing  \t Å")
@example("Ŀ 100 % 'quoted'")
@example("か\u3099 が Кий й")
def test_a_server_folds_as_the_program_does(shared_database, text):
    with shared_database.reading() as connection:
        assert connection.execute(sa.select(sa.func.deskbook_fold(text))).scalar_one() == fold(text)


def test_every_letter(shared_database):
    codes = [code for code in range(1, 0x3000) if not 0xD800 <= code < 0xE000]
    with shared_database.reading() as connection:
        asked = "SELECT deskbook_fold(chr(code)) FROM unnest(%(codes)s) AS of_each(code)"
        folded = connection.exec_driver_sql(asked, {"codes": codes}).scalars().all()
    assert [code for code, found in zip(codes, folded, strict=True) if found != fold(chr(code))] == []


def test_nobody_is_given_a_number_twice_nor_waits_for_somebody_elses_commit(shared_database):
    taken, places = [], [open_database(shared_database.place) for _ in range(4)]

    def take(database, many):
        for _ in range(50):
            with database.writing() as connection:
                first = identity.next_id(connection, "customer", many)
            taken.extend(range(first, first + many))

    threads = [threading.Thread(target=take, args=(database, 1 + number)) for number, database in enumerate(places)]
    with shared_database.writing() as connection:
        own = identity.next_id(connection, "customer", 7)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for database in places:
        database.close()
    everything = [*taken, *range(own, own + 7)]
    assert len(everything) == len(set(everything)) == 50 * (1 + 2 + 3 + 4) + 7


def test_a_change_that_was_numbered_before_and_committed_after_is_news(shared_database):
    with shared_database.reading() as connection:
        at_first = news(connection)
    with closing(open_database(shared_database.place)) as other:
        with other.writing() as slow:
            work = UnitOfWork(slow, current_actor(slow))
            work.create(CUSTOMER, factories.first_company(slow), factories.customer_content("Slow"))
            factories.stored_customer(shared_database, factories.customer_content("Quick"))
            with shared_database.reading() as connection:
                before, latest = other_news(connection, at_first), latest_change(connection)
                assert news(connection) == before
        with shared_database.reading() as connection:
            assert latest_change(connection) == latest
            assert other_news(connection, before)
