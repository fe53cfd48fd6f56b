"""A tab of a record that lists what refers to it: what belongs to it, or who reports to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.cuts import CUTS
from app.models.fields import Field, RecordType
from app.models.queries import Filter, Operator
from app.models.values import RecordKey, State
from app.overriding import override
from app.settings import Settings
from app.views.forms.editors_choice import CalmComboBox
from app.views.forms.record_tabs import RecordTab
from app.views.lists.list_use import ListUse
from app.views.lists.record_list import RecordList
from app.views.words import label_of, of_catalogue, plural_of

if TYPE_CHECKING:
    from app.services.forms import Sheet
    from app.services.references import Reference


class RelatedTab(RecordTab):
    """A list like the main one of its type, however many they are; made when somebody first looks at it.

    Signals:
        new_wanted: (type name, field name) another one is to be made, which refers to this record by that field.
    """

    new_wanted = Signal(str, str)

    def __init__(
        self,
        record_type: RecordType,
        field: Field,
        tasks: DatabaseTasks,
        settings: Settings,
        parent: QWidget | None = None,
        title: str = "",
        use: ListUse | None = None,
    ) -> None:
        """Make the tab.

        Args:
            record_type: of what is listed.
            field: by which it refers to the record.
            tasks: to read with.
            settings: where the columns are remembered.
            parent: as of any widget.
            title: where it isn't that of the type.
            use: where the list isn't that of what belongs to a record.
        """
        super().__init__(title or plural_of(record_type), f"{record_type.name}.{field.name}", parent)
        self.listed, self._field = record_type, field
        self._tasks, self._settings = tasks, settings
        self._use = use or self._own_use()
        self._shown_id = 0
        self.is_read_only = False
        self.list: RecordList | None = None
        self.count_label = QLabel(self)
        self.add_button = QPushButton(self.tr("Add {type}…").format(type=label_of(record_type).lower()), self)
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(lambda: self.new_wanted.emit(record_type.name, field.name))
        self._cuts = CUTS.get(record_type.name, ())
        self.cut_box = self._make_cut_box()
        self._line = QHBoxLayout()
        self._line.setContentsMargins(12, 0, 12, 0)
        self._line.addWidget(self.count_label, 1)
        self._line.addWidget(self.cut_box)
        self._line.addWidget(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.addLayout(self._line)

    def _make_cut_box(self) -> CalmComboBox:
        """What of the records people want to see by themselves; where there is nothing of the kind, nothing is offered."""
        box = CalmComboBox(self)
        box.setAccessibleName(self.tr("Show"))
        box.addItems([self.tr("All"), *(of_catalogue(cut.label) for cut in self._cuts)])
        box.setVisible(bool(self._cuts))
        box.activated.connect(lambda place: self._narrow())
        return box

    def _narrow(self) -> None:
        """List what belongs to the record, as far as it is wanted."""
        place = self.cut_box.currentIndex()
        cut = self._cuts[place - 1].filters if place > 0 else ()
        if self.list is not None and self._shown_id:
            self.list.set_filters((Filter(self._field.name, Operator.IS, self._shown_id), *cut))

    def _own_use(self) -> ListUse:
        """All columns but the one that would say the same in every row."""
        columns = tuple(
            each.name for each in self.listed.listable_fields if each.listed and each.name != self._field.name
        )
        none = self.tr("No {types} yet.").format(types=plural_of(self.listed).lower())
        name = f"{self.listed.name}/{self._field.name}"
        return ListUse(name, columns, has_acts=False, if_empty=none, ahead=self.listed.ahead)

    @override
    def read(self, sheet: Sheet) -> None:
        self.add_button.setVisible(self.may_add(sheet))
        if self.list is None:
            self.list = self._make_list()
        if sheet.record.id == self._shown_id:
            self.list.refresh()
        else:
            self._shown_id = sheet.record.id
            self._narrow()

    def chosen(self, record_id: int) -> Reference | None:
        """What is selected of what belongs to a record, if that is one."""
        if self.list is None or record_id != self._shown_id:
            return None
        table, model = self.list.table, self.list.model
        selected = table.selectionModel().selectedRows()
        row = model.row(selected[0].row()) if len(selected) == 1 else None
        if row is None:
            return None
        place = next(place for place, field in enumerate(model.fields) if field.name == "display_name")
        label = str(model.index(selected[0].row(), place).data() or "")
        return services.references.Reference(RecordKey(self.listed.name, row.id), label)

    def may_list(self, sheet: Sheet) -> bool:
        """Whether the person may see anything that would be listed here."""
        return self.listed.name in sheet.listed

    def may_add(self, sheet: Sheet) -> bool:
        """Whether another one can be made from here."""
        is_active = sheet.record.state is State.ACTIVE
        return self.listed.name in sheet.addable and is_active and not self.is_read_only

    @override
    def release(self) -> None:
        if self.list is not None:
            self.list.source.release()

    def _make_list(self) -> RecordList:
        made = RecordList(self._tasks, self.listed, self._settings, self, self._use)
        made.table.setAccessibleName(self.title)
        made.count_changed.connect(self.count_label.setText)
        made.view_wanted.connect(lambda record_id: self.record_wanted.emit(RecordKey(self.listed.name, record_id)))
        self._place(made)
        return made

    def _place(self, made: RecordList) -> None:
        """Put the list into the tab."""
        self._column.addWidget(made, 1)
