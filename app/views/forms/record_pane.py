"""The record beside the list or in a window of its own: read, edited, saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, RecordGoneError
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.rights import Act
from app.models.values import Record, RecordKey, State
from app.overriding import override
from app.settings import Settings
from app.views.forms.editors import Raw, text_of
from app.views.forms.form_session import FormSession, Given
from app.views.forms.head_picture import HeadPicture
from app.views.forms.pane_actions import PaneActions
from app.views.forms.pane_pages import PanePages
from app.views.forms.pane_reading import PaneReading
from app.views.forms.pane_reviewing import PaneReviewing
from app.views.forms.record_form import RecordForm
from app.views.forms.record_loading import RecordLoading
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.services.drafts import Draft
    from app.services.forms import Basis, Sheet, Stored
    from app.services.recovery import Unsaved
    from app.services.references import Reference

_LEAST_LETTERS = 60
"""Narrower than so many letters, fields and their labels are squeezed."""


class RecordPane(QWidget):
    """One record of a type at a time. Whoever replaces it asks `leave` first; the pane does so before its own signals.

    Signals:
        saved: a services.saving.Saved.
        draft_saved: the id of a draft.
        record_wanted: the RecordKey of another record to be opened.
        related_wanted: (type name, given) a record is to be made with these references, by field, to this one.
        trash_wanted: the id of a record to be moved to the trash.
        window_wanted: the id of a record to be opened in a window of its own.
        explain_wanted: the id of a record of which somebody wants to know who may do what to it, and why.
        chart_wanted: the id of a record whose place in the organisation is to be shown.
        step_wanted: -1 or +1, the record before or after this one in the list.
        closed: the person is done with the pane.
        said: a sentence for the status bar.
        restored: the record came back from the trash, or says again what it said before.
        state_changed: what can be done now is different: reading or editing, something to save or nothing.
    """

    saved = Signal(object)
    draft_saved = Signal(object)
    record_wanted = Signal(object)
    related_wanted = Signal(str, object)
    trash_wanted = Signal(object)
    window_wanted = Signal(object)
    chart_wanted = Signal(object)
    explain_wanted = Signal(object)
    step_wanted = Signal(int)
    closed = Signal()
    said = Signal(str)
    restored = Signal()
    state_changed = Signal()

    def __init__(
        self, record_type: RecordType, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.record_type, self._tasks = record_type, tasks
        self._sheet: Sheet | None = None  # the stored record that is shown
        self._wants_edit = self._is_entering = self._is_held = False
        self.acts = PaneActions(record_type, self)
        self.pages = PanePages(record_type, self.acts, tasks, settings, self)
        self.session = FormSession(record_type, tasks, self.pages.banner, self)
        self._loading = RecordLoading(record_type, tasks, self)
        self._loading.failed.connect(self._on_read_failed)
        self.picture = HeadPicture(tasks, self.pages.head.avatar, self)
        self._reading = PaneReading(tasks, self.acts, self.pages.view, self._shown, self)
        self._reviewing = PaneReviewing(tasks, self.acts, self)
        self._reviewing.stored.connect(self._on_stored)
        for part in (self._reading, self._reviewing):
            part.said.connect(self.said)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self._connect_session()
        self._connect_history()
        self._connect_acts()
        self.pages.tabs.record_wanted.connect(self._on_other_wanted)
        self.pages.tabs.said.connect(self.said)
        self.pages.new_wanted.connect(self._on_related_wanted)
        self.pages.extras.connect_to(self.said, self._on_related_wanted, self._on_restored)
        self._on_session_changed()

    def _connect_session(self) -> None:
        self.session.changed.connect(self._on_session_changed)
        self.session.stored.connect(self._on_stored)
        self.session.draft_saved.connect(self.draft_saved)
        self.session.other_wanted.connect(self._on_other_wanted)
        self.session.said.connect(self.said)

    def _connect_history(self) -> None:
        self.pages.history.restored.connect(self._on_restored)
        self.acts.restore.triggered.connect(self._restore)
        self.pages.banner.link_clicked.connect(self._restore)

    def _connect_acts(self) -> None:
        acts = self.acts
        acts.edit.triggered.connect(self.edit)
        acts.save.triggered.connect(lambda: self.save())
        acts.save_and_close.triggered.connect(lambda: self.save(self.closed.emit))
        acts.save_as_draft.triggered.connect(self.save_as_draft)
        acts.revert.triggered.connect(self.revert)
        acts.back.triggered.connect(self._on_back)
        acts.previous.triggered.connect(lambda: self.leave(partial(self.step_wanted.emit, -1)))
        acts.next.triggered.connect(lambda: self.leave(partial(self.step_wanted.emit, 1)))
        acts.chart.triggered.connect(lambda: self.chart_wanted.emit(self.record_id()))
        acts.explain.triggered.connect(lambda: self.explain_wanted.emit(self.record_id()))
        acts.trash.triggered.connect(lambda: self._leave_for(self.trash_wanted))
        acts.open_window.triggered.connect(lambda: self._leave_for(self.window_wanted))

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint.expandedTo(QSize(self.fontMetrics().averageCharWidth() * _LEAST_LETTERS, 0))

    @property
    def form(self) -> RecordForm | None:
        """The form that is open."""
        return self.session.form

    def record_id(self) -> int:
        """The stored record that is shown, 0 if there is none."""
        return self._sheet.record.id if self._sheet else 0

    def _shown(self) -> Record | None:
        return self._sheet.record if self._sheet else None

    def is_editing(self) -> bool:
        """Whether the form is open, dirty or not."""
        return self.session.form is not None

    def is_entering(self) -> bool:
        """Whether a form is about to open: what it needs is being read."""
        return self._wants_edit or (self._is_entering and self._loading.is_running())

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.session.is_dirty() or self.pages.tabs.is_dirty()

    def show_record(self, record_id: int) -> None:
        """Open a record for reading; what is shown stays until it has been read."""
        self._wants_edit = self._is_entering = False
        self._loading.read_sheet(record_id, self._on_sheet_read)

    def refresh(self) -> None:
        """Read the record again after somebody changed something; a form that is open is left alone."""
        if self._sheet is not None and self.form is None and not self._loading.is_running():
            self._loading.read_sheet(self._sheet.record.id, self._on_sheet_read)

    def read_with_other_eyes(self) -> None:
        """The same after somebody's rights changed: the tab of accesses may be there now, or not any more."""
        self.pages.accesses.notes.forget()
        self.refresh()

    def edit(self) -> None:
        """Open the record for editing, as soon as it is there."""
        if self._loading.is_running():
            self._wants_edit = not self._is_entering
        elif self.form is None and self._sheet is not None and self._may_edit():
            self._is_entering = True
            company_id = self._sheet.record.values["company_id"]
            self._loading.read_basis(company_id if isinstance(company_id, int) else 0, self._open_stored)

    def _may_edit(self) -> bool:
        if self.pages.is_read_only or self._is_held or self._sheet is None:
            return False
        return self._sheet.record.state is State.ACTIVE and Act.EDIT in self._sheet.acts

    def set_read_only(self, read_only: bool) -> None:
        """Records are there to be read, or to be edited as well."""
        self.pages.set_read_only(read_only)
        self.pages.history.set_read_only(read_only or self._is_held)
        self._on_session_changed()

    def set_held(self, is_held: bool) -> None:
        """Somebody else has the record to themselves, or has it no longer; what was typed meanwhile waits."""
        is_news, self._is_held = is_held != self._is_held, is_held
        self.session.bar(is_held)
        if is_news:
            self.set_read_only(self.pages.is_read_only)

    def is_at_risk(self) -> bool:
        """Whether something typed would be lost with the form: it is dirty, or on its way to be stored."""
        return self.is_dirty() or self.session.saving.is_running

    def new_record(self, kind: str, company_id: int, given: Given | None = None) -> None:
        """Start a new record of a company, or of that of the records that it refers to from the start, by their fields."""
        self._is_entering = True
        self._loading.read_basis(company_id, partial(self._open_new, kind, given or {}), given)

    def open_draft(self, draft_id: int) -> None:
        """Go on with a draft."""
        self._is_entering = True
        self._loading.read_draft(draft_id, self._on_draft_read)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Store what the form holds, and go on with `then` once it is on the disk; nothing happens without a form."""
        self.session.save(then)

    def save_as_draft(self) -> None:
        """Keep what was typed, valid or not, as a draft; records that are stored already have none."""
        self.session.save_as_draft()

    def revert(self) -> None:
        """Go back to what is stored, after a question."""
        self.session.revert()

    def leave(self, then: Callable[[], None]) -> None:
        """Go on with `then` when nothing typed would be lost by it, or when the person said that it may."""
        self.session.leave(partial(self.pages.tabs.leave, then))

    def _on_read_failed(self, error: AppError) -> None:
        self.session.end()
        self._sheet = None
        self._wants_edit = self._is_entering = False
        is_gone = isinstance(error, RecordGoneError)
        self.pages.show_empty(self.tr("This is no longer there.") if is_gone else failure_words(error))
        self._on_session_changed()

    def _on_sheet_read(self, sheet: Sheet) -> None:
        self.session.end()
        self._show_sheet(sheet)
        self._show_reading()
        if self._wants_edit:
            self._wants_edit = False
            self.edit()

    def _restore(self) -> None:
        """Bring the record back from the trash."""
        if self._sheet is not None and self._sheet.record.state is State.TRASHED and not self.pages.is_read_only:
            record = self._sheet.record
            self.pages.history.taking_back.restore(record.type_name, record.id, self.record_type.title(record.values))

    def _on_restored(self) -> None:
        if self.form is not None and not self.is_at_risk():
            self.stop_editing()
        self.refresh()
        self.restored.emit()

    def _show_sheet(self, sheet: Sheet) -> None:
        if self._is_held and sheet.record.id != self.record_id():  # what holds of that one is soon said
            self._is_held = False
            self.pages.history.set_read_only(self.pages.is_read_only)
        self._sheet = sheet
        self.pages.show_sheet(sheet)
        company_id = sheet.record.values["company_id"]
        self.pages.forms.prepare_soon(company_id if isinstance(company_id, int) else 0)

    def _show_reading(self) -> None:
        self.pages.show_reading()
        self._on_session_changed()

    def _open_stored(self, basis: Basis) -> None:
        if self._sheet is not None:
            self._enter(str(self._sheet.record.values.get(self.record_type.kind_name) or ""), basis, self._sheet)

    def _open_new(self, kind: str, given: Given, basis: Basis) -> None:
        self._enter(kind, basis, None, given=given)

    def _on_related_wanted(self, type_name: str, field: str) -> None:
        """What is made belongs to the record that is shown."""
        if self._sheet is not None:
            given = self.pages.given_for(type_name, field, self._sheet.record)
            self.leave(partial(self.related_wanted.emit, type_name, given))

    def customer(self) -> Reference | None:
        """The customer who is shown, or whom the record that is shown belongs to."""
        if self._sheet is None:
            return None
        if self.record_type is CUSTOMER:
            return services.references.reference_to(self._sheet.record)
        return self._sheet.references.get("customer_id")

    def _on_draft_read(self, answer: tuple[Draft, Basis]) -> None:
        draft, basis = answer
        kind = draft.texts.get(self.record_type.kind_name, self.record_type.first_kind)
        self._enter(text_of(kind), basis, None, draft)

    def open_unsaved(self, unsaved: Unsaved) -> None:
        """Go on with text that was not saved: nothing of it is stored yet."""
        kept = unsaved.kept
        is_stored = unsaved.sheet is not None
        typed = {name: raw for name, raw in kept.texts.items() if not is_stored or name in kept.changed}
        if unsaved.sheet is not None:
            self._show_sheet(unsaved.sheet)
        self._enter(kept.kind, unsaved.basis, unsaved.sheet, unsaved.draft, typed)

    def _enter(
        self,
        kind: str,
        basis: Basis,
        sheet: Sheet | None,
        draft: Draft | None = None,
        typed: Mapping[str, Raw] | None = None,
        given: Given | None = None,
    ) -> None:
        self._wants_edit = self._is_entering = False
        self.session.end()  # before the form is asked for: where it is made anew, the one before is gone
        form = self.pages.form_for(kind, basis)
        self._sheet = sheet
        self.session.begin(form, sheet, draft, typed, given)
        self.pages.show_form()
        form.focus_first(given or ())

    def _on_session_changed(self) -> None:
        form = self.session.form
        if form is not None:
            self._sheet = self.session.sheet
            if self._sheet is None:
                self.pages.head.show_new(form.kind, form.display_name(), form.called(), form.basis.company)
            self.pages.band.show_form(form)
        self.acts.show_state(
            is_editing=form is not None,
            is_stored=self._sheet is not None,
            is_trashed=self._sheet is not None and self._sheet.record.state is State.TRASHED,
            is_read_only=self.pages.is_read_only or self._is_held,
            can_save=self.session.can_save(),
            is_dirty=self.session.is_dirty(),
            acts=self._sheet.acts if self._sheet is not None else frozenset(Act),
            addable=self._sheet.addable if self._sheet is not None else frozenset(),
        )
        self._reviewing.offer(self._shown() if form is None and self._may_edit() else None)
        is_free = (form is None or not self.is_at_risk()) and not (self.pages.is_read_only or self._is_held)
        self.pages.extras.show_state(self._sheet, is_free=is_free)
        self.state_changed.emit()

    def _on_stored(self, stored: Stored) -> None:
        self._show_sheet(stored.sheet)
        if self.form is None:
            self._show_reading()
        self.saved.emit(stored.saved)

    def stop_editing(self) -> None:
        """Let the form go, or the one that is about to open; whoever calls this has asked `leave`."""
        if self.is_entering():
            self._loading.drop()
        self._wants_edit = self._is_entering = False
        self.session.end()
        (self._show_reading if self._sheet is not None else self._show_nothing)()

    def _show_nothing(self) -> None:
        self.pages.show_empty(self.tr("Nothing chosen yet."))
        self._on_session_changed()

    def _on_back(self) -> None:
        """Esc and Cancel: out of the form, asking if dirty; out of the pane from the page for reading.

        A calendar or suggestions that are open have Esc to themselves.
        """
        if popup := QApplication.activePopupWidget():
            popup.close()
            return
        if self.form is None or self._sheet is None:
            self.leave(self._close)
        else:
            self.session.leave(self.stop_editing)

    def _close(self) -> None:
        self.session.end()
        if self._sheet is None:
            self.pages.show_empty(self.tr("Nothing chosen yet."))
        self._on_session_changed()
        self.closed.emit()

    def put_away(self) -> None:
        """Show no record, nor one that is on its way: they are of another database."""
        self._loading.drop()
        self._wants_edit = self._is_entering = False
        self.session.end()
        self._sheet = None
        self.pages.put_away()
        self._show_nothing()

    def _leave_for(self, signal: SignalInstance) -> None:
        if self._sheet is not None:
            self.leave(partial(signal.emit, self._sheet.record.id))

    def _on_other_wanted(self, key: RecordKey) -> None:
        self.leave(partial(self.record_wanted.emit, key))
