"""One list with everything around its table: sorting, filters, the acts of a row, and what to do when empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.models.queries import Filter, ListQuery
from app.models.rights import Act as Right
from app.models.rows import ListRow
from app.models.values import State
from app.settings import SORTING, Settings
from app.views.accesses.access_notes import note_first
from app.views.lists.columns import Columns
from app.views.lists.list_age import ListAge
from app.views.lists.list_place import ListPlace
from app.views.lists.list_source import ListSource
from app.views.lists.list_use import MAIN, ListUse
from app.views.lists.record_model import RecordModel
from app.views.lists.record_table import RecordTable
from app.views.words import label_of, plural_of

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.views.lists.filter_panel import FilterPanel
    from app.views.lists.row_actions import RowActions
    from app.views.lists.row_faces import Face


class RecordList(QWidget):
    """A list of records of one type.

    Signals:
        current_changed: (id) another record is the current one, 0 for none.
        view_wanted, edit_wanted: (id) of a record.
        trash_wanted: (ids) of the records to move to the trash.
        count_changed: (text) how many there are, in words.
    """

    current_changed = Signal(object)
    view_wanted = Signal(object)
    edit_wanted = Signal(object)
    trash_wanted = Signal(object)
    count_changed = Signal(str)

    edit_right, trash_right = Right.EDIT, Right.DELETE
    state = State.ACTIVE
    first_sorting: tuple[str, bool] | None = None
    """The sorting at first, where it is not that of the type."""

    delivered: tuple[str, ...] = ()
    """The columns at first, where they are not those that the catalogue lists."""

    def __init__(
        self,
        tasks: DatabaseTasks,
        record_type: RecordType,
        settings: Settings,
        parent: QWidget | None = None,
        use: ListUse = MAIN,
    ) -> None:
        super().__init__(parent)
        self._type, self._use = record_type, use
        own_name = record_type.name if self.state is State.ACTIVE else f"{record_type.name}.{self.state}"
        self._name = use.name or own_name
        self.read_only = False
        self._sight: Sight | None = None
        self._left_out: frozenset[str] = frozenset()
        self._tasks = tasks
        self._settings = settings
        self.model = RecordModel(record_type, self)
        self.table = RecordTable(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(plural_of(record_type))
        self.columns = Columns(self.table, self.model, settings, self._name, use.columns or self.delivered)
        self.source = ListSource(tasks, self.model, self)
        self.age = ListAge(tasks, self)
        self.empty_label = QLabel(self)
        self._query = ListQuery(record_type.name, *self._remembered_sorting(), state=self.state, ahead=use.ahead)
        self._lay_out()
        self._connect()

    def show_faces(self, faces: Mapping[int, Face]) -> None:
        """Show who edits which record just now."""
        if faces != self.model.faces:
            self.model.faces = faces
            self.table.viewport().update()

    def _lay_out(self) -> None:
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        self.empty_label.setMargin(40)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty_label)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.age)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        self._show_sorting()
        header.sectionClicked.connect(self._on_header_clicked)
        self.columns.shown_changed.connect(self.show_list)
        self.table.looked_at.connect(self.source.look_at)
        self.table.opened.connect(self._on_opened)
        if self._use.has_acts:
            self._connect_acts()
        self.source.started.connect(self.age.forget)
        self.source.started.connect(self._on_started)
        self.source.counted.connect(self._on_counted)
        self.source.refreshed.connect(self._show_state)
        self.place = ListPlace(self.table, self.source, self)  # after the above: it stands in what is shown then
        self.place.current_changed.connect(self.current_changed)

    def _connect_acts(self) -> None:
        self.table.edit_wanted.connect(self._on_edit_wanted)
        self.table.delete_wanted.connect(self._on_delete_wanted)
        self.table.hovered.connect(self._on_hovered)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_menu_wanted)

    @cached_property
    def filters(self) -> FilterPanel:
        """The conditions above the table; made when they are first asked for."""
        from app.views.lists.filter_panel import FilterPanel

        panel = FilterPanel(self._type, self._tasks, self)
        panel.leave_out(self._left_out)
        panel.hide()
        panel.changed.connect(self.set_filters)
        panel.closed.connect(self.table.setFocus)
        self._column.insertWidget(0, panel)
        return panel

    @cached_property
    def row_actions(self) -> RowActions:
        """The buttons in the row under the mouse; made when the mouse first comes by."""
        from app.views.lists.row_actions import RowActions

        buttons = RowActions(self.table)
        buttons.view_wanted.connect(lambda row: self._go_and_emit(row, self.view_wanted.emit))
        buttons.edit_wanted.connect(lambda row: self._go_and_emit(row, self.edit_wanted.emit))
        buttons.trash_wanted.connect(lambda row: self._emit_row(row, lambda found: self.trash_wanted.emit((found,))))
        return buttons

    def _on_hovered(self, row: int) -> None:
        self.row_actions.show_for(row, edits=self.may(self.edit_right), trashes=self.may(self.trash_right))

    def set_sight(self, sight: Sight | None) -> None:
        """Offer what whoever looks through the window may do and read, and nothing else."""
        self._sight = sight
        self._leave_out(sight.scope(self._type).unread if sight else frozenset())

    def may(self, right: Right) -> bool:
        """Whether there can be a row to which this may be done."""
        is_elsewhere = right in (Right.ADD, Right.EDIT) and not self._type.by_hand
        is_open = not self.read_only and not is_elsewhere
        return is_open and (self._sight is None or self._sight.may(right, self._type.name))

    def _on_started(self) -> None:
        self._show_state()
        if self.source.unread != self._left_out:
            QTimer.singleShot(0, self, lambda: self._leave_out(self.source.unread))  # the list is being begun

    def _leave_out(self, names: frozenset[str]) -> None:
        """Have neither columns nor conditions of fields that can't be read."""
        self._left_out = names
        if "filters" in self.__dict__:
            self.filters.leave_out(names)
        self.columns.leave_out(names)

    def show_list(self) -> None:
        """Read the list as it is asked for now, from its start."""
        field = self._type.by_name[self._query.sort]
        if not field.sort_index:
            self.count_changed.emit(self.tr("Sorting by {0} …").format(label_of(field)))
        self.place.leave()
        shown, band = self.columns.shown(), self._type.band
        is_fetched_besides = band and band not in shown and band not in self._left_out
        self.source.show(self._query, (*shown, band) if is_fetched_besides else shown)

    def set_words(self, words: str) -> None:
        """Narrow the list to what is found by these words."""
        self.columns.show_why(bool(words.strip()))
        if words != self._query.words:
            self._query = replace(self._query, words=words)
            self.show_list()

    def words(self) -> str:
        """By which words the list is narrowed."""
        return self._query.words

    def set_company(self, company_id: int) -> None:
        """Narrow the list to one operating company; 0 for all of them."""
        wanted = company_id or None
        if wanted != self._query.company_id:
            self._query = replace(self._query, company_id=wanted)
            self.show_list()

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """Narrow the list by these conditions."""
        if tuple(filters) != self._query.filters:
            self._query = replace(self._query, filters=tuple(filters))
            self.show_list()

    def refresh(self, wanted: int = 0) -> None:
        """Read the list again after something changed, and select the record that is wanted, if there is one."""
        self.place.refresh(wanted)

    def current_id(self) -> int:
        """The id of the current record, 0 for none."""
        return self.place.current_id()

    def selected_ids(self, then: Callable[[tuple[int, ...]], None]) -> None:
        """Find the ids of all selected records, of which most may not be at hand."""
        self.place.selected_ids(then)

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, as text with tabs between the columns as they stand."""
        self.selected_ids(self._copy)

    def copy_cell(self) -> None:
        """Put the text of the current cell on the clipboard."""
        QGuiApplication.clipboard().setText(self.table.currentIndex().data() or "")

    def _copy(self, ids: tuple[int, ...]) -> None:
        if ids:  # else what is on the clipboard would go for nothing
            note = partial(services.access_log.note_exported, type_name=self._type.name, ids=ids)
            note_first(self._tasks, self, note, partial(self.source.rows_of, ids, self._on_rows_to_copy))

    def _on_rows_to_copy(self, rows: Sequence[ListRow]) -> None:
        seen = len(self.columns.shown())  # what is fetched besides stands behind them
        lines = ("\t".join(text.replace("\t", " ").replace("\n", " ") for text in row.texts[:seen]) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _on_counted(self, rows: int, more: bool) -> None:
        words = self.tr("{0}+ found").format(f"{rows:,}") if more else self._count_in_words(rows)
        self.count_changed.emit(words)
        self._show_state()

    def _count_in_words(self, rows: int) -> str:
        name = (label_of(self._type) if rows == 1 else plural_of(self._type)).lower()
        return f"{rows:,} {name}"

    def _show_state(self) -> None:
        is_empty = self.model.rowCount() == 0
        if is_empty and self._use.if_empty:
            self.empty_label.setText(self._use.if_empty)
        elif is_empty and self._query.filters:
            self.empty_label.setText(self.tr("Nothing found. Try fewer or shorter words, or take a filter away."))
        elif is_empty and self._query.words.strip():
            self.empty_label.setText(self.tr("Nothing found. Try fewer or shorter words."))
        elif is_empty:
            self.empty_label.setText(self.words_for_none())
        self._stack.setCurrentWidget(self.empty_label if is_empty else self.table)

    def words_for_none(self) -> str:
        """What to say where there is nothing, and nothing narrows the list."""
        plural = plural_of(self._type).lower()
        if self._sight is not None and not self._sight.scope(self._type).reaches.everything:
            return self.tr("There are no {0} that you may see. Ask an administrator, if there should be.").format(
                plural
            )
        if not self.may(Right.ADD):
            return self.tr("There are no {0} yet.").format(plural)
        return self.tr("No {0} yet. Press New to make the first.").format(plural)

    def _emit_row(self, number: int, emit: Callable[[int], None]) -> None:
        row = self.model.row(number)
        if row is not None:
            emit(row.id)

    def _go_and_emit(self, number: int, emit: Callable[[int], None]) -> None:
        """Make a row the current one first: what opens beside the list is where the list stands."""
        self.table.select_only(number)
        self._emit_row(number, emit)

    def _emit_current(self, emit: Callable[[int], None]) -> None:
        self._emit_row(self.table.currentIndex().row(), emit)

    def _on_opened(self, number: int) -> None:
        self._emit_row(number, self.view_wanted.emit)

    def _on_edit_wanted(self) -> None:
        if self.may(self.edit_right):
            self._emit_current(self.edit_wanted.emit)

    def _on_delete_wanted(self) -> None:
        if self.table.selectionModel().hasSelection() and self.may(self.trash_right):
            self.selected_ids(self.trash_wanted.emit)

    def _on_header_clicked(self, column: int) -> None:
        if column == self.model.why_column:
            self._show_sorting()
            return
        name = self.model.fields[column].name
        self.sort_by(name, descending=name == self._query.sort and not self._query.descending)

    def sort_by(self, name: str, *, descending: bool = False) -> None:
        """Sort by a field from now on, and remember it."""
        self._query = replace(self._query, sort=name, descending=descending)
        lists = self._settings.get(SORTING)
        self._settings.set(SORTING, {**lists, self._name: [name, descending]})
        self._show_sorting()
        self.show_list()

    def _show_sorting(self) -> None:
        order = Qt.SortOrder.DescendingOrder if self._query.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self.model.column_of(self._query.sort), order)

    def _remembered_sorting(self) -> tuple[str, bool]:
        lists = self._settings.get(SORTING)
        match lists.get(self._name):
            case [str(name), bool(descending)] if any(name == field.name for field in self.model.fields):
                return name, descending
        return self.first_sorting or self._type.first_sorting

    def add_acts(self, menu: QMenu) -> None:
        """What can be done with the rows that are selected."""
        menu.addAction(self.tr("View"), lambda: self._emit_current(self.view_wanted.emit))
        edit = menu.addAction(self.tr("Edit"), lambda: self._emit_current(self.edit_wanted.emit))
        trash = menu.addAction(self.tr("Move to trash…"), self._on_delete_wanted)
        for action, right in ((edit, self.edit_right), (trash, self.trash_right)):
            action.setEnabled(not self.read_only)
            action.setVisible(self.read_only or self.may(right))

    def _on_menu_wanted(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_acts(menu)
        menu.addSeparator()
        menu.addAction(self.tr("Copy cell"), self.copy_cell)
        menu.addAction(self.tr("Copy rows"), self.copy_rows)
        menu.popup(self.table.viewport().mapToGlobal(position))
