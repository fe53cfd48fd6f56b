"""Saving: edits of one to five fields, telephone numbers among them, and new customers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.models.contact_points import PHONE
from app.models.customer import CUSTOMER
from app.models.values import Actor, Content, Item, Record, Value
from app.services import customers
from app.services.companies import list_companies
from app.services.staff import current_actor
from app.store.database import Database, open_database
from app.store.records import read_records
from app.store.upkeep import tidy
from tests.bench.files import copy_of, plain_connection
from tests.bench.results import Result, p95
from tests.bench.samples import SEED, customer_ids
from tests.bench.timing import Times, collector_off, timed

BAR, MORE_MS = 2.0, 10.0
SAVES = 300
WARM = 20
_CREATED = 4
"""One in so many is a new customer."""

_TEXTS = {
    "title": ("Head of stores", "Night porter", "Archivist", "Crane driver"),
    "building": ("Annexe", "Mill", "Tower B"),
    "nickname": ("Ros", "Kit", "Bo"),
    "twitter_handle": ("desk_of_one", "paperclip", "lost_stapler"),
    "department": ("Finance", "Legal", "Operations"),
    "customer_status": ("active", "inactive"),
}

Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Save:
    """One save as a form asks for it; without a base it makes a customer."""

    base: Record | None
    mine: Content


class Saver:
    """Saves into one database as the program does.

    Attributes:
        tidied: milliseconds that each turn of upkeep took.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.tidied: list[float] = []
        with database.writing() as connection:
            self._actor: Actor = current_actor(connection)
            self._company = list_companies(connection)[0].id

    def saves(self, many: int) -> list[Save]:
        """The same kinds of saves in any database."""
        chance = random.Random(SEED)
        with self._database.reading() as connection:
            ids = customer_ids(connection.connection.cursor(), many)
            records = read_records(connection, CUSTOMER, ids)
        return [
            _creation(chance, number) if number % _CREATED == 0 else _edit(chance, records[record_id])
            for number, record_id in enumerate(ids)
        ]

    def save(self, save: Save) -> customers.Saved:
        """One save, durable when it returns."""
        with self._database.writing() as connection:
            return customers.save_customer(connection, self._company, save.base, save.mine, actor=self._actor)

    def tidy(self) -> None:
        """What the window does once a save to a file is answered, timed by itself."""
        if isinstance(self._database.place, Path):
            self.tidied.append(timed(tidy, self._database))


def _edit(chance: random.Random, base: Record) -> Save:
    names = chance.sample(list(_TEXTS), chance.randint(1, 4))
    values: dict[str, Value] = {name: chance.choice(_TEXTS[name]) for name in names}
    phones = base.items.get("phones", ())
    if chance.random() < 0.5:
        return Save(base, Content(values, {"phones": (*phones[:1], _phone(chance))}))
    return Save(base, Content(values))


def _creation(chance: random.Random, number: int) -> Save:
    values: dict[str, Value] = {field.name: field.default for field in CUSTOMER.value_fields}
    values |= {"full_name": f"Rosalind Amberley {number}", "kind": "internal", "department": "Legal"}
    email = Item({"label": "Work", "address": f"rosalind.amberley.{number}@meridian.example", "is_primary": True})
    return Save(None, Content(values, {"phones": (_phone(chance),), "emails": (email,)}))


def _phone(chance: random.Random) -> Item:
    values: dict[str, Value] = {field.name: field.default for field in PHONE.value_fields}
    return Item({**values, "number": f"+44 20 7946 0{chance.randrange(1000):03}"})


def run(rows: int) -> Iterator[Result]:
    """Each save, then its very rows in one plain commit on another copy of the file."""
    with copy_of(rows, 2) as (own, other), closing(open_database(own)) as database:
        saver = Saver(database)
        times = _measured(saver, database, other)
        cold = _cold(database, saver)
    floor = p95(times.floor)
    bar = max(BAR, (floor + MORE_MS) / floor)
    note = f"{SAVES} saves, {times.typical()}, upkeep p95 {p95(saver.tidied):.3g} ms; 2 x or 10 ms more{cold}"
    yield times.result("save", rows, bar, note)


def _measured(saver: Saver, database: Database, other: Path) -> Times:
    ours, floor = [], []
    with closing(plain_connection(other, writes=True)) as plain:
        cursor = plain.cursor()
        with collector_off():
            for number, save in enumerate(saver.saves(SAVES + WARM)):
                with _noted(database.writer) as statements:
                    taken = timed(saver.save, save)
                saver.tidy()
                plainly = timed(lambda found: _commit(cursor, found), statements)
                if number >= WARM:
                    ours.append(taken)
                    floor.append(plainly)
    return Times(ours, floor)


@contextmanager
def _noted(engine: sa.Engine) -> Iterator[list[Statement]]:
    """What is written of records, children, changes and search text meanwhile; counters are our own affair."""
    found: list[Statement] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and "counter" not in statement:
            found.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def _commit(cursor: Any, statements: list[Statement]) -> None:
    cursor.execute("BEGIN IMMEDIATE")
    for sql, parameters in statements:
        if isinstance(parameters, list):
            cursor.executemany(sql, parameters)
        else:
            cursor.execute(sql, parameters).fetchall()
    cursor.execute("COMMIT")


def _cold(database: Database, saver: Saver) -> str:
    """The first save after the connections were closed."""
    saves = saver.saves(SAVES + WARM + 1)
    database.close()
    return f", first on a new connection {timed(saver.save, saves[-1]):.3g} ms"
