"""Kills the window of a typist again and again, and says what was lost by it: nothing, if all is well."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app.models.customer import CUSTOMER
from app.paths import HOME_VARIABLE
from app.services.checks import check_place
from app.services.files import new_file
from app.store.backup_folder import automatic_backups, folder_for, require_readable
from app.store.database import open_database
from app.store.records import read_records
from app.store.recovery import recovery_for
from tests.processes import ROOT

PROMISED_SECONDS = 1.0
"""What was typed so long before the kill is offered back."""

_FIELD = "nickname"
_FILE = "test.deskbook"
_SHORTEST = 1.2


@dataclass
class Life:
    """What the typist said until it was killed."""

    killed_at: float = 0.0
    typed: list[tuple[float, str]] = field(default_factory=list)
    saved: dict[int, int] = field(default_factory=dict)
    backups: int = 0

    def hear(self, line: str) -> None:
        """Take in one line; the last one may be a part of one."""
        word, _, rest = line.rstrip("\n").partition(" ")
        if not line.endswith("\n"):
            return
        if word == "typed":
            moment, _, text = rest.partition(" ")
            self.typed.append((float(moment), text))
        elif word == "saved":
            record_id, _, version = rest.partition(" ")
            self.saved[int(record_id)] = int(version)
        elif word == "backed-up":
            self.backups += 1

    def promised(self) -> str:
        """The latest text that must not be lost, "" if there is none."""
        return next((text for at, text in reversed(self.typed) if at <= self.killed_at - PROMISED_SECONDS), "")


@dataclass
class Outcome:
    """What came of several kills of windows on one file."""

    kills: int = 0
    saves: int = 0
    backups: int = 0
    lost: list[str] = field(default_factory=list)

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.kills + other.kills, self.saves + other.saves, self.backups + other.backups, self.lost + other.lost
        )


def kill_often(folder: Path, kills: int, lanes: int = 2, longest: float = 4.0) -> Outcome:
    """So many kills on as many files at once as there are lanes, of windows that live for so many seconds at most."""
    places = [folder / str(lane) for lane in range(lanes)]
    for place in places:  # not in the lanes: Alembic is for one thread at a time
        place.mkdir()
        new_file(place / _FILE, country="US")
    with ThreadPoolExecutor(lanes) as pool:
        outcomes = list(pool.map(partial(_kill_in, kills=kills // lanes, longest=longest), places))
    return sum(outcomes, Outcome())


def _kill_in(folder: Path, kills: int, longest: float) -> Outcome:
    """The same file and the same home all the time, as a person has them whose computer goes down every day."""
    path = folder / _FILE
    outcome = Outcome()
    for number in range(kills):
        seconds = random.Random(f"{folder.name}/{number}").uniform(_SHORTEST, longest)
        life = _live(folder, path, number, seconds)
        outcome.kills += 1
        outcome.saves += len(life.saved)
        outcome.backups += life.backups
        outcome.lost += _lost(folder, path, life)
    return outcome


def _live(folder: Path, path: Path, seed: int, seconds: float) -> Life:
    command = [sys.executable, "-m", "tests.end_to_end.typist", str(path), str(seed)]
    environment = {**os.environ, HOME_VARIABLE: str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}
    life = Life()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as typist:
        if typist.stdout is None or typist.stdout.readline() != "ready\n":
            raise RuntimeError("the window did not open")
        with ThreadPoolExecutor(1) as ears:
            heard = ears.submit(typist.stdout.readlines)
            try:
                typist.wait(seconds)
            except subprocess.TimeoutExpired:
                life.killed_at = time.monotonic()
                typist.kill()
            for line in heard.result():
                life.hear(line)
    if not life.killed_at:
        raise RuntimeError(f"the window ended by itself: {typist.returncode}")
    return life


def _lost(folder: Path, path: Path, life: Life) -> list[str]:
    """Everything that the window had confirmed or promised, and that is not there."""
    lost = [f"the file is damaged: {finding}" for finding in check_place(path)]
    database = open_database(path)
    with database.reading() as connection:
        stored = read_records(connection, CUSTOMER, list(life.saved))
        node = int(connection.exec_driver_sql("SELECT number FROM node").scalar() or 0)
        names = {str(name) for (name,) in connection.exec_driver_sql(f"SELECT {_FIELD} FROM customer")}
        overwritten = connection.exec_driver_sql(f"SELECT old FROM change_field WHERE field = '{_FIELD}'")
        names |= {json.loads(old) for (old,) in overwritten if old}  # saved, and changed by the next save
    database.close()
    lost += [f"save {saved} of {number}" for number, saved in life.saved.items() if stored[number].version < saved]
    recovery = recovery_for(folder / "home" / "data" / "unsaved", node, None)
    texts = {str(entry.kept.texts[_FIELD]) for entry in recovery.left(path)}
    promised = life.promised()
    if promised and not any(found.startswith(promised) for found in names | texts):
        lost.append(f"text {promised}")
    for backup in automatic_backups(folder_for(folder / "home" / "data" / "backups", path, node)):
        require_readable(backup.path, lambda done, total: None)
    return lost
