"""The row of a field rule: whose field, which field, and how much of it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.models.catalogue import RECORD_TYPES
from app.models.fields import Field
from app.models.rights import EVERY
from app.models.values import Item
from app.overriding import override
from app.views.forms.editors import Editor
from app.views.forms.editors_choice import ChoiceEditor
from app.views.forms.item_row import ItemRow
from app.views.forms.options import Option
from app.views.words import label_of, plural_of

if TYPE_CHECKING:
    from app.services.forms import RowReferences


def record_options() -> list[Option]:
    """The types of record, as people call them; what a desk works with most comes first, all that isn't named last."""
    options = [Option(record_type.name, plural_of(record_type)) for record_type in RECORD_TYPES.values()]
    known = sorted(options, key=lambda option: (option.value != "customer", option.label))
    return [*known, Option(EVERY, QCoreApplication.translate("FieldRuleRow", "All others"))]


def _field_options(type_name: str) -> list[Option]:
    if not type_name:
        return []
    record_type = RECORD_TYPES.get(type_name)
    fields = (*record_type.value_fields, *record_type.item_fields) if record_type else ()
    known = sorted((Option(field.name, label_of(field)) for field in fields), key=lambda option: option.label)
    return [*known, Option(EVERY, QCoreApplication.translate("FieldRuleRow", "All others"))]


class FieldRuleRow(ItemRow):
    """Three lists; the second offers the fields of what is chosen in the first."""

    main_part = "field"

    @override
    def _make_editor(self, field: Field) -> Editor:
        match field.name:
            case "record_type":
                editor = ChoiceEditor(field, record_options(), self)
                editor.edited.connect(self._on_records_chosen)
                return editor
            case "field":
                return ChoiceEditor(field, (), self)
            case _:
                return super()._make_editor(field)

    def _on_records_chosen(self) -> None:
        """A field that the other type has as well stays chosen."""
        chosen = self.boxes["field"].editor.raw()
        options = self._offer(str(self.boxes["record_type"].editor.raw()))
        if any(option.value == chosen for option in options):
            self.boxes["field"].editor.show_raw(chosen)

    def _offer(self, type_name: str) -> list[Option]:
        options = _field_options(type_name)
        editor = self.boxes["field"].editor
        if isinstance(editor, ChoiceEditor):
            editor.offer(options)
            editor.show_raw("")
        return options

    @override
    def show_item(self, item: Item, references: RowReferences | None = None) -> None:
        self._offer(str(item.values.get("record_type") or ""))
        super().show_item(item, references)

    @override
    def show_raw(self, texts: dict[str, str]) -> None:
        self._offer(texts.get("record_type", ""))
        super().show_raw(texts)
