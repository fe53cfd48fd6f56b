"""The organisation around one person as a tree: managers above each other, and below each those who report to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.overriding import override
from app.views.words import counted

if TYPE_CHECKING:
    from app.services.managers import Chart, Person

Index = QModelIndex | QPersistentModelIndex

NODE = Qt.ItemDataRole.UserRole
_NONE = QModelIndex()


class Sort(Enum):
    """What a line of the tree stands for."""

    PERSON = "person"
    MORE = "more"
    HIGHER = "higher"


@dataclass(eq=False, slots=True)
class Node:
    """A line of the tree.

    Attributes:
        number: never used again, so that an index that outlives its line leads to nothing.
        person: whom it shows, for `PERSON`.
        count: how many people it stands for, for the other sorts.
        asked: how many of the person's reports were read so far.
        is_reading: more of them are on their way.
    """

    number: int
    sort: Sort
    parent: Node | None = None
    person: Person | None = None
    count: int = 0
    children: list[Node] = field(default_factory=list)
    asked: int = 0
    is_reading: bool = False
    is_center: bool = False


class OrgModel(QAbstractItemModel):
    """Shows people and reads nothing; whoever opens a branch hands it to `add_reports`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count(1)
        self._nodes: dict[int, Node] = {}
        self._roots: list[Node] = []
        self.center: Node | None = None

    def show_chart(self, chart: Chart) -> None:
        """Show the organisation around another person."""
        self.beginResetModel()
        self._nodes.clear()
        above = self._make(Sort.HIGHER, None, count=chart.higher) if chart.higher else None
        self._roots = [above] if above else []
        for person in (*chart.above, chart.person):
            node = self._make(Sort.PERSON, above, person)
            if above is None:
                self._roots = [node]
            else:
                above.children = self._with_rest(above, [node])
            above = node
        if above is not None:
            above.is_center = True
            above.children, above.asked = self._grown(above, chart.reports), len(chart.reports)
        self.center = above
        self.endResetModel()

    def node_of(self, person_id: int) -> Node | None:
        """The line that shows a person, if one does."""
        return next((node for node in self._nodes.values() if node.person and node.person.id == person_id), None)

    def add_reports(self, node: Node, people: Sequence[Person]) -> None:
        """Show more of those who report to somebody."""
        index = self.index_of(node)
        children = self._grown(node, people)
        known = sum(child.sort is Sort.PERSON for child in node.children)
        if known < len(node.children):
            self.beginRemoveRows(index, known, known)
            del self._nodes[node.children.pop().number]
            self.endRemoveRows()
        node.is_reading, node.asked = False, node.asked + len(people)
        if known < len(children):
            self.beginInsertRows(index, known, len(children) - 1)
            node.children = children
            self.endInsertRows()

    def _make(self, sort: Sort, parent: Node | None, person: Person | None = None, count: int = 0) -> Node:
        node = Node(next(self._numbers), sort, parent, person, count)
        self._nodes[node.number] = node
        return node

    def _grown(self, node: Node, people: Sequence[Person]) -> list[Node]:
        """The lines below a node with more people, those that are there already only once."""
        children = [child for child in node.children if child.person]
        known = {child.person.id for child in children if child.person}
        for person in people:
            if person.id not in known:
                children.append(self._make(Sort.PERSON, node, person))
                children[-1].children = self._with_rest(children[-1], [])
        return self._with_rest(node, children) if people else children

    def _with_rest(self, node: Node, children: list[Node]) -> list[Node]:
        """The lines below a node, and one for those that are not shown yet, if there are any."""
        rest = node.person.reports - len(children) if node.person else 0
        return [*children, self._make(Sort.MORE, node, count=rest)] if rest > 0 else children

    def node(self, index: Index) -> Node | None:
        """What stands at an index."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def holds(self, node: Node) -> bool:
        """Whether the node is a line of the chart as it is now."""
        return self._nodes.get(node.number) is node

    def index_of(self, node: Node | None) -> QModelIndex:
        """Where a node stands."""
        if node is None:
            return QModelIndex()
        siblings = node.parent.children if node.parent else self._roots
        return self.createIndex(siblings.index(node), 0, node.number)

    def path_to_center(self) -> Iterable[QModelIndex]:
        """The lines from the top to the person in the middle."""
        found: list[Node] = []
        node = self.center
        while node is not None:
            found.append(node)
            node = node.parent
        return [self.index_of(each) for each in reversed(found)]

    def describe(self, node: Node) -> str:
        """The whole line in words, as it is read out."""
        if node.sort is Sort.MORE:
            return self.tr("and {count} more…").format(count=f"{node.count:,}")
        if node.sort is Sort.HIGHER:
            return counted(node.count, self.tr("1 manager further up"), self.tr("{count} managers further up"))
        if node.person is None:
            return ""
        parts = (node.person.name, node.person.title, node.person.department, self.reports_of(node.person))
        return ", ".join(filter(None, parts))

    def reports_of(self, person: Person) -> str:
        """How many people report to somebody, in words, "" for none."""
        if not person.reports:
            return ""
        return counted(person.reports, self.tr("1 direct report"), self.tr("{count} direct reports"))

    @override
    def index(self, row: int, column: int, parent: Index = _NONE) -> QModelIndex:
        above = self.node(parent)
        siblings = above.children if above else self._roots
        return self.createIndex(row, column, siblings[row].number) if 0 <= row < len(siblings) else QModelIndex()

    @override
    def parent(self, index: Index = _NONE) -> Any:
        node = self.node(index)
        return self.index_of(node.parent) if node else QModelIndex()

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        node = self.node(parent)
        return len(node.children) if node else len(self._roots)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role == NODE:
            return node
        if role == Qt.ItemDataRole.DisplayRole:
            return node.person.name if node.person else self.describe(node)
        return self.describe(node) if role == Qt.ItemDataRole.AccessibleTextRole else None
