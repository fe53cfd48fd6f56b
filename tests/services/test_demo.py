from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import CancelledError, FileError
from app.models.customer import CUSTOMER
from app.models.customer_rules import Rules, problems, tidied
from app.models.phones import read_phone
from app.models.queries import ListQuery
from app.models.tables import table_of
from app.models.values import Actor, Record
from app.services.checks import check_place
from app.services.companies import list_companies, read_company
from app.services.customers import save_customer
from app.services.demo import make_demo
from app.services.demo.people import Population
from app.services.demo.places import COUNTRIES
from app.services.demo.shares import ALONE, MOST_ITEMS, RUN, Share, made_rows
from app.services.files import new_file as make_file
from app.services.staff import current_actor
from app.store.bulk import Common
from app.store.database import Database, open_database
from app.store.labels import Labels
from app.store.listing import first_ids
from app.store.records import read_records

CUSTOMERS = 400
OTHER_SEED = 2


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.deskbook"
    counts = make_demo(path, CUSTOMERS, seed=5)
    assert counts.customers == CUSTOMERS
    assert counts.phones > CUSTOMERS
    return path


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Database:
    return open_database(Path(shutil.copy(made, tmp_path / "copy.deskbook")))


def all_customers(database: Database) -> list[Record]:
    with database.reading() as connection:
        table = table_of(CUSTOMER)
        ids = list(connection.execute(sa.select(table.c.id).order_by(table.c.id)).scalars())
        return list(read_records(connection, CUSTOMER, ids).values())


def told(path: Path) -> list[tuple[object, ...]]:
    """What a file says of its customers, ids as distances from the first one."""
    database = open_database(path)
    records = all_customers(database)
    database.close()
    first = records[0].id
    rows: list[tuple[object, ...]] = []
    for record in records:
        values = dict(record.values)
        for name in ("company_id", "owner_id", "created_by", "changed_by", "image"):
            values[name] = values[name] is not None
        manager = values["manager_id"]
        values["manager_id"] = manager - first if isinstance(manager, int) else None
        items = {name: [dict(item.values) for item in children] for name, children in record.items.items()}
        rows.append((record.id - first, tuple(values.items()), repr(items)))
    return rows


def schema(path: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    connection.close()
    return found


def test_the_file_is_sound_and_shaped_like_any_other(made: Path, tmp_path: Path) -> None:
    make_file(tmp_path / "plain.deskbook")
    assert check_place(made) == ()
    assert schema(made) == schema(tmp_path / "plain.deskbook")
    with sqlite3.connect(made) as connection:
        kept = connection.execute("SELECT k FROM customer_index_config ORDER BY k").fetchall()
        assert kept == [("automerge",), ("version",)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_the_same_seed_makes_the_same_customers(made: Path, tmp_path: Path) -> None:
    make_demo(tmp_path / "again.deskbook", CUSTOMERS, seed=5)
    make_demo(tmp_path / "other.deskbook", CUSTOMERS, seed=OTHER_SEED)
    assert told(tmp_path / "again.deskbook") == told(made)
    assert told(tmp_path / "other.deskbook") != told(made)


def test_customers_made_in_other_processes_are_those_made_here(database: Database, actor: Actor) -> None:
    with database.reading() as connection:
        common = Common(list_companies(connection)[0].id, actor, 1, datetime.now(UTC))
        labels = Labels(connection)
    ids = dict.fromkeys((CUSTOMER.name, *MOST_ITEMS), 1)
    shares = [
        Share(Population(size, "US", "meridian.example", prefix, 1000, 1, (1, 2)), 5, common, labels, ids)
        for size, prefix in ((ALONE, "CST"), (CUSTOMERS, "NWT"))
    ]
    handed_over = made_rows(shares)
    made = [next(handed_over)]
    assert multiprocessing.active_children()
    made += handed_over
    assert not multiprocessing.active_children()
    assert made == [share.rows(first) for share in shares for first in range(0, share.population.size, RUN)]


def test_every_customer_keeps_the_rules(demo: Database) -> None:
    with demo.reading() as connection:
        rules = {row.id: Rules.of(read_company(connection, row.id).values) for row in list_companies(connection)}
    assert len(rules) == 2
    for record in all_customers(demo):
        company = record.values["company_id"]
        assert isinstance(company, int)
        assert problems(record.content, rules[company]) == ()
        again = tidied(record.content, rules[company])
        for field in CUSTOMER.value_fields:
            assert (again.values[field.name] or None) == (record.values[field.name] or None), field.name
    demo.close()


def test_phones_are_valid_as_their_company_reads_them(demo: Database) -> None:
    with demo.reading() as connection:
        countries = {
            row.id: read_company(connection, row.id).values["default_country"] for row in list_companies(connection)
        }
    records = all_customers(demo)
    for record in records:
        for phone in record.items["phones"]:
            read = read_phone(str(phone.values["number"]), str(countries[record.values["company_id"]]))  # type: ignore[index]
            assert read.valid
            assert (read.e164, read.national) == (phone.values["e164"], phone.values["national"])
            assert read.extension == (phone.values["extension"] or "")
        assert [bool(phone.values["is_primary"]) for phone in record.items["phones"]][:1] in ([], [True])
    assert {len(record.items["phones"]) for record in records} == {0, 1, 2, 3}
    demo.close()


def test_all_employees_but_the_first_report_to_somebody_hired_before(demo: Database) -> None:
    employees = [record for record in all_customers(demo) if record.values["kind"] == "internal"]
    departments = {record.id: record.values["department"] for record in employees}
    chiefs = [record for record in employees if record.values["manager_id"] is None]
    assert len(chiefs) == 2
    for record in employees:
        manager = record.values["manager_id"]
        if isinstance(manager, int):
            assert manager < record.id
            assert departments[manager] in (departments[record.id], "Management")
    accounts = [(record.values["company_id"], record.values["sam_account_name"]) for record in employees]
    assert len(set(accounts)) == len(accounts)
    demo.close()


def test_customers_come_from_many_countries_and_are_found(demo: Database) -> None:
    records = all_customers(demo)
    assert len({record.values["country"] for record in records} - {None}) >= 25
    assert len(COUNTRIES) >= 25
    with demo.reading() as connection:
        for record in records[:: CUSTOMERS // 20]:
            code = str(record.values["customer_code"])
            query = ListQuery(CUSTOMER.name, sort="display_name", words=f"{record.values['display_name']} {code}")
            assert record.id in first_ids(connection, query, 50)
    demo.close()


def test_the_next_customer_gets_the_next_code(demo: Database) -> None:
    with demo.writing() as connection:
        company = next(row.id for row in list_companies(connection) if row.code == "MAIN")
        copied = all_customers(demo)[0]
        values = {**copied.values, "customer_code": None, "sam_account_name": None, "manager_id": None}
        saved = save_customer(connection, company, None, type(copied.content)(values), actor=current_actor(connection))
    assert saved.record.values["customer_code"] == f"CST{1000 + CUSTOMERS * 9 // 10}"
    demo.close()


def test_a_stopped_demo_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "stopped.deskbook"
    with pytest.raises(CancelledError):
        make_demo(path, 50, cancelled=lambda: True)
    assert not list(tmp_path.iterdir())


def test_a_file_is_never_written_over(made: Path) -> None:
    with pytest.raises(FileError):
        make_demo(made, 1)


def test_no_customers_are_a_file_too(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    made = make_demo(tmp_path / "none.deskbook", 0, on_progress=lambda done, whole: seen.append((done, whole)))
    assert made.customers == 0
    assert seen == [(0, 0)]
    assert check_place(tmp_path / "none.deskbook") == ()
