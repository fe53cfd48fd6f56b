"""A value of a form as people read it, where its editor is not at hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QCoreApplication

from app.models.fields import Field, Kind, RecordType, item_type
from app.models.formatting import format_date, own_date_order
from app.models.numbers import format_decimal, own_number_locale
from app.models.values import Item, Value
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.forms import Basis

Names: TypeAlias = Mapping[tuple[str, int], str]
"""What people call records, by type and id."""


def words_of(field: Field, value: Value | Item, basis: Basis, names: Names | None = None) -> str:
    """The value, or a child row with its parts, "" for nothing; `names` are those of what values refer to."""
    if isinstance(value, Item):
        return _words_of_item(item_type(field), value, basis, names)
    if field.refers_to and isinstance(value, int):
        return (names or {}).get((field.refers_to, value), f"#{value}")
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        yes, no = QCoreApplication.translate("values", "Yes"), QCoreApplication.translate("values", "No")
        return yes if value else no
    if isinstance(value, Decimal):
        return format_decimal(value, field.shown_places, own_number_locale())
    if isinstance(value, date):
        return format_date(value, own_date_order())
    if isinstance(value, tuple):
        return ", ".join(value)
    return _label(field, str(value), basis)


def _label(field: Field, code: str, basis: Basis) -> str:
    match field.kind:
        case Kind.CHOICE:
            return next((label_of(choice) for choice in field.choices if choice.value == code), code)
        case Kind.PICK:
            values = basis.picks.get(field.pick_list, ())
            return next((value.label for value in values if value.value == code), code)
        case _:
            return basis.names.get(field.kind, {}).get(code, code)


def _words_of_item(child: RecordType, item: Item, basis: Basis, names: Names | None) -> str:
    parts = (
        words_of(field, item.values.get(field.name), basis, names)
        for field in child.fields
        if field.edited and field.kind is not Kind.YES_NO
    )
    return ", ".join(part for part in parts if part)
