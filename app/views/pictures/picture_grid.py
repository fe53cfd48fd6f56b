"""The grid of all pictures: it says which of them are in sight, and takes what is dropped on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.overriding import override
from app.views.picture_receiver import holds_pictures
from app.views.pictures.picture_delegate import PictureDelegate, cell_size
from app.views.pictures.picture_model import PictureModel
from app.views.widgets.colors import soft_color

_CALM_MS = 15
"""After the last movement, until what is in sight is asked for."""


class PictureGrid(QListView):
    """Pictures in rows, as many in each as fit.

    Signals:
        sight_changed: (first, last) rows that should be ready to be drawn.
        dropped: the QMimeData that was dropped on it.
        moved: another picture is the current one, or others are selected.
    """

    sight_changed = Signal(int, int)
    dropped = Signal(object)
    moved = Signal()

    def __init__(self, model: PictureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = ""
        self.setModel(model)
        self.setItemDelegate(PictureDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setGridSize(cell_size(self.fontMetrics()))
        self.setAccessibleName(self.tr("Pictures"))
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)  # which what is not to be moved about loses
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._tell_sight)
        self.verticalScrollBar().valueChanged.connect(lambda: self._calm.start())  # the value is no interval
        model.modelReset.connect(self._calm.start)
        self.selectionModel().selectionChanged.connect(self.moved)
        self.selectionModel().currentChanged.connect(self.moved)

    def selected_ids(self) -> tuple[int, ...]:
        """The pictures that are selected, in their order."""
        model = self.model()
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(model.ids[row] for row in rows) if isinstance(model, PictureModel) else ()

    def go_to(self, row: int) -> None:
        """Make a picture the current one, and the only one that is selected."""
        self.setCurrentIndex(self.model().index(row, 0))
        self.scrollTo(self.currentIndex())

    def _tell_sight(self) -> None:
        """A page more on both sides, so that small steps find everything there."""
        count = self.model().rowCount()
        if not count:
            return
        size = self.gridSize()
        columns = max(1, self.viewport().width() // size.width())
        lines = self.viewport().height() // size.height() + 2
        top = self.verticalScrollBar().value() // size.height()
        first = max(0, (top - lines // 2) * columns)
        self.sight_changed.emit(first, min(count - 1, (top + lines + lines // 2) * columns))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setGridSize(cell_size(self.fontMetrics()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._calm.start()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty_text and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(soft_color(self.palette()))
            room = self.viewport().rect().adjusted(24, 24, -24, -24)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_pictures(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if holds_pictures(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())
