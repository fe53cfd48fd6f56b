"""Services and products for a customer: a contract, what is added to it, and when that runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, InvalidRecordError
from app.models.contract import SERVICE
from app.models.service_lines import ServiceLine, totals
from app.models.spans import Span
from app.models.values import Content, RecordKey
from app.overriding import override
from app.settings import Settings
from app.views.dialogs.contract_box import ContractBox
from app.views.dialogs.service_lines_model import EXPIRES, NAME, QUANTITY, START, WORDS, ServiceLinesModel, number_words
from app.views.dialogs.writing import by_current_user
from app.views.forms.editor_kit import EditorKit
from app.views.forms.editors_record import RecordEditor
from app.views.forms.field_box import FieldBox
from app.views.forms.problem_words import sentence_of
from app.views.forms.questions import ask
from app.views.typing_dialog import TypingDialog
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import counted, failure_words, isolated

if TYPE_CHECKING:
    from app.services.adding_services import Added, Ground

_WIDTH_IN_LETTERS, _LINES = 132, 36
_DAYS = {START: "starts_on", EXPIRES: "expires_on"}
_FROM = {"product_id": "read_product_lines", "package_id": "read_package_lines"}


class AddServicesDialog(TypingDialog):
    """Everything is stored as one act, which one undo takes back. Delete takes a line away, Ctrl+S stores, Esc leaves.

    Signals:
        added: (text) what was stored, for the status bar.
    """

    added = Signal(str)

    def __init__(self, key: RecordKey, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            key: of the customer, or of the contract that is chosen from the start.
            tasks: to read and to write with.
            settings: where the columns of selectors are remembered.
            parent: as of any widget.
        """
        super().__init__(parent)
        self._tasks, self._settings = tasks, settings
        self._ground: Ground | None = None
        self._is_saving = False
        self._then: Callable[[], None] | None = None
        self.setWindowTitle(self.tr("Add services and products"))
        self.heading = QLabel(self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.message = MessageLine(self)
        self.model = ServiceLinesModel(self)
        self.table = QTableView(self)
        self.total_label = QLabel(self)
        self.remove_button = QPushButton(self.tr("&Remove lines"), self)
        self.save_button = QPushButton(self.tr("&Save"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        for button in (self.remove_button, self.save_button, self.cancel_button):
            button.setAutoDefault(False)  # before it is shown: else the first of them would have Return
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * _WIDTH_IN_LETTERS, self.fontMetrics().lineSpacing() * _LINES)
        self.save_button.setEnabled(False)
        self._tasks.read(self, partial(services.adding_services.read_ground, key=key), self._on_ground, self._on_failed)

    def _on_ground(self, ground: Ground) -> None:
        self._ground = ground
        self.heading.setText(self.tr("For {name}").format(name=isolated(ground.customer.label)))
        kit = EditorKit(ground.basis, self._tasks, self, self._settings)
        kit.leads_to_records = False
        self.contract = ContractBox(kit, self)
        self.boxes = {name: self._finder(kit, name) for name in _FROM}
        self.days = {column: FieldBox(kit.make(SERVICE.by_name[name], self), self) for column, name in _DAYS.items()}
        self._lay_out()
        self._connect()
        self.contract.show_ground(ground)
        first = self.contract.boxes["title"] if self.contract.is_new() else self.boxes["product_id"]
        first.editor.controls()[0].setFocus()

    def _finder(self, kit: EditorKit, name: str) -> FieldBox:
        box = FieldBox(kit.make(SERVICE.by_name[name], self), self, is_required=False)
        box.editor.committed.connect(lambda: self._on_found(name))
        return box

    def _lay_out(self) -> None:
        self._set_up_table()
        grid = QGridLayout()
        labels = (self.tr("Add a &product or service"), self.tr("Add a whole pac&kage"))
        starts = (self.tr("A&ll lines start"), self.tr("All lines e&xpire"))
        for column, (box, text) in enumerate(
            zip((*self.boxes.values(), *self.days.values()), labels + starts, strict=True)
        ):
            box.label.setText(text)
            grid.addWidget(box.label, 0, column)
            grid.addWidget(box, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 2 if column < len(labels) else 1)
        foot = QHBoxLayout()
        foot.addWidget(self.remove_button)
        foot.addWidget(self.total_label, 1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.cancel_button)
        for widget in (self.contract, self.message):
            self._column.addWidget(widget)
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column.addLayout(grid)
        self._column.addWidget(self.table, 1)
        self._column.addLayout(foot)

    def _set_up_table(self) -> None:
        table, letter = self.table, self.fontMetrics().averageCharWidth()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Services and products to be added"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        for column, letters in enumerate((30, 11, 15, 15, 19, 19)):
            table.setColumnWidth(column, letter * letters)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        self.total_label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        self.contract.changed.connect(self._judge)
        self.model.edited.connect(self._show_state)
        self.remove_button.clicked.connect(self._remove_chosen)
        self.save_button.clicked.connect(lambda: self.save())
        self.cancel_button.clicked.connect(self.reject)
        for column, box in self.days.items():
            box.editor.committed.connect(partial(self._on_days, column))
        for keys in (QKeySequence(QKeySequence.StandardKey.Save), QKeySequence("Ctrl+Return")):
            QShortcut(keys, self).activated.connect(lambda: self.save())
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove_chosen)

    def _on_found(self, name: str) -> None:
        """What is chosen becomes lines, and the field is free for the next."""
        editor = self.boxes[name].editor
        record_id = editor.value()
        if isinstance(record_id, int) and isinstance(editor, RecordEditor):
            editor.show_value(None)
            read = getattr(services.adding_services, _FROM[name])
            wanted = {"package_id": record_id} if name == "package_id" else {"ids": (record_id,)}
            self._tasks.read(self, partial(read, **wanted), self._on_lines, self._on_failed)

    def _on_lines(self, lines: tuple[ServiceLine, ...]) -> None:
        if not lines:
            self.message.say(self.tr("There are no products in this package."), Level.WARNING)
            return
        self.message.show_message("", Level.HINT)
        self.model.add(lines, Span(*(self._day(column) for column in _DAYS)))
        self.table.scrollToBottom()
        self.table.setCurrentIndex(self.model.index(self.model.rowCount() - 1, QUANTITY))

    def _day(self, column: int) -> date | None:
        value = self.days[column].editor.value()
        return value if isinstance(value, date) else None

    def _on_days(self, column: int) -> None:
        box = self.days[column]
        if box.editor.fault() is None:
            self.model.set_days(column, self._day(column))

    def _remove_chosen(self) -> None:
        self.model.remove(index.row() for index in self.table.selectionModel().selectedRows())

    def _judge(self) -> None:
        self.model.judge_by(self.contract.span(), self._ground.running if self._ground else {})

    def _show_state(self) -> None:
        lines = self.model.lines()
        sums = " + ".join(f"{number_words(amount)} {currency}".strip() for currency, amount in totals(lines).items())
        many = counted(len(lines), self.tr("1 line"), self.tr("{count} lines"))
        self.total_label.setText(self.tr("{lines}, together {sums}").format(lines=many, sums=sums) if sums else many)
        self.remove_button.setEnabled(bool(lines))
        self.save_button.setEnabled(bool(lines) and not self._is_saving and self.contract.contract() is not None)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Store the contract and its lines, and go on once they are on the disk."""
        contract = self.contract.contract() if self.save_button.isEnabled() else None
        if self._ground is None or contract is None:
            return
        if faults := self.contract.faults():
            self.contract.show_problems(faults)
            self._say_wrong(sentence_of(faults[0]))
            return
        if wrong := self.model.first_wrong():
            self.table.setCurrentIndex(self.model.index(*wrong))
            self._say_wrong(self.model.what_is_wrong(wrong[0]))
            return
        self._then, self._is_saving = then, True
        self._show_state()
        self._store(self._ground, contract)

    def _store(self, ground: Ground, contract: int | Content) -> None:
        act = partial(
            services.adding_services.add_services,
            customer_id=ground.customer.id,
            contract=contract,
            lines=self.model.lines(),
            company_id=ground.basis.company_id,
        )
        self._tasks.write(self, partial(by_current_user, act=act), self._on_added, self._on_not_added)

    def _say_wrong(self, words: str) -> None:
        self.message.say(self.tr("Not stored yet: {why}").format(why=words), Level.ERROR)

    def _on_added(self, added: Added) -> None:
        name = isolated(str(added.contract.values.get("number") or added.contract.values.get("display_name") or ""))
        what = counted(added.services, self.tr("One service"), self.tr("{count} services"))
        self.added.emit(self.tr("{what} added to contract {name}").format(what=what, name=name))
        then = self._then
        self.accept()
        if then is not None:
            then()

    def _on_not_added(self, error: Exception) -> None:
        self._is_saving, self._then = False, None
        self._show_state()
        if isinstance(error, InvalidRecordError):
            self.contract.show_problems(error.problems)
            self._say_wrong(sentence_of(error.problems[0]))
        else:
            self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.message.say(failure_words(error), Level.ERROR)

    @override
    def is_dirty(self) -> bool:
        return self._ground is not None and (bool(self.model.lines()) or self.contract.is_dirty())

    @override
    def leave(self, then: Callable[[], None]) -> None:
        if self._is_saving:
            self._then = then
            return
        if not self.is_dirty():
            then()
            return
        role = QMessageBox.ButtonRole
        save = [(self.tr("Save"), role.AcceptRole, lambda: self.save(then))] if self.save_button.isEnabled() else []
        ask(
            self,
            self.tr("Save what you typed?") if save else self.tr("Discard what you typed?"),
            self.tr("Nothing of it is stored yet."),
            [
                *save,
                (self.tr("Discard"), role.DestructiveRole, lambda: self._discard(then)),
                (self.tr("Keep editing"), role.RejectRole, None),
            ],
        )

    def _discard(self, then: Callable[[], None]) -> None:
        super().reject()
        then()

    @override
    def reject(self) -> None:
        self.leave(super().reject)
