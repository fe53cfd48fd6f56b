"""The cases by name. Each is a module with `run(rows)`; it is imported when it is run, so that none weighs on another."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.bench.results import Result

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Case:
    """What a case measures; `only` is the one size that it means something for, 0 for any."""

    summary: str
    only: int = 0


CASES = {
    "start": Case("process start to the first painted window, and to the first rows of the list", MILLION),
    "search": Case("keystroke to hits, without painting, against the best plain plan"),
    "selector": Case("keystroke to hits in the person selector, against the best plain plan"),
    "repaint": Case("a full list painted, against QTableView on a QStandardItemModel", MILLION),
    "jump": Case("50 rows anywhere in the list, without painting, against 50 rows by primary key"),
    "pop": Case("a command to the customer painted in the window that runs", MILLION),
    "open": Case("a record read and shown, against its plain rows in a plain form"),
    "save": Case("a record saved, against the same rows in one plain durable commit"),
    "growth": Case("1,000,000 against 10,000 customers", MILLION),
    "bulk": Case("the bulk door, against a plain executemany of the same rows", MILLION),
    "copies": Case("a file copied to a server and back, against plain COPY of the same rows"),
    "history": Case("the history of a record with 10,000 changes opened, against one with 10; batches taken back"),
    "stall": Case("the longest gap between ticks of the window while another process imports", MILLION),
    "latency": Case("the longest gap between ticks of the window while its server is 200 ms away", MILLION),
    "kills": Case("what is lost when the window is killed a hundred times", MILLION),
    "memory": Case("memory with both ends of the list visited, against a bare window", MILLION),
    "pictures": Case("photographs imported by the job, against Pillow alone in two processes", MILLION),
    "server": Case(
        "search, jump, open, save, start and memory on a server, for people who see all, half, 1 % and 200", MILLION
    ),
    "server_growth": Case("1,000,000 against 10,000 customers on a server", MILLION),
    "shared": Case(
        "one, ten and fifty people at once on a server, against the same statements by plain psycopg", MILLION
    ),
    "related": Case(
        "a customer with 10,000 interactions and 1,000 invoices opened, against one with ten; 50 people who issue invoices",
        MILLION,
    ),
    "qsql": Case("search, jump and memory against QSqlTableModel", MILLION),
}


def run_case(name: str, rows: int) -> Iterator[Result]:
    """Measure one case at one size; nothing if it means nothing there.

    What a ratio may be is laid down for a million customers. Other sizes show how the cost grows, which has a bar of its
    own; their floors are so low that a ratio would judge what does not grow with the table.
    """
    only = CASES[name].only
    if only and rows != only:
        return
    for result in importlib.import_module(f"tests.bench.case_{name}").run(rows):
        is_judged = rows == MILLION or result.floor is None
        yield result if is_judged else replace(result, bar=None)
