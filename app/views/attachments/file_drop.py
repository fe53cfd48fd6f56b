"""Files dropped anywhere on an open record: what will become of them is said over all of it while they are held there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from app.overriding import override
from app.views.attachments.attachments_tab import AttachmentsTab
from app.views.attachments.file_receiver import holds_files
from app.views.forms.record_form import RecordForm
from app.views.forms.record_tabs import RecordTabs

_MARGIN, _LINE, _LARGER = 8, 2, 1.3
_COVERED = 225
"""Of 255: how much of what is below is hidden."""


class DropHint(QWidget):
    """Covers what files are held over, and says what happens when they are let go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        large = self.font()
        large.setPointSizeF(large.pointSizeF() * _LARGER)
        self.setFont(large)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = ""
        self.hide()

    def say(self, text: str) -> None:
        """Stand over all of the widget below."""
        self.text = text
        self.setAccessibleName(text)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = self.palette(), QPainter(self)
        ground = QColor(palette.color(QPalette.ColorRole.Window))
        ground.setAlpha(_COVERED)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), _LINE, Qt.PenStyle.DashLine))
        frame: QRect = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRect(frame)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(frame.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN), flags, self.text)


class FileDrop(QObject):
    """Has the whole of a record take files; they are attached to it, whichever tab is in front and though it is edited."""

    def __init__(self, whole: QWidget, tabs: RecordTabs, tab: AttachmentsTab, is_open: Callable[[], bool]) -> None:
        """Begin to take them.

        Args:
            whole: over all of which they may be dropped.
            tabs: of the record.
            tab: the one with its files.
            is_open: whether anything can be changed here.
        """
        super().__init__(whole)
        self._whole, self._tabs, self._tab, self._is_open = whole, tabs, tab, is_open
        self.hint = DropHint(whole)
        whole.setAcceptDrops(True)
        whole.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent):
                self._on_enter(event)
            case QEvent.Type.DragLeave:
                self.hint.hide()
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self._on_drop(event)
            case QEvent.Type.Resize:
                self.hint.setGeometry(self._whole.rect())
                return False
            case _:
                return False
        return True

    def _on_enter(self, event: QDragEnterEvent) -> None:
        may_take = self._is_open() and (self._is_new() or self._tab.key() is not None)
        if not (may_take and holds_files(event.mimeData())):
            event.ignore()
            return
        one_or_more = sum(url.isLocalFile() for url in event.mimeData().urls())
        if self._is_new():
            self.hint.say(self.tr("Save the record first, then drop files here."))
        elif one_or_more == 1:
            self.hint.say(self.tr("Let go to attach the file to this record"))
        else:
            self.hint.say(self.tr("Let go to attach {count} files to this record").format(count=f"{one_or_more:,}"))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _on_drop(self, event: QDropEvent) -> None:
        self.hint.hide()
        if self._is_open() and not self._is_new() and self._tab.receiver.take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if self._tabs.isVisible():
                self._tabs.setCurrentWidget(self._tab)

    def _is_new(self) -> bool:
        """Whether what is open is a form of a record that isn't stored yet, to which nothing can be attached."""
        form = next((form for form in self._whole.findChildren(RecordForm) if form.isVisible()), None)
        return form is not None and not form.record_id
