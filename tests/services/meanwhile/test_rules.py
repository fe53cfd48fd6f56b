"""Rules that look at several records hold, though two people do at once what only one of them may."""

from __future__ import annotations

import pytest

from app.errors import InvalidRecordError
from app.models.company import COMPANY, UNIQUE_ALWAYS
from app.models.customer import CUSTOMER
from app.models.image import IMAGE, StoredImage
from app.models.staff import STAFF
from app.models.values import Content
from app.services import companies, pick_lists, pictures, restoring, trash
from app.services.customers import save_customer
from app.services.imaging.faces import stored_faces
from app.store.records import read_record
from app.store.unit_of_work import UnitOfWork
from tests import factories


def code_of(refused):
    return [problem.code for problem in refused.value.problems]


def let_nobody_share(database, actor):
    """The id of a company in which addresses are unique."""
    with database.writing() as connection:
        company = read_record(connection, COMPANY, factories.first_company(connection))
        companies.save_company(connection, company, Content({"email_rule": UNIQUE_ALWAYS}), actor=actor)
    return company.id


def reached_at(name, address="desk@example.com"):
    return factories.customer_content(name, emails=[factories.email(address)])


def test_two_add_the_same_value(meanwhile, actor):
    def add(connection):
        return pick_lists.add_value(connection, "site", "Annexe", actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(add, add)
    assert code_of(refused) == ["taken"]


def test_a_picture_that_two_take_in_is_kept_once(meanwhile, actor):
    picture = StoredImage("same", "image/webp", 30, 20, b"same", (b"32", b"64", b"128"))
    added = []

    def add(connection):
        added.append(pictures.add_picture(UnitOfWork(connection, actor), picture, "Ada"))
        return added[-1]

    assert meanwhile(add, add) == (added[0][0], False)


@pytest.mark.parametrize("type_name", ["customer", "staff"])
def test_two_who_become_each_others_managers(database, meanwhile, save, actor, type_name):
    def managed(base, manager):
        if type_name == "staff":
            return save("staff", base, manager_id=manager.id)
        return lambda connection: save_customer(connection, 0, base, Content({"manager_id": manager.id}), actor=actor)

    if type_name == "staff":
        with database.writing() as connection:
            ada, grace = (save("staff", name=name, sign_in=name)(connection) for name in ("Ada", "Grace"))
    else:
        ada, grace = (factories.stored_customer(database) for _ in range(2))

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(managed(ada, grace), managed(grace, ada))
    assert code_of(refused) == ["manages_themselves"]


def test_two_take_an_address_that_nobody_may_share(database, meanwhile, actor):
    company_id = let_nobody_share(database, actor)

    def made(name):
        return lambda connection: save_customer(connection, company_id, None, reached_at(name), actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(made("Ada"), made("Grace"))
    assert code_of(refused) == ["email_taken"]


def test_an_address_comes_back_from_the_trash_while_somebody_takes_it(database, meanwhile, actor):
    company_id = let_nobody_share(database, actor)
    trashed = factories.stored_customer(database, reached_at("Ada"))
    with database.writing() as connection:
        trash.move_to_trash(connection, CUSTOMER, [trashed.id], actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(
            lambda connection: restoring.restore_record(connection, "customer", trashed.id, actor=actor),
            lambda connection: save_customer(connection, company_id, None, reached_at("Grace"), actor=actor),
        )
    assert code_of(refused) == ["email_taken"]


@pytest.mark.parametrize("way", ["stopped", "trashed", "both"])
def test_of_two_administrators_who_stop_each_other_one_stays(database, meanwhile, save, actor, way):
    with database.writing() as connection:
        other = factories.staff_actor(connection)
        ids = (actor.staff_id, other.staff_id)
        records = [read_record(connection, STAFF, one) for one in ids]
    stops = [save("staff", record, active=False) for record in records]
    moves = [lambda connection, one=one: trash.move_to_trash(connection, STAFF, [one], actor=actor) for one in ids]
    acts = {"stopped": stops, "trashed": moves, "both": (stops[0], moves[1])}[way]

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(*acts)
    assert code_of(refused) == ["last_administrator"]


@pytest.mark.parametrize("way", ["stopped", "trashed"])
def test_of_two_companies_that_are_stopped_one_stays(database, meanwhile, actor, way):
    with database.writing() as connection:
        first = read_record(connection, COMPANY, factories.first_company(connection))
        content = Content({**first.values, "code": "TWO", "name": "Two"})
        second = companies.save_company(connection, None, content, actor=actor)

    def stop(company):
        if way == "trashed":
            return lambda connection: trash.move_to_trash(connection, COMPANY, [company.id], actor=actor)
        return lambda connection: companies.save_company(connection, company, Content({"active": False}), actor=actor)

    with pytest.raises(InvalidRecordError) as refused:
        meanwhile(stop(first), stop(second))
    assert code_of(refused) == ["last_active"]


def test_a_picture_is_added_again_while_its_like_is_purged(database, meanwhile, actor):
    """The bytes are there already, and nobody else had them: they stay for whoever adds them."""
    name, face = next(iter(stored_faces()))
    with database.writing() as connection:
        record_id = pictures.find_equal(connection, face.sha256)
        if not record_id:
            record_id, _ = pictures.add_picture(UnitOfWork(connection, actor), face, name)
        trash.move_to_trash(connection, IMAGE, [record_id], actor=actor)

    meanwhile(
        lambda connection: pictures.add_picture(UnitOfWork(connection, actor), face, name),
        lambda connection: trash.purge(connection, IMAGE, [record_id], actor=actor),
    )

    with database.reading() as connection:
        assert pictures.read_whole(connection, pictures.find_equal(connection, face.sha256)) == face.content
