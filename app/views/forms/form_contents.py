"""What a form says, read from its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.models.values import Content, Item, Value
from app.views.forms.editors_image import ImageEditor
from app.views.forms.editors_record import RecordEditor
from app.views.forms.rows_editor import RowsEditor

if TYPE_CHECKING:
    from app.errors import Problem
    from app.views.forms.editors import Raw
    from app.views.forms.field_box import FieldBox


def content_of(boxes: Iterable[tuple[str, FieldBox]], unchanged: Mapping[str, Raw]) -> Content:
    """The values and child rows of fields, by name, but for those in which stands what is `unchanged`."""
    values: dict[str, Value] = {}
    items: dict[str, tuple[Item, ...]] = {}
    for name, box in boxes:
        if name in unchanged and box.editor.raw() == unchanged[name]:
            continue
        if isinstance(box.editor, RowsEditor):
            items[name] = box.editor.items()
        else:
            values[name] = box.editor.value()
    return Content(values, items)


def faults_of(boxes: Iterable[FieldBox]) -> tuple[Problem, ...]:
    """Everything that keeps texts from being values."""
    found: list[Problem] = []
    for box in boxes:
        if isinstance(box.editor, RowsEditor):
            found += box.editor.faults()
        elif fault := box.editor.fault():
            found.append(fault)
    return tuple(found)


def reference_names_of(boxes: Iterable[FieldBox]) -> dict[tuple[str, int], str]:
    """What people call the records that fields refer to, by type and id."""
    found: dict[tuple[str, int], str] = {}
    for box in boxes:
        editor = box.editor
        if isinstance(editor, RowsEditor):
            found |= editor.reference_names()
        elif isinstance(editor, RecordEditor | ImageEditor) and isinstance(number := editor.value(), int):
            name = editor.line.text() if isinstance(editor, RecordEditor) else editor.name()
            found[box.field.refers_to, number] = name
    return found
