"""A new customer made in place, where a person is to be chosen: the whole form, as in the record pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout

from app.models.customer import CUSTOMER, INTERNAL
from app.overriding import override
from app.views.forms.customer_form import CustomerForm
from app.views.forms.editors import Raw, TextEditor
from app.views.forms.form_session import FormSession
from app.views.typing_dialog import TypingDialog
from app.views.widgets.message_line import MessageLine
from app.views.words import label_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.models.values import RecordKey
    from app.services.forms import Stored
    from app.views.forms.editor_kit import EditorKit

_WIDTH_IN_LETTERS, _LINES = 104, 38
_SLICE = 0.02
"""Seconds that making the form may take from the window at a time."""


class NewPersonDialog(TypingDialog):
    """Save stores the customer and closes; Esc asks first if something was typed.

    Signals:
        created: (id) of the customer, who is stored.
        other_wanted: (id) of somebody who is there already, whom the person wants to see instead.
    """

    created = Signal(object)
    other_wanted = Signal(object)

    def __init__(self, kit: EditorKit, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit, self._given_name = kit, name
        self._given: dict[str, Raw] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New person"))
        self.kind_box = QComboBox(self)
        self.banner = MessageLine(self)
        self.area = QScrollArea(self)
        self.save_button = QPushButton(self.tr("&Save"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.session = FormSession(CUSTOMER, kit.tasks, self.banner, self)
        self.form = CustomerForm(CUSTOMER, INTERNAL, kit.basis, kit.tasks, kit.settings, self.area, in_slices=True)
        self._lay_out()
        self._connect()
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._on_slice)
        self._slices.start()

    def _lay_out(self) -> None:
        kind = QLabel(self.tr("&Kind"), self)
        kind.setBuddy(self.kind_box)
        self.kind_box.setAccessibleName(self.tr("Kind"))
        for choice in CUSTOMER.kinds:
            self.kind_box.addItem(label_of(choice), choice.value)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(self.tr("New person"))
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(kind)
        head.addWidget(self.kind_box)
        head.addStretch(1)
        foot.addStretch(1)
        for button in (self.save_button, self.cancel_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        layout.addWidget(self.area, 1)
        layout.addLayout(foot)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * _WIDTH_IN_LETTERS, self.fontMetrics().lineSpacing() * _LINES)

    def _connect(self) -> None:
        self.save_button.clicked.connect(lambda: self.session.save())
        self.cancel_button.clicked.connect(self.reject)
        self.kind_box.activated.connect(lambda: self.form.follow(self.kind_box.currentData(), self._kit.basis))
        self.session.changed.connect(self._show_acts)
        self.session.stored.connect(self._on_stored)
        self.session.other_wanted.connect(self._on_other_wanted)
        for keys in (QKeySequence(QKeySequence.StandardKey.Save), QKeySequence("Ctrl+Return")):
            QShortcut(keys, self).activated.connect(lambda: self.session.save())
        self.kind_box.setEnabled(False)
        self.save_button.setEnabled(False)

    def _on_slice(self) -> None:
        """Make a part of the form, and begin once it is whole."""
        self.form.building.go_on(_SLICE)
        if self.form.building.is_done:
            self._slices.stop()
            self._begin()

    def _begin(self) -> None:
        self.area.setWidget(self.form)
        self.form.show()
        self.session.begin(self.form, None)
        self.kind_box.setEnabled(True)
        editor = self.form.boxes["full_name"].editor
        if self._given_name:
            editor.show_raw(self._given_name)
            editor.edited.emit()
        self._given = self.form.texts()
        self.form.focus_first()
        if isinstance(editor, TextEditor):
            editor.line.end(False)

    def _show_acts(self) -> None:
        self.save_button.setEnabled(self.session.can_save())

    def _on_stored(self, stored: Stored) -> None:
        self.session.end()
        self.created.emit(stored.saved.record.id)
        self.accept()

    def _on_other_wanted(self, key: RecordKey) -> None:
        self.session.leave(lambda: self._go_to(key.id))

    def _go_to(self, record_id: int) -> None:
        self.session.end()
        self.other_wanted.emit(record_id)
        super().reject()

    @override
    def reject(self) -> None:
        """Leave, after a question if something was typed beside the name that came along."""
        self.leave(self._leave)

    @override
    def is_dirty(self) -> bool:
        return self.session.is_dirty() and self.form.texts() != self._given

    @override
    def leave(self, then: Callable[[], None]) -> None:
        if self.is_dirty():
            self.session.leave(then)
        else:
            then()

    def _leave(self) -> None:
        self.session.end()
        super().reject()
