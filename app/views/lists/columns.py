"""Which columns a list shows, how wide and in which order: applied to its header and remembered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu

from app.models.fields import Field, Kind
from app.settings import COLUMNS, Settings
from app.views.lists.record_model import RecordModel
from app.views.lists.record_table import RecordTable
from app.views.words import label_of

_WIDTHS = {
    Kind.DATE: 100,
    Kind.DATE_TIME: 140,
    Kind.DECIMAL: 100,
    Kind.YES_NO: 70,
    Kind.CHOICE: 90,
    Kind.EMAIL: 210,
    Kind.PHONE: 150,
}
_DEFAULT_WIDTH = 130
_NAME_WIDTH, _FIRST_LINE_WIDTH = 210, 320
_LEAST_WIDTH, _MOST_WIDTH = 40, 2_000
_WHY_WIDTH = 190


class Columns(QTimer):
    """Keeps the header of one list and its settings in step; what changes at once is remembered once.

    Signals:
        shown_changed: other columns are visible now.
    """

    shown_changed = Signal()

    def __init__(
        self,
        table: RecordTable,
        model: RecordModel,
        settings: Settings,
        list_name: str,
        delivered: Sequence[str] = (),
    ) -> None:
        """Take the columns of a list in hand.

        Args:
            table: shows the list.
            model: of the table.
            settings: where its columns are remembered.
            list_name: under which name.
            delivered: the fields that it shows until somebody changes that; none for those that are declared so.
        """
        super().__init__(table)
        self._header: QHeaderView = table.horizontalHeader()
        self._model = model
        self._settings = settings
        self._list_name = list_name
        self._left_out: frozenset[str] = frozenset()
        self._wished: set[str] = set()  # of those that are left out, which would be shown
        self._delivered = delivered or tuple(field.name for field in model.fields if field.listed)
        self.setSingleShot(True)
        self.timeout.connect(self._remember)
        self._apply(self._remembered() or self._as_delivered())
        self._header.sectionMoved.connect(self._on_changed)
        self._header.sectionResized.connect(self._on_changed)
        self._header.customContextMenuRequested.connect(self._on_menu_wanted)

    def shown(self) -> tuple[str, ...]:
        """The names of the visible columns' fields, from left to right."""
        return tuple(
            self._model.fields[column].name for column in self._in_order() if not self._header.isSectionHidden(column)
        )

    def listed(self) -> list[tuple[str, str, bool]]:
        """Name, label and visibility of every column, from left to right."""
        fields = ((self._model.fields[column], column) for column in self._in_order())
        return [
            (field.name, label_of(field), not self._header.isSectionHidden(column))
            for field, column in fields
            if field.name not in self._left_out
        ]

    def arrange(self, columns: Sequence[tuple[str, bool]]) -> None:
        """Put the columns into this order, by name, and show or hide each; their widths stay."""
        sizes = map(self._header.sectionSize, range(len(self._model.fields)))
        widths = {field.name: size or self._width(field) for field, size in zip(self._model.fields, sizes, strict=True)}
        is_why_shown = not self._header.isSectionHidden(self._model.why_column)
        others = [(name, False) for name in self._left_out]
        self._apply([(name, widths[name], is_shown) for name, is_shown in (*columns, *others)])
        self.show_why(is_why_shown)
        self._on_changed()
        self.shown_changed.emit()

    def leave_out(self, names: frozenset[str]) -> None:
        """Have no columns of these fields, neither shown nor offered; what was wished of them comes back with them."""
        if names == self._left_out:
            return
        before = self.shown()
        for column, field in enumerate(self._model.fields):
            if field.name in self._left_out - names:
                self._header.setSectionHidden(column, field.name not in self._wished)
            elif field.name in names - self._left_out:
                if not self._header.isSectionHidden(column):
                    self._wished.add(field.name)
                self._header.setSectionHidden(column, True)
        self._left_out = names
        self._wished &= names
        if self.shown() != before:
            self.shown_changed.emit()

    def show_why(self, shown: bool) -> None:
        """Show where searched words were found, behind the first column, or nothing of it."""
        why = self._model.why_column
        if shown and self._header.isSectionHidden(why):
            self._header.moveSection(self._header.visualIndex(why), 1)
            self._header.resizeSection(why, _WHY_WIDTH)
        self._header.setSectionHidden(why, not shown)

    def _in_order(self) -> list[int]:
        """The columns of fields from left to right, hidden ones included."""
        columns = (self._header.logicalIndex(visual) for visual in range(self._header.count()))
        return [column for column in columns if column != self._model.why_column]

    def menu(self) -> QMenu:
        """A menu that shows and hides columns; whoever opens it gives it a place."""
        menu = QMenu(self._header)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offered = (
            (column, field) for column, field in enumerate(self._model.fields) if field.name not in self._left_out
        )
        for column, field in offered:
            action = QAction(label_of(field), menu, checkable=True, checked=not self._header.isSectionHidden(column))
            action.toggled.connect(lambda shown, column=column: self._show(column, shown))
            menu.addAction(action)
        menu.addSeparator()
        reset = menu.addAction(self.tr("Columns as delivered"))
        reset.triggered.connect(self.reset)
        return menu

    def reset(self) -> None:
        """Show the columns as delivered."""
        self._apply(self._as_delivered())
        self._on_changed()
        self.shown_changed.emit()

    def _show(self, column: int, shown: bool) -> None:
        if not shown and len(self.shown()) == 1:
            return
        self._header.setSectionHidden(column, not shown)
        self._on_changed()
        self.shown_changed.emit()

    def _remembered(self) -> list[tuple[str, int, bool]]:
        """What was remembered, as far as it makes sense; fields that are new since stand hidden at the end."""
        found = []
        entries = self._settings.get(COLUMNS).get(self._list_name)
        for entry in entries if isinstance(entries, list) else []:
            match entry:
                case [str(name), int(width), bool(shown)] if any(field.name == name for field in self._model.fields):
                    found.append((name, width, shown))
        return found if any(shown for _, _, shown in found) else []

    def _as_delivered(self) -> list[tuple[str, int, bool]]:
        places = {name: place for place, name in enumerate(self._delivered)}
        fields = sorted(self._model.fields, key=lambda field: places.get(field.name, len(places)))
        return [(field.name, self._width(field), field.name in places) for field in fields]

    def _apply(self, columns: list[tuple[str, int, bool]]) -> None:
        for column in range(self._header.count()):
            self._header.setSectionHidden(column, True)
        for visual, (name, width, shown) in enumerate(columns):
            column = self._model.column_of(name)
            self._header.moveSection(self._header.visualIndex(column), visual)
            self._header.setSectionHidden(column, not shown or name in self._left_out)
            self._header.resizeSection(column, min(max(width, _LEAST_WIDTH), _MOST_WIDTH))

    def _on_changed(self) -> None:
        self.start()

    def _on_menu_wanted(self, position: QPoint) -> None:
        self.menu().popup(self._header.mapToGlobal(position))

    def _remember(self) -> None:
        header = self._header
        state: list[list[object]] = [
            [
                self._model.fields[column].name,
                header.sectionSize(column) or self._width(self._model.fields[column]),
                not header.isSectionHidden(column) or self._model.fields[column].name in self._wished,
            ]
            for column in self._in_order()
        ]
        lists = self._settings.get(COLUMNS)
        self._settings.set(COLUMNS, {**lists, self._list_name: state})

    def _width(self, field: Field) -> int:
        if field.name == "display_name":
            return _FIRST_LINE_WIDTH if self._model.is_named_by_text else _NAME_WIDTH
        return _WIDTHS.get(field.kind, _DEFAULT_WIDTH)
