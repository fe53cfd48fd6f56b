"""Records that other programs hand in, each with its mark in one transaction: none is lost, and none is taken twice.

What can be handed in is declared here, by name; everything else follows from the record types (docs/intake.md).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.errors import AppError, InvalidRecordError, NotAllowedError, RecordGoneError
from app.models.customer import CUSTOMER
from app.models.fields import Kind, RecordType
from app.models.intake_entries import Entry, entries_of, fingerprint
from app.models.interaction import INTERACTION
from app.models.invoice import INVOICE
from app.models.origins import AUTOMATIC
from app.models.review import REVIEW
from app.models.rights import Act
from app.models.servers import Place
from app.models.tables import table_of
from app.models.values import Content
from app.services.files import facts
from app.services.intake_values import IntakeError, Names, content_of
from app.services.records import save_record
from app.services.staff import current_actor
from app.store import intake_marks
from app.store.batches import PAUSE_SECONDS
from app.store.database import Database, open_database
from app.store.reach import require

INTEGRATION = "intake"
"""As which integration something counts that doesn't say from which it comes."""

ORIGIN = "import"

_AT_A_STRETCH = 0.04
"""Seconds in which entries that are refused, or known, keep others from saving, until there is a pause as behind each that is
taken."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What can be handed in under a name: which type of record it becomes, and what its properties are called."""

    record_type: RecordType
    names: Names


INTAKES: Mapping[str, Intake] = {
    "interaction": Intake(
        INTERACTION,
        {
            "customer": "customer_id",
            "at": "at",
            "type": "interaction_type",
            "channel": "channel",
            "task": "task",
            "transaction_type": "transaction_type",
            "direction": "direction",
            "duration": "duration",
            "details": "details",
            "integration": "integration",
            "external_ref": "external_ref",
        },
    ),
    "review": Intake(
        REVIEW,
        {
            "customer": "customer_id",
            "product": "product_id",
            "rating": "rating",
            "text": "text",
            "at": "at",
            "store": "store",
            "integration": "integration",
            "external_ref": "external_ref",
        },
    ),
    "invoice": Intake(
        INVOICE,
        {
            "customer": "customer_id",
            "document_type": "document_type",
            "number": "number",
            "date": "date",
            "month": "month",
            "due": "due_on",
            "currency": "currency",
            "store": "store_id",
            "status": "payment_status",
            "lines": "lines",
            "details": "details",
            "public_note": "public_note",
            "integration": "integration",
            "external_ref": "external_ref",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry that was not taken, and why."""

    entry: Entry
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of some entries.

    Attributes:
        new: the ids of the records that were made.
        known: how many were taken before.
    """

    new: tuple[int, ...] = ()
    known: int = 0
    refused: tuple[Refusal, ...] = ()


def hand_in(place: Place, text: str, kind: str) -> Taken:
    """Take everything that a text hands in into a database; raises as `take_text` does."""
    with closing(open_database(place)) as database:
        return take_text(database, text, kind)


def take_text(database: Database, text: str, kind: str = "", source: str = "") -> Taken:
    """Take everything that a text hands in, each entry in a transaction of its own.

    Args:
        database: to store it in.
        text: JSON: an object, a list, or a line for each entry.
        kind: what the entries are, where they don't say so.
        source: which delivery it is. An entry that has neither a reference nor a moment of its own is taken once from
            each; without a source such an entry is another one each time.

    Raises:
        AppError: the database can't be written to; what was taken before stays, and is known the next time.
    """
    new: list[int] = []
    refused: list[Refusal] = []
    entries, since = entries_of(text), time.monotonic()
    for entry in entries:
        made = None
        try:
            require_readable(entry, kind)  # before anybody waits for it
            with database.writing() as connection:
                made = take(connection, entry, kind, source)
        except IntakeError as error:
            refused.append(Refusal(entry, str(error)))
        except (InvalidRecordError, NotAllowedError, RecordGoneError) as error:
            refused.append(Refusal(entry, _reason(error, kind_of(entry, kind))))
        else:
            new += [made] if made is not None else []
        if made is not None or time.monotonic() - since > _AT_A_STRETCH:
            time.sleep(PAUSE_SECONDS)
            since = time.monotonic()
    return Taken(tuple(new), len(entries) - len(new) - len(refused), tuple(refused))


def take(connection: sa.Connection, entry: Entry, kind: str = "", source: str = "") -> int | None:
    """Store one entry and its mark; its record's id, None if it was taken before.

    Raises:
        IntakeError: it can't be taken as it is.
        AppError: the record is refused, as `records.save_record` says.
    """
    name = require_readable(entry, kind)
    intake, told = INTAKES[name], {key: value for key, value in entry.value.items() if key != "kind"}
    require(connection, Act.ADD, intake.record_type)
    mark = _mark(name, intake, told, entry, source)
    if mark and not intake_marks.take(connection, mark):
        return None
    content = _completed(intake.record_type, content_of(connection, intake.record_type, intake.names, told))
    actor = current_actor(connection, ORIGIN)
    company_id = _company_of(connection, content)
    return save_record(connection, intake.record_type.name, company_id, None, content, actor=actor).record.id


def require_readable(entry: Entry, kind: str) -> str:
    """What an entry is that can be read; raises as `kind_of` does."""
    if entry.fault:
        raise IntakeError(entry.fault)
    return kind_of(entry, kind)


def kind_of(entry: Entry, kind: str) -> str:
    """What an entry is.

    Raises:
        IntakeError: it is none of those that can be taken, or another than it should be.
    """
    if not isinstance(entry.value, dict):
        raise IntakeError("an entry has to be an object")
    said = entry.value.get("kind", kind)
    if not isinstance(said, str) or said not in INTAKES or (kind and said != kind):
        raise IntakeError(f"kind has to be {kind or ' or '.join(INTAKES)}")
    return said


def _mark(name: str, intake: Intake, told: Mapping[str, Any], entry: Entry, source: str) -> str:
    """By which it is known again: its reference elsewhere or, without one, everything that it says and its place."""
    if reference := told.get("external_ref"):
        return fingerprint("reference", name, told.get("integration") or INTEGRATION, str(reference))
    moments = {key for key, field in intake.names.items() if _is_moment(intake.record_type, field)}
    if moments & {key for key, value in told.items() if value}:
        return fingerprint("entry", name, entry.as_text(), entry.place) if source else ""
    return fingerprint("delivery", name, entry.as_text(), entry.place, source) if source else ""


def _is_moment(record_type: RecordType, field: str) -> bool:
    return record_type.by_name[field].kind in (Kind.DATE, Kind.DATE_TIME)


def _completed(record_type: RecordType, content: Content) -> Content:
    """With where it comes from."""
    values = dict(content.values)
    if "origin" in record_type.by_name:
        values["origin"] = AUTOMATIC
    if "integration" in record_type.by_name:
        values["integration"] = values.get("integration") or INTEGRATION
    return replace(content, values=values)


def _company_of(connection: sa.Connection, content: Content) -> int:
    """That of its customer; without one the first, and whoever has to have a customer is refused later."""
    customer, customer_id = table_of(CUSTOMER), content.values.get("customer_id")
    own = (
        connection.scalar(sa.select(customer.c.company_id).where(customer.c.id == customer_id)) if customer_id else None
    )
    return int(own) if own is not None else facts(connection).company_id


def _reason(error: AppError, name: str) -> str:
    """What is wrong, by what the properties are called."""
    if isinstance(error, NotAllowedError):
        return "whoever takes it in may not add such records, or fill one of its fields"
    if not isinstance(error, InvalidRecordError):
        return "what it refers to is gone"
    called = {field: key for key, field in INTAKES[name].names.items()}
    return "; ".join(
        f"{called.get(problem.field, problem.field)}: {problem.code.replace('_', ' ')} {problem.detail}".strip()
        for problem in error.problems
        if problem.blocking
    )
