"""Files at records: attached, and had back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import AttachmentError, AttachmentProblem, RecordGoneError
from app.models.about import field_for
from app.models.attachment import ATTACHMENT, FileFacts
from app.models.catalogue import RECORD_TYPES
from app.models.file_names import kept_name
from app.models.folding import strip_controls
from app.models.media import is_text, media_type_of
from app.models.tables import table_of
from app.models.values import Actor, Content, Record, RecordKey, Value
from app.services import records
from app.services.saving import read_active
from app.store import files
from app.store.files import Sum
from app.store.reach import within_reach

LONGEST_TEXT = 64 * 1024
"""So much of a text is shown without opening it, in bytes."""


def attach(
    connection: sa.Connection,
    key: RecordKey,
    name: str,
    known: Sum,
    pieces: Callable[[], Iterator[bytes]],
    *,
    actor: Actor,
) -> Record:
    """Attach a file to a record.

    Args:
        connection: within the transaction in which all of it is stored, or nothing.
        key: of the record.
        name: of the file; what can't be in a name goes.
        known: what its bytes come to.
        pieces: gives its bytes, from the first.

    Raises:
        RecordGoneError: the record is no longer there.
        NotAllowedError: whoever attaches it may not do that.
    """
    record = read_active(connection, RECORD_TYPES[key.type_name], key.id)
    company_id = record.values["company_id"]
    kept = files.keep(connection, pieces(), known)
    head = next(pieces(), b"")
    values: dict[str, Value] = {
        "name": kept_name(name),
        field_for(RECORD_TYPES[key.type_name]): key.id,
        "media_type": media_type_of(name, head),
        "size": kept.size,
        "sha256": kept.sha256,
    }
    of_company = company_id if isinstance(company_id, int) else None
    return records.save_record(connection, ATTACHMENT.name, of_company, None, Content(values), actor=actor).record


def read_facts(connection: sa.Connection, attachment_id: int) -> FileFacts:
    """What is known of an attached file, in the trash or not.

    Raises:
        RecordGoneError: the attachment is no longer there, or is nobody's to see.
    """
    table = table_of(ATTACHMENT)
    columns = (table.c.id, table.c.name, table.c.media_type, table.c.size, table.c.sha256)
    own = (table.c.id == attachment_id, *within_reach(connection, ATTACHMENT))
    row = connection.execute(sa.select(*columns).where(*own)).first()
    if row is None:
        raise RecordGoneError(ATTACHMENT.name, attachment_id)
    return FileFacts(row.id, row.name or "", row.media_type or "", row.size or 0, row.sha256 or "")


def pieces_of(connection: sa.Connection, facts: FileFacts, most: int = 0) -> Iterator[bytes]:
    """The bytes of an attached file, piece by piece; with `most`, so many pieces of its beginning.

    Raises:
        AttachmentError: they are not there, or damaged.
    """
    try:
        yield from files.pieces(connection, facts.sha256, most)
    except AttachmentError as error:
        raise AttachmentError(error.problem, facts.name) from error


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it is looked at without opening it: the beginning of a text, or nothing but what is known of it."""

    facts: FileFacts
    text: str | None


def look_at(connection: sa.Connection, attachment_id: int) -> Look:
    """What is known of an attached file, and what it says if it is a text.

    Raises:
        RecordGoneError: the attachment is no longer there.
        AttachmentError: its bytes are not there.
    """
    facts = read_facts(connection, attachment_id)
    if facts.media_type.startswith("image/") or facts.media_type == "application/pdf":
        return Look(facts, None)
    first = next(pieces_of(connection, facts, 1), None)
    if first is None:
        raise AttachmentError(AttachmentProblem.LOST, facts.name)
    head = first[:LONGEST_TEXT]
    if not is_text(head):
        return Look(facts, None)
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return Look(facts, strip_controls(head.decode(encoding, "replace"), multiline=True))
