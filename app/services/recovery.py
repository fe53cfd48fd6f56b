"""Unsaved text as people get it back: what it would change, and the form to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from app.errors import KeyringError, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.merge import applied
from app.models.servers import ServerAddress
from app.models.tables import node
from app.models.values import Record, State
from app.services.drafts import Draft, read_draft
from app.services.forms import Basis, Sheet, read_basis, read_sheet, sheet_of
from app.store import keychain
from app.store.changes import changes_of
from app.store.database import open_database
from app.store.keys import new_key
from app.store.recovery import DISCARDED_DAYS as DISCARDED_DAYS
from app.store.recovery import Entry as Entry
from app.store.recovery import Kept as Kept
from app.store.recovery import Recovery as Recovery
from app.store.recovery import recovery_for
from app.store.save_marks import is_marked
from app.store.shelves import MemoryShelf


@dataclass(frozen=True, slots=True)
class Left:
    """Unsaved text that nobody has open.

    Attributes:
        now: the record as it is stored; None for a new one, and for one that is gone or in the trash.
        basis: what the values mean; None if the operating company is gone.
        is_stored: it was saved after all, which nobody knew when the program ended.
    """

    entry: Entry
    now: Sheet | None
    basis: Basis | None
    is_stored: bool = False


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What a form goes on with.

    Attributes:
        sheet: the record as it was when the text was typed; None for a new one.
        is_homeless: the record that it was typed for is gone or in the trash.
    """

    kept: Kept
    basis: Basis
    sheet: Sheet | None
    draft: Draft | None
    is_homeless: bool = False


def open_recovery(folder: Path | None, node: int, key: bytes | None) -> Recovery:
    """The unsaved text of a database; without a folder it is in memory only. Touches no file yet."""
    return Recovery(MemoryShelf(), key) if folder is None else recovery_for(folder, node, key)


def key_at(address: ServerAddress, node: int) -> bytes | None:
    """The key under which this person's unsaved text of a shared database is kept: in the keyring, made when it is missing.

    Nothing without a keyring; the text is then best kept in memory only.

    Args:
        address: by which they are there.
        node: the number of the database, which is the same whichever way leads there.
    """
    account = f"unsaved text of {address.user} in {address.database}, {node}"
    try:
        known = keychain.find(account)
        if known is None:
            known = new_key().hex()
            keychain.keep(account, known)
        return bytes.fromhex(known)
    except (KeyringError, ValueError):
        return None


def open_up(path: Path, folder: Path) -> None:
    """Let the unsaved text of an encrypted database be read without its key, which the database is about to lose.

    Should it keep the key after all, the text is sealed again when the database is opened.
    """
    with closing(open_database(path)) as database, database.reading() as connection:
        number = int(connection.execute(sa.select(node.c.number)).scalar_one())
    recovery_for(folder, number, database.key).change_key(None, path)


def read_left(connection: sa.Connection, entries: Sequence[Entry]) -> tuple[Left, ...]:
    """Put beside each text what is stored now."""
    bases = {number: _basis(connection, number) for number in {entry.kept.company_id for entry in entries}}
    return tuple(
        Left(
            entry,
            _active_sheet(connection, entry.kept),
            bases[entry.kept.company_id],
            bool(entry.kept.mark) and is_marked(connection, entry.kept.mark),
        )
        for entry in entries
    )


def read_unsaved(connection: sa.Connection, kept: Kept) -> Unsaved:
    """What the form needs to go on where it was left.

    Raises:
        RecordGoneError: there is no such operating company any more.
    """
    basis = read_basis(connection, kept.company_id)
    if not kept.record_id:
        return Unsaved(kept, basis, None, _draft(connection, kept.draft_id))
    now = _active_sheet(connection, kept)
    if now is None:
        return Unsaved(kept, basis, None, None, is_homeless=True)
    then = _as_of(connection, now.record, kept.version)
    return Unsaved(kept, basis, sheet_of(connection, then, past=True), None)


def _active_sheet(connection: sa.Connection, kept: Kept) -> Sheet | None:
    if not kept.record_id or kept.record_type not in RECORD_TYPES:
        return None
    try:
        sheet = read_sheet(connection, kept.record_type, kept.record_id)
    except RecordGoneError:
        return None
    return sheet if sheet.record.state is State.ACTIVE else None


def _basis(connection: sa.Connection, company_id: int) -> Basis | None:
    try:
        return read_basis(connection, company_id)
    except RecordGoneError:
        return None


def _draft(connection: sa.Connection, draft_id: int) -> Draft | None:
    """The draft that the text is a part of, unless it became a record or was deleted meanwhile."""
    try:
        return read_draft(connection, draft_id) if draft_id else None
    except RecordGoneError:
        return None


def _as_of(connection: sa.Connection, now: Record, version: int) -> Record:
    """The record as it was at a version, so that saving merges with what came after it."""
    if now.version <= version:
        return now
    record_type = RECORD_TYPES[now.type_name]
    later = [change for change in changes_of(connection, record_type, now.id) if change.version > version]
    content = now.content
    for change in later:  # the latest comes first
        content = applied(record_type, content, change.fields, back=True)
    return replace(now, version=version, content=content)
