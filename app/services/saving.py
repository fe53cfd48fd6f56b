"""What saving has in common for every type of record: nobody overwrites anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from app.errors import EditConflictError, Problem, RecordGoneError
from app.models import card_guard
from app.models.card_guard import masked_content
from app.models.fields import RecordType
from app.models.merge import merge
from app.models.tables import staff
from app.models.values import Actor, Content, FieldChange, Record, State, Values
from app.store.field_reach import require_editable
from app.store.records import read_record, shown

AUTOMATION = "automation"
"""Where changes come from that nobody in particular makes; so nobody's undo takes them back."""

UNDO, REDO = "undo", "redo"
"""Where changes come from that take back: the first takes back an act, the second an undo."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save: the record as it is stored now, and what it might be wise to look at again."""

    record: Record
    warnings: tuple[Problem, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Saving:
    """A save that is under way, within a transaction.

    Attributes:
        company_id: the operating company that the record belongs to; None for all of them.
        stored: the record as it is now; None for a new one.
    """

    connection: sa.Connection
    record_type: RecordType
    company_id: int | None
    stored: Record | None
    actor: Actor

    @property
    def own_id(self) -> int:
        """Of the record that is saved; 0 for a new one."""
        return self.stored.id if self.stored else 0


def _as_it_is(saving: Saving, content: Content) -> Content:
    return content


def _always(values: Values) -> bool:
    return True


def _nothing(saving: Saving, content: Content) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True, slots=True)
class TypeRules:
    """What a type of record asks for beside what is declared of its fields.

    Attributes:
        completed: tidied content with what follows from it and from other records.
        problems: everything that is wrong with completed content, also with other records.
        is_numbered: whether completed values that lack the number of a series get one now.
    """

    completed: Callable[[Saving, Content], Content] = _as_it_is
    problems: Callable[[Saving, Content], Iterable[Problem]] = _nothing
    is_numbered: Callable[[Values], bool] = _always


def without_cards(record_type: RecordType, base: Record | None, mine: Content) -> tuple[Content, tuple[Problem, ...]]:
    """What a form holds without the card numbers that were typed into it, and the warnings that say so.

    Before anything else is made of it, such as the parts of a name; whatever else stores something, the unit of work masks them.
    """
    clean = masked_content(record_type, mine, base.content if base else None)
    return clean, tuple(card_guard.warnings(record_type, mine, clean)) if clean is not mine else ()


def read_active(connection: sa.Connection, record_type: RecordType, record_id: int, *, lock: bool = False) -> Record:
    """The record as it is stored now; with `lock`, until this transaction ends.

    Raises:
        RecordGoneError: there is none with that id, or it is in the trash.
    """
    record = read_record(connection, record_type, record_id, lock=lock)
    if record is None or record.state is not State.ACTIVE:
        raise RecordGoneError(record_type.name, record_id)
    return record


def brought_together(
    connection: sa.Connection, record_type: RecordType, base: Record, stored: Record, mine: Content
) -> Content:
    """What a form holds, together with what others saved since it was opened.

    Args:
        connection: within the transaction that will save.
        record_type: of the record.
        base: the record as the form opened it.
        stored: the record as it is now.
        mine: what the form holds; a field it doesn't name stays as it is.

    Raises:
        EditConflictError: somebody else changed the same fields meanwhile.
        NotAllowedError: a field is changed that isn't open to whoever saves; a conflict would tell what it holds.
    """
    require_editable(connection, record_type, base.id, _wishes(base.content, mine))
    merged = merge(record_type, base.content, stored.content, mine)
    if merged.conflicts:
        who = sa.select(staff.c.display_name).where(staff.c.id == stored.values["changed_by"])
        name = connection.execute(who).scalar() or ""
        raise EditConflictError(base.id, name, merged.conflicts, shown(connection, stored))
    return merged.content


def _wishes(base: Content, mine: Content) -> Iterator[FieldChange]:
    """The fields that a form holds otherwise than it opened them."""
    yield from (FieldChange(name, None, None) for name, value in mine.values.items() if base.values.get(name) != value)
    yield from (FieldChange(name, None, None) for name, rows in mine.items.items() if base.items.get(name, ()) != rows)
