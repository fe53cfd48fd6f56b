"""The organisation chart: who reports to whom around one person, up and down, in a window of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, RecordGoneError
from app.models.customer import CUSTOMER
from app.models.values import RecordKey
from app.overriding import override
from app.views.dialogs.org_model import Node, OrgModel, Sort
from app.views.dialogs.org_tree import OrgTree
from app.views.failures import pass_over
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import failure_words, isolated

if TYPE_CHECKING:
    from app.services.managers import Chart, Person

_WIDTH_IN_LETTERS, _LINES = 100, 42


class OrgChart(QDialog):
    """Shows one person at a time; branches below are read when they are opened.

    Signals:
        record_wanted: (RecordKey) the person wants to see a record.
    """

    record_wanted = Signal(object)

    def __init__(self, tasks: DatabaseTasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks, self._ticket = tasks, 0
        self.person_id = 0
        self._chart: Chart | None = None
        self._before: list[int] = []
        self.setWindowTitle(self.tr("Organisation chart"))
        self.model = OrgModel(self)
        self.tree = OrgTree(self.model, self)
        self.message = MessageLine(self)
        self.back_button = QPushButton(self.tr("&Back"), self)
        self.center_button = QPushButton(self.tr("Put in the &middle"), self)
        self.open_button = QPushButton(self.tr("&Open record"), self)
        self.close_button = QPushButton(self.tr("Close"), self)
        self._lay_out()
        self._connect()
        self._show_acts()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        for button in (self.back_button, self.center_button, self.open_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        for button in (self.back_button, self.center_button, self.open_button, self.close_button):
            button.setAutoDefault(False)
        self.back_button.setToolTip(self.tr("Back to who was in the middle before (Alt+Left)"))
        self.center_button.setToolTip(self.tr("Show who is around this person (Enter)"))
        self.open_button.setToolTip(self.tr("Open this person's record (Ctrl+Enter)"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.message)
        layout.addWidget(self.tree, 1)
        layout.addLayout(foot)
        self.resize(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS, self.fontMetrics().height() * _LINES)

    def _connect(self) -> None:
        self.tree.entered_on.connect(self._on_entered)
        self.tree.expanded.connect(self._on_expanded)
        self.tree.clicked.connect(self._on_clicked)
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._show_acts())
        self.back_button.clicked.connect(self.go_back)
        self.center_button.clicked.connect(lambda: self._on_entered(self.tree.currentIndex()))
        self.open_button.clicked.connect(self._open_current)
        self.close_button.clicked.connect(self.close)
        for keys, slot in (
            (QKeySequence("Alt+Left"), self.go_back),
            (QKeySequence("Ctrl+Return"), self._open_current),
            (QKeySequence(QKeySequence.StandardKey.Refresh), self.refresh),
        ):
            QShortcut(keys, self).activated.connect(slot)

    def show_person(self, person_id: int) -> None:
        """Put somebody in the middle; what is shown stays until the answer is there."""
        self._read(person_id, self._on_read)

    def _read(self, person_id: int, then: Callable[[Chart], None]) -> None:
        self._tasks.cancel(self._ticket)
        read = partial(services.managers.read_chart, person_id=person_id)
        self._ticket = self._tasks.read(self, read, then, self._on_failed, patient=True)

    def refresh(self) -> None:
        """Read the chart of the same person again."""
        if self.person_id:
            self.show_person(self.person_id)

    def follow(self) -> None:
        """Read the chart again after something changed; if it says the same, nothing moves."""
        if self.person_id and self.isVisible():
            read = partial(services.managers.read_chart, person_id=self.person_id)
            self._tasks.read(self, read, self._on_followed, pass_over, patient=True)

    def go_back(self) -> None:
        """Put whoever was there before in the middle again."""
        if self._before:
            self._read(self._before.pop(), self._enter)

    def _on_read(self, chart: Chart) -> None:
        if self.person_id not in (0, chart.person.id):
            self._before.append(self.person_id)
        self._enter(chart)

    def _enter(self, chart: Chart) -> None:
        self.person_id = chart.person.id
        self.message.show_message("", Level.HINT)
        self._show(chart, chart.person.id)
        self.tree.setFocus()

    def _on_followed(self, chart: Chart) -> None:
        if chart.person.id == self.person_id and chart != self._chart:
            node = self.model.node(self.tree.currentIndex())
            self._show(chart, node.person.id if node is not None and node.person is not None else self.person_id)

    def _show(self, chart: Chart, highlighted: int) -> None:
        self._chart = chart
        self.setWindowTitle(self.tr("Organisation chart: {name}").format(name=isolated(chart.person.name[:80])))
        self.model.show_chart(chart)
        for index in self.model.path_to_center():
            self.tree.expand(index)
        node = self.model.node_of(highlighted) or self.model.center
        self.tree.setCurrentIndex(self.model.index_of(node))
        self.tree.scrollTo(self.tree.currentIndex(), OrgTree.ScrollHint.PositionAtCenter)
        self._show_acts()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        is_gone = isinstance(error, RecordGoneError)
        text = self.tr("This person is no longer there.") if is_gone else failure_words(error)
        self.message.say(text, Level.ERROR)
        self._show_acts()

    def _on_entered(self, index: QModelIndex) -> None:
        """Into the middle; whoever is there already is opened. A line that stands for many shows more of them."""
        node = self.model.node(index)
        match node:
            case Node(sort=Sort.MORE, parent=Node() as manager):
                self._read_reports(manager)
            case Node(sort=Sort.HIGHER, children=[Node(person=person), *_]) if person is not None:
                self.show_person(person.id)
            case Node(is_center=True):
                self._open_current()
            case Node(person=person) if person is not None:
                self.show_person(person.id)

    def _on_clicked(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is not None and node.sort is not Sort.PERSON:
            self._on_entered(index)

    def _on_expanded(self, index: QModelIndex) -> None:
        """A branch was opened of which nobody is known yet."""
        node = self.model.node(index)
        if node is not None and [child.sort for child in node.children] == [Sort.MORE]:
            self._read_reports(node)

    def _read_reports(self, node: Node) -> None:
        if node.is_reading or node.person is None:
            return
        node.is_reading = node.children[-1].is_reading = True
        read = partial(services.managers.read_reports, manager_id=node.person.id, first=node.asked)
        self._tasks.read(self, read, partial(self._on_reports_read, node), patient=True)

    def _on_reports_read(self, node: Node, people: tuple[Person, ...]) -> None:
        """Show more reports, unless another chart is shown by now; the highlight goes to the first of them."""
        if not self.model.holds(node):
            return
        current = self.model.node(self.tree.currentIndex())
        was_on_more = current is not None and current.sort is Sort.MORE and current.parent is node
        first = len(node.children) - 1
        self.model.add_reports(node, people)
        if was_on_more and first < len(node.children):
            self.tree.setCurrentIndex(self.model.index_of(node.children[first]))
        self._show_acts()

    def _open_current(self) -> None:
        node = self.model.node(self.tree.currentIndex())
        if node is not None and node.person is not None:
            self.record_wanted.emit(RecordKey(CUSTOMER.name, node.person.id))

    def _show_acts(self) -> None:
        node = self.model.node(self.tree.currentIndex())
        is_person = node is not None and node.person is not None
        self.back_button.setEnabled(bool(self._before))
        self.center_button.setEnabled(node is not None and not node.is_center)
        self.open_button.setEnabled(is_person)

    @override
    def reject(self) -> None:
        """Esc closes the window, which is kept for the next time."""
        self.hide()
