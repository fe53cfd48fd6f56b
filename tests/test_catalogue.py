"""The declarations agree with each other, whatever is added to them."""

from __future__ import annotations

import pytest

from app.models.catalogue import RECORD_TYPES
from app.models.fields import CODED_KINDS, COMMON_FIELDS, Field, Kind, item_type
from app.models.pick_lists import PICK_LISTS
from app.models.queries import Operator, operators_for
from app.models.tables import metadata, table_of, text_table_of

TYPES = list(RECORD_TYPES.values())
CHILDREN = [item_type(field) for record_type in TYPES for field in record_type.item_fields]
EVERY_FIELD = [
    pytest.param(record_type, field, id=f"{record_type.name}.{field.name}")
    for record_type in (*TYPES, *CHILDREN)
    for field in record_type.fields
]


@pytest.mark.parametrize("record_type", [*TYPES, *CHILDREN], ids=lambda record_type: record_type.name)
def test_names_are_there_once(record_type):
    names = [field.name for field in record_type.all_fields]
    assert len(names) == len(set(names))
    for section in record_type.sections:
        labels = [field.label for field in record_type.in_section(section.name)]
        assert len(labels) == len(set(labels))
    columns = [field.label for field in record_type.all_fields if field.listed]
    assert len(columns) == len(set(columns))


@pytest.mark.parametrize("record_type", TYPES, ids=lambda record_type: record_type.name)
def test_every_record_type_can_be_listed(record_type):
    assert RECORD_TYPES[record_type.name] is record_type
    name = record_type.by_name["display_name"]
    assert (name.sort_index, name.derived, name.listed) == (True, ("", ""), True)
    common, known = (
        {(field.name, field.kind, field.target) for field in fields}
        for fields in (COMMON_FIELDS, record_type.all_fields)
    )
    assert common < known
    assert any(field.searched for field in record_type.fields) == (text_table_of(record_type) is not None)


@pytest.mark.parametrize(("record_type", "field"), EVERY_FIELD)
def test_a_field_is_whole(record_type, field):
    sections = {section.name for section in record_type.sections}
    assert not field.section or field.section in sections
    assert (field.kind is Kind.PICK) == bool(field.pick_list)
    assert not field.pick_list or field.pick_list in PICK_LISTS
    assert (field.kind is Kind.CHOICE) == bool(field.choices)
    assert (field.kind is Kind.RECORD) == bool(field.target)
    assert not field.target or field.target in metadata.tables
    assert (field.kind is Kind.ITEMS) == (field.items is not None)
    assert {*field.only} <= {choice.value for choice in record_type.kinds}
    if field.choices and field.default is not None:
        assert field.default in [choice.value for choice in field.choices]
    if field.required and field.edited and field.section:
        assert field in list(record_type.in_section(field.section))


@pytest.mark.parametrize(("record_type", "field"), EVERY_FIELD)
def test_what_is_taken_from_child_rows_is_as_sensitive_as_they_are(record_type, field):
    items, _ = field.derived or ("", "")
    if items:
        assert field.sensitivity is record_type.by_name[items].sensitivity


@pytest.mark.parametrize(("record_type", "field"), EVERY_FIELD)
def test_a_field_has_its_columns(record_type, field):
    columns = table_of(record_type).c
    assert (field.name in columns) == field.stored
    assert (field.key_name in columns) == field.has_key
    assert field.stored is False or field.sort_column in columns
    if field.sort_index and not record_type.parent:
        indexed = [[column.name for column in index.columns] for index in table_of(record_type).indexes]
        assert [field.sort_column, "id"] in [columns[:2] for columns in indexed]
    if field.derived and field.derived[0]:
        items, part = field.derived
        assert item_type(record_type.by_name[items]).by_name[part].kind in (field.kind, Kind.TEXT)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_filtered(kind):
    operators = operators_for(Field(name="any", label="Any", kind=kind))
    assert len(operators) == len(set(operators)) > 0
    if kind is not Kind.YES_NO:
        assert {Operator.EMPTY, Operator.FILLED} <= set(operators)
    if kind in CODED_KINDS:
        assert operators[0] is Operator.IS


def test_a_field_can_join_at_run_time():
    record_type = TYPES[0].with_fields(Field(name="custom", label="Custom", section=TYPES[0].sections[0].name))
    assert record_type.by_name["custom"] in record_type.listable_fields
    assert record_type.by_name["custom"] in list(record_type.in_section(TYPES[0].sections[0].name))
    assert "custom" not in TYPES[0].by_name


def test_tables_stand_in_the_order_of_their_dependence():
    seen = {"staff", "team", "workgroup", "image", "batch"}
    for record_type in TYPES:
        seen.add(record_type.name)
        targets = {foreign.column.table.name for foreign in table_of(record_type).foreign_keys}
        assert targets <= seen


def test_a_field_without_child_rows_has_no_type_of_them():
    with pytest.raises(ValueError, match="no child rows"):
        item_type(Field(name="text", label="Text"))
