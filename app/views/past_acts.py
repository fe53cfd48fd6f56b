"""Undo, redo and the trash, as the window has them: made when the database is open and the window stands."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from app import services
from app.background import DatabaseTasks
from app.jobs import Jobs
from app.models.servers import Place
from app.settings import Settings
from app.views.actions import Actions
from app.views.failures import pass_over
from app.views.forms.questions import question_box
from app.views.history.words import act_words, refusal_words
from app.views.many_acts import ManyActs
from app.views.taking_back import TakingBack, Wish
from app.views.trash_types import TRASHED_NAMES
from app.views.words import tip

if TYPE_CHECKING:
    from app.models.sight import Sight
    from app.services.acts import OwnAct
    from app.services.taking_back import Next
    from app.services.undoing import TakenBack
    from app.views.dialogs.undo_list import UndoList
    from app.views.trash_page import TrashPage

_ASKED_FROM = 20
"""A batch of so many records is not taken back by a key alone."""


class PastActs(QObject):
    """What was done, and the ways back.

    Signals:
        counted: (number) of records in the trash.
        changed: records are different now.
        record_wanted: (RecordKey) of a record to be opened.
        trashed: (type name, ids, number) records were moved to the trash; the number is of those that were there still.
        said: (text) for the status bar.
        failed: an error that somebody has to tell.
    """

    counted = Signal(int)
    changed = Signal()
    record_wanted = Signal(object)
    trashed = Signal(str, object, int)
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, settings: Settings, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._settings, self._actions, self._window = tasks, settings, actions, window
        self._read_only = False
        self._sight: Sight | None = None
        self.many = ManyActs(tasks, jobs, self)
        self.many.failed.connect(self.failed)
        self.taking_back = TakingBack(tasks, window)
        self.taking_back.done.connect(self._on_done)
        self.taking_back.said.connect(self.said)
        self.taking_back.record_wanted.connect(self.record_wanted)
        self.taking_back.answered.connect(self._end_wish)
        self.many.failed.connect(lambda error: self._end_wish(False))
        self._wishes: deque[Callable[[Next], OwnAct | None]] = deque()  # the first is under way
        self.dialog: UndoList | None = None
        self.question: QMessageBox | None = None

    @cached_property
    def trash(self) -> TrashPage:
        """The page of what is in the trash."""
        from app.views.trash_page import TrashPage

        page = TrashPage(self._tasks, self._settings, self.many, self._window)
        page.set_read_only(self._read_only)
        page.set_sight(self._sight)
        page.counted.connect(self.counted)
        page.changed.connect(self._on_changed)
        page.record_wanted.connect(self.record_wanted)
        page.said.connect(self.said)
        return page

    def set_sight(self, sight: Sight | None) -> None:
        """Offer in the trash what whoever looks through the window may do."""
        self._sight = sight
        if "trash" in self.__dict__:
            self.trash.set_sight(sight)

    def set_read_only(self, read_only: bool) -> None:
        """There is nothing to take back where nothing can be changed."""
        self._read_only = read_only
        if "trash" in self.__dict__:
            self.trash.set_read_only(read_only)
        self.refresh()

    def open(self, place: Place, *, read_only: bool) -> None:
        """Work on this database from now on; in one that can only be read there is nothing to take back."""
        self._read_only = read_only
        if "trash" in self.__dict__:
            self.trash.set_read_only(read_only)
        if place != self.many.place and "trash" in self.__dict__:
            self.trash.begin()
        self.many.place = place
        self.refresh()

    def end(self) -> None:
        """The database is let go; nothing more of what was wished for it is done, least of all to the next."""
        self._wishes.clear()
        self.many.place = None

    def refresh(self) -> None:
        """Read again what could be taken back, one's last acts where they are listed, and how many are in the trash."""
        if self.dialog is not None:
            self.dialog.refresh()
        self._tasks.read(self, services.taking_back.read_next, self._on_next, pass_over, patient=True)
        if "trash" in self.__dict__:
            self.trash.refresh()
        else:
            counting = partial(services.trash.count_each, type_names=TRASHED_NAMES)
            self._tasks.read(self, counting, self._on_trash_counted, pass_over, patient=True)

    def _on_trash_counted(self, counts: dict[str, int]) -> None:
        self.counted.emit(sum(counts.values()))

    def undo(self) -> None:
        """Take one's last act back."""
        self._wish(lambda found: found.undo)

    def redo(self) -> None:
        """Take one's last undo back."""
        self._wish(lambda found: found.redo)

    def show_list(self) -> None:
        """One's last acts, of which any can be taken back."""
        from app.views.dialogs.undo_list import UndoList

        if self.dialog is None:
            self.dialog = UndoList(self._tasks, self._window)
            self.dialog.wanted.connect(lambda act: self._wish(lambda found: act))
            self.dialog.destroyed.connect(self._on_list_closed)
        self.dialog.show()
        self.dialog.refresh()
        self.dialog.activateWindow()

    def move_to_trash(self, type_name: str, ids: Sequence[int]) -> None:
        """Move records of a type to the trash, as one act."""
        self.many.move_to_trash(type_name, ids, partial(self._on_trashed, type_name, ids))

    def edit(self, edit: Callable[[], None]) -> None:
        """What F2 means: to restore where the trash is shown, to edit elsewhere."""
        if "trash" in self.__dict__ and self.trash.isVisible():
            self.trash.list.restore_selected()
        else:
            edit()

    def _wish(self, which: Callable[[Next], OwnAct | None]) -> None:
        """Take an act back after what is being taken back already: what comes next is known only then."""
        self._wishes.append(which)
        if len(self._wishes) == 1:
            self._begin_wish()

    def _begin_wish(self) -> None:
        self._tasks.read(self, services.taking_back.read_next, self._on_wish_read, self._on_wish_not_read)

    def _on_wish_read(self, found: Next) -> None:
        if self._wishes:
            self._take_back(self._wishes[0](found))

    def _on_wish_not_read(self, error: Exception) -> None:
        self._end_wish(False)
        self.failed.emit(error)

    def _end_wish(self, is_done: bool) -> None:
        """Go on with the next wish; after one that was refused, or is asked about, none is what was meant."""
        if not is_done:
            self._wishes.clear()
        elif self._wishes:
            self._wishes.popleft()
            if self._wishes:
                self._begin_wish()

    def _take_back(self, act: OwnAct | None) -> None:
        if act is None or act.refused:
            nothing = self.tr("There is nothing to take back")
            self.said.emit(self._refused(act) if act else nothing)
            self._end_wish(False)
        elif act.is_batch and act.records >= _ASKED_FROM:
            self._ask(act)
        else:
            self._take_back_now(act)

    def _ask(self, act: OwnAct) -> None:
        text = self.tr("Take back: {act}?").format(act=act_words(act))
        more = self.tr("All of it goes back as one; what was edited since stays, and is told.")
        box = self.question = question_box(self._window, text, more)
        yes = box.addButton(self.tr("Take back"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.finished.connect(lambda: self._take_back_now(act) if box.clickedButton() is yes else self._end_wish(False))
        box.open()

    def _take_back_now(self, act: OwnAct) -> None:
        wish = Wish(self._words(act), act.record_type, act.id, act.is_batch)
        if act.is_batch and act.records >= services.taking_back.MANY and self.many.place is not None:
            self.many.take_back(act.id, partial(self._on_batch_taken_back, wish))
        else:
            self.taking_back.take_back(wish)

    def _words(self, act: OwnAct) -> str:
        if act.origin == "undo":
            return self.tr("Done again: {act}").format(act=act_words(act.other_way()))
        return self.tr("Undone: {act}").format(act=act_words(act))

    def _refused(self, act: OwnAct) -> str:
        words = self.tr("This can't be taken back: {act}; {reason}")
        return words.format(act=act_words(act), reason=refusal_words(act))

    def _on_batch_taken_back(self, wish: Wish, taken: TakenBack) -> None:
        if taken.kept:
            self.taking_back.show_kept(taken.records, taken.kept)
        self._on_done(wish.words)
        self._end_wish(True)

    def _on_trashed(self, type_name: str, ids: Sequence[int], moved: int) -> None:
        self.trashed.emit(type_name, ids, moved)
        self.refresh()

    def _on_done(self, text: str) -> None:
        self.said.emit(text)
        self._on_changed()

    def _on_changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _on_next(self, found: Next) -> None:
        for name, act, words in (
            ("undo", found.undo, self.tr("Undo: {act}")),
            ("redo", found.redo and found.redo.other_way(), self.tr("Redo: {act}")),
        ):
            self._actions[name].setEnabled(act is not None and not self._read_only)
            said = words.format(act=act_words(act)) if act else self._actions[name].text()
            self._actions[name].setToolTip(tip(self._refused(act) if act and act.refused else said))

    def _on_list_closed(self) -> None:
        self.dialog = None
