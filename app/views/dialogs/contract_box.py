"""The contract that services are added to: one of the customer's, or one that is made in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.errors import Problem
from app.models.contract import ACTIVE, CANCELLED, CONTRACT, EXPIRED
from app.models.spans import Span
from app.models.values import Content, Value
from app.views.forms.field_box import FieldBox
from app.views.timeline.lanes_words import span_words
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import isolated, label_of

if TYPE_CHECKING:
    from app.services.adding_services import ContractChoice, Ground
    from app.views.forms.editor_kit import EditorKit

_NEW = 0
_FIELDS = ("title", "starts_on", "ends_on", "sla_level")


class ContractBox(QWidget):
    """Those that run come first; those that are over are warned about.

    Signals:
        changed: another contract is chosen, or the new one says something else.
    """

    changed = Signal()

    def __init__(self, kit: EditorKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contracts: dict[int, ContractChoice] = {}
        self.choice = QComboBox(self)
        self.message = MessageLine(self)
        self.new_page = QWidget(self)
        self.boxes = {name: FieldBox(kit.make(CONTRACT.by_name[name], self), self.new_page) for name in _FIELDS}
        self._arrange()
        self.choice.activated.connect(lambda: self._show_chosen())
        for box in self.boxes.values():
            box.editor.edited.connect(self.changed)

    def _arrange(self) -> None:
        label = QLabel(self.tr("Con&tract"), self)
        label.setBuddy(self.choice)
        self.choice.setAccessibleName(label_of(CONTRACT))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        grid = QGridLayout(self.new_page)
        grid.setContentsMargins(0, 0, 0, 0)
        for column, box in enumerate(self.boxes.values()):
            grid.addWidget(box.label, 0, column)
            grid.addWidget(box, 1, column, Qt.AlignmentFlag.AlignTop)  # whatever is said below one of them
            grid.setColumnStretch(column, 2 if column == 0 else 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label)
        layout.addWidget(self.choice)
        layout.addWidget(self.message)
        layout.addWidget(self.new_page)

    def show_ground(self, ground: Ground) -> None:
        """Offer the customer's contracts."""
        self._contracts = {contract.id: contract for contract in ground.contracts}
        self.choice.clear()
        for contract in ground.contracts:
            self.choice.addItem(_words(contract), contract.id)
        if ground.may_make_contract:
            self.choice.addItem(self.tr("New contract…"), _NEW)
        self.choice.setCurrentIndex(max(self.choice.findData(ground.chosen), 0) if ground.chosen else 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.new_page.setVisible(self.is_new())
        contract = self._chosen()
        words = {
            EXPIRED: self.tr("This contract has expired."),
            CANCELLED: self.tr("This contract was cancelled."),
        }
        text = words.get(contract.status, "") if contract else ""
        if not self.choice.count():
            text = self.tr("There is no contract yet, and you may not make one. Ask an administrator.")
        self.message.show_message(text, Level.WARNING)
        self.changed.emit()

    def _chosen(self) -> ContractChoice | None:
        return self._contracts.get(int(self.choice.currentData() or _NEW))

    def is_new(self) -> bool:
        """Whether a contract is to be made."""
        return bool(self.choice.count()) and self._chosen() is None

    def is_dirty(self) -> bool:
        """Whether something was typed of a new contract."""
        return self.is_new() and any(box.editor.raw() for box in self.boxes.values())

    def span(self) -> Span:
        """When the contract runs, as far as it is known."""
        contract = self._chosen()
        return contract.span if contract else Span(self._day("starts_on"), self._day("ends_on"))

    def _day(self, name: str) -> date | None:
        value = self.boxes[name].editor.value()
        return value if isinstance(value, date) else None

    def contract(self) -> int | Content | None:
        """The id of the one that is chosen, or what the new one says; None where there is nothing to choose."""
        if not self.choice.count():
            return None
        contract = self._chosen()
        if contract is not None:
            return contract.id
        values: dict[str, Value] = {name: box.editor.value() for name, box in self.boxes.items()}
        return Content({**values, "contract_status": ACTIVE})

    def faults(self) -> list[Problem]:
        """What keeps the new contract from being made."""
        return [fault for box in self.boxes.values() if (fault := box.editor.fault())] if self.is_new() else []

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say beside each field what is wrong with it."""
        for problem in problems:
            if problem.field in self.boxes:
                self.boxes[problem.field].show_problem(problem)


def _words(contract: ContractChoice) -> str:
    field = CONTRACT.by_name["contract_status"]
    status = next((label_of(choice) for choice in field.choices if choice.value == contract.status), "")
    names = dict.fromkeys(filter(None, (contract.name, contract.number)))
    dates = span_words(contract.span) if contract.span != Span(None, None) else ""
    return " · ".join(filter(None, (*map(isolated, names), status, dates)))
