"""From the command that tells of a call to the customer painted in the window that runs."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from app.models.contact_points import PHONE
from app.models.tables import table_of
from app.paths import HOME_VARIABLE
from app.store.database import open_database
from tests.bench.children import child, heard
from tests.bench.files import copy_of, database_of, folder
from tests.bench.results import Result, p95

BAR_MS = 300.0
CALLS = 200

_ROOT = Path(__file__).parents[2]


def run(rows: int) -> Iterator[Result]:
    """By telephone numbers that one customer alone has, anywhere in the file; each call is written down as well."""
    numbers = _numbers(database_of(rows), rows)
    with copy_of(rows) as (path,), child("child_window", "pop", path) as process:
        home = heard(process, "home")
        taken = []
        for number in numbers:
            started = time.monotonic()
            _tell(home, number)
            shown = float(heard(process, "popped").split()[0])
            taken.append(1000 * (shown - started))
            heard(process, "settled")  # what follows a call, such as reading the lists again that show it, is over
        process.kill()
    note = f"p95 of {len(taken)}, the command's own process included; median {median(taken):,.0f}"
    yield Result("pop", rows, p95(taken), None, "ms", BAR_MS, note)


def _tell(home: str, number: str) -> None:
    environment = {**os.environ, HOME_VARIABLE: home, "PYTHONPYCACHEPREFIX": str(folder() / "pycache")}
    command = [sys.executable, "-m", "app", "pop", "--phone", number]
    subprocess.run(command, cwd=_ROOT, env=environment, check=True, timeout=30)


def _numbers(path: Path, rows: int) -> list[str]:
    phone = table_of(PHONE)
    chance = random.Random(rows)
    found: list[str] = []
    with closing(open_database(path)) as database, database.reading() as connection:
        first, last = connection.execute(sa.select(sa.func.min(phone.c.id), sa.func.max(phone.c.id))).one()
        while len(found) < CALLS:
            near = sa.select(phone.c.e164).where(phone.c.id >= chance.randint(first, last), phone.c.e164.is_not(None))
            number = connection.scalar(near.order_by(phone.c.id).limit(1))
            holders = sa.select(sa.func.count()).where(phone.c.e164 == number)
            if number and number not in found and connection.scalar(holders) == 1:
                found.append(number)
    return found
