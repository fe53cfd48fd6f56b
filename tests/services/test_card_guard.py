"""No card number that somebody types or pastes ends anywhere on the disk, whichever way it takes."""

from __future__ import annotations

from datetime import UTC, datetime

from app.models.contact_points import EMAIL, PHONE
from app.models.customer import CUSTOMER
from app.models.sessions import EndedBy
from app.models.tables import table_of
from app.models.values import Content
from app.services import pick_lists, sessions
from app.services.drafts import save_draft
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.bulk import Common, create_in_bulk, open_batch
from app.store.records import read_record
from app.store.recovery import Kept, recovery_for
from app.store.unit_of_work import UnitOfWork
from tests.factories import customer_content, first_company, item, phone, stored_customer

NUMBER, WRITTEN = "4111111111111111", "4111 1111 1111 1111"
CLEAN = "4111 11•• •••• 1111"
DIGITS = (NUMBER, WRITTEN, WRITTEN.replace(" ", "-"), "1111 1111 1111", "111111111111")
"""What is not to be found: the number in any writing, and more of it than may be kept."""


def save(database, type_name, base, content):
    with database.writing() as connection:
        actor, company_id = current_actor(connection), first_company(connection)
        return save_record(connection, type_name, company_id, base, content, actor=actor)


def warned(saved):
    return {(one.field, one.item, one.part) for one in saved.warnings if one.code == "card_number_masked"}


def test_a_save_masks_and_tells(database):
    content = customer_content(
        f"Ada {WRITTEN}",
        phones=[item(PHONE, number=WRITTEN), phone()],
        emails=[item(EMAIL, address=f"{NUMBER}@example.com")],
        tags=("VIP", WRITTEN),
        title=NUMBER,
    )
    saved = save(database, "customer", None, content)
    values, items = saved.record.values, saved.record.items
    assert warned(saved) == {
        ("full_name", -1, ""),
        ("tags", -1, ""),
        ("title", -1, ""),
        ("phones", 0, "number"),
        ("emails", 0, "address"),
    }
    assert (values["full_name"], values["title"], values["tags"]) == (
        f"Ada {CLEAN}",
        "411111••••••1111",
        ("VIP", CLEAN),
    )
    assert items["phones"][0].values["number"] == CLEAN
    changed = save(database, "customer", saved.record, Content({"title": "Programmer", "building": "B"}))
    assert warned(changed) == set()


def test_other_records_mask_as_well_and_references_elsewhere(database):
    customer = stored_customer(database)
    saved = save(
        database,
        "interaction",
        None,
        Content({"customer_id": customer.id, "details": f"paid with\n{WRITTEN} 12/27", "external_ref": NUMBER}),
    )
    assert saved.record.values["details"] == f"paid with\n{CLEAN} 12/27"
    assert saved.record.values["external_ref"] == "411111••••••1111"
    assert {field for field, _, _ in warned(saved)} == {"details", "external_ref"}


def test_what_was_stored_before_is_left_to_whoever_may_change_it(database):
    """Somebody who may not write into a field would otherwise be refused for what they haven't touched."""
    record = stored_customer(database)
    with database.writing() as connection:
        table = table_of(CUSTOMER)
        connection.execute(table.update().where(table.c.id == record.id).values(building=NUMBER))
    with database.reading() as connection:
        stored = read_record(connection, CUSTOMER, record.id)
    saved = save(database, "customer", stored, Content({"title": "Countess"}))
    assert saved.record.values["building"] == NUMBER
    assert not warned(saved)


def test_nothing_of_it_is_on_the_disk(file_database, tmp_path):
    """Whichever way it goes in: saved, in bulk, as a draft, as unsaved text, in a list to pick from, where one signs out."""
    content = customer_content(f"Ada {WRITTEN}", phones=[item(PHONE, number=WRITTEN)], building=NUMBER)
    record = save(file_database, "customer", None, content).record
    texts = {"full_name": WRITTEN, "phones": [{"number": NUMBER, "id": "7"}], "manager_id": f"12|{WRITTEN}"}
    with file_database.writing() as connection:
        actor, company_id = current_actor(connection), first_company(connection)
        UnitOfWork(connection, actor).update(
            CUSTOMER, record, Content({**record.values, "title": NUMBER}, record.items)
        )
        batch_id = open_batch(connection, f"Cards {WRITTEN}", actor)
        another = customer_content(f"Ada {WRITTEN}", phones=[item(PHONE, number=WRITTEN)], building=NUMBER)
        create_in_bulk(connection, CUSTOMER, [another], Common(company_id, actor, batch_id, datetime.now(UTC)))
        save_draft(connection, None, "customer", company_id, texts, f"Ada {WRITTEN}", actor=actor)
        assert pick_lists.add_value(connection, "site", WRITTEN, actor=actor).label == CLEAN
        sessions.start(connection, 1, company_id)
        sessions.end(connection, 1, EndedBy.SIGNED_OUT, WRITTEN, f"took {NUMBER}")
    recovery = recovery_for(tmp_path / "kept", 1, None)
    piece = Kept("customer", "external", 1, 0, 0, 0, WRITTEN, "x", datetime.now(UTC), texts, ("full_name",))
    recovery.discard("2", piece)
    recovery.keep("1", piece)
    path = file_database.path
    assert path is not None
    written = [path, path.with_name(f"{path.name}-wal"), *(tmp_path / "kept").rglob("*")]
    found = {
        (each.name, digits)
        for each in written
        if each.is_file()
        for digits in DIGITS
        if digits.encode() in each.read_bytes()
    }
    assert not found
    assert len([each for each in written if each.is_file()]) >= 4
