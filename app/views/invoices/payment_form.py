"""The form of a payment: what is due for its invoice stands there already, and more than that is said while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from app import services
from app.models.money import currency_digits
from app.models.numbers import format_decimal, own_number_locale
from app.models.payment import APPROVED
from app.models.values import Content
from app.overriding import override
from app.views.failures import pass_over
from app.views.forms.editors_record import RecordEditor
from app.views.forms.record_form import RecordForm

if TYPE_CHECKING:
    from app.services.forms import RowReferences
    from app.services.invoice_acts import Open
    from app.services.references import Reference


class PaymentForm(RecordForm):
    """Begins with the invoice that is meant, where only one can be."""

    @override
    def _complete(self) -> None:
        super()._complete()
        self._ticket = 0
        self._open: Open | None = None
        self._invoice.edited.connect(self._on_invoice_edited)
        for name in ("amount", "payment_state"):
            self.boxes[name].editor.edited.connect(self._warn)

    @property
    def _invoice(self) -> RecordEditor:
        editor = self.boxes["invoice_id"].editor
        if not isinstance(editor, RecordEditor):
            raise TypeError("a payment without an editor of its invoice")
        return editor

    @override
    def show_content(
        self, content: Content, references: Mapping[str, Reference], of_rows: RowReferences | None = None
    ) -> None:
        super().show_content(content, references, of_rows)
        self._forget()

    @override
    def show_new(self, given: Mapping[str, Reference] | None = None) -> None:
        super().show_new(given)
        customer = (given or {}).get("customer_id")
        if self._invoice.value() is not None:
            self._on_invoice_edited()
        elif customer is not None:
            read = partial(services.invoice_acts.read_only_open, customer_id=customer.id)
            self._ticket = self._tasks.read(self, read, self._on_only_open, pass_over)

    def _forget(self) -> None:
        self._tasks.cancel(self._ticket)
        self._open = None
        self.boxes["invoice_id"].show_hint("")

    def _on_invoice_edited(self) -> None:
        """Another invoice is chosen; of a payment that is stored nothing is due, it is paid."""
        self._forget()
        invoice_id = self._invoice.value()
        if isinstance(invoice_id, int) and not self.record_id:
            read = partial(services.invoice_acts.read_open, invoice_id=invoice_id)
            self._ticket = self._tasks.read(self, read, self._on_open, pass_over)

    def _on_only_open(self, found: Open | None) -> None:
        if found is not None and not self._invoice.line.text():
            self._invoice.show_reference(services.references.reference_to(found.record))
            self._on_open(found)

    def _on_open(self, found: Open) -> None:
        self._open = found
        currency = str(found.record.values.get("currency") or "")
        due = f"{format_decimal(found.amount, currency_digits(currency), own_number_locale())} {currency}".strip()
        self.boxes["invoice_id"].show_hint(self.tr("{amount} is due.").format(amount=due))
        if found.amount and not self.boxes["amount"].editor.raw():
            self.boxes["amount"].editor.show_value(found.amount)
        self._warn()
        self.edited.emit()

    def _warn(self) -> None:
        """Say that it is more than is due; it may be right all the same."""
        box, state = self.boxes["amount"], self.boxes["payment_state"].editor.value()
        amount, found = box.editor.value(), self._open
        problem = None
        if found is not None and state == APPROVED and isinstance(amount, Decimal):
            currency = str(found.record.values.get("currency") or "")
            problem = services.payments.overpaid(found.amount, amount, currency)
        if problem is not None or (box.problem is not None and not box.problem.blocking):
            box.show_problem(problem)
