"""From a record's content to the rows that hold it: its own, those of its children, its search text."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.fields import Field, RecordType, item_type
from app.models.folding import fold, sort_key
from app.models.values import Content, Item, Value
from app.store.labels import Labels

WORD_START = "  "
"""Two spaces before each word of the search text: with them one or two letters make a trigram too."""


def record_row(record_type: RecordType, content: Content, labels: Labels) -> dict[str, Value]:
    """The columns of the record's own row that its content decides, keys to sort by included."""
    row: dict[str, Value] = {field.name: content.values.get(field.name) for field in record_type.value_fields}
    for field in record_type.derived_fields:
        row[field.name] = _derived(record_type, field, content)
    row.update(_keys(record_type, row, labels))
    return row


def item_row(child: RecordType, item: Item, parent_id: int, labels: Labels) -> dict[str, Value]:
    """The columns of a child row."""
    row: dict[str, Value] = {field.name: item.values.get(field.name) for field in child.stored_fields}
    row.update(_keys(child, row, labels))
    return {"id": item.id, f"{child.parent}_id": parent_id, **row}


def _keys(record_type: RecordType, row: dict[str, Value], labels: Labels) -> dict[str, Value]:
    return {
        field.key_name: sort_key(labels.text(field, row[field.name]))[: field.max_length] or None
        for field in record_type.stored_fields
        if field.has_key
    }


def _derived(record_type: RecordType, field: Field, content: Content) -> Value:
    items_name, part = field.derived or ("", "")
    if not items_name:
        return record_type.title(content.values)[: field.max_length] or None
    main = main_item(record_type.by_name[items_name], content)
    return main.values.get(part) if main else None


def main_item(field: Field, content: Content) -> Item | None:
    """The child row that stands for all of them: the one marked so, else the first."""
    items = content.items.get(field.name, ())
    is_main = item_type(field).main
    return next((item for item in items if is_main(item.values)), items[0] if items else None)


def searched_texts(record_type: RecordType, content: Content, labels: Labels) -> Iterator[tuple[Field, str]]:
    """Every text of the record that the search box finds, as people read it, with the field that it belongs to."""
    for field in record_type.stored_fields:
        if field.searched:
            text = labels.text(field, _value_of(record_type, field, content))
            if text:
                yield field, text
    for field in record_type.item_fields:
        child = item_type(field)
        for item in content.items.get(field.name, ()):
            for part in child.stored_fields:
                if part.searched and (text := labels.text(part, item.values.get(part.name))):
                    yield (field if part.name in ("e164", "national") else part), text


def _value_of(record_type: RecordType, field: Field, content: Content) -> Value:
    return _derived(record_type, field, content) if field.derived else content.values.get(field.name)


def search_text(record_type: RecordType, content: Content, labels: Labels) -> str:
    """The folded text that is indexed: every distinct word once, each behind the mark of a word's start."""
    words: dict[str, None] = {}
    for _, text in searched_texts(record_type, content, labels):
        words.update(dict.fromkeys(fold(text).split()))
    return "".join(WORD_START + word for word in words)
