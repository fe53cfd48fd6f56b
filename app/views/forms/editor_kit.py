"""Makes the editor that suits a field, with what it needs: options, rules, and the door to the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.background import DatabaseTasks
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.models.fields import Field, Kind, item_type
from app.models.invoice import INVOICE_LINE
from app.models.role import ROLE_RIGHT
from app.settings import Settings
from app.views.forms.editors import (
    DecimalEditor,
    Editor,
    LongTextEditor,
    NumberEditor,
    TagsEditor,
    TextEditor,
    YesNoEditor,
)
from app.views.forms.editors_choice import ChoiceEditor, SearchEditor
from app.views.forms.editors_date import DateEditor, MomentEditor
from app.views.forms.editors_image import ImageEditor
from app.views.forms.editors_items import ItemsEditor
from app.views.forms.editors_person import PersonEditor
from app.views.forms.editors_record import RecordEditor
from app.views.forms.editors_rights import RightsEditor
from app.views.forms.editors_selecting import SelectingEditor
from app.views.forms.options import Option, OptionsModel
from app.views.invoices.lines_editor import LinesEditor
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.forms import Basis

_NAMED = frozenset({Kind.COUNTRY, Kind.LANGUAGE, Kind.TIME_ZONE, Kind.CURRENCY})
_PLAIN: dict[Kind, type[Editor]] = {
    Kind.LONG_TEXT: LongTextEditor,
    Kind.INTEGER: NumberEditor,
    Kind.DECIMAL: DecimalEditor,
    Kind.DATE: DateEditor,
    Kind.DATE_TIME: MomentEditor,
    Kind.YES_NO: YesNoEditor,
    Kind.TAGS: TagsEditor,
}


class EditorKit(QObject):
    """The one place that knows which editor a kind of field has."""

    def __init__(
        self, basis: Basis, tasks: DatabaseTasks, parent: QObject | None = None, settings: Settings | None = None
    ) -> None:
        super().__init__(parent)
        self.basis = basis
        self.tasks = tasks
        self.settings = settings or Settings()
        self.leads_to_records = True
        self._models: dict[Kind | str, OptionsModel] = {}

    def make(self, field: Field, parent: QWidget | None = None) -> Editor:
        """The editor of a field, empty."""
        if field.kind in _NAMED:
            return SearchEditor(field, self._named(field.kind), parent)
        match field.kind:
            case Kind.CHOICE:
                options = [Option(choice.value, label_of(choice)) for choice in field.choices]
                return ChoiceEditor(field, options, parent)
            case Kind.PICK:
                return self._make_pick(field, parent)
            case Kind.RECORD:
                return self._make_reference(field, parent)
            case Kind.ITEMS:
                return self._make_rows(field, parent)
            case Kind.IMAGE:
                return ImageEditor(field, self.tasks, parent)
            case _:
                return _PLAIN.get(field.kind, TextEditor)(field, parent)

    def _make_reference(self, field: Field, parent: QWidget | None) -> Editor:
        """Of people with their face; what has a list of its own is browsed there, and the few others are found by name."""
        if field.target == CUSTOMER.name:
            return PersonEditor(field, self, parent)
        return (
            SelectingEditor(field, self, parent)
            if field.target in DESK_TYPES
            else RecordEditor(field, self.tasks, parent)
        )

    def _make_rows(self, field: Field, parent: QWidget | None) -> Editor:
        if item_type(field) is ROLE_RIGHT:
            return RightsEditor(field, parent)
        if item_type(field) is INVOICE_LINE:
            return LinesEditor(field, self, parent)
        return ItemsEditor(field, self, parent)

    def _make_pick(self, field: Field, parent: QWidget | None) -> Editor:
        values = self.basis.picks.get(field.pick_list, ())
        offered = [Option(value.value, value.label) for value in values if value.active]
        if field.open_list:
            model = self._models.setdefault(field.pick_list, OptionsModel(offered, self))
            return SearchEditor(field, model, parent, is_open=True)
        retired = {value.value: value.label for value in values if not value.active}
        return ChoiceEditor(field, offered, parent, retired=retired)

    def _named(self, kind: Kind) -> OptionsModel:
        """One model for all editors of a kind: there are hundreds of countries, and an address has one of them each."""
        if kind not in self._models:
            names = self.basis.names[kind]
            self._models[kind] = OptionsModel((Option(code, name) for code, name in names.items()), self)
        return self._models[kind]
