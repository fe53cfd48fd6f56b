"""The administrator's pick lists: the lists at the left, the values of one at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, InvalidRecordError
from app.jobs import Jobs
from app.models.pick_lists import PICK_LISTS
from app.models.servers import Place
from app.views.dialogs.pick_value_model import PickValueModel
from app.views.dialogs.writing import Act, by_current_user
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import failure_words, isolated, of_catalogue, tip

if TYPE_CHECKING:
    from app.services.companies import CompanyRow
    from app.services.pick_lists import PickValue

_NAME = Qt.ItemDataRole.UserRole
_SPACING = 2


class PickListsDialog(QDialog):
    """Every change is stored as it is made.

    Args:
        tasks: of the open database.
        jobs: bring records up to date after a value was renamed.
        path: the open database.

    Signals:
        changed: something was stored; what forms and lists offer has to be read again.
    """

    changed = Signal()

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._jobs, self._place = tasks, jobs, place
        self._writes = 0
        self._adding = ""  # the new value that is on its way
        self.setWindowTitle(self.tr("Pick lists"))
        self.lists = QListWidget(self)
        self.company_box = QComboBox(self)
        self.model = PickValueModel(self)
        self.view = QListView(self)
        self.heading = QLabel(self)
        self.message = MessageLine(self)
        self.new_edit = QLineEdit(self)
        self.add_button = QPushButton(self.tr("&Add"), self)
        self.rename_button = QPushButton(self.tr("&Rename"), self)
        self.up_button = QPushButton(self.tr("Move up"), self)
        self.down_button = QPushButton(self.tr("Move down"), self)
        self._fill_lists()
        self._prepare_view()
        self._lay_out()
        self._connect()
        self.lists.setCurrentRow(0)
        self.lists.setFocus()
        self._tasks.read(self, services.companies.list_companies, self._on_companies, self._on_failed)

    def _fill_lists(self) -> None:
        self.lists.setAccessibleName(self.tr("Pick lists"))
        titles = {name: of_catalogue(title) for name, (title, _) in PICK_LISTS.items()}
        for name, title in sorted(titles.items(), key=lambda known: known[1]):
            item = QListWidgetItem(title)
            item.setData(_NAME, name)
            self.lists.addItem(item)

    def _prepare_view(self) -> None:
        self.view.setModel(self.model)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.view.setSpacing(_SPACING)
        self.lists.setSpacing(_SPACING)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.new_edit.setPlaceholderText(self.tr("New value"))
        self.new_edit.setAccessibleName(self.tr("New value"))
        self.new_edit.setMaxLength(200)
        self.rename_button.setToolTip(self.tr("F2 or a double click renames too"))
        for button, keys in ((self.up_button, "Alt+Up"), (self.down_button, "Alt+Down")):
            button.setShortcut(QKeySequence(keys))
            text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(tip(self.tr("{keys}, or drag the value").format(keys=text)))
        for button in (self.add_button, self.rename_button, self.up_button, self.down_button):
            button.setAutoDefault(False)
        self.company_box.setAccessibleName(self.tr("Whose values"))
        self.company_box.addItem(self.tr("Shared by all companies"), None)
        self.company_box.hide()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.lists)
        split.addWidget(self._value_side())
        split.setStretchFactor(1, 1)
        letter = self.fontMetrics().averageCharWidth()
        split.setSizes([letter * 28, letter * 52])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addWidget(buttons)
        self.resize(letter * 100, self.fontMetrics().lineSpacing() * 28)

    def _value_side(self) -> QWidget:
        side = QWidget(self)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        hint = QLabel(self.tr("Ticked values are offered in forms. The others stay where records hold them."), side)
        hint.setWordWrap(True)
        acts = QVBoxLayout()
        for button in (self.rename_button, self.up_button, self.down_button):
            acts.addWidget(button)
        acts.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(self.view, 1)
        middle.addLayout(acts)
        adding = QHBoxLayout()
        adding.addWidget(self.new_edit, 1)
        adding.addWidget(self.add_button)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addWidget(hint)
        layout.addWidget(self.company_box)
        layout.addLayout(middle, 1)
        layout.addLayout(adding)
        layout.addWidget(self.message)
        return side

    def _on_companies(self, companies: tuple[CompanyRow, ...]) -> None:
        """Let the person choose whose values they keep, where there is more than one company."""
        for company in companies:
            self.company_box.addItem(self.tr("Only for {company}").format(company=company.name), company.id)
        self.company_box.setVisible(len(companies) > 1)

    def _connect(self) -> None:
        self.company_box.currentIndexChanged.connect(self._on_list_chosen)
        self.lists.currentItemChanged.connect(self._on_list_chosen)
        self.model.renamed.connect(self._on_renamed)
        self.model.offered.connect(self._on_offered)
        self.model.reordered.connect(self._on_reordered)
        self.model.modelReset.connect(self._show_acts)
        self.view.selectionModel().currentChanged.connect(self._show_acts)
        self.new_edit.textChanged.connect(self._show_acts)
        self.new_edit.returnPressed.connect(self._on_add_clicked)
        self.add_button.clicked.connect(self._on_add_clicked)
        self.rename_button.clicked.connect(lambda: self.view.edit(self.view.currentIndex()))
        self.up_button.clicked.connect(partial(self._move, -1))
        self.down_button.clicked.connect(partial(self._move, 1))

    def pick_list(self) -> str:
        """The name of the list whose values are shown."""
        item = self.lists.currentItem()
        return str(item.data(_NAME)) if item else ""

    def company_id(self) -> int | None:
        """The company whose own values are shown, None for those that all share."""
        found: int | None = self.company_box.currentData()
        return found

    def _on_list_chosen(self) -> None:
        title = of_catalogue(PICK_LISTS[self.pick_list()][0])
        self.heading.setText(title)
        self.view.setAccessibleName(self.tr("Values of {list}").format(list=title))
        self.message.show_message("", Level.HINT)
        self.model.show_values(())
        self._read()

    def _read(self, wanted_id: int = 0) -> None:
        """Show the values as they are stored; the cursor stays, or goes to the value that is wanted."""
        shown = (self.pick_list(), self.company_id())
        read = partial(services.pick_lists.values_kept_for, pick_list=shown[0], company_id=shown[1])
        self._tasks.read(self, read, partial(self._on_values, shown, wanted_id), self._on_failed)

    def _on_values(self, shown: tuple[str, int | None], wanted_id: int, values: tuple[PickValue, ...]) -> None:
        if shown != (self.pick_list(), self.company_id()) or self._writes:
            return  # another list is shown, or a change is on its way, after which they are read again
        known = self._current()
        self.model.show_values(values)
        row = self.model.row_of(wanted_id or (known.id if known else 0))
        self.view.setCurrentIndex(self.model.index(max(row, 0)))
        self._show_acts()

    def _current(self) -> PickValue | None:
        index = self.view.currentIndex()
        return self.model.values[index.row()] if index.isValid() else None

    def _show_acts(self) -> None:
        row = self.view.currentIndex().row()
        self.rename_button.setEnabled(row >= 0)
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < self.model.rowCount() - 1)
        self.add_button.setEnabled(bool(self.new_edit.text().strip()))

    def _on_add_clicked(self) -> None:
        label = self.new_edit.text().strip()
        if label and label != self._adding:
            self._adding = label
            add = partial(services.pick_lists.add_value, pick_list=self.pick_list(), label=label)
            self._write(partial(add, company_id=self.company_id()), partial(self._on_added, label))

    def _on_added(self, label: str, value: PickValue) -> None:
        self._adding = ""
        if self.new_edit.text().strip() == label:  # nothing else was typed meanwhile
            self.new_edit.clear()
        self._read(value.id)

    def _on_renamed(self, value: PickValue, label: str) -> None:
        rename = partial(services.pick_lists.rename_value, value_id=value.id, label=label)
        self._write(rename, partial(self._on_rename_stored, self.pick_list(), value.value, label))

    def _on_rename_stored(self, pick_list: str, value: str, label: str, done: None) -> None:
        self._read()
        if services.reindex.depends_on_labels(pick_list):
            self._jobs.start(
                self._jobs,
                self.tr("Bringing records with “{label}” up to date").format(label=label),
                services.reindex.reindex_value,
                self._place,
                pick_list,
                value,
                on_success=lambda many: None,
            )

    def _on_offered(self, value: PickValue, is_offered: bool) -> None:
        self._write(partial(services.pick_lists.offer_value, value_id=value.id, offered=is_offered))

    def _on_reordered(self) -> None:
        self._write(partial(services.pick_lists.order_values, ids=[value.id for value in self.model.values]))
        self._show_acts()

    def _move(self, by: int) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row + by < self.model.rowCount() and row >= 0:
            self.model.moveRow(QModelIndex(), row, QModelIndex(), row + by + (by > 0))
            self.view.scrollTo(self.view.currentIndex())

    def _write(self, act: Act[object], then: Callable[[Any], None] | None = None) -> None:
        self.message.show_message("", Level.HINT)
        self._writes += 1
        write = partial(by_current_user, act=act)
        self._tasks.write(self, write, partial(self._on_stored, then), self._on_not_stored)

    def _on_stored(self, then: Callable[[Any], None] | None, answer: object) -> None:
        self._writes -= 1
        self.changed.emit()
        if then is None:
            self._read()
        else:
            then(answer)

    def _on_not_stored(self, error: Exception) -> None:
        """Say why, and show again what is stored; what was typed for a new value stays."""
        self._writes -= 1
        self._adding = ""
        self._on_failed(error)
        self._read()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.message.say(self._sentence(error), Level.ERROR)

    def _sentence(self, error: AppError) -> str:
        if isinstance(error, InvalidRecordError) and error.problems[0].code == "taken":
            return self.tr("This list has {label} already.").format(label=isolated(error.problems[0].detail))
        return failure_words(error)
