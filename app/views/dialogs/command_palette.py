"""Ctrl+K: go to a record or do something by typing some letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.models.likeness import likeness
from app.models.values import RecordKey
from app.overriding import override
from app.views.dialogs.action_texts import keys_of, plain
from app.views.dialogs.palette_rows import Row, RowDelegate, RowModel

_MOST_ACTS = 8
_PAGE = 8
_WIDTH_IN_LETTERS = 80
_LINES = 26


class Found(Protocol):
    """A record as it is found: `services.references.Reference` is one."""

    @property
    def key(self) -> RecordKey:
        """Which record."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def detail(self) -> str:
        """What tells it from others of that name."""


Find = Callable[[str, Callable[[Sequence[Found]], None]], object]


class CommandPalette(QFrame):
    """A line and a list over its window, for as long as the line has the focus.

    Args:
        find: looks for records in the background and hands what it finds to the callback; asked with "", it finds the
            records opened lately.
        parent: the window over which it lies.

    Signals:
        record_chosen: (RecordKey) the person wants to see a record.
    """

    record_chosen = Signal(object)

    def __init__(self, find: Find, parent: QWidget) -> None:
        super().__init__(parent)
        self._find = find
        self._window = parent
        self._actions: tuple[QAction, ...] = ()
        self._records: tuple[Row, ...] = ()
        self._question = 0
        self._focus_before: QWidget | None = None
        self.line = QLineEdit(self)
        self.list = QListView(self)
        self.model = RowModel(self)
        self._lay_out()
        self.line.textChanged.connect(self._on_typed)
        self.line.installEventFilter(self)
        self.list.clicked.connect(self.choose)
        parent.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        self.setAccessibleName(self.tr("Go to or do"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.line.setPlaceholderText(self.tr("Type what you want to do, or whom you look for"))
        self.line.setAccessibleName(self.tr("Go to or do"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)

    def summon(self, actions: Sequence[QAction]) -> None:
        """Come up, empty, with what can be done now."""
        self._actions = tuple(action for action in actions if action.isEnabled() and action.isVisible())
        self._focus_before = self.window().focusWidget()
        self._records = ()
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus()
        if self.line.text():
            self.line.clear()
        else:
            self._on_typed("")

    def dismiss(self) -> None:
        """Go away and leave the focus where it was."""
        self._question += 1
        before, self._focus_before = self._focus_before, None
        self.hide()
        if before is not None and isValid(before):
            before.setFocus()

    def choose(self) -> None:
        """Do what the list's cursor stands on."""
        index = self.list.currentIndex()
        if not index.isValid():
            return
        row = self.model.rows[index.row()]
        if row.is_heading:
            return
        self.dismiss()
        if row.action is not None:
            row.action.trigger()
        else:
            self.record_chosen.emit(row.key)

    def _on_typed(self, text: str) -> None:
        self._question += 1
        question = self._question
        self._show_rows()
        self._find(text.strip(), lambda found: self._on_found(question, found))

    def _on_found(self, question: int, found: Sequence[Found]) -> None:
        if question == self._question:  # else more was typed meanwhile
            self._records = tuple(Row(record.label, record.detail, key=record.key) for record in found)
            self._show_rows()

    def _show_rows(self) -> None:
        typed = self.line.text().strip()
        acts = self._fitting_acts(typed)
        records = self._records
        title = self.tr("Records") if typed else self.tr("Opened lately")
        of_acts = (Row(self.tr("Acts")), *acts) if acts else ()
        of_records = (Row(title), *records) if records else ()
        self.model.show_rows((*of_acts, *of_records) if typed else (*of_records, *of_acts))
        self._move_to(0, 1)

    def _fitting_acts(self, typed: str) -> list[Row]:
        scored = [(likeness(typed, plain(action.text())), action) for action in self._actions]
        fitting = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
        most = _MOST_ACTS if typed else len(fitting)
        return [Row(plain(action.text()), keys_of(action), action) for _, action in fitting[:most]]

    def _move_to(self, row: int, step: int) -> None:
        """Put the cursor on a row or, where that is a heading, the next one in the direction of the step."""
        rows = self.model.rows
        while 0 <= row < len(rows) and rows[row].is_heading:
            row += step
        if 0 <= row < len(rows):
            self.list.setCurrentIndex(self.model.index(row))
            self.list.scrollTo(self.model.index(max(row - 1, 0) if row < 2 else row))

    def _move_by(self, step: int) -> None:
        last = len(self.model.rows) - 1
        wanted = self.list.currentIndex().row() + step
        self._move_to(max(0, min(last, wanted)), -1 if step < 0 and wanted > 0 else 1)

    def _place(self) -> None:
        """At the top of the window, in the middle, as large as there is room."""
        room = self._window.rect()
        width = min(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS, room.width() - 16)
        height = min(self.fontMetrics().height() * _LINES, room.height() * 4 // 5)
        self.setGeometry((room.width() - width) // 2, room.height() // 12, width, height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        if watched is self.line and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # Esc and the arrows are the palette's, whatever they mean to the window
        if watched is self.line and event.type() is QEvent.Type.FocusOut and self.isVisible() and not self._has_menu():
            self._focus_before = None
            self.dismiss()
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _has_menu(self) -> bool:
        """Whether the line's own menu has the keyboard for a moment."""
        popup = QApplication.activePopupWidget()
        return popup is not None and popup.parentWidget() is self.line

    def _on_key(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.choose()
            case Qt.Key.Key_Down:
                self._move_by(1)
            case Qt.Key.Key_Up:
                self._move_by(-1)
            case Qt.Key.Key_PageDown:
                self._move_by(_PAGE)
            case Qt.Key.Key_PageUp:
                self._move_by(-_PAGE)
            case _:
                return False
        return True
