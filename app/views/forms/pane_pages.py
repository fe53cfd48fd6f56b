"""What a record pane is made of: head, banner, the page for reading or editing, foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.attachment import ATTACHMENT
from app.models.catalogue import RECORD_TYPES, belonging
from app.models.contract import SERVICE
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.interaction import INTERACTION
from app.models.invoice import INVOICE
from app.models.note import NOTE
from app.models.rights import Act
from app.models.values import Record, State
from app.settings import Settings
from app.views.accesses.accesses_tab import AccessesTab
from app.views.attachments.attachments_tab import AttachmentsTab
from app.views.attachments.file_drop import FileDrop
from app.views.attachments.file_tab import FileTab
from app.views.forms.acknowledged_tab import AcknowledgedTab
from app.views.forms.form_foot import FormFoot
from app.views.forms.form_shelf import FormShelf
from app.views.forms.interactions_tab import InteractionsTab
from app.views.forms.notes_tab import NotesTab
from app.views.forms.pane_actions import PaneActions
from app.views.forms.pane_alerts import PaneAlerts
from app.views.forms.pane_counting import PaneCounting
from app.views.forms.pane_extras import PaneExtras
from app.views.forms.presence_line import PresenceLine
from app.views.forms.record_band import RecordBand
from app.views.forms.record_form import RecordForm
from app.views.forms.record_tabs import RecordTabs
from app.views.forms.record_view import RecordView
from app.views.forms.related_tab import RelatedTab
from app.views.forms.reports_tab import ReportsTab
from app.views.forms.services_tab import ServicesTab
from app.views.forms.summary_head import SummaryHead
from app.views.history.history_tab import HistoryTab
from app.views.invoices.dues_line import DuesLine
from app.views.invoices.invoice_acts import CustomerBilling, InvoiceActs
from app.views.timeline.timeline_tab import TimelineTab
from app.views.widgets.message_line import Level, MessageLine

if TYPE_CHECKING:
    from app.services.forms import Basis, Sheet
    from app.services.references import Reference


TABS: dict[str, type[RelatedTab]] = {
    NOTE.name: NotesTab,
    SERVICE.name: ServicesTab,
    ATTACHMENT.name: AttachmentsTab,
    INTERACTION.name: InteractionsTab,
}
"""Of the types whose lists among a record's tabs do more than list them."""
EXTRAS: dict[str, type[PaneExtras]] = {CUSTOMER.name: CustomerBilling, INVOICE.name: InvoiceActs}
"""Of the types that have acts of their own."""


class PanePages(QWidget):
    """Lays the parts out and turns the pages.

    Signals:
        new_wanted: (type name, field name) a record is to be made that refers to this one by that field.
    """

    new_wanted = Signal(str, str)

    def __init__(
        self,
        record_type: RecordType,
        actions: PaneActions,
        tasks: DatabaseTasks,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._type = record_type
        self._is_read_only = False
        self.head = SummaryHead(record_type, actions.menu, self)
        self.presence = PresenceLine(self)
        self.band = RecordBand(record_type, self)
        self.alerts = PaneAlerts(tasks, self)
        self.banner = MessageLine(self)
        self.empty_label = QLabel(self.tr("Nothing chosen yet."), self)
        self.view = RecordView(record_type, settings, self)
        self.tabs = RecordTabs(self.view, self)
        self.history = HistoryTab(record_type, tasks, settings, self)
        if record_type is CUSTOMER:
            self._add_timeline(tasks, settings)
            self.tabs.add_tab(ReportsTab(tasks, settings, self.tabs))
        self.related: list[RelatedTab] = []
        for other, field in belonging(record_type):
            self._add_related(TABS.get(other.name, RelatedTab)(other, field, tasks, settings, self.tabs), actions)
        if record_type is NOTE:
            self.tabs.add_tab(AcknowledgedTab(tasks, self.tabs))
        if record_type is ATTACHMENT:
            self.tabs.add_tab(FileTab(tasks, self.tabs))
        self.tabs.add_tab(self.history)
        self.accesses = AccessesTab(record_type, tasks, self)
        self.tabs.add_tab(self.accesses)
        self.accesses.offered.connect(self._offer_accesses)
        self.alerts.record_wanted.connect(self.tabs.record_wanted)
        self._offer_accesses(False)
        self.dues = DuesLine(tasks, self) if record_type is CUSTOMER else None
        self.counting = PaneCounting(tasks, self.tabs, self, self.dues)
        self.extras = EXTRAS.get(record_type.name, PaneExtras)(actions, tasks, self)
        self.extras.record_wanted.connect(self.tabs.record_wanted)
        self.extras.refused.connect(lambda text: self.banner.show_message(text, Level.ERROR))
        self.stack = QStackedWidget(self)
        self.forms = FormShelf(record_type, self.stack, tasks, settings)
        self.foot = FormFoot(actions, self)
        self.history.past_looked_at.connect(lambda is_past: self.foot.setVisible(not is_past))
        self._arrange()
        self.show_empty(self.empty_label.text())

    def _add_timeline(self, tasks: DatabaseTasks, settings: Settings) -> None:
        timeline = TimelineTab(tasks, settings, self.tabs)
        timeline.new_wanted.connect(self.new_wanted)
        timeline.changes_wanted.connect(lambda: self.tabs.setCurrentWidget(self.history))
        self.tabs.add_tab(timeline)

    def _add_related(self, tab: RelatedTab, actions: PaneActions) -> None:
        tab.new_wanted.connect(self.new_wanted)
        if isinstance(tab, ServicesTab):
            tab.adding_wanted.connect(actions.add_services.trigger)
        self.related.append(tab)
        self.tabs.add_tab(tab)
        if isinstance(tab, AttachmentsTab):
            FileDrop(self, self.tabs, tab, lambda: not self.is_read_only)

    def _arrange(self) -> None:
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        self.banner.setContentsMargins(12, 0, 12, 4)
        self.stack.addWidget(self.empty_label)
        self.stack.addWidget(self.tabs)
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        if self.dues is not None:
            layout.addWidget(self.dues)
        layout.addWidget(self.presence)
        layout.addWidget(self.band)
        layout.addWidget(self.alerts.bar)
        layout.addWidget(self.banner)
        layout.addWidget(line)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.foot)

    def _offer_accesses(self, is_offered: bool) -> None:
        self.tabs.offer(self.accesses, is_offered)

    def form_for(self, kind: str, basis: Basis) -> RecordForm:
        """The form of a kind, going by a company's rules."""
        return self.forms.take(kind, basis)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be changed in the database."""
        return self._is_read_only

    def set_read_only(self, is_read_only: bool) -> None:
        """Let records be read, or changed as well."""
        self._is_read_only = self.alerts.is_read_only = is_read_only
        for tab in self.related:
            tab.is_read_only = is_read_only

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a stored record in all parts; how much belongs to it, and what alerts, is asked behind that."""
        self._show_state(sheet)
        self.head.show_sheet(sheet)
        self.band.show_value(sheet.record.values)
        for tab in self.related:
            self.tabs.offer(tab, tab.may_list(sheet))
        self.tabs.show_sheet(sheet)
        self.counting.read(sheet.record.key)
        self.alerts.read(sheet.record)

    def given_for(self, type_name: str, field: str, record: Record) -> dict[str, Reference]:
        """What a new record that is made from here refers to, by field.

        That is the record itself and, of what belongs to it, what is selected and the new one can't be without: a payment is for
        an invoice.
        """
        needed = {
            field.target: field.name for field in RECORD_TYPES[type_name].fields if field.belongs and field.required
        }
        chosen = {tab.listed.name: tab.chosen(record.id) for tab in self.related if tab.listed.name in needed}
        given = {needed[name]: reference for name, reference in chosen.items() if reference is not None}
        return {**given, field: services.references.reference_to(record)}

    def put_away(self) -> None:
        """Show nothing of a record: it is of another database."""
        self.tabs.put_away()
        self.counting.drop()
        self.alerts.drop()

    def _show_state(self, sheet: Sheet) -> None:
        """Say of a record in the trash that it is there, and offer the way back."""
        if sheet.record.state is State.TRASHED:
            stamps = (sheet.lines.get(name, ()) for name in ("changed_at", "changed_by"))
            when, who = (next((line.text for line in lines), "…") for lines in stamps)
            text = self.tr("In the trash since {when}, by {who}: to be read only.").format(when=when, who=who)
            is_lasting = self.is_read_only or Act.DELETE not in sheet.acts
            self.banner.show_message(text, Level.WARNING, "" if is_lasting else self.tr("Restore"))
        elif not self._type.by_hand:
            text = self.tr("Another program passed this on: it is read here, and not changed.")
            self.banner.show_message(text, Level.HINT)
        elif Act.EDIT not in sheet.acts and not self.is_read_only:
            text = self.tr("You may read this record, but not change it. Ask whoever holds it, or an administrator.")
            self.banner.show_message(text, Level.HINT)

    def show_form(self) -> None:
        """Turn to the form, from its top."""
        self.forms.area.verticalScrollBar().setValue(0)
        self.stack.setCurrentWidget(self.forms.area)
        self._show_parts(is_editing=True)

    def show_reading(self) -> None:
        """Turn to the page for reading."""
        self.stack.setCurrentWidget(self.tabs)
        self._show_parts(is_editing=False)

    def show_empty(self, text: str) -> None:
        """Say why there is no record."""
        self.empty_label.setText(text)
        self.stack.setCurrentWidget(self.empty_label)
        for part in (self.head, self.band, self.alerts.bar, self.foot):
            part.hide()

    def _show_parts(self, *, is_editing: bool) -> None:
        self.head.show()
        self.foot.show()
        self.foot.show_editing(is_editing)
