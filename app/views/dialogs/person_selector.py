"""Choosing a person: browse and search everybody, with who is highlighted beside the list, or make somebody new."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import services
from app.models.customer import CUSTOMER
from app.overriding import override
from app.views.dialogs.people_list import PeopleList
from app.views.dialogs.person_card import PersonCard

if TYPE_CHECKING:
    from app.services.references import Reference
    from app.views.dialogs.new_person import NewPersonDialog
    from app.views.forms.editor_kit import EditorKit

_WIDTH_IN_LETTERS, _LINES = 160, 36
_LONGEST_SEARCH = 200


class PersonSelector(QDialog):
    """Typing searches, the arrows move the highlight, Enter picks, Shift+Enter makes somebody new, Esc leaves.

    Signals:
        picked: a services.references.Reference.
    """

    picked = Signal(object)

    def __init__(self, kit: EditorKit, purpose: str, words: str, parent: QWidget) -> None:
        """Make the dialog; `open` shows it.

        Args:
            kit: of the form that asks.
            purpose: what the person is chosen for.
            words: to search for from the start.
            parent: the editor that asks.
        """
        super().__init__(parent)
        self._kit = kit
        self.new_dialog: NewPersonDialog | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Choose a person: {purpose}").format(purpose=purpose))
        self.search_edit = QLineEdit(words[:_LONGEST_SEARCH], self)
        nobody = self.tr("Nobody found. Try fewer or shorter words, or press Shift+Enter to make a new person.")
        self.people = PeopleList(kit.tasks, kit.settings, nobody, self)
        self.card = PersonCard(kit.tasks, self)
        self.count_label = QLabel(self)
        self.new_button = QPushButton(self.tr("&New person…"), self)
        self.pick_button = QPushButton(self.tr("&Choose"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self._lay_out()
        self._connect()
        self.people.start(self.search_edit.text())

    def _lay_out(self) -> None:
        self.search_edit.setPlaceholderText(self.tr("Search names, codes, phones, addresses …"))
        self.search_edit.setAccessibleName(self.tr("Search people"))
        self.search_edit.setClearButtonEnabled(True)
        self.search_edit.setMaxLength(_LONGEST_SEARCH)
        self.search_edit.selectAll()
        self.new_button.setToolTip(self.tr("New person (Shift+Enter)"))
        for button in (self.new_button, self.pick_button, self.cancel_button):
            button.setAutoDefault(False)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.people)
        split.addWidget(self.card)
        split.setStretchFactor(0, 1)
        letter = self.fontMetrics().averageCharWidth()
        split.setSizes([letter * 124, letter * 36])
        layout = QVBoxLayout(self)
        layout.addWidget(self.search_edit)
        layout.addWidget(split, 1)
        layout.addLayout(self._foot())
        self.resize(letter * _WIDTH_IN_LETTERS, self.fontMetrics().lineSpacing() * _LINES)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.new_button)
        foot.addSpacing(12)
        foot.addWidget(self.count_label, 1)
        foot.addWidget(self.pick_button)
        foot.addWidget(self.cancel_button)
        return foot

    def _connect(self) -> None:
        self.search_edit.textChanged.connect(self.people.set_words)
        self.search_edit.installEventFilter(self)
        self.people.moved.connect(self._on_moved)
        self.people.chosen.connect(self.pick)
        self.people.counted.connect(self.count_label.setText)
        self.new_button.clicked.connect(self.make_new)
        self.pick_button.clicked.connect(self.people.choose)
        self.cancel_button.clicked.connect(self.reject)
        self.finished.connect(self.people.list.source.release)
        self.search_edit.setFocus()

    def pick(self, record_id: int) -> None:
        """Take somebody, and close."""
        read = partial(services.references.read_reference, type_name=CUSTOMER.name, record_id=record_id)
        self._kit.tasks.read(self, read, self._on_read)

    def make_new(self) -> None:
        """Make a customer in place, called as was typed; who is saved is picked."""
        from app.views.dialogs.new_person import NewPersonDialog

        self.new_dialog = NewPersonDialog(self._kit, self.search_edit.text().strip(), self)
        self.new_dialog.created.connect(self.pick)
        self.new_dialog.other_wanted.connect(self.people.show_somebody)
        self.new_dialog.open()

    def _on_read(self, reference: Reference | None) -> None:
        if reference is None:
            self.count_label.setText(self.tr("This person is no longer there."))
            return
        self.people.remember(reference.id)
        self.picked.emit(reference)
        self.accept()

    def _on_moved(self, record_id: int) -> None:
        self.pick_button.setEnabled(bool(record_id))
        self.card.look_at(record_id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shift+Enter, from the search box as from the list."""
        if _is_new(event):
            self.make_new()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search_edit and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return not _is_new(event) and self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.people.choose()
            case Qt.Key.Key_Down:
                self.people.step(1)
            case Qt.Key.Key_Up:
                self.people.step(-1)
            case Qt.Key.Key_PageDown:
                self.people.move_by_page(1)
            case Qt.Key.Key_PageUp:
                self.people.move_by_page(-1)
            case _:
                return False
        return True


def _is_new(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
