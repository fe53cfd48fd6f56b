"""One person at a desk: searches, reads why each was found, opens, edits and saves, until the time is over.

Arguments: a JSON file with the address, the words that are searched for, the customers that are opened and edited, those
that everybody edits, the seconds, and where the script goes. Waits on the standard input for the word to begin; says at
the end what each act took and what was confirmed.
"""

from __future__ import annotations

import gc
import json
import pickle
import random
import secrets
import sys
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any

from app.collector import YOUNG_MS
from app.errors import EditConflictError
from app.models.customer import CUSTOMER
from app.models.queries import ListQuery
from app.models.servers import parse_address
from app.models.values import Content, Record
from app.services import customers, forms, lists
from app.services.companies import list_companies
from app.services.staff import current_actor
from app.store.database import Database, open_database
from tests.bench.samples import LISTED
from tests.bench.script import Script

_SHARED_ONE_IN = 10
_FIELDS = ("title", "nickname", "building", "floor")


class Person:
    """What one does all day, and how long it took.

    Attributes:
        taken: seconds of each act, by its name.
        confirmed: (record, version, field, value) of each save that was answered.
        asked: saves that were answered by a question, because somebody else had changed the same field.
    """

    def __init__(self, database: Database, plan: dict[str, Any], script: Script) -> None:
        self._database, self._plan, self._script = database, plan, script
        self._chance = random.Random(plan["seed"])
        self.taken: dict[str, list[float]] = {"search": [], "explain": [], "open": [], "save": []}
        self.confirmed: list[tuple[int, int, str, str]] = []
        self.asked = 0
        with database.writing() as connection:
            self._actor = current_actor(connection)
        with database.reading() as connection:
            self._company = list_companies(connection)[0].id

    def turn(self) -> None:
        """Search for somebody, open somebody, change one thing, save."""
        query = ListQuery(CUSTOMER.name, words=self._chance.choice(self._plan["words"]))
        opened = self._timed("search", self._search, query)
        self._timed("explain", self._explain, query, opened)
        record = self._timed("open", self._open)
        self._timed("save", self._save, record)

    def _timed(self, act: str, do: Any, *arguments: Any) -> Any:
        self._script.begin(act)
        started = time.perf_counter()
        result = do(*arguments)
        self.taken[act].append(time.perf_counter() - started)
        return result

    def _search(self, query: ListQuery) -> lists.Opened:
        with self._database.reading() as connection:
            return lists.opened(connection, query, LISTED)

    def _explain(self, query: ListQuery, opened: lists.Opened) -> None:
        if not all(row.why for row in opened.page.rows):
            with self._database.reading() as connection:
                lists.explained(connection, query, opened.labels, opened.page.rows)

    def _open(self) -> Record:
        is_shared = self._chance.randrange(_SHARED_ONE_IN) == 0
        record_id = self._chance.choice(self._plan["shared" if is_shared else "own"])
        with self._database.reading() as connection:
            return forms.read_sheet(connection, CUSTOMER.name, record_id).record

    def _save(self, record: Record) -> None:
        field = self._chance.choice(_FIELDS)
        value = f"{secrets.token_hex(4)} by {self._plan['seed']}"  # another one in each run: what stands there is not saved again
        try:
            with self._database.writing() as connection:
                saved = customers.save_customer(
                    connection, self._company, record, Content({field: value}), actor=self._actor
                )
        except EditConflictError:
            self.asked += 1
        else:
            self.confirmed.append((record.id, saved.record.version, field, value))


def collect_as_the_window_does(is_over: Event) -> None:
    """Beside whoever reads and writes, every second, and nowhere else (`app/collector.py`)."""
    while not is_over.wait(YOUNG_MS / 1000):
        gc.collect(1)


def main() -> int:
    """Be somebody."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    script = Script()
    database = open_database(parse_address(plan["address"]))
    person = Person(database, plan, script)
    person.turn()  # what is loaded and connected once is not counted
    person.taken = {act: [] for act in person.taken}
    script.acts.clear()
    script.follow(database.reader)
    script.follow(database.writer)
    gc.disable()
    gc.collect()
    gc.freeze()
    is_over = Event()
    Thread(target=collect_as_the_window_does, args=(is_over,), daemon=True).start()
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + plan["seconds"]
    while time.monotonic() < until:
        person.turn()
    is_over.set()
    Path(plan["script"]).write_bytes(pickle.dumps(script.acts))
    print(
        "did " + json.dumps({"taken": person.taken, "confirmed": person.confirmed, "asked": person.asked}), flush=True
    )
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
