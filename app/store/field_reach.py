"""Which fields the eyes that a connection reads with may write into."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.errors import NotAllowedError
from app.models.fields import RecordType
from app.models.rights import Act, FieldAccess
from app.models.values import Content, FieldChange
from app.store.reach import require, sight_of


def require_editable(
    connection: sa.Connection, record_type: RecordType, record_id: int, changes: Iterable[FieldChange]
) -> None:
    """See that the person may write into all the fields that change.

    What follows is not asked about: fields that the program fills, and those of which the field that decides about them
    changes too, as the parts of a name do.

    Raises:
        NotAllowedError: they may not write into one of them.
    """
    sight = sight_of(connection)
    if sight is None:
        return
    changed = {change.field for change in changes}
    for field in (record_type.by_name[name] for name in changed):
        is_own_wish = field.edited and field.follows not in changed
        if is_own_wish and sight.access(record_type, field.name) is not FieldAccess.EDITABLE:
            raise NotAllowedError(Act.EDIT, record_type.name, record_id, field.name)


def require_fillable(connection: sa.Connection, record_type: RecordType, mine: Content) -> None:
    """See that whoever makes a record may fill what they filled: what they may write into, and what it can't be without.

    Raises:
        NotAllowedError: they filled something else, or may make no such record at all.
    """
    require(connection, Act.ADD, record_type)
    sight = sight_of(connection)
    if sight is None:
        return
    for field in record_type.fields:
        default = () if field.name in mine.items else field.default
        given = mine.items.get(field.name, mine.values.get(field.name, default))
        if given in (None, (), default) or not field.edited:
            continue
        if sight.access_for_new(record_type, field.name) is not FieldAccess.EDITABLE:
            raise NotAllowedError(Act.ADD, record_type.name, 0, field.name)
