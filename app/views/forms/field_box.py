"""One field in a form: its label, its editor, and below it what is wrong or wise."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.errors import Problem
from app.models.card_guard import CODE
from app.models.card_numbers import has_mask, masked
from app.models.fields import Kind
from app.views.forms.editors import Editor
from app.views.forms.editors_record import RecordEditor
from app.views.forms.problem_words import sentence_of
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import help_of, label_of, tip


class FieldBox(QWidget):
    """An editor with its message; `label` is placed by whoever lays the form out.

    Signals:
        other_wanted: the RecordKey of what the field refers to: the person wants to see it.
        rival_wanted: the id of the record that the field clashes with, which is of the same type as the form's.
        hint_followed: the person took the way out that a hint offers.
    """

    other_wanted = Signal(object)
    rival_wanted = Signal(object)
    hint_followed = Signal()

    def __init__(self, editor: Editor, parent: QWidget | None = None, *, is_required: bool | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.field = editor.field
        self.problem: Problem | None = None
        self.is_label_wanted = True  # not where the heading above it says the same
        self._labelled: tuple[str, bool] | None = None
        self.message = MessageLine(self)
        self.label = QLabel(self)
        editor.setParent(self)
        self._arrange()
        self.set_label(label_of(self.field), self.field.required if is_required is None else is_required)
        editor.edited.connect(self._on_edited)
        editor.committed.connect(self._on_committed)
        if isinstance(editor, RecordEditor):
            editor.open_wanted.connect(self.other_wanted)
        self.message.link_clicked.connect(self._on_link_clicked)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.editor)
        layout.addWidget(self.message)
        self.label.setBuddy(self.editor.controls()[0] if self.editor.controls() else self.editor)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_label(self, text: str, is_required: bool) -> None:
        """Name the field and mark it, to the eye and to screen readers."""
        if self._labelled == (text, is_required):
            return
        self._labelled = text, is_required
        mark, description = "", ""
        if is_required:
            mark, description = " *", self.tr("Needed")
        elif self.field.recommended:
            mark, description = " •", self.tr("Recommended: other parts of the program use it")
        self.label.setText("" if self.field.kind is Kind.YES_NO else text.replace("&", "&&") + mark)
        self.label.setToolTip(tip("\n\n".join(filter(None, (help_of(self.field), description)))))
        for control in self.editor.controls()[:1]:
            control.setAccessibleDescription(self.label.toolTip())

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong, or that nothing is; a hint stays where nothing was wrong."""
        if problem is None and self.problem is None:
            return
        self.problem = problem
        text = sentence_of(problem) if problem else ""
        link = self._way_out(problem) if problem and problem.other_id else ""
        level = Level.ERROR if problem and problem.blocking else Level.WARNING
        self._show(text, level, link)
        for control in self.editor.controls()[:1]:
            control.setAccessibleDescription(text or self.label.toolTip())

    def _way_out(self, problem: Problem) -> str:
        """What leads to the record that a field clashes with."""
        return self.tr("Restore instead") if problem.code == "in_trash" else self.tr("Open the other")

    def show_hint(self, text: str, link: str = "") -> None:
        """Say what was understood, unless something is wrong."""
        if self.problem is None:
            self._show(text, Level.HINT, link)

    def _show(self, text: str, level: Level, link: str) -> None:
        """Say it; Tab goes from the field to the way out, if there is one."""
        self.message.show_message(text, level, link)
        if link and self.message.label is not None and self.editor.controls():
            QWidget.setTabOrder(self.editor.controls()[-1], self.message.label)

    def set_field_visible(self, is_visible: bool) -> None:
        """Show or hide the editor with its label."""
        self.setVisible(is_visible)
        self.label.setVisible(is_visible and self.is_label_wanted)

    def _on_edited(self) -> None:
        """What was wrong may be right now; what is too long is said at once, and so is that a card number was masked."""
        if self._mask_cards():
            return
        if self.problem is not None:
            self.show_problem(None)
        fault = self.editor.fault()
        if fault is not None and fault.code == "too_long":
            self.show_problem(fault)

    def _mask_cards(self) -> bool:
        """Whether the text holds a masked card number: one that was just typed is, before anybody hears of the text."""
        raw = self.editor.raw()
        if not isinstance(raw, str) or self.field.refers_to:
            return False
        clean = masked(raw, is_typed=True)
        if clean != raw:
            self.editor.replace_text(clean)
            self.show_problem(Problem(self.field.name, CODE, blocking=False))
            self.message.announce()
        return self.problem is not None and self.problem.code == CODE and has_mask(clean)

    def _on_committed(self) -> None:
        fault = self.editor.fault()
        if fault is not None:
            self.show_problem(fault)

    def _on_link_clicked(self) -> None:
        if self.problem is None:
            self.hint_followed.emit()
        else:
            self.rival_wanted.emit(self.problem.other_id)
