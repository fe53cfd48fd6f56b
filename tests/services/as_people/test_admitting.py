"""Who is let in, what they may know, and who is told of it."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest

from app.errors import InvalidRecordError, NotAllowedError, RecordGoneError, ServerError, ServerProblem
from app.models.customer import CUSTOMER
from app.models.fields import Sensitivity
from app.models.queries import ListQuery
from app.models.staff import STAFF
from app.models.values import Content, Record, State
from app.services import (
    access_log,
    logins,
    staff,
    trash,
)
from app.services.files import facts
from app.services.open_fields import announce_masked, read_masked
from app.services.people import read_people
from app.services.records import save_record
from app.store.changes import news
from app.store.database import Database, open_database
from app.store.listing import first_ids
from app.store.records import read_record
from tests import guarded, postgres
from tests.factories import customer_content
from tests.heard import other_news
from tests.services.as_people.helpers import NAME, made_by, saved, signed_in


def test_whoever_reads_only_reads(ray: Database, flo: Database) -> None:
    made = saved(flo, customer_content("Read me"))
    with ray.reading() as connection:
        assert first_ids(connection, ListQuery("customer", words="read me"), 5) == [made.id]
        record = read_record(connection, CUSTOMER, made.id)
        assert record == made
    with pytest.raises(NotAllowedError):
        saved(ray, customer_content("New"))
    with pytest.raises(RecordGoneError):  # nobody may lock what they may not edit
        saved(ray, Content({"nickname": "X"}), made)


def test_whoever_sees_no_company_is_told_what_is_missing(database: Database, server: postgres.Server) -> None:
    with database.writing() as connection:
        guarded.add_staff(connection, "stranger")
    with (
        closing(signed_in(server, "stranger")) as opened,
        pytest.raises(ServerError) as refused,
        opened.reading() as own,
    ):
        facts(own)
    assert refused.value.problem is ServerProblem.NO_COMPANY


def test_a_window_hears_of_what_it_may_not_see(ray: Database, head: Database) -> None:
    with ray.reading() as connection:
        before = news(connection)
    with head.writing() as connection:
        save_record(connection, "role", None, None, Content({"name": "Unseen"}), actor=staff.current_actor(connection))
    with ray.reading() as connection:
        other_news(connection, before)
        assert first_ids(connection, ListQuery("role"), 50) == []


def test_an_administrator_admits_somebody_who_then_works(head: Database, server: postgres.Server) -> None:
    with head.writing() as connection:
        actor = staff.current_actor(connection)
        role = guarded.role_named(connection, "Frontline")
        content = Content({"name": "Neo", "sign_in": "Neo"}, {"roles": guarded.role_items(role)})
        neo = save_record(connection, "staff", None, None, content, actor=actor).record
        assert not logins.set_password(connection, neo.id, "one, two, three", to_change=True)
    address = server.address(head.place.database, f"{head.place.database}.neo")
    with pytest.raises(ServerError) as refused:
        open_database(address, in_window=True)
    assert refused.value.problem is ServerProblem.PASSWORD_GIVEN
    with closing(signed_in(server, "neo")) as opened:
        with opened.writing() as connection:
            assert staff.current_actor(connection).staff_id == neo.id
            assert logins.set_password(connection, neo.id, "four, five, six", to_change=True)
        with pytest.raises(ServerError), opened.writing() as connection:
            logins.set_password(connection, actor.staff_id, "mine now")
    open_database(address, in_window=True).close()


def test_a_sign_in_name_has_to_be_one_of_the_servers(head: Database) -> None:
    def codes(base: Record | None = None, **values: str) -> list[str]:
        with pytest.raises(InvalidRecordError) as refused, head.writing() as connection:
            save_record(connection, "staff", None, base, Content({"name": "X", **values}), actor=actor)
        return [problem.code for problem in refused.value.problems]

    with head.reading() as connection:
        actor = staff.reading_actor(connection)
        own = read_people(connection, "staff", actor.staff_id)
    assert codes(sign_in="owner") == codes(sign_in="Staff") == ["login_reserved"]
    assert codes(sign_in="x" * 60) == codes(sign_in="ж" * 30) == ["login_too_long"]
    assert codes(own, sign_in="chief") == ["own_login"]


def test_whoever_is_made_inactive_is_out_at_once(head: Database, server: postgres.Server) -> None:
    with head.writing() as connection:
        actor = staff.current_actor(connection)
        eve = save_record(
            connection, "staff", None, None, Content({"name": "Eve", "sign_in": "eve"}), actor=actor
        ).record
    with psycopg.connect(server.dsn(NAME, f"{NAME}.eve"), options=guarded.SETTINGS) as connected:
        assert connected.execute("SELECT me()").fetchone() == (eve.id,)
        connected.commit()
        with head.writing() as connection:
            save_record(connection, "staff", None, eve, Content({"active": False}), actor=actor)
        with pytest.raises(psycopg.OperationalError):
            connected.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(server.dsn(NAME, f"{NAME}.eve"))
    with head.writing() as connection:
        stored = read_people(connection, "staff", eve.id)
        save_record(connection, "staff", None, stored, Content({"active": True, "sign_in": "Evita"}), actor=actor)
    with psycopg.connect(server.dsn(NAME, f"{NAME}.evita"), options=guarded.SETTINGS) as connected:
        assert connected.execute("SELECT me()").fetchone() == (eve.id,)
    with head.writing() as connection:
        trash.move_to_trash(connection, STAFF, [eve.id], actor=actor)
        stored = read_record(connection, STAFF, eve.id)
        assert stored is not None
        assert stored.state is State.TRASHED
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(server.dsn(NAME, f"{NAME}.evita"))


def test_supervisors_read_who_looked_at_what_and_those_who_looked_do_not(
    database: Database, server: postgres.Server, flo: Database
) -> None:
    with flo.writing() as connection:
        record = made_by(connection, "Looked At")
    with closing(signed_in(server, "rob")) as rob:
        for act in (access_log.note_opened, access_log.note_opened):
            with rob.writing() as connection:
                act(connection, CUSTOMER.name, record.id)
        with rob.writing() as connection:
            access_log.note_exported(connection, CUSTOMER.name, [record.id])
        with rob.reading() as connection, pytest.raises(NotAllowedError):
            access_log.read_window(connection, CUSTOMER.name, record.id)
    with closing(signed_in(server, "sue")) as sue, sue.reading() as connection:
        found = access_log.read_window(connection, CUSTOMER.name, record.id).entries
        assert [(one.who, one.act) for one in found] == [("Rob", "exported"), ("Rob", "opened")]
        assert [name for _, name in access_log.people_in(connection, CUSTOMER.name, record.id)] == ["Rob"]


def test_a_masked_value_is_read_only_where_it_can_be_noted(
    database: Database, server: postgres.Server, flo: Database
) -> None:
    masked = next(field.name for field in CUSTOMER.fields if field.sensitivity is Sensitivity.CONFIDENTIAL)
    with flo.writing() as connection:
        record = made_by(connection, "Masked")
    which = (CUSTOMER.name, record.id, masked)
    with closing(signed_in(server, "rob")) as rob:
        with rob.writing() as connection:
            announce_masked(connection, *which)
            with pytest.raises(NotAllowedError):  # the note is not kept yet
                read_masked(connection, *which)
            connection.rollback()
        with rob.reading() as connection, pytest.raises(NotAllowedError):
            read_masked(connection, *which)
        with rob.writing() as connection:
            announce_masked(connection, *which)
        with rob.reading() as connection:
            assert set(read_masked(connection, *which).values) == {masked}
    with closing(signed_in(server, "sue")) as sue, sue.reading() as connection:
        found = access_log.read_window(connection, CUSTOMER.name, record.id).entries
        assert [(one.who, one.act) for one in found] == [("Rob", "unmasked")]
