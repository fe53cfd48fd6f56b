"""A document as it is looked at: one page at a time, as wide as there is room."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QScrollBar, QSpinBox, QToolButton, QVBoxLayout, QWidget

from app.errors import DocumentError
from app.models.page import Page, PageWish
from app.overriding import override
from app.views.words import failure_words, tip

_CALM = 250
"""Milliseconds after which a width is one that stays; and in which a wheel that turns on leads no further than a page."""

_MARGIN = 8
_TURN = 120
"""How far a wheel is turned by one step."""


class PageSheet(QWidget):
    """The picture of a page, or a sentence in its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._words = ""

    def show_page(self, page: Page) -> None:
        """Show a page, or why it wasn't drawn."""
        self._words = failure_words(DocumentError(page.problem)) if page.problem else ""
        format_ = QImage.Format.Format_RGB32
        self._pixmap = QPixmap.fromImage(QImage(page.pixels, page.width, page.height, page.width * 4, format_))
        self.setAccessibleDescription(self._words)
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._pixmap, self._words = QPixmap(), ""
        self.update()

    def height_for(self, width: int) -> int:
        """How high it is where it is so wide."""
        if self._pixmap.isNull():
            return self.fontMetrics().lineSpacing() * 4
        return max(1, round(self._pixmap.height() * width / self._pixmap.width()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._pixmap.isNull():
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.setPen(self.palette().windowText().color())
            painter.drawText(self.rect().adjusted(_MARGIN, 0, -_MARGIN, 0), flags, self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._pixmap.size() != self._size_on_screen())
        painter.drawPixmap(self.rect(), self._pixmap)

    def _size_on_screen(self) -> QSize:
        return self.size() * self.devicePixelRatioF()


class PagesView(QWidget):
    """Pages, and the ways from one to another: buttons, a number that is typed, the wheel and the keys.

    Signals:
        page_wanted: (PageWish) another page, or the same at another width.
    """

    page_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = PageSheet(self)
        self.area = _Area(self.sheet, self)
        self.number_box = QSpinBox(self)
        self.back_button = self._button(Qt.ArrowType.LeftArrow, self.tr("Previous page"), -1)
        self.on_button = self._button(Qt.ArrowType.RightArrow, self.tr("Next page"), 1)
        self._count = self._number = 0
        self._asked: PageWish | None = None
        self._shown: PageWish | None = None
        self._lands_at_end = False
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self._ask)
        self._lay_out()

    def _button(self, arrow: Qt.ArrowType, words: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(arrow)
        button.setAutoRaise(True)
        button.setToolTip(tip(words))
        button.setAccessibleName(words)
        button.clicked.connect(partial(self.turn, step))
        return button

    def _lay_out(self) -> None:
        self.sheet.setAccessibleName(self.tr("The page as a picture"))
        self.number_box.setKeyboardTracking(False)
        self.number_box.setMinimum(1)
        self.number_box.setPrefix(self.tr("Page "))
        self.number_box.setAccessibleName(self.tr("Page"))
        self.number_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number_box.valueChanged.connect(lambda number: self.go_to(number - 1))
        self.area.passed.connect(self._on_passed)
        self.area.resized.connect(self._calm.start)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addStretch(1)
        for part in (self.back_button, self.number_box, self.on_button):
            line.addWidget(part)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area, 1)
        layout.addLayout(line)

    def first_wish(self, room: QSize) -> PageWish:
        """What is wished of a document that was not shown yet, where there is so much room."""
        self._count = self._number = 0
        self._lands_at_end, self._shown = False, None
        self.sheet.clear()
        self._asked = self._wish(room.width() - self.area.verticalScrollBar().sizeHint().width())
        return self._asked

    def _wish(self, width: int) -> PageWish:
        return PageWish(self._number, max(1, round(width * self.devicePixelRatioF())))

    def show_page(self, page: Page) -> None:
        """Show what was wished; if something else is wished by now, it is asked for."""
        self._asked, self._shown = None, page.wish
        if not self._count:
            self._begin(page.of)
        if page.wish.number == self._number:
            self.sheet.show_page(page)
            self.area.fit()
            bar = self.area.verticalScrollBar()
            if self._lands_at_end:
                bar.setValue(bar.maximum())
            self._lands_at_end = False
        self._ask()

    def _begin(self, count: int) -> None:
        self._count = count
        with QSignalBlocker(self.number_box):
            self.number_box.setMaximum(count)
            self.number_box.setSuffix(self.tr(" of {count}").format(count=f"{count:,}"))
        self._show_place()

    def turn(self, step: int) -> None:
        """Go some pages on, or back."""
        self.go_to(min(max(self._number + step, 0), self._count - 1))

    def go_to(self, number: int) -> None:
        """Show a page, by its number from 0."""
        if number == self._number or not 0 <= number < self._count:
            return
        self._number, self._lands_at_end = number, False
        self.area.verticalScrollBar().setValue(0)
        self._show_place()
        self._ask()

    def _on_passed(self, step: int) -> None:
        """Somebody scrolled beyond the page: whoever goes back goes on from the end of the one before."""
        self.turn(step)
        self._lands_at_end = step < 0 and self._asked is not None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right:
                self.turn(1)
            case Qt.Key.Key_Left:
                self.turn(-1)
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(self._count - 1)
            case _:
                super().keyPressEvent(event)

    def _show_place(self) -> None:
        self.number_box.setValue(self._number + 1)
        self.back_button.setEnabled(self._number > 0)
        self.on_button.setEnabled(self._number < self._count - 1)

    def is_waiting(self) -> bool:
        """Whether a page is on its way."""
        return self._asked is not None

    def _ask(self) -> None:
        """Ask for what is to be shown, unless that is there, or something is on its way."""
        wish = self._wish(self.area.viewport().width())
        if self._count and self._asked is None and wish != self._shown:
            self._asked = wish
            self.page_wanted.emit(wish)


class _Area(QScrollArea):
    """Scrolls within a page, and beyond its end to the next.

    Signals:
        passed: (step) somebody scrolls beyond the page.
        resized: there is another width.
    """

    passed = Signal(int)
    resized = Signal()

    def __init__(self, sheet: PageSheet, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet, self._turned_by = sheet, 0
        self._has_turned = QTimer(self, singleShot=True, interval=_CALM)
        self.setWidget(sheet)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else its coming changes the width
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Preview of the document"))

    def fit(self) -> None:
        """Make the page as wide as there is room."""
        width = self.viewport().width()
        self._sheet.resize(width, self._sheet.height_for(width))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def is_at_start(self) -> bool:
        """Whether there is nothing of the page above what is seen."""
        return self.verticalScrollBar().value() == 0

    def _is_at_end(self) -> bool:
        return self.verticalScrollBar().value() == self.verticalScrollBar().maximum()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        by = event.angleDelta().y()
        leads_on = (by < 0 and self._is_at_end()) or (by > 0 and self.is_at_start())
        if not leads_on or not by:
            self._turned_by = 0
            super().wheelEvent(event)
            self._has_turned.start()
            return
        event.accept()
        if self._has_turned.isActive():  # it is what is left of the turn that led here
            self._has_turned.start()
            return
        self._turned_by += by
        if abs(self._turned_by) >= _TURN:
            self._turned_by = 0
            self._has_turned.start()
            self.passed.emit(1 if by < 0 else -1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self._scroll(bar, QScrollBar.SliderAction.SliderPageStepAdd, 1)
            case Qt.Key.Key_PageUp:
                self._scroll(bar, QScrollBar.SliderAction.SliderPageStepSub, -1)
            case Qt.Key.Key_Down:
                self._scroll(bar, QScrollBar.SliderAction.SliderSingleStepAdd, 1)
            case Qt.Key.Key_Up:
                self._scroll(bar, QScrollBar.SliderAction.SliderSingleStepSub, -1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Home | Qt.Key.Key_End:
                event.ignore()  # they are for pages, and not within one
            case _:
                super().keyPressEvent(event)

    def _scroll(self, bar: QScrollBar, action: QScrollBar.SliderAction, step: int) -> None:
        if self._is_at_end() if step > 0 else self.is_at_start():
            self.passed.emit(step)
        else:
            bar.triggerAction(action)
