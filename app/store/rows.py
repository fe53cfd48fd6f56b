"""From a record's content to the rows that hold it: its own, those of its children, its search text.

What follows from the declaration alone (which fields have a key, which are searched) is worked out once by `RowBuilder`,
which whoever writes several records keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from app.models.fields import CODED_KINDS, Field, RecordType, Sensitivity, item_type
from app.models.folding import fold
from app.models.values import Actor, Content, Item, State, Value
from app.store.labels import Labels

WORD_START = "  "
"""Two spaces before each word of the search text: with them one or two letters make a trigram too."""

_WHOLE_ROW = frozenset({"number", "e164", "national"})
"""Searched parts of a child row that stand for all of it: a hit in one is shown as a hit in the row's field."""


def creation_columns(
    record_type: RecordType, record_id: int, company_id: int | None, actor: Actor, at: datetime
) -> dict[str, Any]:
    """The columns of a new record's row that do not depend on its content; a company belongs to itself."""
    return {
        "id": record_id,
        "version": 1,
        "state": State.ACTIVE.value,
        "company_id": record_id if record_type.name == "company" else company_id,
        "owner_id": actor.staff_id,
        "team_id": None,
        "workgroup_id": None,
        "created_at": at,
        "created_by": actor.staff_id,
        "changed_at": at,
        "changed_by": actor.staff_id,
    }


class _Key(NamedTuple):
    """A column that holds a folded copy."""

    name: str
    field: Field
    coded: bool


class _Text(NamedTuple):
    """A field that the search box finds, under the field that a hit is shown as."""

    field: Field
    shown_as: Field
    plain: bool
    sensitivity: Sensitivity


class RowBuilder:
    """Makes the rows of records of one type."""

    def __init__(self, record_type: RecordType, labels: Labels) -> None:
        self.type = record_type
        self.labels = labels

    def record_row(self, content: Content) -> dict[str, Value]:
        """The columns of the record's own row that its content decides, keys to sort by included."""
        row: dict[str, Value] = dict(zip(self._value_names, map(content.values.get, self._value_names), strict=True))
        for items, fields in self._derived.items():
            if not items:
                row.update({field.name: _title(self.type, field, content) for field, _ in fields})
            elif (main := main_item(self.type.by_name[items], content)) is not None:
                row.update({field.name: main.values.get(part) for field, part in fields})
            else:
                row.update({field.name: None for field, _ in fields})
        self._add_keys(row)
        return row

    def item_row(self, item: Item, parent_id: int) -> dict[str, Value]:
        """The columns of a child row; the builder is that of the child's type."""
        row: dict[str, Value] = {"id": item.id, f"{self.type.parent}_id": parent_id}
        row.update(zip(self._value_names, map(item.values.get, self._value_names), strict=True))
        self._add_keys(row)
        return row

    def texts(self, content: Content) -> Iterator[tuple[Field, str]]:
        """Every text of the record that the search box finds, as people read it, with the field that it belongs to."""
        return ((source.shown_as, text) for source, text in self._texts(content))

    def search_texts(self, content: Content) -> dict[str, str]:
        """The folded texts that are indexed, by sensitivity: each distinct word once, behind the mark of a word's start."""
        found: dict[str, list[str]] = {sensitivity: [] for sensitivity in Sensitivity}
        for source, text in self._texts(content):
            found[source.sensitivity].append(text)
        return {sensitivity: marked_words(" ".join(texts)) for sensitivity, texts in found.items()}

    def _texts(self, content: Content) -> Iterator[tuple[_Text, str]]:
        for text in self._derived_and_own_texts:
            field = text.field
            value = derived_value(self.type, field, content) if field.derived else content.values.get(field.name)
            if value or value == 0:
                yield text, str(value) if text.plain else self.labels.text(field, value)
        for name, parts in self._item_texts:
            for item in content.items.get(name, ()):
                for text in parts:
                    value = item.values.get(text.field.name)
                    if value or value == 0:
                        yield text, str(value) if text.plain else self.labels.text(text.field, value)

    def _add_keys(self, row: dict[str, Value]) -> None:
        for name, field, coded in self._keys:
            value = row[field.name]
            if value is None:
                row[name] = None
            else:
                text = self.labels.text(field, value) if coded else str(value)
                row[name] = field.key_of(text)

    @cached_property
    def _value_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.type.value_fields)

    @cached_property
    def _derived(self) -> Mapping[str, list[tuple[Field, str]]]:
        """The derived fields and what they are taken from, by the child rows that they look at."""
        found: dict[str, list[tuple[Field, str]]] = {}
        for field in self.type.derived_fields:
            items, part = field.derived or ("", "")
            found.setdefault(items, []).append((field, part))
        return found

    @cached_property
    def _keys(self) -> tuple[_Key, ...]:
        with_key = (field for field in self.type.stored_fields if field.has_key)
        return tuple(_Key(field.key_name, field, field.kind in CODED_KINDS) for field in with_key)

    @cached_property
    def _derived_and_own_texts(self) -> tuple[_Text, ...]:
        searched = (field for field in self.type.stored_fields if field.searched)
        return tuple(_Text(field, field, field.is_text, field.sensitivity) for field in searched)

    @cached_property
    def _item_texts(self) -> tuple[tuple[str, tuple[_Text, ...]], ...]:
        return tuple(
            (
                field.name,
                tuple(
                    _Text(part, field if part.name in _WHOLE_ROW else part, part.is_text, field.sensitivity)
                    for part in item_type(field).stored_fields
                    if part.searched
                ),
            )
            for field in self.type.item_fields
        )


def marked_words(text: str) -> str:
    """The distinct words of a text, folded, each behind the mark of its start; o'brien as obrien as well."""
    words = dict.fromkeys(fold(text).split())
    words |= dict.fromkeys(word.replace("'", "") for word in list(words) if "'" in word)
    words.pop("", None)  # an apostrophe by itself
    return WORD_START + WORD_START.join(words) if words else ""


def derived_value(record_type: RecordType, field: Field, content: Content) -> Value:
    """What the store fills a derived field with."""
    items_name, part = field.derived or ("", "")
    if not items_name:
        return _title(record_type, field, content)
    main = main_item(record_type.by_name[items_name], content)
    return main.values.get(part) if main else None


def _title(record_type: RecordType, field: Field, content: Content) -> str | None:
    return record_type.title(content.values)[: field.max_length] or None


def main_item(field: Field, content: Content) -> Item | None:
    """The child row that stands for all of them: the one marked so, else the first."""
    items = content.items.get(field.name, ())
    is_main = item_type(field).main
    return next((item for item in items if is_main(item.values)), items[0] if items else None)
