"""Taking back: single acts, batches, conflicts with later edits, and the way there and back again."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.errors import EditConflictError, EditedSinceError, InvalidRecordError, RecordGoneError
from app.models import tables
from app.models.customer import CUSTOMER
from app.models.merge import difference
from app.models.values import Actor, Content, State
from app.services import acts, companies, pick_lists, restoring, taking_back, trash, undoing
from app.services.customers import save_customer
from app.services.trash import move_to_trash
from app.store.batches import LEAST
from app.store.bulk import Common, create_in_bulk, open_batch
from app.store.changes import Act, changes_of, latest_change
from app.store.records import read_record, read_records
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.factories import customer_content, first_company, staff_actor


@pytest.fixture
def grace(connection):
    """A second person."""
    return staff_actor(connection, "Grace")


@pytest.fixture
def ada(connection, actor):
    """A customer with a phone and an e-mail address."""
    content = customer_content("Ada Lovelace", phones=[factories.phone()], emails=[factories.email()])
    return save_customer(connection, first_company(connection), None, content, actor=actor).record


def edit(connection, record, actor, **values):
    """Save other values, on top of what is stored."""
    now = read(connection, record)
    return save_customer(connection, 0, now, Content(values), actor=actor).record


def read(connection, record):
    return read_record(connection, CUSTOMER, record.id)


def undo(connection, actor):
    """What Ctrl+Z does."""
    act = acts.next_undo(connection, actor)
    return take_back(connection, act, actor)


def redo(connection, actor):
    """What Ctrl+Shift+Z does."""
    return take_back(connection, acts.next_redo(connection, actor), actor)


def take_back(connection, act, actor, **how):
    if act.is_batch:
        return undoing.take_back_batch(connection, act.id, actor=actor)
    return undoing.take_back_change(connection, act.id, actor=actor, **how)


def same(one, other):
    return not difference(CUSTOMER, one.content, other.content) and one.state is other.state


def test_acts_are_undone_one_by_one_and_done_again(connection, actor, ada):
    states = [ada]
    for nickname in ("Countess", "Enchantress"):
        states.append(edit(connection, ada, actor, nickname=nickname))
    move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    states.append(read(connection, ada))
    for was in reversed(states[:-1]):
        undo(connection, actor)
        assert same(read(connection, ada), was)
    undo(connection, actor)  # the creation
    assert read(connection, ada).state is State.TRASHED
    for will_be in states:
        redo(connection, actor)
        assert same(read(connection, ada), will_be)
    assert acts.next_redo(connection, actor) is None


def test_child_rows_come_back_with_their_ids(connection, actor, ada):
    now = save_customer(connection, 0, ada, Content({}, {"phones": (), "emails": ada.items["emails"]}), actor=actor)
    assert now.record.items["phones"] == ()
    undo(connection, actor)
    assert read(connection, ada).items == ada.items
    redo(connection, actor)
    assert read(connection, ada).items["phones"] == ()


def test_something_new_ends_the_redoing(connection, actor, ada):
    edit(connection, ada, actor, nickname="Countess")
    undo(connection, actor)
    edit(connection, ada, actor, title="Analyst")
    assert acts.next_redo(connection, actor) is None
    undo(connection, actor)
    redo(connection, actor)
    assert acts.next_redo(connection, actor) is None
    assert (read(connection, ada).values["nickname"], read(connection, ada).values["title"]) == (None, "Analyst")


def test_others_acts_are_theirs(connection, actor, grace, ada):
    edit(connection, ada, grace, nickname="Countess")
    assert acts.next_undo(connection, actor).act is Act.CREATED
    assert acts.next_undo(connection, grace).fields == ("Nickname",)
    assert acts.next_redo(connection, grace) is None


def test_fields_that_nobody_touched_since_go_back_by_themselves(connection, actor, grace, ada):
    edit(connection, ada, actor, nickname="Countess", title="Analyst")
    mine = acts.next_undo(connection, actor)
    edit(connection, ada, grace, sla_level="gold")
    take_back(connection, mine, actor)
    now = read(connection, ada)
    assert [now.values[name] for name in ("nickname", "title", "sla_level")] == [None, None, "gold"]


def test_an_undo_that_would_overwrite_somebody_is_a_conflict(connection, actor, grace, ada):
    edit(connection, ada, actor, nickname="Countess", title="Analyst")
    mine = acts.next_undo(connection, actor)
    edit(connection, ada, grace, nickname="Enchantress")
    with pytest.raises(EditConflictError) as refused:
        take_back(connection, mine, actor)
    (conflict,) = refused.value.conflicts
    assert (conflict.field, conflict.original, conflict.theirs, conflict.mine) == (
        "nickname",
        "Countess",
        "Enchantress",
        None,
    )
    assert refused.value.changed_by == "Grace"
    now = read(connection, ada)
    take_back(connection, mine, actor, base=now, mine=Content({"nickname": "Enchantress", "title": None}))
    assert read(connection, ada).values["nickname"] == "Enchantress"
    assert acts.next_redo(connection, actor) is not None


def test_undoing_a_creation_does_not_hide_what_others_put_in(connection, actor, grace, ada):
    edit(connection, ada, grace, nickname="Enchantress")
    with pytest.raises(EditedSinceError) as refused:
        undo(connection, actor)
    assert refused.value.changed_by == "Grace"
    take_back(connection, acts.next_undo(connection, actor), actor, anyway=True)
    assert read(connection, ada).state is State.TRASHED


def test_what_is_in_the_trash_is_not_edited(connection, actor, grace, ada):
    edit(connection, ada, actor, nickname="Countess")
    move_to_trash(connection, CUSTOMER, [ada.id], actor=grace)
    with pytest.raises(RecordGoneError):
        undo(connection, actor)


def test_a_trashed_code_that_was_taken_keeps_the_record_there(connection, actor, ada):
    move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    trashing = acts.next_undo(connection, actor)
    content = customer_content("Grace Hopper", customer_code=ada.values["customer_code"])
    holder = save_customer(connection, first_company(connection), None, content, actor=actor).record
    with pytest.raises(InvalidRecordError) as refused:
        take_back(connection, trashing, actor)
    (problem,) = refused.value.problems
    assert (problem.field, problem.code, problem.other_id) == ("customer_code", "taken", holder.id)


def test_what_would_be_referred_to_must_be_there(connection, actor, ada):
    boss = save_customer(connection, first_company(connection), None, customer_content("Boss"), actor=actor).record
    edit(connection, ada, actor, manager_id=boss.id)
    edit(connection, ada, actor, manager_id=None)
    clearing = acts.next_undo(connection, actor)
    move_to_trash(connection, CUSTOMER, [boss.id], actor=actor)
    trash.purge(connection, CUSTOMER, [boss.id], actor=actor)
    with pytest.raises(InvalidRecordError) as refused:
        take_back(connection, clearing, actor)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("manager_id", "purged")]


def some_customers(connection, many):
    work = UnitOfWork(connection, companies_actor(connection))
    return [work.create(CUSTOMER, first_company(connection), customer_content(f"Customer {n}")) for n in range(many)]


def companies_actor(connection):
    return Actor(connection.execute(sa.select(tables.staff.c.id)).scalars().first(), "")


def test_a_batch_goes_back_as_one(connection, actor):
    ids = [record.id for record in some_customers(connection, 5)]
    before = latest_change(connection)
    assert move_to_trash(connection, CUSTOMER, ids, actor=actor) == 5
    batch = acts.next_undo(connection, actor)
    assert (batch.is_batch, batch.records, batch.act) == (True, 5, Act.TRASHED)
    assert undo(connection, actor).records == 5
    assert {record.state for record in read_records(connection, CUSTOMER, ids).values()} == {State.ACTIVE}
    assert redo(connection, actor).records == 5
    assert {record.state for record in read_records(connection, CUSTOMER, ids).values()} == {State.TRASHED}
    assert {record.version for record in read_records(connection, CUSTOMER, ids).values()} == {4}
    assert latest_change(connection) - before == 15


def test_of_a_batch_what_was_edited_since_stays_and_is_told(connection, actor, grace):
    batch_id = open_batch(connection, "Import of people.csv", actor)
    importer = replace(actor, origin="import")
    common = Common(first_company(connection), importer, batch_id, UnitOfWork(connection, actor).now)
    ids = create_in_bulk(connection, CUSTOMER, [customer_content(f"Import {n}") for n in range(4)], common)
    edited = read_records(connection, CUSTOMER, ids)
    edit(connection, edited[ids[1]], grace, nickname="Kept")
    undone = acts.next_undo(connection, actor)
    assert (undone.name, undone.records, undone.origin) == ("Import of people.csv", 4, "import")
    back = take_back(connection, undone, actor)
    assert (back.records, [(left.record_id, left.name, left.code, left.detail) for left in back.kept]) == (
        3,
        [(ids[1], "Import 1", "edited", "Grace")],
    )
    states = {one: record.state for one, record in read_records(connection, CUSTOMER, ids).items()}
    assert [one for one, state in states.items() if state is State.ACTIVE] == [ids[1]]


def test_a_batch_of_edits_merges_and_keeps_conflicts(connection, actor, grace):
    records = some_customers(connection, 3)
    work = UnitOfWork(connection, actor, open_batch(connection, "Bulk edit", actor))
    for record in records:
        work.update(CUSTOMER, record, Content({**record.values, "title": "Analyst"}, record.items))
    edit(connection, records[0], grace, nickname="Other field")
    edit(connection, records[1], grace, title="Commodore")
    back = undo(connection, actor)
    assert (back.records, [(left.record_id, left.code) for left in back.kept]) == (2, [(records[1].id, "edited")])
    now = read_records(connection, CUSTOMER, [record.id for record in records])
    assert [now[record.id].values["title"] for record in records] == [None, "Commodore", None]
    assert now[records[0].id].values["nickname"] == "Other field"


def test_a_batch_of_which_nothing_can_go_back_is_no_act(connection, actor, grace):
    records = some_customers(connection, 2)
    work = UnitOfWork(connection, actor, open_batch(connection, "Bulk edit", actor))
    for record in records:
        work.update(CUSTOMER, record, Content({**record.values, "title": "Analyst"}, record.items))
        edit(connection, record, grace, title="Commodore")
    bulk = acts.next_undo(connection, actor)
    assert undo(connection, actor).records == 0
    assert acts.next_undo(connection, actor) == bulk


def test_a_batch_that_others_took_back_already_holds_nothing_up(connection, actor, grace):
    records = some_customers(connection, 2)
    trash.move_to_trash(connection, CUSTOMER, [record.id for record in records], actor=actor)
    for record in records:
        restoring.restore_record(connection, CUSTOMER.name, record.id, actor=grace)

    assert undo(connection, actor).records == 0
    assert acts.next_undo(connection, actor).act is Act.CREATED
    assert not acts.next_redo(connection, actor).is_undone
    redo(connection, actor)
    assert acts.next_undo(connection, actor).is_batch
    assert all(same(read(connection, record), record) for record in records)


def test_an_act_whose_records_were_all_purged_holds_nothing_up(connection, actor, ada):
    records = some_customers(connection, 3)
    edit(connection, ada, actor, nickname="Countess")
    ids = [record.id for record in records]
    trash.move_to_trash(connection, CUSTOMER, ids, actor=actor)
    trash.purge(connection, CUSTOMER, ids[:2], actor=actor)
    assert acts.next_undo(connection, actor).records == 3
    trash.purge(connection, CUSTOMER, ids[2:], actor=actor)
    assert acts.next_undo(connection, actor).fields == ("Nickname",)


def test_an_undo_that_was_stopped_before_it_began_undid_nothing(connection, actor):
    records = some_customers(connection, 3)
    trash.move_to_trash(connection, CUSTOMER, [record.id for record in records], actor=actor)
    bulk = acts.next_undo(connection, actor)
    undoing.open_undo(connection, bulk.id, actor)  # and there its process was killed
    assert acts.next_undo(connection, actor) == bulk
    assert undo(connection, actor).records == 3
    assert acts.next_undo(connection, actor) != bulk


def test_a_restore_that_made_room_goes_back_as_it_was(connection, actor):
    first, other = some_customers(connection, 2)
    code = first.values["customer_code"]
    move_to_trash(connection, CUSTOMER, [first.id], actor=actor)
    save_customer(connection, 0, other, Content({"customer_code": code}), actor=actor)
    restoring.restore_with_room(connection, CUSTOMER.name, first.id, actor=actor)
    assert read(connection, first).values["customer_code"] != code
    back = undo(connection, actor)
    assert (back.records, back.kept) == (1, ())
    assert (read(connection, first).state, read(connection, first).values["customer_code"]) == (State.TRASHED, code)


def test_a_company_that_is_needed_is_not_taken_back(connection, actor):
    company = companies.read_company(connection, first_company(connection))
    second = companies.save_company(
        connection, None, Content({**company.values, "code": "TWO", "name": "Two"}), actor=actor
    )
    made = acts.next_undo(connection, actor)
    customer = save_customer(connection, second.id, None, customer_content("Ada"), actor=actor).record
    with pytest.raises(InvalidRecordError) as refused:
        undoing.take_back_change(connection, made.id, actor=actor)
    assert [problem.code for problem in refused.value.problems] == ["has_customers"]
    move_to_trash(connection, CUSTOMER, [customer.id], actor=actor)
    companies.save_company(connection, company, Content({"active": False}), actor=actor)
    with pytest.raises(InvalidRecordError) as refused:
        undoing.take_back_change(connection, made.id, actor=actor)
    assert [problem.code for problem in refused.value.problems] == ["last_active"]


def test_codes_handed_on_within_a_batch_go_back_in_parts_too(database, actor):
    """Each took the code that the one before it had just given up, so that only the last can begin."""
    codes = [f"HANDED{number}" for number in range(3 * LEAST)]
    with database.writing() as connection:
        company_id = first_company(connection)
        contents = [customer_content(customer_code=code) for code in codes[1:]]
        records = [save_customer(connection, company_id, None, content, actor=actor).record for content in contents]
        batch_id = open_batch(connection, "Bulk edit", actor)
        work = UnitOfWork(connection, actor, batch_id)
        for record, code in zip(records, codes, strict=False):
            work.update(CUSTOMER, record, Content({**record.values, "customer_code": code}, record.items))
    back = taking_back.take_back_in_parts(database.place, batch_id, on_progress=lambda done, total: None)
    assert (back.records, back.kept) == (len(records), ())
    with database.reading() as connection:
        assert [read(connection, record).values["customer_code"] for record in records] == codes[1:]


def test_other_types_of_record_go_back_too(connection, actor):
    value = pick_lists.values_of(connection, "site")[0]
    pick_lists.rename_value(connection, value.id, "Main office", actor=actor)
    company = companies.read_company(connection, first_company(connection))
    companies.save_company(connection, company, Content({**company.values, "name": "Other"}), actor=actor)
    assert [act.record_type for act in acts.last_acts(connection, actor, 2)] == ["company", "pick_value"]
    undo(connection, actor)
    undo(connection, actor)
    assert pick_lists.values_of(connection, "site")[0] == value
    assert companies.read_company(connection, company.id).values["name"] == company.values["name"]


def test_what_undoes_what_survives_a_restart(database, actor):
    record = factories.stored_customer(database)
    with database.writing() as connection:
        edit(connection, record, actor, nickname="Countess")
    with database.writing() as connection:
        undo(connection, actor)
    with database.writing() as connection:
        redo(connection, actor)
        log = changes_of(connection, CUSTOMER, record.id)
        assert [change.origin for change in log] == ["redo", "undo", "typed", "typed"]
        assert [change.undoes for change in log] == [log[1].id, log[2].id, None, None]
        assert read(connection, record).values["nickname"] == "Countess"


def test_what_others_took_back_already_holds_nothing_up(connection, ada, actor, grace):
    edit(connection, ada, actor, nickname="Countess")
    edit(connection, ada, actor, title="Analyst")
    edit(connection, ada, grace, title=ada.values["title"])

    assert undo(connection, actor).records == 0
    assert acts.next_undo(connection, actor).fields == ("Nickname",)
    assert acts.next_redo(connection, actor) is not None
    undo(connection, actor)

    assert same(read(connection, ada), ada)
    assert acts.next_undo(connection, actor).act is Act.CREATED


def test_somebody_whom_others_restored_already_holds_nothing_up(connection, ada, actor, grace):
    trash.move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    restoring.restore_record(connection, CUSTOMER.name, ada.id, actor=grace)

    assert undo(connection, actor).records == 0
    assert acts.next_undo(connection, actor).act is Act.CREATED
    redo(connection, actor)
    assert acts.next_redo(connection, actor) is None
    assert same(read(connection, ada), ada)
