"""The question what shall stand where two people changed the same field: theirs, mine or the original."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.models.fields import Field, RecordType, item_type
from app.models.merge import Conflict, Side, settled
from app.models.values import Content, Item, Value
from app.views.forms.value_words import Names, words_of
from app.views.words import isolated, label_of, tip

if TYPE_CHECKING:
    from app.services.forms import Basis

_LONGEST = 300
_SIDES = tuple(Side)


class ConflictDialog(QDialog):
    """One group of three choices for each field; nothing is chosen beforehand, and all must be.

    Args:
        names: what people call the records that a conflict's values refer to, by type and id.
        intro: what happened, with a place for a `{name}`, where it is not that a form was open meanwhile.
        back: what it is called to give up.
    """

    def __init__(
        self,
        record_type: RecordType,
        conflicts: Sequence[Conflict],
        changed_by: str,
        basis: Basis,
        names: Names,
        parent: QWidget | None = None,
        *,
        intro: str = "",
        back: str = "",
    ) -> None:
        super().__init__(parent)
        self._type, self._basis, self._names = record_type, basis, names
        self.conflicts = tuple(conflicts)
        self.setWindowTitle(self.tr("Changed by two people"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.groups = [self._make_group(conflict) for conflict in self.conflicts]
        self.buttons = QDialogButtonBox(self)
        self.save_button = self.buttons.addButton(
            self.tr("Save with these choices"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.addButton(back or self.tr("Back to the form"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        text = intro or self.tr("{name} saved this record while you edited it. What shall stand in these fields?")
        self._arrange(text.format(name=isolated(changed_by or self.tr("Somebody else"))))
        self._on_chosen()

    def _make_group(self, conflict: Conflict) -> QButtonGroup:
        box = QGroupBox(self._title(conflict), self)
        group = QButtonGroup(box)
        layout = QVBoxLayout(box)
        sentences = {
            Side.THEIRS: self.tr("Theirs: {value}"),
            Side.MINE: self.tr("Mine: {value}"),
            Side.ORIGINAL: self.tr("Original: {value}"),
        }
        for number, side in enumerate(_SIDES):
            words, text = sentences[side], self._words(conflict, conflict.value_of(side))
            shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
            button = QRadioButton(words.format(value=isolated(shown)).replace("&", "&&"), box)
            button.setToolTip(tip(text[:2000]))
            group.addButton(button, number)
            layout.addWidget(button)
        group.idClicked.connect(self._on_chosen)
        return group

    def _title(self, conflict: Conflict) -> str:
        field = self._type.by_name[conflict.field]
        if not conflict.part:
            return label_of(field)
        return f"{label_of(field)}: {label_of(item_type(field).by_name[conflict.part])}"

    def _words(self, conflict: Conflict, value: Value | Item) -> str:
        field: Field = self._type.by_name[conflict.field]
        if conflict.part:
            field = item_type(field).by_name[conflict.part]
        return words_of(field, value, self._basis, self._names) or self.tr("(nothing)")

    def _arrange(self, text: str) -> None:
        intro = QLabel(text, self)
        intro.setWordWrap(True)
        intro.setTextFormat(Qt.TextFormat.PlainText)
        shortcuts = QHBoxLayout()
        for words, side in ((self.tr("All theirs"), Side.THEIRS), (self.tr("All mine"), Side.MINE)):
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.choose_all, side))
            shortcuts.addWidget(button)
        shortcuts.addStretch(1)
        content = QWidget(self)
        column = QVBoxLayout(content)
        for group in self.groups:
            column.addWidget(group.parent())  # type: ignore[arg-type]  # each was made inside its box
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addLayout(shortcuts)
        layout.addWidget(area, 1)
        layout.addWidget(self.buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 80, self.fontMetrics().height() * 28)

    def choose_all(self, side: Side) -> None:
        """Choose the same side everywhere."""
        for group in self.groups:
            group.button(_SIDES.index(side)).setChecked(True)
        self._on_chosen()

    def chosen(self, content: Content) -> Content:
        """The merged content as the choices make it."""
        for conflict, group in zip(self.conflicts, self.groups, strict=True):
            content = settled(content, conflict, _SIDES[group.checkedId()])
        return content

    def _on_chosen(self) -> None:
        self.save_button.setEnabled(all(group.checkedId() >= 0 for group in self.groups))
