"""A save as it goes: stored, refused by the rules, in conflict with somebody else's, or without a record to go to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, EditConflictError, InvalidRecordError, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.models.merge import Conflict, Side, merge, settled
from app.models.values import Content, Record
from app.views.forms.conflict_dialog import ConflictDialog

if TYPE_CHECKING:
    from app.services.forms import Basis, Sheet, Stored


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be stored, and on top of which record; `names` are the records that the form refers to, by type and id."""

    basis: Basis
    base: Record | None
    content: Content
    draft_id: int | None
    names: dict[tuple[str, int], str]


class RecordSaving(QObject):
    """Brings one save at a time to its end; the form keeps everything typed until it is stored.

    Signals:
        stored: a services.forms.Stored: it is on the disk.
        refused: the problems, as a tuple.
        gone: the record is no longer there.
        failed: an AppError: the world is to blame.
        given_up: the person went back to the form.
        doubted: the connection was lost while it was being stored; one of the others follows when there is another.
    """

    stored = Signal(object)
    refused = Signal(object)
    gone = Signal()
    failed = Signal(object)
    given_up = Signal()
    doubted = Signal()

    def __init__(self, tasks: DatabaseTasks, pane: QWidget) -> None:
        super().__init__(pane)
        self._tasks, self._pane = tasks, pane
        self.is_running = False
        self.mark = ""  # of a save that is in doubt
        self._under_way: Work | None = None
        self.dialog: ConflictDialog | None = None

    def store(self, work: Work) -> None:
        """Begin; one of the signals ends it."""
        self.is_running, self._under_way = True, work
        save = partial(
            services.forms.save_customer,
            company_id=work.basis.company_id,
            base=work.base,
            mine=work.content,
            draft_id=work.draft_id,
        )
        stored, failed = partial(self._on_stored, work), partial(self._on_failed, work)
        self._tasks.write(self, save, stored, failed, partial(self._on_doubt, work))

    def forget(self) -> None:
        """Whatever comes of the save that is under way, the form doesn't wait for it."""
        self.is_running, self.mark, self._under_way = False, "", None

    @property
    def is_in_doubt(self) -> bool:
        """Whether nobody knows if what was to be stored is."""
        return bool(self.mark)

    def _on_doubt(self, work: Work, mark: str) -> None:
        if work is self._under_way:
            self.mark = mark
            self.doubted.emit()

    def _on_stored(self, work: Work, stored: Stored) -> None:
        if work is self._under_way:
            self.forget()
            self.stored.emit(stored)

    def _on_failed(self, work: Work, error: Exception) -> None:
        if work is not self._under_way:
            return
        self.mark = ""
        if isinstance(error, EditConflictError):
            read = partial(services.forms.read_sheet, type_name=CUSTOMER.name, record_id=error.record_id)
            show = partial(self._on_conflict_read, work, error.changed_by)
            self._tasks.read(self, read, show, partial(self._on_failed, work))
            return
        self.is_running = False
        match error:
            case InvalidRecordError():
                self.refused.emit(error.problems)
            case RecordGoneError():
                self.gone.emit()
            case AppError():
                self.failed.emit(error)
            case _:
                self.given_up.emit()
                raise error

    def _on_conflict_read(self, work: Work, changed_by: str, sheet: Sheet) -> None:
        """Ask what shall stand, against the record as it is now."""
        if work.base is None:
            return
        merged = merge(CUSTOMER, work.base.content, sheet.record.content, work.content)
        on_top = replace(work, base=sheet.record, content=merged.content)
        if not merged.conflicts:
            self.store(on_top)
            return
        names = work.names | names_of(sheet)
        self.dialog = ConflictDialog(CUSTOMER, merged.conflicts, changed_by, work.basis, names, self._pane)
        self.dialog.accepted.connect(partial(self._on_settled, on_top))
        self.dialog.rejected.connect(self._on_dialog_rejected)
        self.dialog.open()

    def _on_settled(self, work: Work) -> None:
        content = work.content
        for conflict, side in self._close_dialog():
            content = settled(content, conflict, side)
        self.store(replace(work, content=content))

    def _on_dialog_rejected(self) -> None:
        self._close_dialog()
        self.is_running = False
        self.given_up.emit()

    def _close_dialog(self) -> list[tuple[Conflict, Side]]:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return []
        dialog.deleteLater()
        return dialog.choices() if dialog.result() else []


def names_of(sheet: Sheet) -> dict[tuple[str, int], str]:
    """What people call the records that a stored one refers to, by type and id."""
    record_type = RECORD_TYPES[sheet.record.type_name]
    own = {
        (record_type.by_name[name].refers_to, reference.id): reference.label
        for name, reference in sheet.references.items()
    }
    return own | {key: reference.label for key, reference in sheet.row_references.items()}
