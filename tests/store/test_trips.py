"""How often the way to the server is gone, there and back, by what somebody waits for; counted on the line itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from app import services
from app.lost_work import write
from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.servers import Host, ServerAddress, Tls
from app.services.customers import save_customer
from app.services.lists import explained, news, opened, refreshed
from app.services.staff import current_actor
from app.store import eyes
from app.store.database import Database, open_database
from app.store.postgresql import heard
from app.store.records import read_record
from tests import factories, guarded, postgres
from tests.heard import other_news
from tests.proxies import Proxy, proxied

LATENCY = 0.05
"""Long enough that what is said without waiting for an answer goes the way once, on a busy machine too."""

COLUMNS = ("display_name", "customer_code", "customer_status", "department")


@pytest.fixture(scope="module")
def desk(server: postgres.Server) -> Iterator[Database]:
    """A database with an agent and some customers, open as whoever looks after the server."""
    database = guarded.make(server, "trips")
    with database.writing() as connection:
        guarded.add_staff(connection, "ann", [guarded.role_named(connection, "Frontline")])
        for number in range(70):
            guarded.add_record(connection, CUSTOMER, factories.first_company(connection), full_name=f"Ada {number}")
    yield database
    database.close()
    guarded.drop(server, "trips")


@pytest.fixture
def line(desk: Database, server: postgres.Server) -> Iterator[Proxy]:
    with proxied(server.port) as proxy:
        proxy.latency = LATENCY
        yield proxy


@pytest.fixture
def far(line: Proxy) -> Iterator[Database]:
    """The agent's, at the end of a long line."""
    database = open_database(address_of(line))
    yield database
    database.close()


def address_of(line: Proxy) -> ServerAddress:
    return ServerAddress((Host("127.0.0.1", line.port),), "trips", "trips.ann", Tls.DISABLE)


@contextmanager
def at_most(trips: int, line: Proxy, database: Database | None = None) -> Iterator[None]:
    hear_out(database)
    before = line.trips
    yield
    hear_out(database)
    assert line.trips - before <= trips


def hear_out(database: Database | None) -> None:
    """Nobody waits for the end of what was read; once it is heard of, it has been counted."""
    if database is not None:
        with database.reading() as connection:
            heard(connection)


def test_a_database_is_opened_and_its_rights_are_known(line: Proxy) -> None:
    """Whoever needs a password takes two more."""
    with (  # the sign-in, to listen, whether it can be worked with, what one may, the end
        at_most(5, line),
        closing(open_database(address_of(line), in_window=True)) as database,
        database.reading(),
    ):
        pass


def test_the_first_page_of_a_list(far: Database, line: Proxy) -> None:
    with far.reading():
        pass
    with at_most(4, line, far), far.reading() as connection:  # pick lists, which records, their rows, the end
        assert len(opened(connection, ListQuery("customer"), COLUMNS).page.rows) == 60


def test_a_search(far: Database, line: Proxy) -> None:
    query = ListQuery("customer", words="ada")
    with far.reading():
        pass
    with at_most(2, line, far), far.reading() as connection:  # the rows of the first hits with the labels, the end
        found = opened(connection, query, ("customer_code",))
        assert found.page.rows
    with at_most(3, line, far), far.reading() as connection:  # the records, what hangs on them, the end
        assert all(row.why for row in explained(connection, query, found.labels, found.page.rows))


def test_what_a_window_says_of_the_database(far: Database, line: Proxy) -> None:
    with far.reading():
        pass
    with at_most(2, line, far), far.reading() as connection:
        assert services.files.facts(connection).user == "Ann"
    with at_most(2, line, far), far.reading() as connection:
        assert services.trash.count_each(connection, ["customer", "staff", "team"]) == {
            "customer": 0,
            "staff": 0,
            "team": 0,
        }


def test_a_record(far: Database, line: Proxy) -> None:
    with far.reading() as connection:
        (first, *_) = opened(connection, ListQuery("customer"), COLUMNS).page.rows
    with at_most(2, line, far), far.reading() as connection:  # its own row with those of its children, the end
        assert read_record(connection, CUSTOMER, first.id)
    with at_most(3, line, far), far.reading() as connection:  # what hangs on it as well
        assert services.forms.read_sheet(connection, CUSTOMER.name, first.id)
    with far.reading() as connection:
        company = factories.first_company(connection)
    with at_most(2, line, far), far.reading() as connection:  # what its form offers
        assert services.forms.read_basis(connection, company).picks


def test_a_list_is_read_again(far: Database, line: Proxy) -> None:
    query = ListQuery("customer")
    with far.reading() as connection:
        ids = [row.id for row in opened(connection, query, COLUMNS).page.rows]
    with (
        at_most(6, line, far),
        far.reading() as connection,
    ):  # however many rows are followed, and however long the list is
        assert refreshed(connection, query, COLUMNS, ids[:20], 20).ranks[ids[3]] == 3


def test_what_others_edit(far: Database, line: Proxy) -> None:
    with far.glancing() as connection:
        seen = services.presence.look(connection, 1, None)
    with at_most(1, line, far), far.glancing() as connection:
        assert services.presence.look(connection, 1, seen, again=True)


def test_a_save(far: Database, line: Proxy) -> None:
    with far.writing() as connection:
        company = factories.first_company(connection)
    content = factories.customer_content("Grace Hopper")
    with at_most(6, line, far):  # what to be made of, its code and ids, all of it, the end
        made = write(far, lambda own: save_customer(own, company, None, content, actor=current_actor(own))).record
    other = factories.customer_content("Grace Murray")
    with at_most(4, line, far):  # the record as it is, the ids of new rows, all that is written, the end
        write(far, lambda own: save_customer(own, company, made, other, actor=current_actor(own)))


def test_nothing_is_asked_while_there_is_no_news_and_little_when_there_is(
    far: Database, line: Proxy, desk: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eyes, "PAUSE_SECONDS", 0.0)
    with far.glancing() as connection:
        seen = news(connection)
        services.access.follow(connection, seen)
    with at_most(0, line), far.glancing() as connection:
        services.access.follow(connection, news(connection))

    with desk.writing() as connection:
        guarded.add_record(connection, CUSTOMER, factories.first_company(connection), full_name="Alan Turing")
    with at_most(2, line), far.glancing() as connection:  # whether it can be worked with still, and what one may
        services.access.follow(connection, other_news(connection, seen))
