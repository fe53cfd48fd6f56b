"""The form of a pane, kept: filling it takes a tenth of the time that making it takes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.invoice import INVOICE
from app.models.note import NOTE
from app.models.payment import PAYMENT
from app.settings import Settings
from app.views.forms.customer_form import CustomerForm
from app.views.forms.note_form import NoteForm
from app.views.forms.record_form import RecordForm
from app.views.invoices.invoice_form import InvoiceForm
from app.views.invoices.payment_form import PaymentForm

if TYPE_CHECKING:
    from app.services.forms import Basis

_CALM = 1000
"""Milliseconds without another record until a form is made that nobody has asked for yet."""

_SLICE = 0.008
"""Seconds that making such a form may take from the window at a time."""

_PAUSE = 10
"""Milliseconds between such slices, for whatever the person does meanwhile."""


FORMS: dict[str, type[RecordForm]] = {
    CUSTOMER.name: CustomerForm,
    NOTE.name: NoteForm,
    INVOICE.name: InvoiceForm,
    PAYMENT.name: PaymentForm,
}
"""Of the types whose forms do more than the catalogue says."""


class FormShelf(QObject):
    """One form for records of every kind of a type, in a page of the stack that scrolls."""

    def __init__(
        self, record_type: RecordType, stack: QStackedWidget, tasks: DatabaseTasks, settings: Settings
    ) -> None:
        super().__init__(stack)
        self._type, self._tasks, self._settings = record_type, tasks, settings
        self._basis: Basis | None = None
        self._form: RecordForm | None = None
        self._company_id = self._ticket = 0
        self.area = QScrollArea(stack)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        stack.addWidget(self.area)
        self._calm_timer = QTimer(self)
        self._calm_timer.setSingleShot(True)
        self._calm_timer.setInterval(_CALM)
        self._calm_timer.timeout.connect(self._on_calm)
        self._slice_timer = QTimer(self)
        self._slice_timer.setInterval(_PAUSE)
        self._slice_timer.timeout.connect(self._on_slice)

    def take(self, kind: str, basis: Basis) -> RecordForm:
        """The form, as that of a kind and by a company's rules; made anew when a pick list has changed since."""
        old = self._basis
        self._basis = basis
        if self._form is None or (old is not None and (old.picks, old.names) != (basis.picks, basis.names)):
            self._form = self._begin(kind, basis)
        self._form.building.finish()
        self._form.follow(kind, basis)
        return self._form

    def prepare_soon(self, company_id: int) -> None:
        """Make the form little by little once nothing else happens, so that the first record opens as fast as any."""
        self._company_id = company_id
        if self._form is None:
            self._calm_timer.start()

    def _begin(self, kind: str, basis: Basis) -> RecordForm:
        """Start making the form; the area lets go of the one before."""
        make = FORMS.get(self._type.name, RecordForm)
        form = make(self._type, kind, basis, self._tasks, self._settings, self.area, in_slices=True)
        self.area.setWidget(form)
        return form

    def _on_calm(self) -> None:
        self._tasks.cancel(self._ticket)
        read = partial(services.forms.read_basis, company_id=self._company_id)
        self._ticket = self._tasks.read(self, read, self._on_basis_read, self._on_read_failed, patient=True)

    def _on_basis_read(self, basis: Basis) -> None:
        if self._form is None:
            self._basis = basis
            self._form = self._begin(self._type.first_kind, basis)
            self._slice_timer.start()

    def _on_read_failed(self, error: Exception) -> None:
        """Nobody asked for it; whoever does is told."""
        if not isinstance(error, AppError):
            raise error

    def _on_slice(self) -> None:
        if self._form is not None:
            self._form.building.go_on(_SLICE)
        if self._form is None or self._form.building.is_done:
            self._slice_timer.stop()
