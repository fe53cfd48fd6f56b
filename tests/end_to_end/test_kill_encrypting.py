"""Killed while a file is being encrypted or decrypted, there is one whole file under its name, with everything in it."""

import random
import subprocess
import sys
from contextlib import suppress

import pytest

from app.services.checks import check_place
from app.store import keys
from app.store.conversion import convert
from app.store.database import open_database
from tests.processes import ROOT

KILLS = 10
CONVERTER = """\
import sys, time
from pathlib import Path
from app.store import keys
from app.store.conversion import convert

path, key, is_on = Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline()), sys.argv[2] == "on"
keys.remember(key)
print("begin", flush=True)
started = time.monotonic()
convert(path, key if is_on else None, lambda done, total: None)
print(time.monotonic() - started, flush=True)
"""


def start(path, key, turn):
    """A process that converts the file; the key goes through its standard input."""
    command = [sys.executable, "-c", CONVERTER, str(path), turn]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write(key.hex() + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "begin\n"
    return process


def count(path):
    database = open_database(path)
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*), sum(version) FROM customer").one()
    database.close()
    return tuple(found), database.key


@pytest.fixture
def seconds(crowd_file, tmp_path):
    """How long a conversion takes here."""
    key = keys.new_key()
    with start(crowd_file, key, "on") as process:
        taken = float(process.stdout.readline())
    keys.remember(key)
    convert(crowd_file, None, lambda done, total: None)
    return taken


def test_a_killed_conversion_leaves_a_whole_file(crowd_file, seconds):
    key = keys.new_key()
    keys.remember(key)
    before, _ = count(crowd_file)
    chance, outcomes = random.Random(11), set()
    for number in range(KILLS):
        turn = "off" if count(crowd_file)[1] else "on"
        with start(crowd_file, key, turn) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds * (number + chance.random()) / KILLS * 1.2)
            process.kill()
        found, has_key = count(crowd_file)
        assert found == before
        outcomes.add((turn, bool(has_key)))
    assert check_place(crowd_file) == ()
    assert ("on", False) in outcomes  # some were killed in time


def test_what_a_killed_one_left_is_gone_after_the_next(crowd_file):
    key = keys.new_key()
    with start(crowd_file, key, "on") as process:
        while not list(crowd_file.parent.glob("*.partial-*")):
            pass
        process.kill()
    convert(crowd_file, key, lambda done, total: None)

    assert {entry.name for entry in crowd_file.parent.iterdir()} == {crowd_file.name}
