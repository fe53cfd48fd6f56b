"""What unsaved text would change, in words: field by field what is stored now, and what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.models.catalogue import RECORD_TYPES
from app.models.fields import CODED_KINDS, Field, Kind, item_type
from app.models.values import Item, Record
from app.views.forms.editors import Raw, text_of
from app.views.forms.value_words import words_of
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.forms import Basis, Sheet
    from app.services.recovery import Left


@dataclass(frozen=True, slots=True)
class Difference:
    """One field."""

    label: str
    stored: str
    typed: str


def differences(left: Left) -> tuple[Difference, ...]:
    """The fields in which something else was typed than is stored now."""
    kept, basis = left.entry.kept, left.basis
    record_type = RECORD_TYPES.get(kept.record_type)
    if basis is None or record_type is None:
        return ()
    found = []
    for field in record_type.fields:
        if field.name not in kept.changed or field.name not in kept.texts:
            continue
        stored = _stored(field, left.now, basis)
        typed = _typed(field, kept.texts[field.name], basis)
        if stored != typed:
            found.append(Difference(label_of(field), stored, typed))
    return tuple(found)


def _stored(field: Field, sheet: Sheet | None, basis: Basis) -> str:
    if sheet is None:
        return ""
    if field.kind is Kind.RECORD:
        reference = sheet.references.get(field.name)
        return reference.label if reference else ""
    if field.kind is Kind.ITEMS:
        return "\n".join(_item(field, item, basis) for item in _items(field, sheet.record))
    value = sheet.record.values.get(field.name)
    return words_of(field, value or None if field.kind is Kind.YES_NO else value, basis)


def _items(field: Field, record: Record) -> tuple[Item, ...]:
    return record.items.get(field.name, ())


def _item(field: Field, item: Item, basis: Basis) -> str:
    marks = [part.name for part in item_type(field).fields if part.kind is Kind.YES_NO and item.values.get(part.name)]
    return _with_marks(field, words_of(field, item, basis), marks)


def _typed(field: Field, raw: Raw, basis: Basis) -> str:
    if field.kind is Kind.ITEMS:
        rows = raw if isinstance(raw, list) else []
        return "\n".join(_typed_item(field, row, basis) for row in rows)
    text = text_of(raw)
    if field.kind is Kind.RECORD:
        return text.partition("|")[2]  # its editor gives the id and the name
    if field.kind is Kind.YES_NO:
        return QCoreApplication.translate("values", "Yes") if text == "yes" else ""
    return words_of(field, text, basis) if text and field.kind in CODED_KINDS else text


def _typed_item(field: Field, row: dict[str, str], basis: Basis) -> str:
    fields = item_type(field).fields
    parts = (
        _typed(part, row.get(part.name, ""), basis) for part in fields if part.edited and part.kind is not Kind.YES_NO
    )
    marks = [part.name for part in fields if part.kind is Kind.YES_NO and row.get(part.name) == "yes"]
    return _with_marks(field, ", ".join(part for part in parts if part), marks)


def _with_marks(field: Field, words: str, marks: list[str]) -> str:
    """A child row's ticked boxes stand in brackets behind it."""
    labels = ", ".join(label_of(item_type(field).by_name[name]) for name in marks)
    return f"{words} ({labels})" if labels else words
