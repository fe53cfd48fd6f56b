"""Killed at any moment, whoever takes what a folder holds loses none of it, and takes none of it twice."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from itertools import islice

from app.models.interaction import INTERACTION
from app.models.tables import table_of
from app.services.intake_folder import DONE, FAILED
from tests.factories import customer_content, stored_customer
from tests.processes import ROOT, needs_kill

KILLS, FILES, ENTRIES = 3, 24, 5
PATIENCE = 60
TAKER = """\
import sys
from app import cli_intake
from app.__main__ import main
from app.services import intake_folder

cli_intake._LOOK_SECONDS, intake_folder.SETTLED_SECONDS = 0.05, 0.1
main(["intake", *sys.argv[1:]])
"""
"""`deskbook intake`, which here need not wait long for files to be complete: they all are."""


def put(folder, number):
    """A file as other programs deliver one: written under another name first. In every third one an entry is wrong."""
    entries = [
        {"kind": "interaction", "customer": "ADA", "external_ref": f"{number}/{place}"}
        if number % 2
        else {"kind": "interaction", "customer": "ADA", "details": f"{number}/{place}"}
        for place in range(ENTRIES)
    ]
    if number % 3 == 0:
        entries[2] = {**entries[2], "customer": "EVE"}
    part = folder / f"{number}.json.part"
    part.write_text(json.dumps(entries))
    part.rename(folder / f"{number}.json")


def taker(folder, place):
    command = [sys.executable, "-c", TAKER, str(folder), str(place)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=os.environ
    )


def left(folder):
    return list(folder.glob("*.json"))


def live_on(process, seconds):
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def wait_until(process, condition):
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        live_on(process, 0.002)


@needs_kill
def test_none_is_lost_and_none_is_taken_twice(database, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    stored_customer(database, customer_content("Ada", customer_code="ADA"))
    chance = random.Random(5)
    numbers = iter(range(FILES))
    for _ in range(KILLS):
        for number in islice(numbers, FILES // KILLS):
            put(folder, number)
        there = len(left(folder))
        with taker(folder, database.place) as process:
            wait_until(
                process, lambda there=there: len(left(folder)) < there
            )  # it is in the middle of something from now on
            live_on(process, chance.uniform(0, 0.06))
            process.kill()
    with taker(folder, database.place) as process:
        wait_until(process, lambda: not left(folder))
        process.kill()

    table = table_of(INTERACTION)
    with database.reading() as connection:
        rows = connection.execute(table.select()).all()
    said = sorted(row.external_ref or row.details for row in rows)
    wrong = {f"{number}/2" for number in range(0, FILES, 3)}
    assert said == sorted({f"{number}/{place}" for number in range(FILES) for place in range(ENTRIES)} - wrong)
    done = sorted(path.name for path in (folder / DONE).glob("*/*"))
    assert done == sorted(f"{number}.json" for number in range(FILES))
    failed = [json.loads(path.read_text()) for path in (folder / FAILED).glob("*.json")]
    assert sorted(entry.get("external_ref") or entry["details"] for (entry,) in failed) == sorted(wrong)
