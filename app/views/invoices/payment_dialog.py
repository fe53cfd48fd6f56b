"""A payment, or money that goes back: the amount is there already, and one key stores it."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from app import services
from app.errors import AppError, InvalidRecordError, Problem
from app.models.money import currency_digits
from app.models.numbers import format_decimal, own_number_locale
from app.models.payment import APPROVED, PAYMENT, REFUNDED
from app.models.values import Value
from app.overriding import override
from app.views.forms.editors import DecimalEditor, Editor, TextEditor
from app.views.forms.editors_choice import ChoiceEditor
from app.views.forms.editors_date import DateEditor
from app.views.forms.field_box import FieldBox
from app.views.forms.options import Option
from app.views.forms.problem_words import sentence_of
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import failure_words, isolated, label_of

if TYPE_CHECKING:
    from app.background import DatabaseTasks
    from app.services.invoice_acts import Open

_FIELDS = ("amount", "paid_on", "method", "reference", "gateway_ref")


class PaymentDialog(QDialog):
    """Stays open until it is stored, with what is wrong beside its field.

    Signals:
        stored: the RecordKey of the payment.
    """

    stored = Signal(object)

    def __init__(self, tasks: DatabaseTasks, found: Open, parent: QWidget, *, back: bool = False) -> None:
        super().__init__(parent)
        self._tasks, self._found, self._state = tasks, found, REFUNDED if back else APPROVED
        self.setWindowTitle(self.tr("Refund") if back else self.tr("Record a payment"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.hint = WrappedLabel(self)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.message = MessageLine(self)
        self.boxes = {name: FieldBox(self._editor(name), self) for name in _FIELDS}
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        words = self.tr("&Refund") if back else self.tr("&Record payment")
        self.save_button = self.buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self._show(found, back=back)
        if not back:
            self.boxes["amount"].editor.edited.connect(self._warn)

    def _editor(self, name: str) -> Editor:
        field = PAYMENT.by_name[name]
        match name:
            case "amount":
                return DecimalEditor(field, self)
            case "paid_on":
                return DateEditor(field, self)
            case "method":
                return ChoiceEditor(field, [Option(each.value, label_of(each)) for each in field.choices], self)
            case _:
                return TextEditor(field, self)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for box in self.boxes.values():
            form.addRow(box.label, box)
        layout = QVBoxLayout(self)
        layout.addWidget(self.hint)
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 60, self.sizeHint().height())

    def _show(self, found: Open, *, back: bool) -> None:
        values = found.record.values
        currency = str(values.get("currency") or "")
        amount = f"{format_decimal(found.amount, currency_digits(currency), own_number_locale())} {currency}".strip()
        name = isolated(str(values.get("display_name") or ""))
        words = (
            self.tr("{invoice}: {amount} was paid and can go back.") if back else self.tr("{invoice}: {amount} is due.")
        )
        self.hint.setText(words.format(invoice=name, amount=amount))
        self.boxes["amount"].editor.show_value(found.amount or None)
        self.boxes["paid_on"].editor.show_value(found.today)
        self.boxes["amount"].editor.controls()[0].setFocus()

    def _warn(self) -> None:
        """Say while it is typed that it is more than is due; it may be right all the same."""
        amount = self.boxes["amount"].editor.value()
        currency = str(self._found.record.values.get("currency") or "")
        if isinstance(amount, Decimal) and (
            problem := services.payments.overpaid(self._found.amount, amount, currency)
        ):
            self.boxes["amount"].show_problem(problem)

    @override
    def accept(self) -> None:
        """Only what is stored closes it."""
        self.save()

    def save(self) -> None:
        """Store the payment."""
        if not self.save_button.isEnabled():
            return
        faults = [fault for box in self.boxes.values() if (fault := box.editor.fault())]
        if faults:
            self._show_problems(faults)
            return
        values: dict[str, Value] = {name: box.editor.value() for name, box in self.boxes.items()}
        values["payment_state"] = self._state
        self.save_button.setEnabled(False)
        store = partial(services.invoice_acts.record_payment, invoice_id=self._found.record.id, values=values)
        self._tasks.write(self, store, self._on_stored, self._on_failed)

    def _on_stored(self, key: object) -> None:
        self.stored.emit(key)
        super().accept()

    def _on_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        match error:
            case InvalidRecordError():
                self._show_problems([problem for problem in error.problems if problem.blocking])
            case AppError():
                self.message.show_message(failure_words(error), Level.ERROR)
            case _:
                raise error

    def _show_problems(self, problems: list[Problem]) -> None:
        """Beside their fields, or below all of them."""
        others = [sentence_of(problem) for problem in problems if problem.field not in self.boxes]
        self.message.show_message(" ".join(others), Level.ERROR)
        for problem in problems:
            if problem.field in self.boxes:
                self.boxes[problem.field].show_problem(problem)
                self.boxes[problem.field].editor.controls()[0].setFocus()
