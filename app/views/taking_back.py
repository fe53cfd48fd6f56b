"""Old values, acts and records of the trash brought back: to the end, with whatever has to be asked on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from app import services
from app.background import DatabaseTasks
from app.errors import AppError, EditConflictError, EditedSinceError, InvalidRecordError, Problem, RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.desk_types import DESK_TYPES
from app.models.values import Content, Record, RecordKey
from app.views.words import counted, failure_words, isolated, label_of

if TYPE_CHECKING:
    from app.services.restoring import Kept
    from app.services.taking_back import Sides
    from app.services.undoing import TakenBack
    from app.views.forms.conflict_dialog import ConflictDialog

_MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall come back of a type: an act (a change, or a batch as one), or the values `mine` on top of `base`."""

    words: str
    type_name: str
    act_id: int = 0
    is_batch: bool = False
    base: Record | None = None
    mine: Content | None = None
    anyway: bool = False


class TakingBack(QObject):
    """Runs one wish at a time.

    Signals:
        done: (text) it is on the disk; what to say.
        said: (text) it was not done, and why.
        record_wanted: (RecordKey) the person wants to see a record that is in the way.
        answered: (whether it was taken back) a wish is dealt with, but for what has to be asked.
    """

    done = Signal(str)
    said = Signal(str)
    record_wanted = Signal(object)
    answered = Signal(bool)

    def __init__(self, tasks: DatabaseTasks, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._window = tasks, window
        self.dialog: ConflictDialog | None = None
        self.question: QMessageBox | None = None

    def take_back(self, wish: Wish) -> None:
        """Take an act back, or put old values back."""
        if wish.act_id:
            act = partial(
                services.taking_back.take_back,
                act_id=wish.act_id,
                is_batch=wish.is_batch,
                base=wish.base,
                mine=wish.mine,
                anyway=wish.anyway,
            )
        elif wish.base is not None and wish.mine is not None:
            act = partial(services.taking_back.put_back, base=wish.base, mine=wish.mine)
        else:
            raise ValueError("nothing is to come back")
        self._tasks.write(self, act, partial(self._on_taken_back, wish), partial(self._on_refused, wish))

    def restore(self, type_name: str, record_id: int, name: str, *, makes_room: bool = False) -> None:
        """Bring a record back from the trash; where something of it was taken, ask what to do."""
        act = partial(services.taking_back.restore, type_name=type_name, ids=(record_id,), makes_room=makes_room)
        words = self.tr("{name} restored from the trash").format(name=isolated(name))
        fail = partial(self._on_not_restored, type_name, record_id, name)
        self._tasks.write(self, act, lambda restored: self.done.emit(words), fail)

    def _on_taken_back(self, wish: Wish, taken: TakenBack) -> None:
        if taken.kept:
            self.show_kept(taken.records, taken.kept)
        text = wish.words if taken.records else self.tr("There was nothing left to take back")
        self.done.emit(text)
        self.answered.emit(True)

    def show_kept(self, records: int, kept: tuple[Kept, ...]) -> None:
        """Tell which records of many were left as they are, and why."""
        from app.views.history.words import reason_words

        went = counted(records, self.tr("1 record went back."), self.tr("{count} records went back."))
        left = counted(len(kept), self.tr("1 was left as it is."), self.tr("{count} were left as they are."))
        box = self._ask(f"{went} {left}", "\n".join(map(reason_words, kept[:_MOST_SENTENCES])))
        box.addButton(QMessageBox.StandardButton.Close)
        if len(kept) > _MOST_SENTENCES:
            box.setDetailedText("\n".join(map(reason_words, kept)))
        box.open()

    def _on_refused(self, wish: Wish, error: Exception) -> None:
        self.answered.emit(False)
        match error:
            case EditConflictError():
                read = partial(services.taking_back.read_sides, change_id=wish.act_id, base=wish.base, mine=wish.mine)
                self._tasks.read(self, read, partial(self._on_sides, wish), partial(self._on_refused, wish))
            case EditedSinceError():
                self._ask_about_edits(wish, error)
            case InvalidRecordError():
                self._say_problems(wish.type_name, error.problems)
            case RecordGoneError():
                self.said.emit(self.tr("Not done: the record is in the trash or purged. Restore it first."))
            case AppError():
                self.said.emit(failure_words(error))
            case _:
                raise error

    def _say_problems(self, type_name: str, problems: tuple[Problem, ...]) -> None:
        """Say which rules of today stand against it."""
        from app.views.forms.problem_words import sentence_of

        blocking = [problem for problem in problems if problem.blocking][:_MOST_SENTENCES]
        box = self._ask(self.tr("This can't come back as it was."), "\n".join(map(sentence_of, blocking)))
        box.addButton(QMessageBox.StandardButton.Close)
        self._offer_holder(box, type_name, blocking)
        box.open()

    def _on_sides(self, wish: Wish, sides: Sides) -> None:
        """Ask what shall stand, against the record as it is now."""
        from app.views.forms.reconciling import reconcile

        self.dialog = reconcile(
            sides,
            partial(self._on_settled, replace(wish, base=sides.stored)),
            self._window,
            given_up=self._on_given_up,
            intro=self.tr("{name} changed this since. What shall stand in these fields?"),
            back=self.tr("Leave it as it is"),
        )

    def _on_settled(self, wish: Wish, content: Content) -> None:
        self.dialog = None
        self.take_back(replace(wish, mine=content))

    def _on_given_up(self) -> None:
        self.dialog = None
        self.said.emit(self.tr("Left as it is"))

    def _ask_about_edits(self, wish: Wish, error: EditedSinceError) -> None:
        text = self.tr("{name} edited this record since you created it.").format(name=isolated(error.changed_by))
        box = self._ask(text, self.tr("To take the creation back moves it to the trash, with what was edited."))
        move = box.addButton(self.tr("Move to trash anyway"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(self.tr("Leave it as it is"), QMessageBox.ButtonRole.RejectRole))
        move.clicked.connect(lambda: self.take_back(replace(wish, anyway=True)))
        box.open()

    def _on_not_restored(self, type_name: str, record_id: int, name: str, error: Exception) -> None:
        if not isinstance(error, InvalidRecordError):
            self._on_refused(Wish("", type_name), error)
            return
        from app.views.forms.problem_words import sentence_of

        record_type = RECORD_TYPES[type_name]
        labels = ", ".join(label_of(record_type.by_name[problem.field]) for problem in error.problems)
        text = self.tr("{name} can't come back as it was: {labels} was given away meanwhile.")
        box = self._ask(text.format(name=isolated(name), labels=labels), "\n".join(map(sentence_of, error.problems)))
        if not any(record_type.by_name[problem.field].required for problem in error.problems):
            is_code = [problem.field for problem in error.problems] == ["customer_code"]
            words = self.tr("Restore with a new code") if is_code else self.tr("Restore without it")
            anew = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
            anew.clicked.connect(lambda: self.restore(type_name, record_id, name, makes_room=True))
        self._offer_holder(box, type_name, error.problems)
        box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.open()

    def _offer_holder(self, box: QMessageBox, type_name: str, problems: Sequence[Problem]) -> None:
        """The way to the record that is in the way, which is of the same type, if those stand in the window."""
        holder = next((problem.other_id for problem in problems if problem.other_id), 0)
        if holder and type_name in DESK_TYPES:
            button = box.addButton(self.tr("Open the other"), QMessageBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda: self.record_wanted.emit(RecordKey(type_name, holder)))

    def _ask(self, text: str, more: str) -> QMessageBox:
        """A question that stops nothing else; whoever asks adds the answers and opens it."""
        from app.views.forms.questions import question_box

        self.question = question_box(self._window, text, more)
        return self.question
