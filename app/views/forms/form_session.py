"""One record being edited: from the moment its form opens until everything typed is stored, kept as a draft or let go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, Problem
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.values import Content, Record
from app.views.forms.band_question import ask_about_band
from app.views.forms.doubts import ask_in_doubt, say_doubt
from app.views.forms.editors import Raw
from app.views.forms.form_barrier import FormBarrier
from app.views.forms.problem_words import worth_another_look
from app.views.forms.record_form import RecordForm
from app.views.forms.record_saving import RecordSaving, Work
from app.views.forms.save_offer import SaveOffer
from app.views.forms.session_questions import ask_to_leave, ask_to_revert, ask_when_gone
from app.views.forms.shift_question import ShiftQuestion
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import counted, failure_words, label_of

if TYPE_CHECKING:
    from app.services.drafts import Draft
    from app.services.forms import Sheet, Stored
    from app.services.references import Reference

Then = Callable[[], None]
Given: TypeAlias = "Mapping[str, Reference | Raw]"
"""What a new record begins with, by field: what it refers to, and what would stand in an editor."""

DECIDING = ("department", "manager_id")
"""The fields on which rights on a customer hang, where the company says so."""


class FormSession(QObject):
    """What the person may do with an open form, and what the program asks before anything typed would go.

    Signals:
        changed: something was typed, stored or taken back.
        stored: a services.forms.Stored; the session is over if something was to follow the save.
        draft_saved: the id of a draft.
        other_wanted: the RecordKey of a record that a field refers to or clashes with.
        said: a sentence for the status bar.
        begun: a form was opened.
        leaving: what is in the form is about to be let go, by the person's choice if it is dirty.
    """

    changed = Signal()
    stored = Signal(object)
    draft_saved = Signal(object)
    other_wanted = Signal(object)
    said = Signal(str)
    begun = Signal()
    leaving = Signal()

    def __init__(self, record_type: RecordType, tasks: DatabaseTasks, banner: MessageLine, pane: QWidget) -> None:
        super().__init__(pane)
        self.record_type, self._tasks, self._banner, self._pane = record_type, tasks, banner, pane
        self.form: RecordForm | None = None
        self.sheet: Sheet | None = None
        self._draft: Draft | None = None
        self._given: Given = {}
        self._draft_id: int | None = None
        self._draft_writing: object | None = None  # the draft that is on its way, of the form that is open
        self._sent: dict[str, Raw] = {}
        self._then: Then | None = None
        self._asked: Work | None = None  # what is stored if the person agrees
        self.shifts = ShiftQuestion(tasks, pane)
        self._is_barred = False
        self._barrier = FormBarrier(pane)
        self.saving = RecordSaving(record_type, tasks, pane)
        self.saving.stored.connect(self._on_stored)
        self.saving.refused.connect(self._on_refused)
        self.saving.gone.connect(self._on_gone)
        self.saving.failed.connect(self._on_save_failed)
        self.saving.given_up.connect(self.changed)
        self._offer = SaveOffer(tasks, banner, self)
        self._offer.save_wanted.connect(lambda: self.save())
        self.saving.doubted.connect(partial(say_doubt, banner))
        self.saving.doubted.connect(self.changed)

    def begin(
        self,
        form: RecordForm,
        sheet: Sheet | None,
        draft: Draft | None = None,
        typed: Mapping[str, Raw] | None = None,
        given: Given | None = None,
    ) -> None:
        """Open a form on a stored record, on a draft, or on a new record of the form's kind.

        What was `typed` before and is not stored, such as text that was recovered, makes it dirty from the start. A new record
        begins with what is `given`, by field.
        """
        self.end()
        self.form, self.sheet, self._draft, self._given = form, sheet, draft, given or {}
        self._draft_id = draft.id if draft else None
        form.allow(sheet.accesses if sheet else form.basis.accesses.get(form.record_type.name, {}))
        form.record_id = sheet.record.id if sheet else 0
        form.edited.connect(self._on_edited)
        form.other_wanted.connect(self.other_wanted)
        self._restore()
        self.begun.emit()
        if typed:
            form.show_texts(typed)
            self.changed.emit()

    @property
    def draft_id(self) -> int:
        """The draft that the form goes on with, 0 if there is none."""
        return self._draft_id or 0

    @property
    def mark(self) -> str:
        """By which to find out whether what stands in the form is stored, if that is in doubt; "" if it isn't."""
        is_as_sent = self.form is not None and self.form.texts() == self._sent
        return self.saving.mark if is_as_sent else ""

    def end(self) -> None:
        """Let the form go, with whatever is in it."""
        self.shifts.drop()
        if self.form is not None:
            self.leaving.emit()
            self._barrier.end(self.form)
            self.form.edited.disconnect(self._on_edited)
            self.form.other_wanted.disconnect(self.other_wanted)
        self._offer.end()
        self._banner.show_message("", Level.HINT)
        self.form = self.sheet = self._draft = self._draft_id = self._draft_writing = self._then = None
        self._asked = None

    def bar(self, is_barred: bool) -> None:
        """Let nothing be typed or saved for a while, because somebody else has the record; what was typed stays."""
        self._is_barred = is_barred
        if self.form is not None and self.form.isEnabled() is is_barred:
            (self._barrier.shut if is_barred else self._barrier.lift)(self.form)

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.form is not None and self.form.is_dirty()

    def can_save(self) -> bool:
        """Whether there is something to save; a draft is, as it is."""
        is_waiting = self.is_dirty() or (self.form is not None and self._draft_id is not None)
        return is_waiting and not self._is_saving() and not self._is_barred

    def _is_saving(self) -> bool:
        return self.saving.is_running or self.shifts.is_asking

    def leave(self, then: Then) -> None:
        """Go on with `then` when nothing typed would be lost by it, or when the person said that it may."""
        if self.saving.is_in_doubt:
            ask_in_doubt(self._pane, partial(self._leave_in_doubt, then), is_kept=True)
            return
        if self.saving.is_running:
            self._then = then
            return
        if not self.is_dirty():
            then()
            return
        save = None if self._is_barred else partial(self.save, then)
        ask_to_leave(self._pane, self._name(), save, partial(self._discard, then))

    def _leave_in_doubt(self, then: Then) -> None:
        self.saving.forget()
        self._discard(then)

    def save(self, then: Then | None = None) -> None:
        """Store what the form holds, and go on with `then` once it is on the disk; nothing happens without a form."""
        if self.shifts.is_asking:
            self._then = then or self._then
            return
        if self.form is None or self.saving.is_running or self._is_barred:
            return
        if faults := self.form.faults():
            self._on_refused((*faults, *self.form.broken_rules(faults)))
            return
        if self.sheet is not None and not self.form.is_dirty():
            if then is not None:
                then()
            return
        self._then = then
        self._store(self.sheet.record if self.sheet else None)

    def save_as_draft(self) -> None:
        """Keep what was typed, valid or not, as a draft; records that are stored already have none."""
        if self.form is None or self.sheet is not None or self._draft_writing is not None:
            return
        texts = {**self.form.texts(), **self._own_kind()}
        keep = partial(
            services.forms.save_draft,
            draft_id=self._draft_id,
            record_type=self.record_type.name,
            company_id=self.form.basis.company_id,
            texts=texts,
            display_name=self.form.display_name() or self.tr("(no name yet)"),
        )
        writing = self._draft_writing = object()
        self._tasks.write(self, keep, partial(self._on_draft_kept, writing, texts), self._on_draft_failed)

    def revert(self) -> None:
        """Go back to what is stored, after a question."""
        if self.is_dirty():
            ask_to_revert(self._pane, self._restore)

    def _restore(self) -> None:
        """Show again what the form began with."""
        self.shifts.drop()
        if self.form is None:
            return
        self.form.begin_anew()
        if self.sheet is not None:
            self.form.show_content(self.sheet.record.content, self.sheet.references, self.sheet.row_references)
        else:
            texts = {name: given for name, given in self._given.items() if isinstance(given, (str, list))}
            self.form.show_new(
                {name: given for name, given in self._given.items() if not isinstance(given, (str, list))}
            )
            self.form.show_texts(self._draft.texts if self._draft else texts)
            self.form.accept_baseline()
        self.changed.emit()

    def _store(self, base: Record | None) -> None:
        if self.form is None:
            return
        content = self.form.content(everything=base is None)
        if base is None:
            content = Content({**content.values, **self._own_kind()}, content.items)
        self._sent = self.form.texts()
        draft_id = self._draft_id if self.sheet is None else None
        work = Work(self.form.basis, base, content, draft_id, self.form.reference_names())
        decides = self.record_type is CUSTOMER and any(name in content.values for name in DECIDING)
        if base is not None and work.basis.extends_rights and decides:
            begin = partial(self._begin_saving, work)
            self.shifts.ask(base, content.values, begin, self._stay, self._on_shifts_not_read)
            self.changed.emit()
        else:
            self._asked = work
            go_on = partial(self._go_on_saving, work)
            if not ask_about_band(self._pane, self.record_type, base, content, go_on, self._stay):
                self._begin_saving(work)

    def _go_on_saving(self, work: Work) -> None:
        if work is self._asked:  # else the form it was asked about is gone
            self._begin_saving(work)

    def _begin_saving(self, work: Work) -> None:
        self.saving.store(work)
        self.changed.emit()

    def _stay(self) -> None:
        """Nothing was saved, and nothing follows."""
        self._then = None
        self.changed.emit()

    def _on_shifts_not_read(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self._stay()
            raise error
        self._on_save_failed(error)

    def _on_edited(self) -> None:
        """What was refused may be right now."""
        if self._banner.level is Level.ERROR and self.form is not None and not self.form.has_errors():
            self._banner.show_message("", Level.HINT)
        self.changed.emit()

    def _discard(self, then: Then) -> None:
        self.leaving.emit()
        self._restore()
        then()

    def _name(self) -> str:
        typed = self.form.display_name() if self.form else ""
        name = typed or (str(self.sheet.record.values["display_name"] or "") if self.sheet else "")
        return name[:80] or self.tr("the new {type}").format(type=self._type_words())

    def _own_kind(self) -> dict[str, str]:
        """The kind of the record, where the form has no field for it because the person chose it before."""
        return {self.record_type.kind_name: self.form.kind} if self.form is not None and self.record_type.kinds else {}

    def _type_words(self) -> str:
        """What the record is, within a sentence."""
        return label_of(self.record_type).lower()

    def _on_stored(self, stored: Stored) -> None:
        then = self._then
        self._offer.end()
        self.sheet, self._draft, self._draft_id = stored.sheet, None, None
        if self.form is not None:
            sheet = stored.sheet
            self.form.show_stored(sheet.record, sheet.references, self._sent, sheet.row_references)
            self.form.show_problems(stored.saved.warnings)
        if then is not None:
            self.end()
        self._warn(stored.saved.warnings)
        self.stored.emit(stored)
        self.changed.emit()
        if then is not None:
            then()

    def _warn(self, warnings: tuple[Problem, ...]) -> None:
        """Say gently what is stored and yet doubtful."""
        self._banner.show_message(worth_another_look(self.record_type, warnings), Level.WARNING)

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self.changed.emit()
        if self.form is None:
            return
        self.form.show_problems(problems)
        first = self.form.first_of(problems)
        one = self.tr("Not stored yet: one field needs another look.")
        many = self.tr("Not stored yet: {count} fields need another look.")
        text = counted(max(sum(problem.blocking for problem in problems), 1), one, many)
        self._banner.show_message(text, Level.ERROR)
        self.said.emit(text)
        self.form.focus_problem(first)

    def _on_gone(self) -> None:
        self.changed.emit()
        ask_when_gone(self._pane, self._type_words(), self._save_as_new, self._keep_as_draft)

    def _save_as_new(self) -> None:
        self._forget_stored()
        self._store(None)

    def _keep_as_draft(self) -> None:
        self._forget_stored()
        self.save_as_draft()

    def _forget_stored(self) -> None:
        """What stands in the form is a new record from now on."""
        self.sheet = None
        if self.form is not None:
            self.form.record_id = 0
            self.form.accept_baseline({})
        self.changed.emit()

    def _on_save_failed(self, error: AppError) -> None:
        self._stay()
        if not self._offer.begin(error):
            self._say_not_stored(error)

    def _say_not_stored(self, error: AppError) -> None:
        text = failure_words(error)
        self._banner.say(self.tr("Not stored; what you typed is still here. ") + text, Level.ERROR)

    def _on_draft_kept(self, writing: object, texts: dict[str, Raw], draft_id: int) -> None:
        if self.form is not None and self._draft_writing is writing:
            self._draft_id, self._draft_writing = draft_id, None
            own_kind = self._own_kind()
            self.form.accept_baseline({name: raw for name, raw in texts.items() if name not in own_kind})
        self.changed.emit()
        self.said.emit(self.tr("Draft kept"))
        self.draft_saved.emit(draft_id)

    def _on_draft_failed(self, error: Exception) -> None:
        self._draft_writing = None
        if not isinstance(error, AppError):
            raise error
        self.changed.emit()
        self._say_not_stored(error)
