"""Many people at once on one server: what they get done, what each act takes, and whether anything is lost.

Everybody searches, reads why each was found, opens, edits and saves without a pause, each in a process of their own with a
login of their own. The floor is the very statements that they made, in the same order, by as many processes with plain
psycopg, as the owner of the tables, on a copy of the database as it was before.
"""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.children import child, heard
from tests.bench.files import database_of, plain_connection
from tests.bench.results import Result, p95, percentile, tell
from tests.bench.samples import SEED, list_queries
from tests.bench.servers import DESK, Served, serving

THROUGHPUT, SLOWER = 0.6, 2.0
PEOPLE = (1, 10, 50)
SECONDS = 60
_OWN, _SHARED = 200, 20
ACTS = ("search", "explain", "open", "save")
_JUDGED = ("search", "open", "save")
"""Why hits were found is told behind them: it is counted with what a search costs, and no act of its own."""
_SAID = """
SELECT f.new FROM deskbook.change c JOIN deskbook.change_field f ON f.change_id = c.id
WHERE c.record_type = 'customer' AND c.record_id = %s AND c.version = %s AND f.field = %s
"""


@dataclass(frozen=True, slots=True)
class Day:
    """What all of them did together.

    Attributes:
        taken: milliseconds of each act, by its name.
        rate: acts in a second.
    """

    taken: dict[str, list[float]]
    rate: float


def run(rows: int) -> Iterator[Result]:
    """One, ten and fifty people."""
    words = _words(rows)
    with serving(rows) as served, served.spare() as spare, tempfile.TemporaryDirectory() as folder:
        ids = _ids(served)
        for people in PEOPLE:
            tell(f"{people} people for {SECONDS} s …")
            plans = [_plan(served, Path(folder), number, words, ids) for number in range(people)]
            shared = [ids.pop() for _ in range(_SHARED)]
            for plan in plans:
                plan["shared"] = shared
            answers = _at_once([("child_person", _written(plan)) for plan in plans])
            lost = _lost(served, answers)
            ours = _day(answers, [SECONDS] * people)
            dsn = served.dsn(spare)
            plain = _at_once([("child_plain", dsn, plan["script"], SECONDS) for plan in plans])
            floor = _day(plain, [answer["seconds"] for answer in plain])
            yield from _results(rows, people, ours, floor)
            confirmed = sum(len(answer["confirmed"]) for answer in answers)
            asked = sum(answer["asked"] for answer in answers)
            note = f"of {confirmed:,} confirmed; {asked} were asked about"
            yield Result(f"lost updates, {people} people", rows, lost, None, "saves", 0, note)


def _words(rows: int) -> list[str]:
    plain = plain_connection(database_of(rows))
    try:
        return [query.words for query in list_queries(plain.cursor())]
    finally:
        plain.close()


def _ids(served: Served) -> list[int]:
    """Customers in an order of chance, of whom everybody takes their own from the end."""
    found = [row[0] for row in served.server.execute("SELECT id FROM deskbook.customer WHERE state = 'active'", DESK)]
    random.Random(SEED).shuffle(found)
    return found


def _plan(served: Served, folder: Path, number: int, words: Sequence[str], ids: list[int]) -> dict[str, Any]:
    return {
        "address": str(served.person(f"agent{number}")),
        "seed": number,
        "words": words,
        "own": [ids.pop() for _ in range(_OWN)],
        "seconds": SECONDS,
        "script": str(folder / f"script-{number}"),
    }


def _written(plan: dict[str, Any]) -> Path:
    path = Path(plan["script"]).with_suffix(".json")
    path.write_text(json.dumps(plan), encoding="utf-8")
    return path


def _at_once(commands: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Start them all, let them go together, and hear what each says at its end."""
    with ExitStack() as stack:
        children = [stack.enter_context(child(module, *arguments)) for module, *arguments in commands]
        for each in children:
            heard(each, "ready")
        for each in children:
            _begin(each)
        return [json.loads(heard(each, "did")) for each in children]


def _begin(process: subprocess.Popen[str]) -> None:
    if process.stdin:
        process.stdin.write("go\n")
        process.stdin.flush()


def _day(answers: Sequence[dict[str, Any]], seconds: Sequence[float]) -> Day:
    taken = {act: [1000 * each for answer in answers for each in answer["taken"].get(act, ())] for act in ACTS}
    acts = [sum(len(answer["taken"].get(act, ())) for act in _JUDGED) for answer in answers]
    return Day(taken, sum(done / lasted for done, lasted in zip(acts, seconds, strict=True)))


def _results(rows: int, people: int, ours: Day, floor: Day) -> Iterator[Result]:
    is_judged = people == PEOPLE[-1]
    note = f"{ours.rate:,.0f} against {floor.rate:,.0f} acts a second"
    lasts, plainly = 1000 / ours.rate, 1000 / floor.rate
    bar = 1 / THROUGHPUT if is_judged else None
    yield Result(f"an act, {people} people", rows, lasts, plainly, "ms", bar, note)
    for act in ACTS:
        mine, plain = ours.taken[act], floor.taken[act]
        parts = (f"p{part} {percentile(mine, part):.3g} / {percentile(plain, part):.3g}" for part in (50, 95, 99))
        note = f"{len(mine):,}; {', '.join(parts)} ms"
        yield Result(
            f"{act}, {people} people", rows, p95(mine), p95(plain), "ms", SLOWER if act in _JUDGED else None, note
        )


def _lost(served: Served, answers: Sequence[dict[str, Any]]) -> int:
    """Confirmed saves that the log doesn't have, and records that don't say what was last confirmed of them."""
    lost, latest = 0, dict[tuple[int, str], tuple[int, str]]()
    with psycopg.connect(served.dsn()) as plain:
        for answer in answers:
            for record_id, version, field, value in answer["confirmed"]:
                said = plain.execute(_SAID, (record_id, version, field)).fetchall()
                lost += said != [(json.dumps(value),)]
                latest[record_id, field] = max((version, value), latest.get((record_id, field), (0, "")))
        for (record_id, field), (_, value) in latest.items():
            stands = plain.execute(f"SELECT {field} FROM deskbook.customer WHERE id = %s", (record_id,)).fetchall()
            lost += stands != [(value,)]
    return lost
