"""How the organisation chart is looked at: a card for each person, joined by lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPen, QPixmap, QRegion
from PySide6.QtWidgets import QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from app.overriding import override
from app.views.dialogs.org_model import NODE, Node, OrgModel
from app.views.widgets.avatar import Avatar
from app.views.widgets.colors import soft_color

Index = QModelIndex | QPersistentModelIndex

_GAP, _PADDING = 3, 6
_MOST_FACES = 500


class OrgDelegate(QStyledItemDelegate):
    """A card with a face, a name, what the person does, and how many report to them."""

    def __init__(self, model: OrgModel, tree: QTreeView) -> None:
        super().__init__(tree)
        self._model, self._tree = model, tree
        self._avatar = Avatar(1, tree)
        self._avatar.hide()
        self._faces: dict[tuple[int, int, float], QPixmap] = {}

    def forget_faces(self) -> None:
        """Draw faces anew: colours have changed, or pictures."""
        self._faces.clear()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.lineSpacing()
        return QSize(line * 18, 2 * line + 2 * (_GAP + _PADDING))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node: Node = index.data(NODE)
        if index == self._tree.currentIndex():
            option.state |= QStyle.StateFlag.State_Selected
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = option.rect.adjusted(2, _GAP, -6, -_GAP)
        if node.person is None:
            self._paint_count(painter, option, card, node)
        else:
            self._paint_card(painter, option, card, node)
            self._paint_person(painter, option, card.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING), node)
        painter.restore()

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, card: QRect, node: Node) -> None:
        palette: QPalette = option.palette
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        line = palette.highlight().color() if node.is_center else _line_color(palette)
        painter.setPen(QPen(line, 2 if node.is_center else 1))
        painter.setBrush(palette.highlight() if is_selected else palette.base())
        painter.drawRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_person(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, node: Node) -> None:
        if node.person is None:
            return
        side = area.height()
        text, soft = _letters(option)
        face = QRect(area.left(), area.top(), side, side)
        painter.drawPixmap(QStyle.visualRect(option.direction, area, face), self._face(node, side))
        inner = area.adjusted(side + 2 * _PADDING, 0, 0, 0)
        half = inner.height() // 2
        reports = self._model.reports_of(node.person)
        taken = option.fontMetrics.horizontalAdvance(reports)
        top = QRect(inner.left(), inner.top(), inner.width() - taken - (_PADDING if reports else 0), half)
        bottom = QRect(inner.left(), inner.top() + half, inner.width(), inner.height() - half)
        right = QRect(inner.right() - taken, inner.top(), taken + 1, half)
        about = " · ".join(filter(None, (node.person.title, node.person.department)))
        for place, words, color, is_bold in (
            (right, reports, soft, False),
            (top, node.person.name, text, True),
            (bottom, about, soft, False),
        ):
            _write(painter, option, QStyle.visualRect(option.direction, area, place), words, color, is_bold=is_bold)

    def _paint_count(self, painter: QPainter, option: QStyleOptionViewItem, card: QRect, node: Node) -> None:
        """A line that stands for many people is a card without a frame."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(option.palette.highlight())
            painter.drawRoundedRect(QRectF(card), 6, 6)
        words = self._tree.tr("Reading …") if node.is_reading else self._model.describe(node)
        place = card.adjusted(2 * _PADDING, 0, -_PADDING, 0)
        _write(painter, option, place, words, _letters(option)[1], is_bold=False)

    def _face(self, node: Node, side: int) -> QPixmap:
        person, scale = node.person, self._tree.devicePixelRatioF()
        key = (person.id if person else 0, side, scale)
        face = self._faces.get(key)
        if face is None and person is not None:
            if len(self._faces) > _MOST_FACES:
                self._faces.clear()
            self._avatar.setPalette(self._tree.palette())
            self._avatar.resize(side, side)
            self._avatar.show_record(person.id, person.name, person.picture)
            face = QPixmap(QSize(side, side) * scale)
            face.setDevicePixelRatio(scale)
            face.fill(Qt.GlobalColor.transparent)
            self._avatar.render(face, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
            self._faces[key] = face
        return face or QPixmap()


def _letters(option: QStyleOptionViewItem) -> tuple[QColor, QColor]:
    """The colours of what matters and of what is said more softly."""
    if option.state & QStyle.StateFlag.State_Selected:
        return option.palette.highlightedText().color(), option.palette.highlightedText().color()
    return option.palette.text().color(), soft_color(option.palette)


def _line_color(palette: QPalette) -> QColor:
    color = palette.text().color()
    color.setAlphaF(0.25)
    return color


def _write(
    painter: QPainter, option: QStyleOptionViewItem, place: QRect, words: str, color: QColor, *, is_bold: bool
) -> None:
    font = option.font
    font.setBold(is_bold)
    painter.setFont(font)
    painter.setPen(color)
    start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, QStyle.visualAlignment(option.direction, start), shown)


class OrgTree(QTreeView):
    """The arrows go up and down and open and close branches; Enter and double click mean the same.

    Signals:
        entered_on: (index) by Enter or double click.
    """

    entered_on = Signal(object)

    def __init__(self, model: OrgModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = OrgDelegate(model, self)
        self.setModel(model)
        self.setItemDelegate(self._cards)
        self.setHeaderHidden(True)
        self.setSelectionMode(QTreeView.SelectionMode.NoSelection)  # which would colour the lines beside a card as well
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Organisation chart"))
        self.setIndentation(self.fontMetrics().height() * 2)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self.entered_on.emit)

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Lines from each manager to those who report to them, and the style's own sign for a branch."""
        painter.save()
        painter.setPen(_line_color(self.palette()))
        is_left_to_right = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        step = self.indentation() if is_left_to_right else -self.indentation()
        edge = rect.right() if is_left_to_right else rect.left()
        x, level, is_own = edge - step // 2 - step, index, True
        end = edge - step + step // 4 if level.model().rowCount(level) else edge
        while level.parent().isValid():
            is_last = level.row() == level.model().rowCount(level.parent()) - 1
            middle = rect.center().y()
            if is_own:
                painter.drawLine(x, middle, end, middle)
            if is_own or not is_last:
                painter.drawLine(x, rect.top(), x, middle if is_own and is_last else rect.bottom())
            level, x, is_own = level.parent(), x - step, False
        painter.restore()
        super().drawBranches(painter, rect, index)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._cards.forget_faces()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_on.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
