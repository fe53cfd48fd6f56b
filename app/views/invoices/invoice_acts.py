"""What can be done with an invoice, and with a customer about invoices, from the menu of the record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from app import services
from app.errors import AppError, InvalidRecordError
from app.models.invoice import BECOMES_INVOICE, CREDIT_NOTE, INVOICE, INVOICE_KIND, PAYABLE
from app.models.invoice_status import CANCELLED, DRAFT, OPEN, PAID
from app.models.payment import PAYMENT
from app.models.rights import Act
from app.models.values import RecordKey, State
from app.overriding import override
from app.views.forms.pane_extras import PaneExtras
from app.views.forms.problem_words import sentence_of
from app.views.invoices.invoice_printing import InvoicePrinting
from app.views.words import failure_words

if TYPE_CHECKING:
    import sqlalchemy as sa
    from PySide6.QtWidgets import QWidget

    from app.background import DatabaseTasks
    from app.services.forms import Sheet
    from app.services.invoice_acts import Open
    from app.views.forms.pane_actions import PaneActions
    from app.views.invoices.payment_dialog import PaymentDialog


class CustomerBilling(PaneExtras):
    """An invoice is begun from whoever it is for."""

    def __init__(self, actions: PaneActions, tasks: DatabaseTasks, pane: QWidget) -> None:
        super().__init__(actions, tasks, pane)
        self.bill = self.make(self.tr("&Bill…"), lambda: self.related_wanted.emit(INVOICE.name, "customer_id"))
        self.add_to_menu([self.bill])

    @override
    def show_state(self, sheet: Sheet | None, *, is_free: bool) -> None:
        super().show_state(sheet, is_free=is_free)
        may_add = sheet is not None and INVOICE.name in sheet.addable and sheet.record.state is State.ACTIVE
        self.bill.setVisible(may_add)
        self.bill.setEnabled(is_free)


class InvoiceActs(PaneExtras):
    """Each is there where it makes sense and may be done; whatever it makes is opened."""

    def __init__(self, actions: PaneActions, tasks: DatabaseTasks, pane: QWidget) -> None:
        super().__init__(actions, tasks, pane)
        self.dialog: PaymentDialog | None = None
        self.printing = InvoicePrinting(tasks, pane)
        self.printing.said.connect(self.said)
        self.printing.failed.connect(self._on_failed)
        acts = services.invoice_acts
        self.issue = self.make(self.tr("&Issue"), lambda: self._do(acts.issue, self._on_changed))
        self.pay = self.make(self.tr("Record a &payment…"), lambda: self._ask_for_payment(back=False))
        self.refund = self.make(self.tr("Re&fund…"), lambda: self._ask_for_payment(back=True))
        self.make_invoice = self.make(
            self.tr("Make an in&voice of it"), lambda: self._do(acts.make_invoice, self._open)
        )
        self.bill_again = self.make(self.tr("&Bill again"), lambda: self._do(acts.bill_again, self._open))
        self.credit = self.make(self.tr("Credit &note"), lambda: self._do(acts.credit, self._open))
        self.preview = self.make(self.tr("Print pre&view…"), lambda: self.printing.preview(self.record_id))
        self.print_out = self.make(self.tr("Prin&t…"), lambda: self.printing.print_out(self.record_id))
        self.print_out.setShortcut(QKeySequence.StandardKey.Print)
        self.print_out.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.save_pdf = self.make(self.tr("Save as P&DF…"), lambda: self.printing.save(self.record_id))
        self._changing = (self.issue, self.pay, self.refund, self.make_invoice, self.bill_again, self.credit)
        self._reading = (self.preview, self.print_out, self.save_pdf)
        self.add_to_menu(self._changing)
        self.add_to_menu(self._reading)

    @override
    def show_state(self, sheet: Sheet | None, *, is_free: bool) -> None:
        super().show_state(sheet, is_free=is_free)
        if sheet is None:
            for action in (*self._changing, *self._reading):
                action.setVisible(False)
            return
        values, is_active = sheet.record.values, sheet.record.state is State.ACTIVE
        status, kind = values.get("payment_status"), values.get("document_type")
        may_edit, may_add = Act.EDIT in sheet.acts, INVOICE.name in sheet.addable
        may_pay = may_edit and PAYMENT.name in sheet.addable and kind in PAYABLE
        is_issued = status not in (DRAFT, CANCELLED)
        offered = {
            self.issue: may_edit and status == DRAFT,
            self.pay: may_pay and status in OPEN and kind != CREDIT_NOTE and not values.get("became_id"),
            self.refund: may_pay and (bool(values.get("received")) or (kind == CREDIT_NOTE and status in OPEN)),
            self.make_invoice: may_add and may_edit and kind in BECOMES_INVOICE and status != CANCELLED,
            self.bill_again: may_add and kind != CREDIT_NOTE,
            self.credit: may_add and kind == INVOICE_KIND and (is_issued or status == PAID),
        }
        for action, is_offered in offered.items():
            action.setVisible(is_offered and is_active)
            action.setEnabled(is_free)
        for action in self._reading:
            action.setVisible(True)
            action.setEnabled(True)

    def _do(self, act: Callable[[sa.Connection, int], RecordKey], then: Callable[[RecordKey], None]) -> None:
        if self.record_id:
            self.tasks.write(self, partial(_acting, act, self.record_id), then, self._on_failed)

    def _open(self, key: RecordKey) -> None:
        self.record_wanted.emit(key)

    def _on_changed(self, key: RecordKey) -> None:
        self.changed.emit()

    def _ask_for_payment(self, *, back: bool) -> None:
        if self.record_id:
            read = partial(services.invoice_acts.read_open, invoice_id=self.record_id, back=back)
            self.tasks.read(self, read, partial(self._show_dialog, back), self._on_failed)

    def _show_dialog(self, back: bool, found: Open) -> None:
        from app.views.invoices.payment_dialog import PaymentDialog

        self.dialog = PaymentDialog(self.tasks, found, self.pane, back=back)
        self.dialog.stored.connect(self._on_changed)
        self.dialog.destroyed.connect(self._on_dialog_gone)
        self.dialog.open()

    def _on_dialog_gone(self) -> None:
        self.dialog = None

    def _on_failed(self, error: Exception) -> None:
        match error:
            case InvalidRecordError():
                self.refused.emit(" ".join(sentence_of(each) for each in error.problems if each.blocking))
            case AppError():
                self.refused.emit(failure_words(error))
            case _:
                raise error


def _acting(act: Callable[[sa.Connection, int], RecordKey], invoice_id: int, connection: sa.Connection) -> RecordKey:
    return act(connection, invoice_id)
