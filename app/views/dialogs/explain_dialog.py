"""Explain: why somebody may do something to a record, or what is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.explanations import Explanation
from app.models.fields import RecordType
from app.models.rights import Act
from app.models.role import ACTS
from app.views.dialogs.staff_list import StaffList
from app.views.explain_words import heading_of, sentences_of
from app.views.words import failure_words, isolated, label_of

if TYPE_CHECKING:
    from app.services.forms import Sheet

_LETTERS, _LINES = 96, 24


class ExplainDialog(QDialog):
    """A person and an act are chosen, and the reasons stand beside them."""

    def __init__(
        self, record_type: RecordType, record_id: int, tasks: DatabaseTasks, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._type, self._record_id, self._tasks = record_type, record_id, tasks
        self._ticket = 0
        self.setWindowTitle(self.tr("Explain rights"))
        self.record_label = QLabel(self)
        self.staff = StaffList(tasks, self)
        self.act_box = QComboBox(self)
        self.heading = QLabel(self)
        self.reasons = QLabel(self)
        self._lay_out()
        for choice in ACTS:
            self.act_box.addItem(label_of(choice), Act(choice.value))
        self.act_box.setCurrentIndex(self.act_box.findData(Act.EDIT))
        self.act_box.currentIndexChanged.connect(self._ask)
        self.staff.chosen.connect(lambda *_: self._ask())
        read = partial(services.forms.read_sheet, type_name=record_type.name, record_id=record_id)
        tasks.read(self, read, self._on_sheet_read, self._on_failed)

    def _lay_out(self) -> None:
        self.act_box.setAccessibleName(self.tr("Act"))
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        for label in (self.heading, self.reasons):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.record_label.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        answer = QVBoxLayout()
        answer.addWidget(self.act_box)
        answer.addWidget(self.heading)
        answer.addWidget(self.reasons, 1)
        middle = QHBoxLayout()
        middle.addWidget(self.staff, 2)
        middle.addLayout(answer, 3)
        layout = QVBoxLayout(self)
        layout.addWidget(self.record_label)
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * _LETTERS, self.fontMetrics().lineSpacing() * _LINES)

    def _on_sheet_read(self, sheet: Sheet) -> None:
        name = str(sheet.record.values.get("display_name") or "")
        text = self.tr("{type}: {name}").format(type=label_of(self._type), name=isolated(name))
        self.record_label.setText(text)

    def _ask(self) -> None:
        staff_id, name = self.staff.current()
        self._tasks.cancel(self._ticket)
        if not staff_id:
            self.heading.setText(self.tr("Choose a member of staff."))
            self.reasons.setText("")
            return
        ask = partial(
            services.access.explain,
            staff_id=staff_id,
            act=self.act_box.currentData(),
            type_name=self._type.name,
            record_id=self._record_id,
        )
        self._ticket = self._tasks.read(self, ask, partial(self._on_explained, name), self._on_failed)

    def _on_explained(self, name: str, explanation: Explanation) -> None:
        self.heading.setText(heading_of(explanation, name))
        self.reasons.setText("\n\n".join(sentences_of(explanation)))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.heading.setText(failure_words(error))
        self.reasons.setText("")
