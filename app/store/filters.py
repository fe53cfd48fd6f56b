"""Filters and search words as conditions of a query."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.models.fields import CODED_KINDS, Field, Kind, RecordType, item_type
from app.models.folding import fold, sort_key
from app.models.pick_lists import PICK_VALUE
from app.models.queries import Filter, Operator
from app.models.tables import metadata, table_of
from app.models.values import Value
from app.store.dialects import folded_text, place_in, texts_in
from app.store.labels import fixed_labels


def folded(record_type: RecordType, field: Field) -> sa.ColumnElement[Any]:
    """The column that the field is sorted and compared by, folded on the fly where no folded copy is stored."""
    table = table_of(record_type)
    if field.has_key:
        return table.c[field.key_name]
    column = table.c[field.name]
    if field.kind is Kind.RECORD:
        return _folded_name(field, column)
    if field.kind in CODED_KINDS:
        return _folded_label(field, column)
    return folded_text(column) if isinstance(column.type, sa.String) else column


def _folded_name(field: Field, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """What the record that is referred to is called."""
    other = metadata.tables[field.target].alias()
    name = other.c.display_name_key if "display_name_key" in other.c else folded_text(other.c.display_name)
    return sa.select(name).where(other.c.id == column).scalar_subquery()


def _folded_label(field: Field, column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """What people read for the code, or the code itself where nobody named it."""
    if field.kind is Kind.PICK:
        pick = table_of(PICK_VALUE)
        label = sa.select(pick.c.display_name_key).where(pick.c.pick_list == field.pick_list, pick.c.value == column)
        return sa.func.coalesce(label.limit(1).scalar_subquery(), folded_text(column))
    labels = {code: fold(label) for code, label in fixed_labels(field).items()}
    return sa.case(labels, value=column, else_=folded_text(column)) if labels else folded_text(column)


def condition(record_type: RecordType, rule: Filter) -> sa.ColumnElement[bool]:
    """The SQL condition of one filter."""
    field = record_type.by_name[rule.field]
    if field.kind is Kind.ITEMS:
        return _on_items(record_type, field, rule)
    column = table_of(record_type).c[field.name]
    match rule.operator:
        case Operator.EMPTY:
            return column.is_(None)
        case Operator.FILLED:
            return column.is_not(None)
        case Operator.ONE_OF:
            operand = rule.operand if isinstance(rule.operand, tuple) else (rule.operand,)
            return column.in_(operand)
        case Operator.BEFORE | Operator.AFTER | Operator.IS if field.kind is Kind.DATE_TIME:
            return _on_moment(column, rule)
        case Operator.BEFORE:
            return column < rule.operand
        case Operator.AFTER:
            return column > rule.operand
    return _on_value(record_type, field, rule)


def _on_value(record_type: RecordType, field: Field, rule: Filter) -> sa.ColumnElement[bool]:
    column = table_of(record_type).c[field.name]
    if field.kind is Kind.TAGS:
        return _on_tags(column, rule.operand)
    if field.kind is Kind.RECORD and isinstance(rule.operand, str):
        return column.in_(_of_name(field, rule.operand))
    if not field.is_text:
        equal = column == rule.operand
    elif rule.operator is Operator.CONTAINS:
        return _contains(folded(record_type, field), rule.operand)
    elif rule.operator is Operator.STARTS:
        return place_in(folded(record_type, field), fold(str(rule.operand))) == 1
    else:
        compared = field.key_of(str(rule.operand)) or "" if field.has_key else fold(str(rule.operand))
        equal = folded(record_type, field) == compared
    return sa.or_(sa.not_(equal), column.is_(None)) if rule.operator is Operator.IS_NOT else equal


def _contains(column: sa.ColumnElement[Any], operand: Value) -> sa.ColumnElement[bool]:
    return place_in(column, fold(str(operand))) > 0


def _on_tags(column: sa.ColumnElement[Any], operand: Value) -> sa.ColumnElement[bool]:
    """One of the tags contains the operand."""
    tag = texts_in(sa.type_coerce(column, sa.Text)).table_valued("value").alias("tag")
    return sa.exists(sa.select(sa.literal(1)).select_from(tag).where(_contains(folded_text(tag.c.value), operand)))


def _of_name(field: Field, name: str) -> sa.Select[int]:
    """The ids of the records that are called so."""
    other = metadata.tables[field.target].alias()
    has_key = "display_name_key" in other.c
    called = other.c.display_name_key == sort_key(name) if has_key else folded_text(other.c.display_name) == fold(name)
    return sa.select(other.c.id).where(called)


def _on_moment(column: sa.ColumnElement[Any], rule: Filter) -> sa.ColumnElement[bool]:
    """A moment is compared by its day, as the person's clock has it."""
    if not isinstance(rule.operand, date):
        raise TypeError("a filter on a moment takes a date")
    if rule.operator is Operator.BEFORE:
        return column < _start_of(rule.operand)
    is_last = rule.operand == date.max
    after = sa.false() if is_last else column >= _start_of(rule.operand + timedelta(days=1))
    if rule.operator is Operator.AFTER:
        return after
    return sa.and_(column >= _start_of(rule.operand), sa.not_(after))


def _start_of(day: date) -> datetime:
    """Midnight on the person's clock; days that no clock shows in UTC stand for the last or the first that do."""
    try:
        return datetime.combine(day, time.min).astimezone(UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.combine(day, time.min, UTC)


def _on_items(record_type: RecordType, field: Field, rule: Filter) -> sa.ColumnElement[bool]:
    child = item_type(field)
    table = table_of(child)
    own = table.c[f"{child.parent}_id"] == table_of(record_type).c.id
    some = sa.select(sa.literal(1)).where(own)
    if rule.operator is Operator.EMPTY:
        return sa.not_(sa.exists(some))
    if rule.operator is Operator.FILLED:
        return sa.exists(some)
    parts = [_contains(folded(child, part), rule.operand) for part in child.stored_fields if part.searched]
    return sa.exists(some.where(sa.or_(*parts)))
