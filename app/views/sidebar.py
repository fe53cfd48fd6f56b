"""The left edge of the window: the kinds of records, and at its end what administrators set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app.models.contract import SERVICE
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.overriding import override
from app.views.actions import is_offered
from app.views.widgets.colors import soft_color
from app.views.words import plural_of

if TYPE_CHECKING:
    from app.models.sight import Sight

_ROOM = 12
_WRITING = ("companies", "pick_lists", "staff", "team", "workgroup", "role", "intake", "together")
"""What is of no use where nothing can be changed."""

_SETTINGS = ("companies", "pick_lists", "pictures", "staff", "team", "workgroup", "role", "intake")

_NAME_ROLE = Qt.ItemDataRole.UserRole


class Sidebar(QTreeWidget):
    """Where to go.

    Signals:
        chosen: (name) a list or a page of the settings.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setIndentation(10)
        self.setAccessibleName(self.tr("Record types and settings"))
        self.setFrameShape(self.Shape.NoFrame)
        self.setMinimumWidth(150)
        self._items: dict[str, QTreeWidgetItem] = {}
        for record_type in DESK_TYPES.values():
            self._add(None, record_type.name, plural_of(record_type))
            if record_type is SERVICE:
                self._add(None, "expiring", self.tr("Expiring soon"))
        self._add(None, "drafts", self.tr("Drafts"))
        self._add(None, "trash", self.tr("Trash"))
        settings = self._heading = self._add_heading(self.tr("Customer database settings"))
        self._add(settings, "companies", self.tr("Operating companies"))
        self._add(settings, "pick_lists", self.tr("Pick lists"))
        self._add(settings, "pictures", self.tr("Pictures"))
        self._add(settings, "staff", self.tr("Staff"))
        self._add(settings, "team", self.tr("Teams"))
        self._add(settings, "workgroup", self.tr("Customer workgroups"))
        self._add(settings, "role", self.tr("Roles"))
        self._add(settings, "intake", self.tr("Intake"))
        self._add(settings, "together", self.tr("Working together"))
        self._soften_heading()
        self.expandAll()
        self.setItemsExpandable(False)
        self.itemClicked.connect(self._on_activated)
        self.itemActivated.connect(self._on_activated)
        self.show_place(CUSTOMER.name)

    def show_place(self, name: str) -> None:
        """Mark where the window is."""
        self.setCurrentItem(self._items[name])

    def show_no_place(self) -> None:
        """Mark none: nothing is open."""
        self.setCurrentIndex(QModelIndex())

    def set_read_only(self, read_only: bool) -> None:
        """Lead to what can be looked at, or to what can be changed as well."""
        for name in _WRITING:
            self._items[name].setDisabled(read_only)

    def set_sight(self, sight: Sight | None) -> None:
        """Lead only to where there is something for whoever looks through the window."""
        offered = {name: is_offered(name, sight) for name in (*DESK_TYPES, "expiring", *_SETTINGS)}
        for name, is_there in offered.items():
            self._items[name].setHidden(not is_there)
        self._heading.setHidden(not any(offered[name] for name in _SETTINGS))

    def set_count(self, name: str, count: int) -> None:
        """Show how many there are behind a name, where that is worth knowing."""
        item = self._items[name]
        label = item.data(0, _NAME_ROLE + 1)
        item.setText(0, f"{label} ({count:,})" if count else label)

    def _add(self, parent: QTreeWidgetItem | None, name: str, label: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent or self.invisibleRootItem(), [label])
        item.setSizeHint(0, QSize(0, self.fontMetrics().height() + _ROOM))
        item.setData(0, _NAME_ROLE, name)
        item.setData(0, _NAME_ROLE + 1, label)
        self._items[name] = item
        return item

    def _add_heading(self, label: str) -> QTreeWidgetItem:
        """A line that only says what stands below it."""
        heading = self._add(None, "", label)
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        heading.setTextAlignment(0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        heading.setSizeHint(0, QSize(0, self.fontMetrics().height() + 2 * _ROOM))
        return heading

    def _soften_heading(self) -> None:
        off = self.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        self._heading.setForeground(0, soft_color(self.palette()) if self.isEnabled() else off)

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """None: the room that they would take is the margin."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._soften_heading()

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        name = item.data(0, _NAME_ROLE)
        if name:
            self.chosen.emit(name)
