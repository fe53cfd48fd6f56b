"""What an administrator keeps: all records of one type at the left, the form of one at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QMessageBox,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, EditConflictError, InvalidRecordError, Problem
from app.models.fields import RecordType
from app.models.rights import Act
from app.models.rows import KeptRow
from app.models.values import Content, Record
from app.overriding import override
from app.settings import Settings
from app.views.dialogs.kept_frame import KeptFrame
from app.views.dialogs.writing import by_current_user
from app.views.failures import pass_over
from app.views.forms.doubts import ask_in_doubt, say_doubt
from app.views.forms.editors import Raw
from app.views.forms.problem_words import sentence_of, worth_another_look
from app.views.forms.questions import ask
from app.views.forms.reconciling import reconcile, sides_with
from app.views.forms.record_form import RecordForm
from app.views.widgets.message_line import Level
from app.views.words import counted, failure_words, label_of

if TYPE_CHECKING:
    from app.services.forms import Basis, Sheet
    from app.services.kept import Stored
    from app.views.forms.conflict_dialog import ConflictDialog

Then = Callable[[], None]

_ABOVE = frozenset({"last_active", "last_administrator"})
"""Problems that are as much about the others as about this record."""


class KeptDialog(KeptFrame):
    """Records of one type are added, edited, and whatever else the type's own dialog offers.

    Signals:
        changed: something was stored; what depends on it has to be read again.
    """

    changed = Signal()

    form_class: type[RecordForm] = RecordForm

    def __init__(
        self, record_type: RecordType, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(record_type, parent)
        self._tasks, self._settings = tasks, settings
        self._base: Record | None = None
        self._sheet: Sheet | None = None
        self._basis: Basis | None = None
        self._is_saving = self._is_in_doubt = False
        self._ticket = 0
        self._has_begun = False
        self._wanted_id = 0
        self._sent: dict[str, Raw] = {}
        self._then: Then | None = None
        self.form: RecordForm | None = None
        self.conflict: ConflictDialog | None = None
        self._connect()
        self._show_acts()
        self._tasks.read(self, services.kept.read_shared_basis, self._on_basis_read)
        self._read_list()

    def _connect(self) -> None:
        self.list.moved.connect(self._on_list_moved)
        self.search.textChanged.connect(self._read_list)
        self.new_button.clicked.connect(lambda: self.leave(self._start_new))
        self.active_button.clicked.connect(lambda: self.leave(self._switch_active))
        self.save_button.clicked.connect(lambda: self.save())
        self.revert_button.clicked.connect(self._show_base)
        self.close_button.clicked.connect(self.reject)

    def refresh(self) -> None:
        """Somebody changed something: show the list as it is now and, unless it is being edited, the record."""
        self._read_list()
        if self._base is not None and not self.is_dirty() and not self._is_saving:
            read = partial(services.kept.read_kept, type_name=self.record_type.name, record_id=self._base.id)
            self._tasks.read(self, read, self._on_read_again, pass_over, patient=True)  # gone from the list, too

    def _on_read_again(self, sheet: Sheet) -> None:
        is_another = self._base is not None and sheet.record.version != self._base.version
        if is_another and not self.is_dirty() and not self._is_saving:
            self._on_record_read(sheet)

    def _read_list(self) -> None:
        """Show the records as they are stored; one stays where one is, at first on the first of them."""
        if self._ticket:
            self._tasks.cancel(self._ticket)
        words = self.search.text().strip()
        read = partial(services.kept.list_rows, type_name=self.record_type.name, words=words)
        self._ticket = self._tasks.read(self, read, self._on_list_read)

    def _on_list_read(self, rows: tuple[KeptRow, ...]) -> None:
        current = self.list.current_row() or (rows[0] if rows and not self._has_begun else None)
        self._has_begun = True
        shown_id = self._base.id if self._base else 0
        wanted_id, self._wanted_id = self._wanted_id, 0
        self.list.show_rows(rows, wanted_id or (current.id if current else shown_id))
        row = self.list.current_row()
        if row is not None and (self._base is None or self._base.id != row.id):
            self._read_record(row.id)
        self._show_acts()

    def _read_record(self, record_id: int) -> None:
        read = partial(services.kept.read_kept, type_name=self.record_type.name, record_id=record_id)
        self._tasks.read(self, read, self._on_record_read, self._on_failed)

    def _on_basis_read(self, basis: Basis) -> None:
        self._basis = basis
        self.form = self.form_class(self.record_type, "", basis, self._tasks, self._settings, self.area)
        self.form.edited.connect(self._show_acts)
        self.form.other_wanted.connect(lambda key: self.leave(partial(self._open, key.id)))
        self.area.setWidget(self.form)
        self._show_base()

    def _on_record_read(self, sheet: Sheet) -> None:
        row = self.list.current_row()
        if row is not None and row.id == sheet.record.id:
            self._base, self._sheet = sheet.record, sheet
            self._show_base()

    def _show_base(self) -> None:
        """Show the record as it was read, or an empty form."""
        if self.form is None:
            return
        self.form.begin_anew()
        self.form.record_id = self._base.id if self._base else 0
        self.form.allow(
            self._sheet.accesses if self._sheet else self.form.basis.accesses.get(self.record_type.name, {})
        )
        if self._base is None or self._sheet is None:
            self.form.show_new()
            self.heading.show_text(self.tr("New: {type}").format(type=label_of(self.record_type)))
        else:
            self.form.show_content(self._base.content, self._sheet.references, self._sheet.row_references)
            self.heading.show_text(self.record_type.title(self._base.values))
        self.message.show_message("", Level.HINT)
        self._show_acts()

    @override
    def is_dirty(self) -> bool:
        return self.form is not None and self.form.is_dirty()

    def _show_acts(self) -> None:
        is_dirty = self.is_dirty()
        self.save_button.setEnabled(is_dirty)
        self.revert_button.setEnabled(is_dirty)
        row = self.list.current_row()
        acts = self._sheet.acts if self._sheet else frozenset(Act)
        may_add = self._basis is None or self.record_type.name in self._basis.may_add
        self.new_button.setEnabled(self.form is not None and may_add)
        self.copy_button.setEnabled(row is not None and may_add)
        self.active_button.setEnabled(row is not None and Act.EDIT in acts)
        self.delete_button.setEnabled(row is not None and Act.DELETE in acts)
        self.active_button.setText(self.tr("&Deactivate") if row is None or row.active else self.tr("&Activate"))

    def _on_list_moved(self) -> None:
        wanted = self.list.current_row()
        if wanted is None or (self._base is not None and wanted.id == self._base.id):
            return
        self.list.go_to(self._base.id if self._base else 0)
        self.leave(partial(self._open, wanted.id))

    def _open(self, record_id: int) -> None:
        self.list.go_to(record_id)
        self._read_record(record_id)

    def _start_new(self) -> None:
        self._base = self._sheet = None
        self.list.go_to(0)
        self._show_base()
        if self.form is not None:
            self.form.focus_first()

    def _switch_active(self) -> None:
        row = self.list.current_row()
        if row is None or self.form is None:
            return
        self._sent = self.form.texts()
        type_name = self.record_type.name
        act = partial(services.kept.activate, type_name=type_name, record_id=row.id, active=not row.active)
        self._tasks.write(self, partial(by_current_user, act=act), self._on_stored, self._on_failed)

    @override
    def leave(self, then: Then) -> None:
        if self._is_in_doubt:
            ask_in_doubt(self, partial(self._leave_in_doubt, then), is_kept=False)
            return
        if self._is_saving:
            self._then = then
            return
        if not self.is_dirty():
            then()
            return
        role = QMessageBox.ButtonRole
        ask(
            self,
            self.tr("Save what you typed?"),
            self.tr("There are changes to this record that are not stored yet."),
            [
                (self.tr("Save"), role.AcceptRole, lambda: self.save(then)),
                (self.tr("Discard"), role.DestructiveRole, lambda: self._discard(then)),
                (self.tr("Keep editing"), role.RejectRole, None),
            ],
        )

    def _leave_in_doubt(self, then: Then) -> None:
        self._is_saving = self._is_in_doubt = False
        self._base = self._sheet = None
        self._discard(then)

    def _discard(self, then: Then) -> None:
        self._show_base()
        then()

    def save(self, then: Then | None = None) -> None:
        """Store what the form holds, and go on once it is on the disk."""
        if self.form is None or self._is_saving:
            return
        if faults := self.form.faults():
            self._show_problems(faults)
        else:
            self._then, self._sent = then, self.form.texts()
            self._store(self._base, self.form.content(everything=self._base is None))

    def _store(self, base: Record | None, content: Content) -> None:
        self._is_saving = True
        save = partial(services.kept.save, type_name=self.record_type.name, base=base, mine=content)
        failed = partial(self._on_save_failed, base, content)
        self._tasks.write(self, partial(by_current_user, act=save), self._on_saved, failed, self._on_doubt)

    def _on_doubt(self, mark: str) -> None:
        self._is_in_doubt = True
        say_doubt(self.message)

    def _on_saved(self, stored: Stored) -> None:
        then, self._then = self._then, None
        if self._is_in_doubt:
            self.message.show_message("", Level.HINT)
        self._is_saving = self._is_in_doubt = False
        if self._base is None:
            self._base = stored.sheet.record  # the one that is shown, which was new
        self._on_stored(stored)
        if then is not None:
            self.leave(then)

    def _on_stored(self, stored: Stored) -> None:
        """Show what is stored now; what was typed meanwhile, of this record or of another, stays typed."""
        sheet = stored.sheet
        record = sheet.record
        if self._base is not None and self._base.id == record.id and self.form is not None:
            self._base, self._sheet = record, sheet
            self.form.show_stored(record, sheet.references, self._sent, sheet.row_references)
            self.heading.show_text(self.record_type.title(record.values))
            self.form.show_problems(stored.warnings)
            self.message.show_message(worth_another_look(self.record_type, stored.warnings), Level.WARNING)
        self.changed.emit()
        self._read_list()
        self._show_acts()

    def _on_save_failed(self, base: Record | None, mine: Content, error: Exception) -> None:
        self._is_saving = self._is_in_doubt = False
        if isinstance(error, EditConflictError) and base is not None:
            read = partial(services.kept.read_kept, type_name=self.record_type.name, record_id=base.id)
            ask = partial(self._ask_about_conflict, error.changed_by, base, mine)
            self._tasks.read(self, read, ask, self._on_failed)
        else:
            self._on_failed(error)

    def _ask_about_conflict(self, who: str, base: Record, mine: Content, sheet: Sheet) -> None:
        """Ask what shall stand, against the record as it is now."""
        if self._basis is not None:
            names = self.form.reference_names() if self.form else {}
            sides = sides_with(sheet, base, mine, who, self._basis, names)
            self.conflict = reconcile(sides, partial(self._store, sheet.record), self)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if isinstance(error, InvalidRecordError):
            self._show_problems(error.problems)
        else:
            self.message.say(failure_words(error), Level.ERROR)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say each beside its field; what has none, or can't be seen there, above the form."""
        apart = [problem for problem in problems if problem.code in _ABOVE]
        if apart:
            self.message.say(sentence_of(apart[0]), Level.ERROR)
        others = [problem for problem in problems if problem.code not in _ABOVE]
        if self.form is not None and others:
            self.form.show_problems(others)
            self.form.focus_problem(self.form.first_of(others))
            one, many = (
                self.tr("Not stored yet: one field needs another look."),
                self.tr("Not stored yet: {count} fields need another look."),
            )
            self.message.say(counted(len(others), one, many), Level.ERROR)

    @override
    def reject(self) -> None:
        self.leave(super().reject)
