"""Many people issuing invoices at once: that no number is left out and none is given twice, and what a save takes."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.models.servers import Place
from app.models.tables import metadata
from app.store.database import open_database
from tests.bench.children import child, heard

WRITERS, INVOICES = 50, 10_000
PREFIX = "INV"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it.

    Attributes:
        numbers: all that stand in the database, in their order.
        missing: those between the first and the last that do not.
        doubles: those that stand there twice.
        lost: those that were confirmed to somebody, and don't stand there.
        taken: seconds of each save.
        seconds: all of it.
    """

    numbers: tuple[int, ...]
    missing: int
    doubles: int
    lost: int
    taken: tuple[float, ...]
    seconds: float


def written(
    place: Place,
    customer_id: int,
    company_id: int,
    *,
    people: Sequence[str] = (),
    writers: int = WRITERS,
    invoices: int = INVOICES,
    one_fails_in: int = 7,
    dying: int = 0,
) -> Written:
    """Have so many processes issue so many invoices together.

    Args:
        place: the database.
        customer_id: whom they bill.
        company_id: whose series counts them.
        people: the address that each writer signs in at; the place itself where there is none.
        one_fails_in: of so many saves one is taken back before it is committed.
        dying: so many of the writers die in the middle of a save; the others go on.
    """
    plan = {"customer": customer_id, "company": company_id, "one_fails_in": one_fails_in}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        plans = [
            {
                **plan,
                "place": str(people[number % len(people)] if people else place),
                "invoices": invoices // writers + (number < invoices % writers),
                "dies_behind": 2 if number < dying else 0,
            }
            for number in range(writers)
        ]
        children = [
            stack.enter_context(child("child_invoices", _kept(Path(folder) / f"{number}.json", one)))
            for number, one in enumerate(plans)
        ]
        for each in children:
            heard(each, "ready")
        began = time.perf_counter()
        for each in children:
            if each.stdin:
                each.stdin.write("go\n")
                each.stdin.flush()
        answers = [json.loads(heard(each, "did")) for each in children[dying:]]
        seconds = time.perf_counter() - began
    return _judged(place, company_id, answers, seconds)


def _kept(path: Path, plan: dict[str, Any]) -> Path:
    path.write_text(json.dumps(plan), encoding="utf-8")
    return path


def _judged(place: Place, company_id: int, answers: Sequence[dict[str, Any]], seconds: float) -> Written:
    database = open_database(place)
    invoice = metadata.tables["invoice"]
    with database.reading() as connection:
        ours = sa.select(invoice.c.number).where(invoice.c.company_id == company_id, invoice.c.number.is_not(None))
        stored = list(connection.scalars(ours))
    database.close()
    numbers = sorted(int(number.removeprefix(PREFIX)) for number in stored)
    between = set(range(numbers[0], numbers[-1] + 1)) if numbers else set()
    confirmed = [number for answer in answers for number in answer["confirmed"]]
    return Written(
        tuple(numbers),
        len(between - set(numbers)),
        len(numbers) - len(set(numbers)) + len(confirmed) - len(set(confirmed)),
        len(set(confirmed) - set(stored)),
        tuple(each for answer in answers for each in answer["taken"]),
        seconds,
    )
