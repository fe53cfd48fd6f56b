"""Somebody who issues invoices one after the other, of which some saves fail; maybe somebody whose process dies in the middle.

Arguments: a JSON file with the place of the database, the customer and the company, how many invoices are to be issued, one in how
many saves fails before it is committed (0 for none), and behind how many of them the process dies (0 for never). Waits on the
standard input for the word to begin; says at the end which numbers were confirmed, and what each save took.
"""

from __future__ import annotations

import json
import os
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.models.servers import Place, parse_address
from app.models.values import Content, Item
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.database import Database, open_database


class OnPurposeError(Exception):
    """The save was to fail."""


def place_of(text: str) -> Place:
    """Where the database is, as the plan says it."""
    return parse_address(text) if "://" in text else Path(text)


def issued(connection: sa.Connection, plan: dict[str, Any]) -> str:
    """The number of an invoice that was stored, but not committed yet."""
    lines = tuple(Item({"text": text, "unit_price": Decimal("9.99")}) for text in ("Router", "Cable", "Work"))
    content = Content({"customer_id": plan["customer"], "payment_status": "due"}, {"lines": lines})
    made = save_record(connection, "invoice", plan["company"], None, content, actor=current_actor(connection))
    return str(made.record.values["number"])


def write(database: Database, plan: dict[str, Any]) -> tuple[list[str], list[float]]:
    """Issue as many as the plan says; what fails is issued again."""
    confirmed, taken, tries = list[str](), list[float](), 0
    while len(confirmed) < plan["invoices"]:
        tries += 1
        began = time.perf_counter()
        try:
            with database.writing() as connection:
                number = issued(connection, plan)
                if plan["dies_behind"] and len(confirmed) == plan["dies_behind"]:
                    os._exit(9)  # nothing is committed, taken back or closed
                if plan["one_fails_in"] and tries % plan["one_fails_in"] == 0:
                    raise OnPurposeError
        except OnPurposeError:
            continue
        confirmed.append(number)
        taken.append(time.perf_counter() - began)
    return confirmed, taken


def main() -> int:
    """Be somebody."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    database = open_database(place_of(plan["place"]))
    with database.writing() as connection:
        current_actor(connection)
    print("ready", flush=True)
    sys.stdin.readline()
    confirmed, taken = write(database, plan)
    print("did " + json.dumps({"confirmed": confirmed, "taken": taken}), flush=True)
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
