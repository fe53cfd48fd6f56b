"""Which fields are open to whoever asks, and the whole value of one that is masked for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa

from app.errors import NotAllowedError, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType
from app.models.rights import Accesses, Act, FieldAccess
from app.models.values import Content, Record
from app.services.access_log import note_unmasked
from app.store.labels import Labels
from app.store.masks import masked_lines, unmasked
from app.store.people import holder_of
from app.store.reach import sight_of, told_holder
from app.store.records import read_fields
from app.store.withheld import withheld


def accesses_of_new(connection: sa.Connection, record_type: RecordType) -> Accesses:
    """The fields that whoever makes a record can't fill, with what they can do instead."""
    sight = sight_of(connection)
    return sight.closed(record_type, None) if sight else {}


def accesses_on(connection: sa.Connection, record_type: RecordType, acts: Collection[Act]) -> Accesses:
    """The same of a stored record to which these acts may be done: none is written into by those who may not edit it."""
    sight = sight_of(connection)
    return (
        sight.closed(record_type, FieldAccess.EDITABLE if Act.EDIT in acts else FieldAccess.READ_ONLY) if sight else {}
    )


def acts_on(connection: sa.Connection, record: Record, *, past: bool = False) -> frozenset[Act]:
    """What may be done to a record that was read, or that is shown as it once was, by who holds it now."""
    sight = sight_of(connection)
    if sight is None:
        return frozenset(Act)
    possible, certain = sight.acts(record.type_name)
    if possible == certain:
        return possible
    holder = None if past else told_holder(connection, record, possible - certain)
    holder = holder or holder_of(connection, RECORD_TYPES[record.type_name], record.id)
    return frozenset(act for act in possible if holder and sight.may_on(act, record.type_name, holder))


def masked_names(connection: sa.Connection, record_type: RecordType) -> frozenset[str]:
    """The fields of which only the last characters are shown."""
    sight = sight_of(connection)
    return sight.fields_with(record_type, FieldAccess.MASKED) if sight else frozenset()


def masked_part(connection: sa.Connection, record: Record, names: Collection[str]) -> Record:
    """The record with nothing but these fields, whole: from it what is shown of them is made."""
    if not names:
        content = Content()
    elif any(name in record.values or name in record.items for name in names):  # as it once was
        items = {name: rows for name, rows in record.items.items() if name in names}
        content = Content({name: value for name, value in record.values.items() if name in names}, items)
    else:
        content = read_fields(connection, RECORD_TYPES[record.type_name], record.id, names) or Content()
    return Record(record.type_name, record.id, record.version, record.state, content)


def masked_by_server(connection: sa.Connection, record: Record, labels: Labels) -> Iterator[tuple[str, str, str]]:
    """What a server tells of fields that it withholds, as they are now: of each line the field, the label, and the masked text."""
    record_type = RECORD_TYPES[record.type_name]
    if not withheld(connection, record_type).fields & masked_names(connection, record_type):
        return
    for name, label, text in masked_lines(connection, record_type, record.id):
        items = record_type.by_name[name].items
        part = items.by_name.get("label") if items else None
        yield name, labels.text(part, label or None) if part else "", text


def announce_masked(connection: sa.Connection, type_name: str, record_id: int, name: str) -> None:
    """Note that somebody is about to read a masked field, where the server gives it only once that is kept: it is committed first.

    Elsewhere `read_masked` notes it.

    Raises:
        NotAllowedError: the field is hidden from them.
    """
    if name in withheld(connection, RECORD_TYPES[type_name]).fields:
        _require_not_hidden(connection, type_name, record_id, name)
        note_unmasked(connection, type_name, record_id, name)


def _require_not_hidden(connection: sa.Connection, type_name: str, record_id: int, name: str) -> None:
    sight = sight_of(connection)
    if sight and sight.access(RECORD_TYPES[type_name], name) is FieldAccess.HIDDEN:
        raise NotAllowedError(Act.VIEW, type_name, record_id, name)


def read_masked(connection: sa.Connection, type_name: str, record_id: int, name: str) -> Content:
    """The whole value of one field that is masked for whoever asks.

    This is the one place that gives it away, and who looked at what is noted with it: in the same transaction, so that there
    is no value without a note. A server that withholds it wants the note before (`announce_masked`).

    Args:
        connection: that may write, where accesses are logged; in a file that can't be written nothing is noted.
        type_name: the type of the record.
        record_id: and its id.
        name: of the field.

    Raises:
        RecordGoneError: they don't see the record.
        NotAllowedError: the field is hidden from them.
    """
    record_type, sight = RECORD_TYPES[type_name], sight_of(connection)
    _require_not_hidden(connection, type_name, record_id, name)
    if name in withheld(connection, record_type).fields:
        return unmasked(connection, record_type, record_id, name)
    content = read_fields(connection, record_type, record_id, (name,))
    if content is None:
        raise RecordGoneError(type_name, record_id)
    if sight and sight.access(record_type, name) is FieldAccess.MASKED:
        note_unmasked(connection, type_name, record_id, name)
    return content
