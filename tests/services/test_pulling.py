"""Single records brought back from a backup."""

import os

import pytest
import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.customer import CUSTOMER
from app.models.tables import change
from app.models.values import Content, State
from app.services import history, taking_back
from app.services.automatic_backups import are_sound, expand, place_to_expand, remove
from app.services.backups import back_up, restore
from app.services.checks import check_place
from app.services.customers import save_customer
from app.services.pulling import ORIGIN, pull_out
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.database import open_database
from app.store.records import read_record
from tests import factories
from tests.processes import run_script


@pytest.fixture
def database(file_database):
    """Only files have these."""
    return file_database


def nothing(done, total):
    """Nobody watches."""


@pytest.fixture
def ada(database):
    content = factories.customer_content("Ada Lovelace", phones=[factories.phone()], emails=[factories.email()])
    return edit(database, None, content)


@pytest.fixture
def pull(database, ada, tmp_path):
    """Brings records back from a backup of the moment when there was Ada alone."""
    backup = back_up(database.path, tmp_path / "b.deskbook.gz")
    expanded = expand(backup, tmp_path / "cache", nothing)

    def act(*ids):
        return pull_out(expanded, database.path, ids or (ada.id,), nothing)

    return act


def stored(database, record):
    with database.reading() as connection:
        return read_record(connection, CUSTOMER, record.id)


def edit(database, record, content):
    """Save as a form does."""
    with database.writing() as connection:
        company = factories.first_company(connection)
        return save_customer(connection, company, record, content, actor=current_actor(connection)).record


def purge(database, record):
    """As if it had never been."""
    with database.writing() as connection:
        for table in ("phone", "email", "address", "customer_text", "customer"):
            column = "id" if table in ("customer", "customer_text") else "customer_id"
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = {record.id}")


def people_set(record):
    """What people set of it."""
    return {field.name: record.values[field.name] for field in CUSTOMER.value_fields}, record.items


def test_an_edited_record_is_as_it_was_and_history_shows_it(database, ada, pull):
    edit(database, ada, Content({"nickname": "Countess", "title": "Lady"}))
    pulled = pull()

    assert (pulled.changed, pulled.came_back, pulled.same, pulled.refused) == (1, 0, 0, ())
    assert people_set(stored(database, ada)) == people_set(ada)
    assert stored(database, ada).version == ada.version + 2
    with database.reading() as connection:
        origins = connection.scalars(sa.select(change.c.origin).order_by(change.c.id)).all()
    assert origins[-1] == ORIGIN


def test_child_rows_come_back_and_new_ones_go(database, ada, pull):
    edit(database, ada, Content({}, {"phones": (factories.phone("+44 161 496 0871"),), "emails": ()}))
    pull()

    assert people_set(stored(database, ada)) == people_set(ada)
    assert check_place(database.path) == ()


def test_one_in_the_trash_comes_back(database, ada, pull):
    edit(database, ada, Content({"nickname": "Countess"}))
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=current_actor(connection))
    pulled = pull()

    assert pulled.came_back == 1
    assert stored(database, ada).state is State.ACTIVE
    assert people_set(stored(database, ada)) == people_set(ada)


def test_one_that_is_gone_comes_back_with_its_id(database, ada, pull):
    purge(database, ada)
    assert stored(database, ada) is None
    pulled = pull()

    assert pulled.came_back == 1
    assert people_set(stored(database, ada)) == people_set(ada)
    assert stored(database, ada).values["created_at"] == ada.values["created_at"]
    assert factories.stored_customer(database).id != ada.id
    assert check_place(database.path) == ()
    assert pull().same == 1


@pytest.fixture
def monday(database, tmp_path):
    """A file that was restored from a backup of Monday, and one of Tuesday with two more people in it."""
    edit(database, None, factories.customer_content("Ann Monday"))
    earlier = back_up(database.path, tmp_path / "monday.deskbook.gz")
    tuesday = [
        edit(database, None, factories.customer_content(f"{name} Tuesday", phones=[factories.phone()]))
        for name in ("Tom", "Tina")
    ]
    later = expand(back_up(database.path, tmp_path / "tuesday.deskbook.gz"), tmp_path / "cache", nothing)
    path = tmp_path / "restored.deskbook"
    restore(earlier, path)
    database = open_database(path)
    yield database, later, tuesday
    database.close()


def test_what_replaces_a_file_gives_no_id_or_code_again(database, tmp_path):
    edit(database, None, factories.customer_content("Ann Monday"))
    earlier = back_up(database.path, tmp_path / "monday.deskbook.gz")
    tom = edit(
        database, None, factories.customer_content("Tom Tuesday", customer_code=None, phones=[factories.phone()])
    )
    database.close()
    restore(earlier, database.path, replace=True)
    again = open_database(database.path)
    wendy = edit(again, None, factories.customer_content("Wendy", customer_code=None, phones=[factories.phone()]))
    again.close()
    assert wendy.id != tom.id
    assert wendy.items["phones"][0].id != tom.items["phones"][0].id
    assert wendy.values["customer_code"] != tom.values["customer_code"]
    assert check_place(database.path) == ()


def test_after_records_from_a_later_backup_new_ones_get_new_ids(monday):
    database, later, tuesday = monday
    pulled = pull_out(later, database.path, [record.id for record in tuesday], nothing)
    assert pulled.came_back == 2
    fresh = [edit(database, None, factories.customer_content(name, phones=[factories.phone()])) for name in ("A", "B")]
    assert len({record.id for record in (*tuesday, *fresh)}) == 4
    assert check_place(database.path) == ()


def test_nobody_is_overwritten_who_got_the_id_of_somebody_else(monday):
    database, later, (tom, _) = monday
    wendy = edit(database, None, factories.customer_content("Wendy Wednesday"))
    assert wendy.id == tom.id
    pulled = pull_out(later, database.path, [tom.id], nothing)
    assert (pulled.changed, pulled.came_back) == (0, 1)
    assert stored(database, wendy).values["full_name"] == "Wendy Wednesday"
    with database.reading() as connection:
        names = set(connection.scalars(sa.text("SELECT full_name FROM customer")))
    assert names == {"Ann Monday", "Wendy Wednesday", "Tom Tuesday"}
    assert check_place(database.path) == ()


def test_of_one_that_was_purged_and_came_back_the_time_before_stays_gone(database, ada, pull):
    edit(database, ada, Content({"nickname": "Countess"}))
    with database.writing() as connection:
        taking_back.move_to_trash(connection, CUSTOMER.name, [ada.id])
        taking_back.purge(connection, CUSTOMER.name, [ada.id])
    pull()

    with database.reading() as connection:
        back, *before = history.read_window(connection, CUSTOMER.name, ada.id).entries
        assert people_set(history.read_past(connection, back.id).sheet.record) == people_set(ada)
        assert len(before) == 4
        for entry in before:
            with pytest.raises(RecordGoneError):
                history.read_past(connection, entry.id)
    with database.writing() as connection, pytest.raises(RecordGoneError):
        taking_back.take_back(connection, before[-2].id, is_batch=False)


def test_one_that_did_not_change_stays(database, ada, pull):
    pulled = pull()

    assert (pulled.same, pulled.changed) == (1, 0)
    assert stored(database, ada) == ada


def test_one_whose_code_somebody_else_has_now_is_refused_and_stays(database, ada, pull):
    code = ada.values["customer_code"]
    edit(database, ada, Content({"customer_code": "OTHER"}))
    factories.stored_customer(database, factories.customer_content("Grace Hopper", customer_code=code))
    pulled = pull(ada.id)

    assert [refused.name for refused in pulled.refused] == ["Ada Lovelace"]
    assert [problem.code for problem in pulled.refused[0].problems if problem.blocking] == ["taken"]
    assert stored(database, ada).values["customer_code"] == "OTHER"


def test_a_trashed_one_that_is_refused_stays_in_the_trash(database, ada, pull):
    code = ada.values["customer_code"]
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=current_actor(connection))
    factories.stored_customer(database, factories.customer_content("Grace Hopper", customer_code=code))

    assert len(pull().refused) == 1
    assert stored(database, ada).state is State.TRASHED


def test_a_manager_who_is_gone_is_left_out(database, tmp_path):
    boss = factories.stored_customer(database)
    worker = factories.stored_customer(database, factories.customer_content("Worker", manager_id=boss.id))
    expanded = expand(back_up(database.path, tmp_path / "b.deskbook.gz"), tmp_path / "cache", nothing)
    purge(database, worker)
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [boss.id], actor=current_actor(connection))
    pull_out(expanded, database.path, [worker.id], nothing)

    assert stored(database, worker).values["manager_id"] is None


def test_an_id_that_the_backup_does_not_know_is_passed_over(database, ada, pull):
    later = factories.stored_customer(database)
    pulled = pull(later.id)

    assert (pulled.changed, pulled.came_back, pulled.same) == (0, 0, 0)
    assert stored(database, later) == later


def test_an_expanded_backup_cannot_be_written(database, ada, tmp_path):
    expanded = expand(back_up(database.path, tmp_path / "b.deskbook.gz"), tmp_path / "cache", nothing)
    frozen = open_database(expanded, frozen=True)
    assert frozen.read_only
    frozen.close()
    assert {entry.name for entry in (tmp_path / "cache").iterdir()} == {"b.deskbook"}
    remove([expanded])
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_another_window_looks_at_stays_and_what_a_killed_one_looked_at_goes(database, ada, tmp_path):
    backup = back_up(database.path, tmp_path / "b.deskbook.gz")
    own, other = place_to_expand(tmp_path / "cache"), tmp_path / "cache" / str(os.getppid())
    killed = tmp_path / "cache" / run_script("import os; print(os.getpid())").strip()
    looked_at = [expand(backup, folder, nothing) for folder in (other, own, killed, own)]

    assert [path.exists() for path in looked_at] == [True, True, False, True]
    assert len(set(looked_at)) == 4
    remove(looked_at[3:])
    assert pull_out(looked_at[0], database.path, [ada.id], nothing).same == 1


def test_what_is_sound_is_told_from_what_is_not(database, tmp_path):
    good, bad = back_up(database.path, tmp_path / "good.gz"), back_up(database.path, tmp_path / "bad.gz")
    bad.write_bytes(bad.read_bytes()[:2000])

    assert are_sound([good, bad, tmp_path / "none.gz"], nothing) == {
        good: True,
        bad: False,
        tmp_path / "none.gz": False,
    }
