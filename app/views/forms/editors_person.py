"""The editor of a reference to a person: a face, a name that is found while it is typed, and a selector."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from app import services
from app.models.fields import Field
from app.models.values import RecordKey
from app.overriding import override
from app.views.forms.editors import Raw
from app.views.forms.editors_record import RecordEditor
from app.views.widgets.avatar import Avatar
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.references import Reference
    from app.views.dialogs.person_selector import PersonSelector
    from app.views.forms.editor_kit import EditorKit

_FACE_LINES = 1.5


class PersonEditor(RecordEditor):
    """Emptying the line empties the field; nobody is deleted by it."""

    def __init__(self, field: Field, kit: EditorKit, parent: QWidget | None = None) -> None:
        super().__init__(field, kit.tasks, parent)
        self._kit = kit
        self._face_ticket = 0
        self._picture: bytes | None = None
        self.selector: PersonSelector | None = None
        self.avatar = Avatar(_FACE_LINES, self)
        self.select_button = self._make_button("…", self.tr("Choose a person for: {field}"))
        self.open_button = self._make_button("↗", self.tr("Open this person's record: {field}"))
        self.select_button.setToolTip(self.tr("Choose a person (F4)"))
        self.open_button.setToolTip(self.tr("Open this person's record"))
        self._arrange()
        self.select_button.clicked.connect(self.select)
        self.open_button.clicked.connect(self._on_open_clicked)
        self._show_face()

    def _make_button(self, sign: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setAccessibleName(name.format(field=label_of(self.field)))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _arrange(self) -> None:
        layout = self.line_layout
        layout.insertWidget(0, self.avatar)
        layout.addWidget(self.select_button)
        layout.addWidget(self.open_button)
        select = QAction(self)
        select.setShortcuts([QKeySequence("F4"), QKeySequence("Alt+Down")])
        select.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        select.triggered.connect(self.select)
        self.line.addAction(select)

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.line, self.select_button, self.open_button)

    @override
    def show_reference(self, reference: Reference) -> None:
        self._picture = reference.picture
        super().show_reference(reference)

    @override
    def show_raw(self, raw: Raw) -> None:
        super().show_raw(raw)
        self._read_face()

    @override
    def choose(self, reference: Reference) -> None:
        super().choose(reference)
        if reference.picture is None:
            self._read_face()

    def select(self) -> None:
        """Open the selector, on what was typed so far if that is nobody yet."""
        from app.views.dialogs.person_selector import PersonSelector

        words = "" if self.value() else self.line.text().strip()
        self.stop_searching()
        self.selector = PersonSelector(self._kit, label_of(self.field), words, self)
        self.selector.picked.connect(self._on_picked)
        self.selector.open()

    @override
    def _show(self, record_id: int | None, label: str) -> None:
        super()._show(record_id, label)
        self._show_face(self._picture)
        self._picture = None

    @override
    def _on_text_changed(self, text: str) -> None:
        super()._on_text_changed(text)
        if self.value() is None:
            self._show_face()

    def _show_face(self, picture: bytes | None = None) -> None:
        """The face of whoever is chosen, or none."""
        if self._face_ticket:
            self._kit.tasks.cancel(self._face_ticket)
            self._face_ticket = 0
        record_id = self.value()
        self.avatar.setVisible(record_id is not None)
        self.open_button.setVisible(record_id is not None and self._kit.leads_to_records)
        if isinstance(record_id, int):
            self.avatar.show_record(record_id, self.line.text(), picture)

    def _read_face(self) -> None:
        """Ask for the face of somebody of whom only the name is at hand."""
        record_id = self.value()
        if isinstance(record_id, int):
            read = partial(services.references.read_reference, type_name=self.field.target, record_id=record_id)
            self._face_ticket = self._kit.tasks.read(self, read, self._on_face_read)

    def _on_face_read(self, reference: Reference | None) -> None:
        if reference is not None and reference.id == self.value():
            self._show_face(reference.picture)

    def _on_picked(self, reference: Reference) -> None:
        self.choose(reference)
        self.line.setFocus()

    def _on_open_clicked(self) -> None:
        record_id = self.value()
        if isinstance(record_id, int):
            self.open_wanted.emit(RecordKey(self.field.target, record_id))
