"""The administrator's operating companies: all of them at the left, the form of one at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QMessageBox,
    QWidget,
)

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, EditConflictError, InvalidRecordError, Problem
from app.models.company import COMPANY
from app.models.merge import merge, settled
from app.models.values import Content, Record
from app.overriding import override
from app.settings import Settings
from app.views.dialogs.companies_frame import CompaniesFrame
from app.views.dialogs.writing import by_current_user
from app.views.forms.conflict_dialog import ConflictDialog
from app.views.forms.editors import Raw
from app.views.forms.questions import ask
from app.views.forms.record_form import RecordForm
from app.views.widgets.message_line import Level
from app.views.words import counted
from app.words import describe

if TYPE_CHECKING:
    from app.services.companies import CompanyRow
    from app.services.forms import Basis

Then = Callable[[], None]


class CompaniesDialog(CompaniesFrame):
    """Companies are added, edited, and stopped or started; none is deleted, for everything belongs to one.

    Signals:
        changed: something was stored; what depends on companies has to be read again.
    """

    changed = Signal()

    def __init__(self, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._settings = tasks, settings
        self._base: Record | None = None
        self._basis: Basis | None = None
        self._is_saving = False
        self._sent: dict[str, Raw] = {}
        self._then: Then | None = None
        self.form: RecordForm | None = None
        self.conflict: ConflictDialog | None = None
        self._connect()
        self._show_acts()
        self._read_list()

    def _connect(self) -> None:
        self.list.moved.connect(self._on_list_moved)
        self.new_button.clicked.connect(lambda: self.leave(self._start_new))
        self.active_button.clicked.connect(lambda: self.leave(self._switch_active))
        self.save_button.clicked.connect(lambda: self.save())
        self.revert_button.clicked.connect(self._show_base)
        self.close_button.clicked.connect(self.reject)

    def _read_list(self) -> None:
        """Show the companies as they are stored; one stays where one is, at first on the first of them."""
        self._tasks.read(self, services.companies.list_companies, self._on_list_read)

    def _on_list_read(self, rows: tuple[CompanyRow, ...]) -> None:
        current = self.list.current_row() or (rows[0] if rows and self.form is None else None)
        shown_id = self._base.id if self._base else 0
        self.list.show_rows(rows, current.id if current else shown_id)
        row = self.list.current_row()
        if row is not None and (self._base is None or self._base.id != row.id):
            self._read_company(row.id)
        self._show_acts()

    def _read_company(self, company_id: int) -> None:
        if self._basis is None:
            self._tasks.read(self, partial(services.forms.read_basis, company_id=company_id), self._on_basis_read)
        self._tasks.read(self, partial(services.companies.read_company, company_id=company_id), self._on_company_read)

    def _on_basis_read(self, basis: Basis) -> None:
        self._basis = basis
        self.form = RecordForm(COMPANY, "", basis, self._tasks, self._settings, self.area)
        self.form.edited.connect(self._show_acts)
        self.form.other_wanted.connect(lambda company_id: self.leave(partial(self._open, company_id)))
        self.area.setWidget(self.form)
        self._show_base()

    def _on_company_read(self, record: Record) -> None:
        row = self.list.current_row()
        if row is not None and row.id == record.id:
            self._base = record
            self._show_base()

    def _show_base(self) -> None:
        """Show the company as it was read, or an empty form."""
        if self.form is None:
            return
        self.form.begin_anew()
        self.form.record_id = self._base.id if self._base else 0
        if self._base is None:
            self.form.show_new()
            self.heading.show_text(self.tr("New company"))
        else:
            self.form.show_content(self._base.content, {})
            self.heading.show_text(COMPANY.title(self._base.values))
        self.message.show_message("", Level.HINT)
        self._show_acts()

    @override
    def is_dirty(self) -> bool:
        return self.form is not None and self.form.is_dirty()

    def _show_acts(self) -> None:
        is_dirty = self.is_dirty()
        self.new_button.setEnabled(self.form is not None)
        self.save_button.setEnabled(is_dirty)
        self.revert_button.setEnabled(is_dirty)
        row = self.list.current_row()
        self.active_button.setEnabled(row is not None)
        self.active_button.setText(self.tr("&Deactivate") if row is None or row.active else self.tr("&Activate"))

    def _on_list_moved(self) -> None:
        wanted = self.list.current_row()
        if wanted is None or (self._base is not None and wanted.id == self._base.id):
            return
        self.list.go_to(self._base.id if self._base else 0)
        self.leave(partial(self._open, wanted.id))

    def _open(self, company_id: int) -> None:
        self.list.go_to(company_id)
        self._read_company(company_id)

    def _start_new(self) -> None:
        self._base = None
        self.list.go_to(0)
        self._show_base()
        if self.form is not None:
            self.form.focus_first()

    def _switch_active(self) -> None:
        row = self.list.current_row()
        if row is None or self.form is None:
            return
        self._sent = self.form.texts()
        act = partial(services.companies.activate_company, company_id=row.id, active=not row.active)
        self._tasks.write(self, partial(by_current_user, act=act), self._on_stored, self._on_failed)

    @override
    def leave(self, then: Then) -> None:
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
            self.tr("There are changes to this company that are not stored yet."),
            [
                (self.tr("Save"), role.AcceptRole, lambda: self.save(then)),
                (self.tr("Discard"), role.DestructiveRole, lambda: self._discard(then)),
                (self.tr("Keep editing"), role.RejectRole, None),
            ],
        )

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
        save = partial(services.companies.save_company, base=base, mine=content)
        failed = partial(self._on_save_failed, base, content)
        self._tasks.write(self, partial(by_current_user, act=save), self._on_saved, failed)

    def _on_saved(self, record: Record) -> None:
        then, self._then = self._then, None
        self._is_saving = False
        if self._base is None:
            self._base = record  # the one that is shown, which was new
        self._on_stored(record)
        if then is not None:
            self.leave(then)

    def _on_stored(self, record: Record) -> None:
        """Show what is stored now; what was typed meanwhile, of this company or of another, stays typed."""
        if self._base is not None and self._base.id == record.id and self.form is not None:
            self._base = record
            self.form.show_stored(record, {}, self._sent)
            self.heading.show_text(COMPANY.title(record.values))
            self.message.show_message("", Level.HINT)
        self.changed.emit()
        self._read_list()
        self._show_acts()

    def _on_save_failed(self, base: Record | None, mine: Content, error: Exception) -> None:
        self._is_saving = False
        if isinstance(error, EditConflictError) and base is not None and isinstance(error.stored, Record):
            self._ask_about_conflict(error.changed_by, base, error.stored, mine)
        else:
            self._on_failed(error)

    def _ask_about_conflict(self, who: str, base: Record, stored: Record, mine: Content) -> None:
        """Ask what shall stand, against the company as it is now."""
        if self._basis is None:
            return
        merged = merge(COMPANY, base.content, stored.content, mine)
        names = self.form.reference_names() if self.form else {}
        self.conflict = ConflictDialog(COMPANY, merged.conflicts, who, self._basis, names, self)
        self.conflict.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.conflict.accepted.connect(partial(self._on_settled, stored, merged.content))
        self.conflict.open()

    def _on_settled(self, stored: Record, content: Content) -> None:
        for conflict, side in self.conflict.choices() if self.conflict else ():
            content = settled(content, conflict, side)
        self._store(stored, content)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        if isinstance(error, InvalidRecordError):
            self._show_problems(error.problems)
        else:
            self._say(describe(error, self.tr))

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        if any(problem.code == "last_active" for problem in problems):
            self._say(self.tr("At least one company stays active: make another one active first."))
        others = [problem for problem in problems if problem.code != "last_active"]
        if self.form is not None and others:
            self.form.show_problems(others)
            self.form.focus_problem(self.form.first_of(others))
            one, many = (
                self.tr("Not stored yet: one field needs another look."),
                self.tr("Not stored yet: {count} fields need another look."),
            )
            self._say(counted(len(others), one, many))

    def _say(self, sentence: str) -> None:
        self.message.show_message(sentence, Level.ERROR)
        self.message.announce()

    @override
    def reject(self) -> None:
        self.leave(super().reject)
