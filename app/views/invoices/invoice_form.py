"""The form of an invoice: totals while the lines are typed, and a status that knows which moves follow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from app import services
from app.models.invoice_status import DRAFT, STATUSES, is_free
from app.models.values import Content
from app.overriding import override
from app.views.forms.editors import Raw, text_of
from app.views.forms.editors_choice import ChoiceEditor
from app.views.forms.options import Option
from app.views.forms.record_form import RecordForm
from app.views.invoices.lines_editor import LinesEditor
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.forms import RowReferences
    from app.services.invoices import Terms
    from app.services.references import Reference


class InvoiceForm(RecordForm):
    """Adds to the form of the catalogue what only invoices have."""

    grids = (("number", "date", "month", "currency", "store_id"), ("payment_status", "due_on"))
    most_columns = 1

    @override
    def _complete(self) -> None:
        super()._complete()
        self._ticket = 0
        self._was, self._is_fixed = DRAFT, False
        self.lines = self._lines_editor()
        self.boxes["payment_status"].editor.edited.connect(self._show_reason)
        for name in ("customer_id", "date", "currency"):
            self.boxes[name].editor.edited.connect(self._read_terms)

    def _lines_editor(self) -> LinesEditor:
        editor = self.boxes["lines"].editor
        if not isinstance(editor, LinesEditor):
            raise TypeError("an invoice without an editor of its lines")
        return editor

    @override
    def show_content(
        self, content: Content, references: Mapping[str, Reference], of_rows: RowReferences | None = None
    ) -> None:
        self._was = str(content.values.get("payment_status") or DRAFT)
        self._offer_moves()
        super().show_content(content, references, of_rows)
        self._show_reason()
        self._is_fixed = bool(content.values.get("number"))
        self.lines.set_terms(str(content.values.get("tax_exemption") or ""), str(content.values.get("currency") or ""))
        self._read_terms()

    @override
    def show_texts(self, texts: Mapping[str, Raw]) -> None:
        super().show_texts(texts)
        self._show_reason()

    @override
    def display_name(self) -> str:
        number = text_of(self.boxes["number"].editor.raw()).strip()
        return number or super().display_name()

    def _offer_moves(self) -> None:
        """What follows from the status as it is stands first, then what takes a reason."""
        editor = self.boxes["payment_status"].editor
        if isinstance(editor, ChoiceEditor):
            ordered = sorted(STATUSES, key=lambda each: (each.value != self._was, not is_free(self._was, each.value)))
            editor.offer(Option(each.value, label_of(each)) for each in ordered)

    def _show_reason(self) -> None:
        """A reason is asked for where the status doesn't follow from the one before."""
        now = text_of(self.boxes["payment_status"].editor.raw()) or self._was
        box, is_needed = self.boxes["status_reason"], not is_free(self._was, now)
        box.set_label(label_of(box.field), is_needed)
        is_open = "status_reason" not in self._closed
        box.set_field_visible(is_open and (is_needed or bool(box.editor.raw())))

    def _read_terms(self) -> None:
        """The taxes of which the customer is exempt, behind the typing; what was issued stays as it was."""
        self._tasks.cancel(self._ticket)
        values = {name: self.boxes[name].editor.value() for name in ("customer_id", "date", "currency")}
        read = partial(
            services.invoices.read_terms,
            company_id=self.basis.company_id,
            values=values,
            issued_as=self.lines.model.exempt if self._is_fixed else None,
        )
        self._ticket = self._tasks.read(self, read, self._on_terms_read, patient=True)

    def _on_terms_read(self, terms: Terms) -> None:
        self.lines.set_terms(terms.exempt, terms.currency)
