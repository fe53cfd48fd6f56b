"""The editor of a role's rights: a matrix in which each cell is given a reach, by mouse or by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QMenu, QTableView, QVBoxLayout, QWidget

from app.models.fields import Field
from app.models.role import REACHES
from app.models.values import Item
from app.overriding import override
from app.views.forms.editors import Raw
from app.views.forms.field_rule_row import record_options
from app.views.forms.rights_model import NONE, RightsModel
from app.views.forms.rows_editor import RowsEditor
from app.views.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from app.services.forms import RowReferences

_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)
_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class RightsTable(QTableView):
    """Cells are chosen one by one, by lines or by columns; a menu gives them a reach."""

    def __init__(self, model: RightsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rights = model
        self.setModel(model)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(self.fontMetrics().horizontalAdvance("Workgroups") + 10)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 8)
        self.menu = self._make_menu()
        self.clicked.connect(self._on_clicked)
        model.modelReset.connect(self.fit)
        self.horizontalScrollBar().rangeChanged.connect(self.fit)
        self.fit()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        self._group = QActionGroup(menu)
        for reach, words in zip(REACHES, self._words(), strict=True):
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setData(reach.value)
            action.triggered.connect(lambda checked=False, value=reach.value: self.give(value))
            self._group.addAction(action)
            menu.addAction(action)
        return menu

    def _words(self) -> tuple[str, ...]:
        """What each reach means, from nothing to everything."""
        return (
            self.tr("&None"),
            self.tr("&Own: what belongs to the person"),
            self.tr("&Reports: and to those who report to them"),
            self.tr("&Department: and to their department"),
            self.tr("&Team: and to their teams"),
            self.tr("&Workgroups: and to their customer workgroups"),
            self.tr("&Company: everything of their company"),
            self.tr("&All: everything"),
        )

    def fit(self) -> None:
        """Take as much room as all lines need: the form scrolls, not the table in it."""
        lines = self.verticalHeader().length() + self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        self.setFixedHeight(lines + (bar.sizeHint().height() if bar.maximum() else 0) + 2 * self.frameWidth())

    def give(self, reach: str) -> None:
        """Give all cells that are chosen a reach."""
        self.rights.set_reach(self.selectedIndexes(), reach)

    def choose(self) -> None:
        """Offer the reaches at the cell that has the cursor, for all that are chosen."""
        current = self.currentIndex()
        if not current.isValid():
            return
        now = self.rights.reach_of(current)
        for action in self._group.actions():
            action.setChecked(action.data() == now)
            if action.isChecked():
                self.menu.setActiveAction(action)
        self.menu.popup(self.viewport().mapToGlobal(self.visualRect(current).bottomLeft()))

    def _on_clicked(self, index: QModelIndex) -> None:
        if len(self.selectedIndexes()) == 1:
            self.choose()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.choose()
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHOOSING and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose()
        elif event.key() in _EMPTYING:
            self.give(NONE)
        else:
            super().keyPressEvent(event)


class RightsEditor(RowsEditor):
    """Each right is a row of the record: those who change different cells don't get into each other's way."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._ids: dict[tuple[str, str], int] = {}
        self.model = RightsModel(record_options(), self)
        self.table = RightsTable(self.model, self)
        self._name_control(self.table)
        hint: QLabel = WrappedLabel(self)
        hint.setText(self.tr("A click or Enter gives a cell its reach; several that are chosen get the same."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        layout.addWidget(hint)
        self.model.rights_changed.connect(self.edited)
        self.model.rights_changed.connect(self.committed)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.table,)

    @override
    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item({"record_type": key[0], "act": key[1], "reach": reach}, self._ids.get(key, 0))
            for key, reach in self.model.rights().items()
        )

    @override
    def show_items(self, items: Sequence[Item], references: RowReferences | None = None) -> None:
        self._show([({name: str(value) for name, value in item.values.items()}, item.id) for item in items])

    def _show(self, rows: Sequence[tuple[dict[str, str], int]]) -> None:
        keys = [(texts.get("record_type", ""), texts.get("act", "")) for texts, _ in rows]
        self._ids = {key: row_id for key, (_, row_id) in zip(keys, rows, strict=True)}
        self.model.show_rights({key: texts.get("reach", NONE) for key, (texts, _) in zip(keys, rows, strict=True)})

    @override
    def raw(self) -> Raw:
        return [
            {"record_type": type_name, "act": act, "reach": reach, "id": str(self._ids.get((type_name, act), 0))}
            for (type_name, act), reach in self.model.rights().items()
        ]

    @override
    def show_raw(self, raw: Raw) -> None:
        rows = raw if isinstance(raw, list) else []
        self._show([(texts, int(texts["id"]) if texts.get("id", "").isdecimal() else 0) for texts in rows])
