"""What changed between two contents of a record, and how two changes of one record come together.

Pure: history, saving, undo and the merge of an offline file all stand on these functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from app.models.fields import Field, RecordType, item_type
from app.models.values import Content, FieldChange, Item, Value, Values


class Side(Enum):
    """Whose value stands after a conflict."""

    THEIRS = "theirs"
    MINE = "mine"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that both sides changed, differently: shown to the person as theirs, mine and original.

    For a child row `part` names its field; it is empty where one side removed the row and the other changed it, and the
    three are then the row or None. `following` are the values of the fields that follow from this one, in conflict or not.
    """

    field: str
    original: Value | Item
    theirs: Value | Item
    mine: Value | Item
    item_id: int = 0
    part: str = ""
    following: tuple[Conflict, ...] = ()

    def value_of(self, side: Side) -> Value | Item:
        """What stands there on a side."""
        return {Side.THEIRS: self.theirs, Side.MINE: self.mine, Side.ORIGINAL: self.original}[side]


@dataclass(frozen=True, slots=True)
class Merged:
    """The content that both sides agree on; where they don't, it holds mine and the conflict is listed."""

    content: Content
    conflicts: tuple[Conflict, ...]


def difference(record_type: RecordType, old: Content, new: Content) -> tuple[FieldChange, ...]:
    """What has to be recorded when `old` becomes `new`, which names every child row's id."""
    changes = [
        FieldChange(field.name, old.values.get(field.name), new.values.get(field.name))
        for field in record_type.value_fields
        if old.values.get(field.name) != new.values.get(field.name)
    ]
    for field in record_type.item_fields:
        before, after = _by_id(old.items.get(field.name, ())), _by_id(new.items.get(field.name, ()))
        for item_id in before | after:
            was, now = before.get(item_id), after.get(item_id)
            if was != now:
                changes.append(FieldChange(field.name, was, now, item_id))
    return tuple(changes)


def applied(
    record_type: RecordType, content: Content, changes: Iterable[FieldChange], *, back: bool = False
) -> Content:
    """The content after the changes or, with `back`, before them. Changes are taken in the order given."""
    values: dict[str, Value] = dict(content.values)
    items = {field.name: _by_id(content.items.get(field.name, ())) for field in record_type.item_fields}
    for change in changes:
        becomes = change.old if back else change.new
        if change.item_id == 0:
            values[change.field] = _plain(becomes)
        elif isinstance(becomes, Item):
            items[change.field][change.item_id] = becomes
        else:
            items[change.field].pop(change.item_id, None)
    return Content(values, {name: _in_order(rows.values()) for name, rows in items.items()})


def merge(record_type: RecordType, original: Content, theirs: Content, mine: Content) -> Merged:
    """Bring two changes of one original together, field by field and child row by child row.

    A value missing from `mine`, or from one of its child rows, counts as untouched. Child rows that the original doesn't
    know are new and always kept; those not stored yet have the id 0.
    """
    conflicts: list[Conflict] = []
    fields = record_type.value_fields
    values = _merged_values(fields, original.values, theirs.values, mine.values, conflicts, items="", item_id=0)
    items: dict[str, tuple[Item, ...]] = {}
    for field in record_type.item_fields:
        own = mine.items.get(field.name, original.items.get(field.name, ()))
        items[field.name] = _merged_items(
            field.name,
            item_type(field).stored_fields,
            _by_id(original.items.get(field.name, ())),
            _by_id(theirs.items.get(field.name, ())),
            own,
            conflicts,
        )
    return Merged(Content({**theirs.values, **values}, items), tuple(conflicts))


def settled(content: Content, conflict: Conflict, side: Side) -> Content:
    """The merged content after somebody decided about one of its conflicts, and with it about what follows from it."""
    for one in (conflict, *conflict.following):
        content = _with_choice(content, one, one.value_of(side))
    return content


def _with_choice(content: Content, conflict: Conflict, choice: Value | Item) -> Content:
    if conflict.item_id == 0:
        return Content({**content.values, conflict.field: _plain(choice)}, content.items)
    rows = _by_id(content.items.get(conflict.field, ()))
    if conflict.part:
        row = rows[conflict.item_id]
        rows[conflict.item_id] = Item({**row.values, conflict.part: _plain(choice)}, row.id)
    elif isinstance(choice, Item):
        rows[conflict.item_id] = choice
    else:
        rows.pop(conflict.item_id, None)
    return Content(content.values, {**content.items, conflict.field: _in_order(rows.values())})


def _merged_values(
    fields: Sequence[Field],
    original: Values,
    theirs: Values,
    mine: Values,
    conflicts: list[Conflict],
    *,
    items: str,
    item_id: int,
) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    found: dict[str, Conflict] = {}
    for field in fields:
        name = field.name
        was, other = original.get(name), theirs.get(name)
        own = other if field.computed else mine.get(name, was)
        merged[name] = other if own == was else own
        if own not in (was, other) and other != was:
            found[name] = Conflict(items or name, was, other, own, item_id, name if items else "")
    if not found:
        return merged
    for field in fields:
        if field.follows in found:
            leader, name = found[field.follows], field.name
            own = merged[name] = mine.get(name, original.get(name))
            place = (items or name, original.get(name), theirs.get(name), own, item_id, name if items else "")
            found[field.follows] = replace(leader, following=(*leader.following, Conflict(*place)))
            found.pop(name, None)
    conflicts += found.values()
    return merged


def _merged_items(
    name: str,
    parts: Sequence[Field],
    original: Mapping[int, Item],
    theirs: Mapping[int, Item],
    mine: Iterable[Item],
    conflicts: list[Conflict],
) -> tuple[Item, ...]:
    own = [_completed(item, original) for item in mine]
    kept = {item.id for item in own}
    merged: list[Item] = []
    for item in own:
        was, other = original.get(item.id), theirs.get(item.id)
        if other is not None:
            before = was.values if was is not None else {}
            values = _merged_values(parts, before, other.values, item.values, conflicts, items=name, item_id=item.id)
            merged.append(Item(values, item.id))
        elif item != was:
            merged.append(item)
            if was is not None:
                conflicts.append(Conflict(name, was, None, item, item.id))
    for item_id, other in theirs.items():
        if item_id in kept:
            continue
        was = original.get(item_id)
        if was is None:
            merged.append(other)
        elif other != was:
            conflicts.append(Conflict(name, was, other, None, item_id))
    return _in_order(merged)


def _completed(item: Item, original: Mapping[int, Item]) -> Item:
    """The row with the parts that it doesn't name, and so leaves untouched."""
    was = original.get(item.id)
    return Item({**was.values, **item.values}, item.id) if was is not None else item


def _by_id(items: Iterable[Item]) -> dict[int, Item]:
    return {item.id: item for item in items}


def _in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Stored rows by id, new ones after them as they were added."""
    return tuple(sorted(items, key=lambda item: (item.id == 0, item.id)))


def _plain(value: Value | Item) -> Value:
    if isinstance(value, Item):
        raise TypeError("a child row where a plain value belongs")
    return value
