"""The JSON Schema of what can be handed in, made from what is declared: it is printed by commands and stands in the docs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.models.customer import CUSTOMER
from app.models.fields import Kind, RecordType, item_type
from app.services.intake import INTAKES, Intake
from app.services.intake_values import Names, names_of

Document = dict[str, Any]


def schema(kind: str = "") -> Document:
    """The JSON Schema of what can be handed in; with a kind, of that alone."""
    names = [kind] if kind else list(INTAKES)
    one = {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in names]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Deskbook intake",
        "anyOf": [one, {"type": "array", "items": one}],
        "$defs": {**{name: _object(INTAKES[name], name) for name in names}, **_REFERENCES},
    }


def _object(intake: Intake, name: str) -> Document:
    fields = {key: intake.record_type.by_name[field] for key, field in intake.names.items()}
    needed = [key for key, field in fields.items() if field.required and field.default is None]
    properties = dict(_properties(intake.record_type, intake.names))
    return {
        "type": "object",
        "properties": {"kind": {"const": name}, **properties},
        "required": needed,
        "additionalProperties": False,
    }


def _properties(record_type: RecordType, names: Names) -> Iterator[tuple[str, Document]]:
    for key, name in names.items():
        field = record_type.by_name[name]
        if field.kind is Kind.ITEMS:
            child = item_type(field)
            row = {
                "type": "object",
                "properties": dict(_properties(child, names_of(child))),
                "additionalProperties": False,
            }
            yield key, {"type": "array", "items": row}
        elif field.kind is Kind.RECORD:
            yield key, {"$ref": "#/$defs/a_customer" if field.target == CUSTOMER.name else "#/$defs/a_record"}
        else:
            said: Document = dict(_SHAPES.get(field.kind, {"type": "string", "maxLength": field.max_length}))
            if field.choices:
                said = {"enum": [choice.value for choice in field.choices]}
            yield key, said | ({"description": field.help} if field.help else {})


_SHAPES: Mapping[Kind, Document] = {
    Kind.INTEGER: {"type": "integer"},
    Kind.DECIMAL: {"type": ["number", "string"]},
    Kind.YES_NO: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.DATE_TIME: {"type": "string", "format": "date-time"},
}
_REFERENCES: Document = {
    f"a_{name}": {
        "oneOf": [
            {"type": "string", "description": "its code"},
            {
                "type": "object",
                "properties": {key: {"type": ["string", "integer"] if key == "id" else "string"} for key in keys},
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
            },
        ]
    }
    for name, keys in (("customer", ("code", "email", "phone", "id")), ("record", ("code", "id")))
}
