"""What a record says, in the desk's words: one value, one child row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from app.models.addresses import format_address
from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field, Kind, RecordType
from app.models.formatting import format_date, format_moment, own_date_order
from app.models.numbers import format_decimal, format_size, own_number_locale
from app.models.phones import format_phone
from app.models.rights import EVERY
from app.models.stars import format_stars
from app.models.values import Item, Value, Values
from app.store.labels import Labels

_ALL_OTHERS = "All others"
"""What a role says of every type or field that it doesn't name."""


class Line(NamedTuple):
    """One text of a record as people read it.

    Attributes:
        label: of a child row, what it is ("Mobile").
        link: where a click leads.
        detail: said more softly behind the text.
    """

    text: str
    label: str = ""
    link: str = ""
    detail: str = ""


def text_of(field: Field, value: Value, labels: Labels) -> str:
    """A value as people read it, "" for nothing and for No."""
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case datetime():
            return format_moment(value, own_date_order())
        case date():
            return format_date(value, own_date_order())
        case int() if field.in_bytes:
            return format_size(value, own_number_locale())
        case Decimal():
            return format_decimal(value, field.shown_places, own_number_locale())
        case int() if field.stars:
            return format_stars(value, field.most or value)
        case _:
            return labels.text(field, value)


_LINKED = frozenset({Kind.URL, Kind.EMAIL, Kind.PHONE})


def link_of(kind: Kind, text: str) -> str:
    """Where a click on a text of that kind leads, "" if nowhere."""
    match kind:
        case _ if kind not in _LINKED:
            return ""
        case Kind.URL:
            return text if text.lower().startswith(("http://", "https://")) else ""
        case Kind.EMAIL:
            return f"mailto:{text}"
        case Kind.PHONE:
            return _phone_link(text, "")
        case _:
            return ""


def _phone_link(number: str, extension: str) -> str:
    digits = "".join(letter for letter in number if letter.isascii() and (letter.isdigit() or letter == "+"))
    return f"tel:{digits}" + (f";ext={extension}" if extension else "") if digits else ""


Names: TypeAlias = Mapping[tuple[str, int], str]
"""What people call records, by type and id."""

_NOBODY: Names = {}


def item_lines(child: RecordType, items: tuple[Item, ...], labels: Labels, names: Names = _NOBODY) -> Iterator[Line]:
    """A line for each child row, the one that stands for all of them first.

    Args:
        names: of what the rows refer to.
    """
    for item in sorted(items, key=lambda item: not child.main(item.values)):
        match child.name:
            case "phone":
                yield _phone_line(child, item.values, labels)
            case "address":
                yield from _address_lines(child, item, items, labels)
            case "role_right":
                yield Line(_parts_of(child, item.values, ("act", "reach"), labels), _records(item.values))
            case "role_field_rule":
                yield Line(_parts_of(child, item.values, ("access",), labels), _field_of_rule(item.values))
            case "invoice_line":
                yield _invoice_line(child, item.values)
            case _ if "label" not in child.by_name:
                yield _referring_line(child, item.values, names)
            case _:
                label = labels.text(child.by_name["label"], item.values.get("label"))
                text = child.title(item.values)
                yield Line(text, label, f"mailto:{text}" if child.name == "email" else "")


def _phone_line(child: RecordType, values: Values, labels: Labels) -> Line:
    number, e164, extension = (str(values.get(part) or "") for part in ("number", "e164", "extension"))
    international = format_phone(e164, None) if e164 and not number.startswith("+") else ""
    carrier = labels.text(child.by_name["carrier"], values.get("carrier"))
    return Line(
        number,
        labels.text(child.by_name["label"], values.get("label")),
        _phone_link(e164 or number, extension),
        " · ".join(filter(None, (international, carrier))),
    )


def _address_lines(child: RecordType, item: Item, items: tuple[Item, ...], labels: Labels) -> Iterator[Line]:
    values = item.values
    if values.get("same_as_billing"):
        values = next((other.values for other in items if other.values.get("type") == "billing"), values)
    parts = {name: value for name, value in values.items() if isinstance(value, str)}
    reached = [parts[name] for name in ("phone", "fax", "email") if name in parts]
    if text := "\n".join((*format_address(parts), *reached)):
        yield Line(text, labels.text(child.by_name["type"], item.values.get("type")))


def _invoice_line(child: RecordType, values: Values) -> Line:
    """What is billed, and behind it how much of it and what that comes to."""
    numbers = {
        name: format_decimal(value, child.by_name[name].shown_places, own_number_locale())
        for name in ("quantity", "unit_price", "discount", "amount")
        if isinstance(value := values.get(name), Decimal)
    }
    less = f" − {numbers['discount']} %" if values.get("discount") else ""
    reckoned = f"{numbers.get('quantity', '')} × {numbers.get('unit_price', '')}{less} = {numbers.get('amount', '')}"
    return Line(str(values.get("text") or ""), detail=reckoned)


def _referring_line(child: RecordType, values: Values, names: Names) -> Line:
    """What a row refers to, and behind it what of it is true: "Ada King · Manager"."""
    texts, detail = list[str](), list[str]()
    for field in child.stored_fields:
        value = values.get(field.name)
        if field.refers_to and isinstance(value, int):
            texts.append(names.get((field.refers_to, value)) or f"#{value}")
        elif field.kind is Kind.YES_NO and value:
            detail.append(field.label)
    return Line(", ".join(texts), detail=" · ".join(detail))


def _parts_of(child: RecordType, values: Values, parts: tuple[str, ...], labels: Labels) -> str:
    return ": ".join(labels.text(child.by_name[part], values.get(part)) for part in parts)


def _records(values: Values) -> str:
    """The records that a right is about; a newer program may know more types than this one."""
    name = str(values.get("record_type") or "")
    return RECORD_TYPES[name].plural if name in RECORD_TYPES else _ALL_OTHERS if name == EVERY else name


def _field_of_rule(values: Values) -> str:
    record_type, name = RECORD_TYPES.get(str(values.get("record_type"))), str(values.get("field") or "")
    field = record_type.by_name.get(name) if record_type else None
    label = field.label if field else _ALL_OTHERS if name == EVERY else name
    return f"{_records(values)}, {label}"
