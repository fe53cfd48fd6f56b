"""The record beside the list or in a window of its own: read, edited, saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, Problem, RecordGoneError
from app.models.customer import CUSTOMER
from app.models.values import Content, State
from app.settings import Settings
from app.views.forms.customer_form import CustomerForm
from app.views.forms.editors import Raw, text_of
from app.views.forms.pane_actions import PaneActions
from app.views.forms.pane_pages import PanePages
from app.views.forms.problem_words import sentence_of
from app.views.forms.questions import ask
from app.views.forms.record_saving import RecordSaving, Work
from app.views.forms.words import isolated
from app.views.widgets.message_line import Level

if TYPE_CHECKING:
    from app.services.drafts import Draft
    from app.services.forms import Basis, Sheet, Stored

Then = Callable[[], None]


class RecordPane(QWidget):
    """One customer at a time. Whoever replaces it asks `leave` first; the pane does so before its own signals.

    Signals:
        saved: a services.customers.Saved.
        draft_saved: the id of a draft.
        record_wanted: the id of another record to be opened.
        trash_wanted: the id of a record to be moved to the trash.
        window_wanted: the id of a record to be opened in a window of its own.
        step_wanted: -1 or +1, the record before or after this one in the list.
        closed: the person is done with the pane.
        said: a sentence for the status bar.
        state_changed: what can be done now is different: reading or editing, something to save or nothing.
    """

    saved = Signal(object)
    draft_saved = Signal(object)
    record_wanted = Signal(object)
    trash_wanted = Signal(object)
    window_wanted = Signal(object)
    step_wanted = Signal(int)
    closed = Signal()
    said = Signal(str)
    state_changed = Signal()

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._loading = RecordLoading(tasks, self)
        self._sheet: Sheet | None = None
        self._draft: Draft | None = None
        self._draft_id: int | None = None
        self._sent: dict[str, Raw] = {}
        self._then: Then | None = None
        self._wants_edit = False
        self.form: CustomerForm | None = None  # the one being edited
        self.acts = PaneActions(self)
        self.saving = RecordSaving(tasks, self)
        self.pages = PanePages(CUSTOMER, self.acts, tasks, settings, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self._loading.failed.connect(self._on_read_failed)
        self._connect_acts()
        self._connect_saving()
        self.pages.view.record_wanted.connect(self._on_other_wanted)
        self._refresh_acts()

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
        acts.copy_code.triggered.connect(self._on_copy_code)
        acts.copy_text.triggered.connect(self._on_copy_text)
        acts.trash.triggered.connect(lambda: self._leave_for(self.trash_wanted))
        acts.open_window.triggered.connect(lambda: self._leave_for(self.window_wanted))

    def _connect_saving(self) -> None:
        self.saving.stored.connect(self._on_stored)
        self.saving.refused.connect(self._on_refused)
        self.saving.gone.connect(self._on_gone)
        self.saving.failed.connect(self._on_save_failed)
        self.saving.given_up.connect(self._refresh_acts)

    def record_id(self) -> int:
        """The stored record that is shown, 0 if there is none."""
        return self._sheet.record.id if self._sheet else 0

    def is_editing(self) -> bool:
        """Whether the form is open, dirty or not."""
        return self.form is not None

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.form is not None and self.form.is_dirty()

    def show_record(self, record_id: int) -> None:
        """Open a record for reading; what is shown stays until it has been read."""
        self._wants_edit = False
        self._loading.read_sheet(record_id, self._on_sheet_read)

    def refresh(self) -> None:
        """Read the record again after somebody changed something; a form that is open is left alone."""
        if self._sheet is not None and self.form is None and not self._loading.is_running():
            self._loading.read_sheet(self._sheet.record.id, self._on_sheet_read)

    def edit(self) -> None:
        """Open the record for editing, as soon as it is there."""
        if self._loading.is_running():
            self._wants_edit = True
        elif self.form is None and self._sheet is not None and self._sheet.record.state is State.ACTIVE:
            company_id = self._sheet.record.values["company_id"]
            self._loading.read_basis(company_id if isinstance(company_id, int) else 0, self._open_stored)

    def new_record(self, kind: str, company_id: int) -> None:
        """Start a new record."""
        self._loading.read_basis(company_id, partial(self._open_new, kind))

    def open_draft(self, draft_id: int) -> None:
        """Go on with a draft."""
        self._loading.read_draft(draft_id, self._on_draft_read)

    def _on_read_failed(self, error: AppError) -> None:
        self._close_form()
        self._sheet = None
        is_gone = isinstance(error, RecordGoneError)
        self.pages.show_empty(self.tr("This is no longer there.") if is_gone else describe(error, self.tr))
        self._refresh_acts()

    def _on_sheet_read(self, sheet: Sheet) -> None:
        self._close_form()
        self._show_sheet(sheet)
        self.pages.banner.show_message("", Level.HINT)
        self.pages.show_reading()
        self._refresh_acts()
        if self._wants_edit:
            self._wants_edit = False
            self.edit()

    def _show_sheet(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.pages.head.show_sheet(sheet)
        self.pages.view.show_sheet(sheet)

    def _open_stored(self, basis: Basis) -> None:
        if self._sheet is None:
            return
        form = self._open_form(str(self._sheet.record.values["kind"]), basis)
        form.customer_id = self._sheet.record.id
        form.show_content(self._sheet.record.content, self._sheet.references)
        self._enter(form)

    def _open_new(self, kind: str, basis: Basis) -> None:
        self._sheet = self._draft = self._draft_id = None
        form = self._open_form(kind, basis)
        form.customer_id = 0
        form.show_new()
        self._enter(form)

    def _on_draft_read(self, answer: tuple[Draft, Basis]) -> None:
        draft, basis = answer
        kind = text_of(draft.texts.get("kind", EXTERNAL))
        self._open_new(kind, basis)
        self._draft, self._draft_id = draft, draft.id
        self._restore()
        self._on_edited()

    def _open_form(self, kind: str, basis: Basis) -> CustomerForm:
        self._close_form()
        form = self.pages.form_for(kind, basis)
        form.edited.connect(self._on_edited)
        form.other_wanted.connect(self._on_other_wanted)
        self.form = form
        return form

    def _enter(self, form: CustomerForm) -> None:
        self.pages.banner.show_message("", Level.HINT)
        self.pages.show_form(form)
        self._on_edited()
        form.focus_first()

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.edited.disconnect(self._on_edited)
            self.form.other_wanted.disconnect(self._on_other_wanted)
            self.form = None

    def _restore(self) -> None:
        """Show again what the form began with."""
        if self.form is None:
            return
        if self._sheet is not None:
            self.form.show_content(self._sheet.record.content, self._sheet.references)
        else:
            self.form.show_new()
            self.form.show_texts(self._draft.texts if self._draft else {})
            self.form.accept_baseline()
        self._on_edited()

    def leave(self, then: Then) -> None:
        """Go on with `then` when nothing typed would be lost by it, or when the person said that it may."""
        if not self.is_dirty():
            then()
            return
        ask(
            self,
            self.tr("Save what you typed?"),
            self.tr("There are changes to {name} that are not stored yet.").format(name=isolated(self._name())),
            [
                (self.tr("Save"), QMessageBox.ButtonRole.AcceptRole, partial(self.save, then)),
                (self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole, partial(self._discard, then)),
                (self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole, None),
            ],
        )

    def save(self, then: Then | None = None) -> None:
        """Store what the form holds, and go on with `then` once it is on the disk; nothing happens without a form."""
        if self.form is None or self.saving.is_running:
            return
        fault = self.form.check()
        if fault is not None:
            self._on_refused((fault,))
            return
        if self._sheet is not None and not self.form.is_dirty():
            if then is not None:
                then()
            return
        self._then = then
        self._store(None if self._sheet is None else self._sheet.record)

    def save_as_draft(self) -> None:
        """Keep what was typed, valid or not, as a draft; records that are stored already have none."""
        if self.form is None or self._sheet is not None:
            return
        texts = {**self.form.texts(), "kind": self.form.kind}
        keep = partial(
            services.forms.save_draft,
            draft_id=self._draft_id,
            record_type=CUSTOMER.name,
            company_id=self.form.basis.company_id,
            texts=texts,
            display_name=self.form.display_name() or self.tr("(no name yet)"),
        )
        self._tasks.write(self, keep, partial(self._on_draft_kept, texts), self._on_draft_failed)

    def revert(self) -> None:
        """Go back to what is stored, after a question."""
        if not self.is_dirty():
            return
        ask(
            self,
            self.tr("Undo all your changes?"),
            self.tr("The form goes back to what it began with."),
            [
                (self.tr("Revert"), QMessageBox.ButtonRole.DestructiveRole, self._restore),
                (self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole, None),
            ],
        )

    def _store(self, base: Record | None) -> None:
        if self.form is None:
            return
        content = self.form.content(everything=base is None)
        if base is None:
            content = Content({**content.values, "kind": self.form.kind}, content.items)
        self._sent = self.form.texts()
        draft_id = self._draft_id if self._sheet is None else None
        self.saving.store(Work(self.form.basis, base, content, draft_id, self.form.reference_names()))
        self._refresh_acts()

    def _discard(self, then: Then) -> None:
        self._restore()
        then()

    def _name(self) -> str:
        return (self.form.display_name() if self.form else "")[:80] or self.tr("the new customer")

    def _on_edited(self) -> None:
        if self.form is not None and self._sheet is None:
            self.pages.head.show_new(self.form.kind, self.form.display_name())
        self._refresh_acts()

    def _on_stored(self, stored: Stored) -> None:
        then, self._then = self._then, None
        self._show_sheet(stored.sheet)
        self._draft = self._draft_id = None
        if self.form is not None:
            self._show_stored(self.form, stored)
        self._refresh_acts()
        self.saved.emit(stored.saved)
        if then is not None:
            self._close_form()
            self.pages.show_reading()
            self._refresh_acts()
            then()

    def _show_stored(self, form: CustomerForm, stored: Stored) -> None:
        """Show the record as stored; what was typed since the save began stays typed."""
        typed_since = {name: raw for name, raw in form.texts().items() if raw != self._sent.get(name)}
        form.customer_id = stored.sheet.record.id
        form.show_content(stored.sheet.record.content, stored.sheet.references)
        form.show_texts(typed_since)
        form.show_problems(stored.saved.warnings)
        words = " ".join(dict.fromkeys(sentence_of(warning) for warning in stored.saved.warnings[:_MOST_SENTENCES]))
        text = self.tr("Stored. Worth another look: {sentences}").format(sentences=words) if words else ""
        self.pages.banner.show_message(text, Level.WARNING)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._refresh_acts()
        if self.form is None:
            return
        self.form.show_problems(problems)
        first = self.form.first_of(problems)
        count = sum(problem.blocking for problem in problems)
        text = self.tr("Not stored yet: %n field(s) need another look.", "", count)
        self.pages.banner.show_message(text, Level.ERROR)
        self.said.emit(text)
        self.form.focus_problem(first)
        self.pages.bring_into_sight(self.form, self.form.focusWidget())

    def _on_gone(self) -> None:
        self._refresh_acts()
        ask(
            self,
            self.tr("Somebody moved this customer to the trash, or deleted it, while you edited it."),
            self.tr("What you typed is still here."),
            [
                (self.tr("Save as a new customer"), QMessageBox.ButtonRole.AcceptRole, self._save_as_new),
                (self.tr("Keep as a draft"), QMessageBox.ButtonRole.ActionRole, self._keep_as_draft),
                (self.tr("Back to the form"), QMessageBox.ButtonRole.RejectRole, None),
            ],
        )

    def _save_as_new(self) -> None:
        self._forget_stored()
        self._store(None)

    def _keep_as_draft(self) -> None:
        self._forget_stored()
        self.save_as_draft()

    def _forget_stored(self) -> None:
        """What stands in the form is a new record from now on."""
        self._sheet = None
        if self.form is not None:
            self.form.customer_id = 0
            self.form.accept_baseline({})
        self._on_edited()

    def _on_save_failed(self, error: AppError) -> None:
        self._refresh_acts()
        text = describe(error, self.tr)
        self.pages.banner.show_message(self.tr("Not stored; what you typed is still here. ") + text, Level.ERROR)
        self.pages.banner.announce()

    def _on_draft_kept(self, texts: dict[str, Raw], draft_id: int) -> None:
        self._draft_id = draft_id
        if self.form is not None:
            self.form.accept_baseline({name: raw for name, raw in texts.items() if name != "kind"})
        self._refresh_acts()
        self.said.emit(self.tr("Draft kept"))
        self.draft_saved.emit(draft_id)

    def _on_draft_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._on_save_failed(error)

    def _on_back(self) -> None:
        """Esc and Cancel: out of the form, asking if dirty; out of the pane from the page for reading."""
        if self.form is None or self._sheet is None:
            self.leave(self._close)
        else:
            self.leave(self._read_again)

    def _read_again(self) -> None:
        self._close_form()
        self.pages.banner.show_message("", Level.HINT)
        self.pages.show_reading()
        self._refresh_acts()

    def _close(self) -> None:
        self._close_form()
        if self._sheet is None:
            self.pages.show_empty(self.tr("Nothing chosen yet."))
        self._refresh_acts()
        self.closed.emit()

    def _leave_for(self, signal: SignalInstance) -> None:
        if self._sheet is not None:
            self.leave(partial(signal.emit, self._sheet.record.id))

    def _on_other_wanted(self, record_id: int) -> None:
        self.leave(partial(self.record_wanted.emit, record_id))

    def _on_copy_code(self) -> None:
        if self._sheet is not None:
            code = str(self._sheet.record.values["customer_code"])
            QGuiApplication.clipboard().setText(code)
            self.said.emit(self.tr("{code} copied").format(code=code))

    def _on_copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.pages.view.as_text())
        self.said.emit(self.tr("Record copied as text"))

    def _refresh_acts(self) -> None:
        is_dirty = self.is_dirty()
        self.acts.show_state(
            is_editing=self.form is not None,
            is_stored=self._sheet is not None,
            is_active=self._sheet is not None and self._sheet.record.state is State.ACTIVE,
            can_save=(is_dirty or self._draft_id is not None) and not self.saving.is_running,
            is_dirty=is_dirty,
        )
        self.state_changed.emit()
