"""One child row in a form: the parts in a line, what was understood below, and a button that removes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QRadioButton, QToolButton, QWidget

from app.errors import Problem
from app.models.fields import Field, RecordType
from app.models.values import Item
from app.views.forms.editors import Editor, text_of
from app.views.forms.editors_record import RecordEditor
from app.views.forms.field_box import FieldBox
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.forms import RowReferences
    from app.views.forms.editor_kit import EditorKit

_KIND_PARTS = frozenset({"label", "type", "is_primary", "country"})
"""Parts that say what a row is; a row that has nothing else is empty."""

_MAIN_STRETCH = 3


class ItemRow(QWidget):
    """The parts of one child row.

    Signals:
        edited, committed: as of an editor.
        made_primary, removal_wanted: of this row.
        other_wanted, rival_wanted: as of a field.
        reordered: the parts stand in another order.
    """

    edited = Signal()
    committed = Signal()
    made_primary = Signal(object)
    removal_wanted = Signal(object)
    other_wanted = Signal(object)
    rival_wanted = Signal(object)
    reordered = Signal()

    main_part = ""
    """The part that takes the room and bears the messages; the first one that is needed unless named."""

    def __init__(self, child: RecordType, kit: EditorKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.child, self._kit = child, kit
        self._stored = Item({})
        self.boxes: dict[str, FieldBox] = {}
        for field in child.stored_fields:
            if field.edited and field.name != "is_primary":
                self._add_box(field.name)
        self.primary_button = self._make_primary_button()
        self.remove_button = self._make_remove_button()
        self._lay_out()

    def _add_box(self, name: str) -> None:
        field = self.child.by_name[name]
        box = FieldBox(self._make_editor(field), self)
        for control in box.editor.controls():
            control.setAccessibleName(f"{label_of(self.child)}: {label_of(field)}")
        box.editor.edited.connect(self._on_edited)
        box.editor.committed.connect(self._on_committed)
        box.other_wanted.connect(self.other_wanted)
        box.rival_wanted.connect(self.rival_wanted)
        self.boxes[name] = box

    def _make_editor(self, field: Field) -> Editor:
        return self._kit.make(field, self)

    def _make_primary_button(self) -> QRadioButton | None:
        if "is_primary" not in self.child.by_name:
            return None
        button = QRadioButton(self.tr("Primary"), self)
        button.setAutoExclusive(False)  # the rows have different parents; the editor sees to it that one is marked
        button.setAccessibleName(self.tr("{item}: primary").format(item=label_of(self.child)))
        button.clicked.connect(self._on_primary_clicked)
        return button

    def _make_remove_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setText("×")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(self.tr("Remove"))
        button.setAccessibleName(self.tr("{item}: remove").format(item=label_of(self.child)))
        button.clicked.connect(self._on_remove_clicked)
        return button

    def _lay_out(self) -> None:
        """All parts in one line; what is said of the main one takes the line below."""
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(4)
        layout.setVerticalSpacing(1)
        for column, (name, box) in enumerate(self.boxes.items()):
            box.label.hide()
            layout.addWidget(box, 0, column, Qt.AlignmentFlag.AlignTop)
            layout.setColumnStretch(column, _MAIN_STRETCH if name == self._main_name() else 1)
        column = len(self.boxes)
        if self.primary_button is not None:
            layout.addWidget(self.primary_button, 0, column)
        layout.addWidget(self.remove_button, 0, column + 1)
        main = list(self.boxes).index(self._main_name())
        layout.addWidget(self.boxes[self._main_name()].message, 1, main, 1, -1)

    def _main_name(self) -> str:
        return self.main_part or next(field.name for field in self.child.fields if field.required)

    def controls(self) -> Sequence[QWidget]:
        """What takes the focus, in reading order."""
        own = [control for box in self._ordered_boxes() for control in box.editor.controls()]
        return (*own, *filter(None, (self.primary_button,)), self.remove_button)

    def _ordered_boxes(self) -> list[FieldBox]:
        return list(self.boxes.values())

    def control_of(self, part: str) -> QWidget:
        """The control of a part, or of the main one."""
        box = self.boxes.get(part) or self.boxes[self._main_name()]
        return box.editor.controls()[0]

    def item(self) -> Item:
        """The row with the parts that people set; what the store works out is left to it."""
        values = {name: box.editor.value() for name, box in self.boxes.items()}
        if self.primary_button is not None:
            values["is_primary"] = self.primary_button.isChecked()
        return Item(values, self._stored.id)

    def show_item(self, item: Item, references: RowReferences | None = None) -> None:
        """Show a stored row; what it refers to is known by type and id."""
        self._stored = item
        for name, box in self.boxes.items():
            editor, value = box.editor, item.values.get(name)
            target = (references or {}).get((box.field.refers_to, value)) if isinstance(value, int) else None
            if isinstance(editor, RecordEditor) and target is not None:
                editor.show_reference(target)
            else:
                editor.show_value(value)
        self.set_primary(bool(item.values.get("is_primary")))
        self._refresh()

    def show_new(self, *, is_first: bool) -> None:
        """Show an empty row with its defaults."""
        self.show_item(Item({field.name: field.default for field in self.child.fields}))
        self.set_primary(is_first)

    def reference_names(self) -> Iterator[tuple[tuple[str, int], str]]:
        """What people call the records that the row refers to, by type and id."""
        for box in self.boxes.values():
            number = box.editor.value()
            if isinstance(box.editor, RecordEditor) and isinstance(number, int):
                yield (box.field.refers_to, number), box.editor.line.text()

    def raw(self) -> dict[str, str]:
        """The text of each part."""
        texts = {name: text_of(box.editor.raw()) for name, box in self.boxes.items()}
        if self.is_primary():
            texts["is_primary"] = "yes"
        if self._stored.id:
            texts["id"] = str(self._stored.id)
        return texts

    def show_raw(self, texts: dict[str, str]) -> None:
        """Show what `raw` gave."""
        stored_id = texts.get("id", "")
        self._stored = Item({}, int(stored_id) if stored_id.isdecimal() else 0)
        for name, box in self.boxes.items():
            box.editor.show_raw(texts.get(name, ""))
        self.set_primary(texts.get("is_primary") == "yes")
        self._refresh()

    def is_blank(self) -> bool:
        """Whether nobody has put anything into the row."""
        return not any(box.editor.raw() for name, box in self.boxes.items() if name not in _KIND_PARTS)

    def is_primary(self) -> bool:
        """Whether the row is marked as the one that stands first."""
        return self.primary_button is not None and self.primary_button.isChecked()

    def set_primary(self, is_primary: bool) -> None:
        """Mark the row, or not."""
        if self.primary_button is not None:
            self.primary_button.setChecked(is_primary)

    def faults(self) -> tuple[Problem, ...]:
        """What keeps parts from being values."""
        return tuple(fault for box in self.boxes.values() if (fault := box.editor.fault()))

    def show_problem(self, problem: Problem) -> bool:
        """Show a problem at its part."""
        (self.boxes.get(problem.part) or self.boxes[self._main_name()]).show_problem(problem)
        return True

    def clear_problems(self) -> None:
        """Take back what was said."""
        if any(box.problem for box in self.boxes.values()):
            for box in self.boxes.values():
                box.show_problem(None)
            self._refresh()

    def _refresh(self) -> None:
        """Bring what depends on the parts up to date."""

    def _on_edited(self) -> None:
        self._refresh()
        self.edited.emit()

    def _on_committed(self) -> None:
        self.committed.emit()

    def _on_primary_clicked(self) -> None:
        self.made_primary.emit(self)

    def _on_remove_clicked(self) -> None:
        self.removal_wanted.emit(self)
