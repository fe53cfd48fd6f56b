"""What people do for customers, each as far as their role goes."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.errors import InvalidRecordError, ServerError, StillNamedError
from app.models.calls import By, Call
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.rights import Act, Grant, Reach, Role
from app.models.staff import STAFF
from app.models.values import Content, Item, State
from app.services import (
    calls,
    drafts,
    history,
    intake,
    matching,
    noting,
    pictures,
    references,
    staff,
    trash,
    undoing,
)
from app.services.companies import read_company, save_company
from app.services.customers import save_customer
from app.services.dues import read_dues
from app.services.files import facts
from app.services.forms import read_sheet
from app.services.hanging import read_counts
from app.services.imaging.faces import stored_faces
from app.services.invoice_acts import record_payment
from app.services.overdue import mark_overdue
from app.services.records import save_record
from app.store.changes import latest_change
from app.store.database import Database
from app.store.list_windows import rows_at
from app.store.listing import first_ids, outline
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests import guarded, postgres
from tests.factories import address, customer_content, email, first_company, phone
from tests.services.as_people.helpers import NAME, is_done, saved, signed_in


def test_somebody_serves_a_customer_from_the_first_call_to_the_undo(worker: Database) -> None:
    content = customer_content("Zoë Worker", phones=[phone("+44 20 7946 0123")], emails=[email("zoe@example.com")])
    made = saved(worker, content)
    changed = saved(worker, Content({**made.values, "nickname": "Zo"}, made.items), made)
    with worker.reading() as connection:
        assert changed.id in first_ids(connection, ListQuery("customer", words="worker 79460123"), 5)
        whole = outline(connection, ListQuery("customer", words="worker"))
        assert (changed.id,) in [row[:1] for row in rows_at(connection, ListQuery("customer"), whole, (), 0, 50)]
        assert outline(connection, ListQuery("customer")).rows > 0
        entries = history.read_window(connection, "customer", made.id).entries
        assert [entry.act for entry in entries] == ["changed", "created"]
        assert entries[0].lines[0].new == "Zo"
        assert references.read_reference(connection, "customer", made.id) is not None
        assert latest_change(connection) > 0
    with worker.writing() as connection:
        actor = staff.current_actor(connection)
        undoing.take_back_change(connection, entries[0].id, actor=actor)
    with worker.reading() as connection:
        now = read_record(connection, CUSTOMER, made.id)
        assert now is not None
        assert now.values["nickname"] is None
        assert facts(connection).user == actor.name


def test_somebody_sells_bills_and_takes_the_money(head: Database, flo: Database, ray: Database) -> None:
    customer = saved(flo, customer_content("Ida Buyer"))
    line = Item({"text": "Router", "unit_price": Decimal(100)})
    issued = {"customer_id": customer.id, "payment_status": "due", "date": date(2020, 1, 1)}
    with head.writing() as connection:  # a company may leave open where its numbers start
        own = read_company(connection, first_company(connection))
        save_company(connection, own, Content({"invoice_start": None}), actor=staff.current_actor(connection))
    with flo.writing() as connection:
        actor, company = staff.current_actor(connection), first_company(connection)
        contract = save_record(
            connection, "contract", company, None, Content({"customer_id": customer.id}), actor=actor
        ).record
        invoice = save_record(
            connection, "invoice", company, None, Content(issued, {"lines": (line,)}), actor=actor
        ).record
    assert contract.values["number"] == "CON1000"
    assert (invoice.values["number"], invoice.values["due"]) == ("INV1", Decimal(100))
    with ray.writing() as connection:
        assert mark_overdue(connection).records == 0
    with flo.writing() as connection:
        assert mark_overdue(connection).records == 1
    with flo.writing() as connection:
        record_payment(connection, invoice.id, {"amount": Decimal(100)})
    with ray.reading() as connection:
        assert read_dues(connection, customer.id) == ()
        paid = read_record(connection, RECORD_TYPES["invoice"], invoice.id)
        assert paid is not None
        assert paid.values["payment_status"] == "paid"
    with pytest.raises(ServerError), ray.writing() as connection:
        connection.execute(sa.select(sa.func.take_next(f"invoice/{company}", 1)))


def test_what_is_paid_counts_for_whoever_does_not_see_it(
    database: Database, flo: Database, server: postgres.Server
) -> None:
    """Somebody who sees only the payments that they took themselves leaves those of others in what was paid."""
    till = Role(
        "Till",
        tuple(Grant("payment", act, Reach.OWN) for act in (Act.VIEW, Act.ADD, Act.EDIT))
        + tuple(Grant(name, act, Reach.ALL) for name in ("customer", "invoice") for act in (Act.VIEW, Act.EDIT)),
    )
    with database.writing() as connection:
        guarded.add_staff(connection, "till", [guarded.add_role(connection, till)])
    customer = saved(flo, customer_content("Jo Buyer"))
    line = Item({"text": "Router", "unit_price": Decimal(100)})
    with flo.writing() as connection:
        actor, company = staff.current_actor(connection), first_company(connection)
        content = Content({"customer_id": customer.id, "payment_status": "due"}, {"lines": (line,)})
        invoice = save_record(connection, "invoice", company, None, content, actor=actor).record
        record_payment(connection, invoice.id, {"amount": Decimal(60)})
    with closing(signed_in(server, "till")) as till_, till_.writing() as connection:
        record_payment(connection, invoice.id, {"amount": Decimal(40)})
    with flo.reading() as connection:
        now = read_record(connection, RECORD_TYPES["invoice"], invoice.id)
    assert now is not None
    assert (now.values["received"], now.values["payment_status"]) == (Decimal(100), "paid")


def test_drafts_and_pictures(worker: Database) -> None:
    name, face = next(iter(stored_faces()))
    with worker.writing() as connection:
        actor = staff.current_actor(connection)
        draft = drafts.save_draft(connection, None, "customer", 1, {"full_name": "Z"}, "Z", actor=actor)
        assert [row.id for row in drafts.list_drafts(connection, actor=actor)] == [draft]
        drafts.delete_draft(connection, draft, actor=actor)
        image_id, is_new = pictures.add_picture(UnitOfWork(connection, actor), face, name)
        assert not is_new
        (tile,) = pictures.read_tiles(connection, [image_id])
        assert tile.thumbnail


def test_trash_is_for_those_who_may(worker: Database, flo: Database, head: Database) -> None:
    made = saved(worker, customer_content("Own"))
    foreign = saved(head, customer_content("Another's"))

    with worker.reading() as connection:
        who = staff.reading_actor(connection).name
    assert is_done(worker, trash.move_to_trash, foreign.id) is (who in ("head", "Sue"))
    assert is_done(flo, trash.move_to_trash, made.id) is (who == "Flo")  # what she made is hers to take back
    assert is_done(worker, trash.move_to_trash, made.id) is (who != "Flo")
    with head.writing() as connection:
        actor = staff.current_actor(connection)
        trash.move_to_trash(connection, CUSTOMER, [made.id], actor=actor)
    if who != "head":
        assert not is_done(worker, trash.purge, made.id)
    with head.writing() as connection:
        assert trash.purge(connection, CUSTOMER, [made.id], actor=actor) == 1
        assert read_record(connection, CUSTOMER, made.id) is None
        assert history.read_window(connection, "customer", made.id).entries[0].act == "purged"


def test_whoever_has_a_draft_stays_though_nobody_else_sees_it(
    database: Database, head: Database, server: postgres.Server
) -> None:
    with database.writing() as connection:
        dora = guarded.add_staff(connection, "dora", [guarded.role_named(connection, "Frontline")])
        nick = guarded.add_staff(connection, "nick")
    with closing(signed_in(server, "dora")) as hers, hers.writing() as connection:
        drafts.save_draft(
            connection, None, "customer", 1, {"full_name": "Z"}, "Z", actor=staff.current_actor(connection)
        )
    with head.writing() as connection:
        actor = staff.current_actor(connection)
        trash.move_to_trash(connection, STAFF, [dora, nick], actor=actor)
        assert trash.purge(connection, STAFF, [dora, nick], actor=actor) == 1
        assert read_record(connection, STAFF, nick) is None


def test_what_something_unseen_refers_to_is_not_purged(
    database: Database, head: Database, server: postgres.Server
) -> None:
    grants = tuple(Grant("customer", act, Reach.OWN) for act in Act)
    with database.writing() as connection:
        own = guarded.add_role(connection, Role("Own", (*grants, Grant("company", Act.VIEW, Reach.ALL))))
        guarded.add_staff(connection, "pat", [own])
    with closing(signed_in(server, "pat")) as pat:
        made = saved(pat, customer_content("Own"))
        managed = saved(head, customer_content("Managed", manager_id=made.id))
        assert is_done(pat, trash.move_to_trash, made.id)
        with pytest.raises(StillNamedError), pat.writing() as connection:
            trash.purge(connection, CUSTOMER, [made.id], actor=staff.current_actor(connection))
    with head.writing() as connection:
        assert trash.purge(connection, CUSTOMER, [made.id], actor=staff.current_actor(connection)) == 1
        left = read_record(connection, CUSTOMER, managed.id)
        assert left is not None
        assert left.values["manager_id"] is None


def test_of_two_who_have_a_code_the_one_counts_that_is_not_in_the_trash(
    database: Database, server: postgres.Server
) -> None:
    """Though whoever would give it to a third sees only the other."""
    grants = tuple(Grant("customer", act, Reach.OWN) for act in (Act.VIEW, Act.ADD))
    with database.writing() as connection:
        own = guarded.add_role(connection, Role("Hers", (*grants, Grant("company", Act.VIEW, Reach.ALL))))
        pam = guarded.add_staff(connection, "pam", [own])
        company, work = first_company(connection), UnitOfWork(connection, guarded.head(connection))
        former = work.create(CUSTOMER, company, customer_content("Former", customer_code="TWICE"))
        work.set_state(CUSTOMER, former, State.TRASHED)
        guarded.hold(connection, CUSTOMER, former.id, owner_id=pam)
        work.create(CUSTOMER, company, customer_content("Later", customer_code="TWICE"))

    with closing(signed_in(server, "pam")) as hers, pytest.raises(InvalidRecordError) as refused:
        saved(hers, customer_content("Third" * 100, customer_code="TWICE"))  # too long: so nothing else refuses it
    found = [problem.code for problem in refused.value.problems if problem.field == "customer_code"]
    assert found == ["just_taken"]


def test_whatever_fits_into_its_fields_is_saved_and_listed(worker: Database) -> None:
    """Letters of four bytes that don't repeat can't be pressed together: no index of a server takes them all."""
    letters = random.Random(1).choices([chr(code) for code in range(0x20000, 0x2A6DF)], k=800)
    name, business, city, department = ("".join(letters[start : start + 190]) for start in range(0, 760, 190))
    name = f"{name[:95]} {name[95:]}"
    made = saved(worker, customer_content("Short"))
    long = {**made.values, "full_name": name, "business_name": business, "department": department}
    changed = saved(worker, Content(long, {**made.items, "addresses": (address(city=city),)}), made)
    with worker.reading() as connection:
        assert made.id in first_ids(connection, ListQuery("customer", words=business), 5)
        assert read_record(connection, CUSTOMER, made.id) == changed
    assert changed.values["city"] == city


def test_notes_alert_each_for_themselves_and_nobody_who_sees_none(
    database: Database, head: Database, flo: Database, server: postgres.Server
) -> None:
    without = Role("Sees no notes", (Grant("customer", Act.VIEW, Reach.ALL), Grant("company", Act.VIEW, Reach.ALL)))
    with database.writing() as connection:
        guarded.add_staff(connection, "nan", [guarded.add_role(connection, without)])
    customer = saved(head, customer_content("Ada Lovelace"))
    with flo.writing() as connection:
        alert = Content({"text": "Sues us", "alert": True})
        note = noting.add_note(connection, customer.key, first_company(connection), alert).saved.record
        assert noting.mark_reviewed(connection, note.id).saved.record.values["reviewed_by"] == note.values["author_id"]
        noting.acknowledge(connection, note.id)
        assert noting.read_alerts(connection, customer.key) == ()
    with head.writing() as connection:
        assert [each.note_id for each in noting.read_alerts(connection, customer.key)] == [note.id]
        assert [each.name for each in noting.read_acknowledged(connection, note.id)] == ["Flo"]
    with closing(signed_in(server, "nan")) as nan, nan.reading() as connection:
        assert noting.read_alerts(connection, customer.key) == ()
        assert noting.read_acknowledged(connection, note.id) == ()
        sheet = read_sheet(connection, "customer", customer.id)
        assert (sheet.listed, sheet.addable) == (frozenset(), frozenset())
        assert read_counts(connection, customer.key)["note.customer_id"] == 0
        assert first_ids(connection, ListQuery("note"), 10) == []
    theirs = "INSERT INTO acknowledgement SELECT {note}, id, now() FROM staff WHERE sign_in = '{who}'"
    for who, in_whose_name in (("nan", "nan"), ("flo", "head")):
        with guarded.person(server, NAME, who) as plain:
            assert plain.execute("SELECT FROM acknowledgement").rowcount == (who == "flo")
            assert not guarded.tries(plain, theirs.format(note=note.id, who=in_whose_name))
            assert not guarded.tries(plain, "DELETE FROM acknowledgement")


def test_calls_are_found_and_written_down_and_what_is_handed_in_is_taken_once(
    database: Database, flo: Database, ray: Database
) -> None:
    with database.writing() as connection:
        content = customer_content("Ada", customer_code="CALLER", phones=[phone("+1 212 555 0123")])
        save_customer(connection, first_company(connection), None, content, actor=guarded.head(connection))
    call = Call(By.PHONE, "(212) 555-0123", "Phone")
    noted = []
    for worker in (ray, flo, flo):
        with worker.writing() as connection:
            match = matching.find(connection, call)
            assert match.sure is not None
            noted.append(calls.note_popped(connection, match.sure.reference.id, call))
    assert noted[0] is None  # who only reads writes nothing down
    assert noted[1] == noted[2] is not None
    entry = '{"customer": "CALLER", "external_ref": "1"}'
    taken = [intake.take_text(worker, entry, "interaction") for worker in (flo, flo)]
    assert [(len(one.new), one.known) for one in taken] == [(1, 0), (0, 1)]
    (refused,) = intake.take_text(ray, '{"customer": "CALLER", "external_ref": "2"}', "interaction").refused
    assert "may not add" in refused.reason
    assert len(intake.take_text(flo, '{"customer": "CALLER", "external_ref": "2"}', "interaction").new) == 1
