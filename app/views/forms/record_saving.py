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
from app.models.fields import RecordType
from app.models.values import Content, Record
from app.views.forms.reconciling import reconcile, sides_with

if TYPE_CHECKING:
    from app.services.forms import Basis, Sheet, Stored
    from app.views.forms.conflict_dialog import ConflictDialog


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

    def __init__(self, record_type: RecordType, tasks: DatabaseTasks, pane: QWidget) -> None:
        super().__init__(pane)
        self._type, self._tasks, self._pane = record_type, tasks, pane
        self.is_running = False
        self.mark = ""  # of a save that is in doubt
        self._under_way: Work | None = None
        self.dialog: ConflictDialog | None = None

    def store(self, work: Work) -> None:
        """Begin; one of the signals ends it."""
        self.is_running, self._under_way = True, work
        save = partial(
            services.forms.save_record,
            type_name=self._type.name,
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
            read = partial(services.forms.read_sheet, type_name=self._type.name, record_id=error.record_id)
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
        if work.base is not None:
            sides = sides_with(sheet, work.base, work.content, changed_by, work.basis, work.names)
            then = partial(self._on_settled, work, sheet.record)
            self.dialog = reconcile(sides, then, self._pane, given_up=self._on_given_up)

    def _on_settled(self, work: Work, stored: Record, content: Content) -> None:
        self.dialog = None
        self.store(replace(work, base=stored, content=content))

    def _on_given_up(self) -> None:
        self.dialog = None
        self.is_running = False
        self.given_up.emit()
