"""Drafts: records that are not finished, kept as the raw text of every field, so that "31.02." fits.

A draft is no record: it is in no list but its own, holds no code or address back, and has no history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.card_guard import masked_texts
from app.models.card_numbers import masked
from app.models.tables import draft
from app.models.values import Actor
from app.store import identity

RawText = str | list[dict[str, str]]
"""What stands in an editor: its text or, for child rows, the text of each part of each row."""

_NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as it stands in a list."""

    id: int
    record_type: str
    display_name: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with everything that was typed."""

    id: int
    record_type: str
    company_id: int
    texts: Mapping[str, RawText]


def save_draft(
    connection: sa.Connection,
    draft_id: int | None,
    record_type: str,
    company_id: int,
    texts: Mapping[str, RawText],
    display_name: str,
    *,
    actor: Actor,
) -> int:
    """Keep what was typed, in place of what the draft held before, and return the draft's id.

    Args:
        draft_id: None for a new draft; one that was deleted meanwhile is made anew.
        texts: any text at all, also such as no field would take.
    """
    row = {
        "record_type": record_type,
        "company_id": company_id,
        "display_name": masked(_storable(display_name))[:_NAME_LENGTH],
        "texts": masked_texts(record_type, {name: _storable_texts(text) for name, text in texts.items()}),
        "changed_at": datetime.now(UTC),
    }
    if draft_id is not None:
        kept = connection.execute(sa.update(draft).where(*_own(draft_id, actor)).values(row))
        if kept.rowcount:
            return draft_id
    new_id = identity.next_id(connection, draft.name)
    connection.execute(sa.insert(draft), {"id": new_id, "staff_id": actor.staff_id, **row})
    return new_id


def list_drafts(connection: sa.Connection, *, actor: Actor) -> tuple[DraftRow, ...]:
    """A person's own drafts, the latest first."""
    columns = (draft.c.id, draft.c.record_type, draft.c.display_name, draft.c.changed_at)
    rows = connection.execute(
        sa.select(*columns)
        .where(draft.c.staff_id == actor.staff_id)
        .order_by(draft.c.changed_at.desc(), draft.c.id.desc())
    )
    return tuple(DraftRow(row.id, row.record_type, row.display_name, row.changed_at) for row in rows)


def read_draft(connection: sa.Connection, draft_id: int) -> Draft:
    """The draft with everything that was typed.

    Raises:
        RecordGoneError: it was deleted, or became a record.
    """
    row = connection.execute(sa.select(draft).where(draft.c.id == draft_id)).first()
    if row is None:
        raise RecordGoneError(draft.name, draft_id)
    return Draft(row.id, row.record_type, row.company_id, row.texts)


def delete_draft(connection: sa.Connection, draft_id: int, *, actor: Actor) -> None:
    """Throw one's own draft away; one that is gone already is fine."""
    connection.execute(sa.delete(draft).where(*_own(draft_id, actor)))


def _own(draft_id: int, actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    return draft.c.id == draft_id, draft.c.staff_id == actor.staff_id


def _storable_texts(text: RawText) -> RawText:
    if isinstance(text, str):
        return _storable(text)
    return [{part: _storable(typed) for part, typed in row.items()} for row in text]


def _storable(text: str) -> str:
    """The text without what no database takes: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
