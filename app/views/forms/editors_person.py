"""The editor of a reference to a person: a face, a name that is found while it is typed, and a selector."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from app import services
from app.models.fields import Field
from app.overriding import override
from app.views.forms.editors import Raw
from app.views.forms.editors_selecting import SelectingEditor
from app.views.widgets.avatar import Avatar
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.references import Reference
    from app.views.forms.editor_kit import EditorKit

_FACE_LINES = 1.5


class PersonEditor(SelectingEditor):
    """Emptying the line empties the field; nobody is deleted by it."""

    def __init__(self, field: Field, kit: EditorKit, parent: QWidget | None = None) -> None:
        self._face_ticket = 0
        self._picture: bytes | None = None
        self.avatar: Avatar | None = None
        super().__init__(field, kit, parent)
        self.avatar = Avatar(_FACE_LINES, self)
        self.line_layout.insertWidget(0, self.avatar)
        self._show_face()

    @override
    def _words_for_choosing(self) -> tuple[str, str]:
        return self.tr("Choose a person for: {field}"), self.tr("Choose a person (F4)")

    @override
    def _words_for_opening(self) -> tuple[str, str]:
        return self.tr("Open this person's record: {field}"), self.tr("Open this person's record")

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

    @override
    def _make_selector(self, words: str) -> QDialog:
        from app.views.dialogs.person_selector import PersonSelector

        selector = PersonSelector(self._kit, label_of(self.field), words, self)
        selector.picked.connect(self._on_picked)
        return selector

    @override
    def _show_whether_chosen(self) -> None:
        super()._show_whether_chosen()
        picture, self._picture = self._picture, None
        self._show_face(picture)

    def _show_face(self, picture: bytes | None = None) -> None:
        """The face of whoever is chosen, or none."""
        if self.avatar is None:
            return
        if self._face_ticket:
            self._kit.tasks.cancel(self._face_ticket)
            self._face_ticket = 0
        record_id = self.value()
        self.avatar.setVisible(record_id is not None)
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
