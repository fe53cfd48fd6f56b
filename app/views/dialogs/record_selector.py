"""Choosing a record of any type: its list, narrowed by what is typed above it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from app import services
from app.models.fields import RecordType
from app.overriding import override
from app.views.lists.list_use import ListUse
from app.views.lists.record_list import RecordList
from app.views.words import plural_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.references import Reference
    from app.views.forms.editor_kit import EditorKit

_WIDTH_IN_LETTERS, _LINES = 110, 30
_LONGEST_SEARCH = 200
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 12, Qt.Key.Key_PageUp: -12}


class RecordSelector(QDialog):
    """Typing searches, the arrows move the highlight, Enter picks, Esc leaves.

    Signals:
        picked: a services.references.Reference.
    """

    picked = Signal(object)

    def __init__(
        self,
        record_type: RecordType,
        kit: EditorKit,
        purpose: str,
        words: str,
        parent: QWidget,
        company_id: int = 0,
    ) -> None:
        """Make the dialog; `open` shows it.

        Args:
            record_type: of what can be chosen.
            kit: of the form that asks.
            purpose: what it is chosen for.
            words: to search for from the start.
            parent: the editor that asks.
            company_id: the operating company whose records are listed, 0 for those of all.
        """
        super().__init__(parent)
        self._type, self._tasks = record_type, kit.tasks
        self._wants_choice = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Choose: {purpose}").format(purpose=purpose))
        self.search_edit = QLineEdit(words[:_LONGEST_SEARCH], self)
        none = self.tr("Nothing found. Try fewer or shorter words.")
        use = ListUse(f"{record_type.name}/selector", has_acts=False, if_empty=none)
        self.list = RecordList(kit.tasks, record_type, kit.settings, self, use)
        self.count_label = QLabel(self)
        self.pick_button = QPushButton(self.tr("&Choose"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self._lay_out()
        self._connect()
        if company_id:
            self.list.set_company(company_id)
        if words:
            self.list.set_words(words)
        elif not company_id:
            self.list.show_list()

    def _lay_out(self) -> None:
        plural = plural_of(self._type).lower()
        self.search_edit.setPlaceholderText(self.tr("Search {records} …").format(records=plural))
        self.search_edit.setAccessibleName(self.tr("Search {records}").format(records=plural))
        self.search_edit.setClearButtonEnabled(True)
        self.search_edit.setMaxLength(_LONGEST_SEARCH)
        self.search_edit.selectAll()
        self.list.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        foot = QHBoxLayout()
        foot.addWidget(self.count_label, 1)
        for button in (self.pick_button, self.cancel_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search_edit)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * _WIDTH_IN_LETTERS, self.fontMetrics().lineSpacing() * _LINES)

    def _connect(self) -> None:
        self.search_edit.textChanged.connect(self._on_words)
        self.search_edit.installEventFilter(self)
        self.list.view_wanted.connect(self._pick)
        self.list.count_changed.connect(self.count_label.setText)
        self.list.source.started.connect(self._on_started)
        self.pick_button.clicked.connect(self.choose)
        self.cancel_button.clicked.connect(self.reject)

    def _on_words(self, words: str) -> None:
        self._wants_choice = False
        self.list.set_words(words.strip())

    def _on_started(self) -> None:
        self.list.table.select_only(0)
        if self._wants_choice:
            self.choose()

    def choose(self) -> None:
        """Take what is highlighted or, where the answer to what was typed is still on its way, what will be."""
        record_id = self.list.current_id()
        self._wants_choice = not record_id
        if record_id:
            self._pick(record_id)

    def _pick(self, record_id: int) -> None:
        read = partial(services.references.read_references, type_name=self._type.name, ids=(record_id,))
        self._tasks.read(self, read, self._on_read)

    def _on_read(self, found: tuple[Reference, ...]) -> None:
        if found:
            self.picked.emit(found[0])
            self.accept()

    def _step(self, by: int) -> None:
        row = self.list.table.currentIndex().row() + by
        self.list.table.select_only(max(0, min(row, self.list.model.rowCount() - 1)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search_edit and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose()
                return True
            if key in _STEPS:
                self._step(_STEPS[key])
                return True
        return super().eventFilter(watched, event)
