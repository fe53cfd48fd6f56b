"""Records of one type: their list at the left, the one that is looked at beside it or in a window of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.fields import RecordType
from app.models.rights import Act as Right
from app.models.values import RecordKey
from app.overriding import override
from app.settings import Settings
from app.views.lists.record_list import RecordList
from app.views.words import isolated, label_of, plural_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from app.models.sight import Sight
    from app.services.companies import CompanyRow
    from app.services.hanging import Impact
    from app.services.saving import Saved
    from app.views.forms.form_session import Given
    from app.views.forms.record_pane import RecordPane
    from app.views.record_window import RecordWindow

FOLLOW_MS = 80
"""So long the list stands on a record before the pane follows it there; whoever holds an arrow key passes by."""

_LIST_SHARE = 55
"""Percent of the room that the list keeps when a record opens beside it."""


class RecordsPage(QSplitter):
    """The list and the record pane, and how they follow each other.

    Signals:
        said: (text) for the status bar.
        opened: (RecordKey) a record was opened, for the recent ones.
        drafts_changed: a draft was saved, or became a record.
        state_changed: what can be done with the record beside the list is different.
        pane_made: a record pane, beside the list or in a window of its own.
        trash_confirmed: (ids) of records to be moved to the trash now; `show_trashed` tells what came of it.
        restored: a record came back from the trash, or says again what it said before.
        adding_wanted: (RecordKey) of a customer or a contract to which services and products are to be added.
        explain_wanted: (RecordKey) of a record of which somebody wants to know who may do what to it, and why.
        record_wanted: (RecordKey) of a record that is to be opened beside its list, wherever the window is.
        related_wanted: (type name, given) a record is to be made that refers to what is given, by field.
    """

    state_changed = Signal()
    pane_made = Signal(object)

    said = Signal(str)
    drafts_changed = Signal()
    opened = Signal(object)
    trash_confirmed = Signal(object)
    restored = Signal()
    record_wanted = Signal(object)
    related_wanted = Signal(str, object)
    explain_wanted = Signal(object)
    adding_wanted = Signal(object)

    def __init__(
        self, record_type: RecordType, tasks: DatabaseTasks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.record_type, self._tasks = record_type, tasks
        self._settings = settings
        self.company_id = self._chosen_last = 0
        self._choices: Sequence[CompanyRow] = ()
        self.count_words = ""
        self._read_only = self._is_awaited = self._is_outdated = self._several = False
        self.windows: list[RecordWindow] = []
        self.window_acts: Sequence[QAction] = ()  # what records in windows of their own can do as well
        self.list = RecordList(tasks, record_type, settings, self)
        self._pane: RecordPane | None = None
        self._layout = QByteArray()
        self.setChildrenCollapsible(False)
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._follow.timeout.connect(self._show_current)
        self._connect_list()

    @property
    def pane(self) -> RecordPane:
        """The record beside the list; made when it is first asked for, which halves the start."""
        if self._pane is None:
            from app.views.forms.record_pane import RecordPane

            self._pane = RecordPane(self.record_type, self._tasks, self._settings, self)
            self._pane.hide()
            self.setStretchFactor(0, 3)
            self.setStretchFactor(1, 2)
            self.restoreState(self._layout)
            self._connect_pane(self._pane)
            self._pane.closed.connect(self._on_pane_closed)
            self._pane.step_wanted.connect(self.step)
            self._pane.window_wanted.connect(self.open_window)
            self._pane.state_changed.connect(self.state_changed)
        return self._pane

    def has_pane(self) -> bool:
        """Whether the record pane was asked for yet."""
        return self._pane is not None

    def work_for(self, company_id: int, otherwise: int, companies: Sequence[CompanyRow]) -> None:
        """List the records of a company, and let new ones belong to it.

        Args:
            company_id: 0 for the records of all companies; of which of them a new one is to be is asked then.
            otherwise: the company for which forms are made ready then.
            companies: all of them; where there are several, records say to which one they belong.
        """
        several = self._several = len(companies) > 1
        self._choices = () if company_id else tuple(company for company in companies if company.active)
        for pane in self.panes():
            pane.pages.head.names_company = several
        self.company_id = company_id or otherwise
        self.list.set_company(company_id)

    def prepare(self) -> None:
        """Make the record pane before it is asked for, so that the first record opens as fast as the second."""
        self.pane.pages.forms.prepare_soon(self.company_id)

    def set_read_only(self, read_only: bool) -> None:
        """Nothing can be changed here, or everything can."""
        self._read_only = self.list.read_only = read_only
        for pane in self.panes():
            pane.set_read_only(read_only)

    def set_sight(self, sight: Sight | None) -> None:
        """Offer what whoever looks through the window may do; what is open for reading is read with their eyes."""
        self.list.set_sight(sight)
        for pane in self.panes():
            pane.read_with_other_eyes()

    def put_away(self) -> None:
        """Close the record beside the list: another database is open now."""
        if self._pane is not None:
            self._pane.put_away()
            self._pane.hide()

    def restore_layout(self, layout: QByteArray) -> None:
        """Give the record the room that it had last time."""
        self._layout = layout

    def _connect_list(self) -> None:
        self.list.view_wanted.connect(self.view)
        self.list.edit_wanted.connect(self.edit)
        self.list.trash_wanted.connect(self.ask_to_trash)
        self.list.current_changed.connect(self._on_current_changed)
        self.list.count_changed.connect(self._on_counted)

    def _on_counted(self, words: str) -> None:
        self.count_words = words
        self.state_changed.emit()

    def _connect_pane(self, pane: RecordPane) -> None:
        pane.saved.connect(self._on_saved)
        pane.record_wanted.connect(self.record_wanted)
        pane.related_wanted.connect(self.related_wanted)
        pane.explain_wanted.connect(lambda record_id: self.explain_wanted.emit(self._key(record_id)))
        pane.acts.add_services.triggered.connect(lambda: self.adding_wanted.emit(self._key(pane.record_id())))
        pane.trash_wanted.connect(lambda record_id: self.ask_to_trash((record_id,), pane))
        pane.said.connect(self.said)
        pane.draft_saved.connect(lambda: self.drafts_changed.emit())
        pane.restored.connect(self.restored)
        pane.set_read_only(self._read_only)
        pane.pages.head.names_company = self._several
        self.pane_made.emit(pane)

    def new(self, kind: str, given: Given | None = None) -> None:
        """Start a new record in the pane, which refers to what is given, by field."""
        self.pane.leave(partial(self._start_new, kind, given))

    def view(self, record_id: int) -> None:
        """Open a record for reading."""
        self.pane.leave(partial(self._open, record_id))

    def go_to(self, record_id: int) -> None:
        """Open a record for reading that was not chosen in the list, and let the list stand on it too."""
        self.pane.leave(partial(self._open, record_id, bring=True))

    def edit(self, record_id: int) -> None:
        """Open a record for editing."""
        self.pane.leave(partial(self._open, record_id, edit=self.list.may(Right.EDIT)))

    def edit_shown(self) -> None:
        """Open for editing what the pane shows, or is about to; without it, the current record of the list."""
        if self._follow.isActive():  # else the list would stand on another than the one being edited
            self._follow.stop()
            self._show_current()
        if self._shown_id():
            self.pane.edit()
        elif self.list.current_id():
            self.edit(self.list.current_id())

    def trash_chosen(self) -> None:
        """Move to the trash what is selected in the list if that is several, or else what is shown or current."""
        if self.list.place.has_several():
            self.list.selected_ids(self.ask_to_trash)
        elif self._shown_id():
            self.pane.acts.trash.trigger()
        elif self.list.current_id():
            self.ask_to_trash((self.list.current_id(),))

    def open_chosen(self) -> None:
        """Open what is shown in a window of its own or, if nothing is, what is current."""
        if self._shown_id():
            self.pane.acts.open_window.trigger()
        elif self.list.current_id():
            self.open_window(self.list.current_id())

    def _shown_id(self) -> int:
        """Which record the pane beside the list shows, 0 for none."""
        return self._pane.record_id() if self._pane and self._pane.isVisible() else 0

    def close_windows(self) -> None:
        """Close the records in windows of their own: they are of a file that is no longer open."""
        for window in list(self.windows):
            window.pane.put_away()
            window.close()

    def panes(self) -> list[RecordPane]:
        """The record beside the list, and those in windows of their own."""
        beside = [self._pane] if self._pane else []
        return [*beside, *(window.pane for window in self.windows)]

    def open_draft(self, draft_id: int) -> None:
        """Go on with a draft."""
        if self._read_only:
            self.said.emit(self.tr("Nothing can be changed here"))
            return
        self.pane.leave(partial(self._open_draft, draft_id))

    def open_window(self, record_id: int) -> None:
        """Show a record in a window of its own."""
        from app.views.record_window import RecordWindow

        window = RecordWindow(self.record_type, self._tasks, self._settings, self.window())
        window.addActions(self.window_acts)
        self._connect_pane(window.pane)
        window.closed.connect(self.windows.remove)
        self.windows.append(window)
        window.pane.show_record(record_id)
        window.show()

    def end(self) -> None:
        """Show nothing of the database any more."""
        self._is_awaited = self._is_outdated = False
        self.close_windows()
        self.put_away()

    def explain(self) -> None:
        """Say of what is shown, or is current in the list, who may do what to it."""
        if wanted := self._shown_id() or self.list.current_id():
            self.explain_wanted.emit(self._key(wanted))

    def add_services(self) -> None:
        """To what is shown, or is current in the list."""
        if wanted := self._shown_id() or self.list.current_id():
            self.adding_wanted.emit(self._key(wanted))

    def _key(self, record_id: int) -> RecordKey:
        return RecordKey(self.record_type.name, record_id)

    def step(self, by: int) -> None:
        """Go to the next or the previous record of the list; the pane goes along."""
        if self.list.place.has_step(by):
            self.pane.leave(partial(self._step, by))

    def _step(self, by: int) -> None:
        self.pane.stop_editing()  # it follows the list only then
        self.list.place.step(by)

    def begin(self, *, at_once: bool = False) -> None:
        """List the records of the database that is open now; as soon as somebody looks, unless that is to be at once."""
        self._is_outdated = False
        self._is_awaited = not (at_once or self.isVisible())
        if not self._is_awaited:
            self.list.show_list()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_awaited:
            self.begin(at_once=True)
        elif self._is_outdated:
            self._is_outdated = False
            self.list.refresh()

    def refresh(self) -> None:
        """Read again what is shown: the list, as soon as somebody looks at it, and the records that nobody is editing."""
        if self.isVisible():
            self.list.refresh()
        else:
            self._is_outdated = True
        for pane in self.panes():
            pane.refresh()

    def ask_to_trash(self, ids: Sequence[int], asking: QWidget | None = None) -> None:
        """Move records to the trash, after a question that counts what hangs on them.

        Args:
            asking: where the question opens, the page itself if None.
        """
        if ids and self.list.may(Right.DELETE):
            count = partial(services.hanging.impact_of_trashing, type_name=self.record_type.name, ids=tuple(ids))
            asker = asking or self
            self._tasks.read(asker, count, partial(self._on_impact, asker, tuple(ids)))

    def show_pane(self) -> None:
        """The pane takes its share of the room, unless somebody has given it another before.

        What it was about to follow the list to doesn't matter any more.
        """
        self._follow.stop()
        if self.pane.isHidden():
            self.pane.show()
            if not self.sizes()[1] or self.sizes()[1] <= self.pane.minimumSizeHint().width():
                self.setSizes([_LIST_SHARE * self.width() // 100, (100 - _LIST_SHARE) * self.width() // 100])

    def _start_new(self, kind: str, given: Given | None) -> None:
        is_of_a_record = any(not isinstance(value, (str, list)) for value in (given or {}).values())
        if len(self._choices) < 2 or is_of_a_record:
            self._start_new_of(kind, given, self.company_id)
            return
        from app.views.dialogs.company_question import CompanyQuestion

        then = partial(self._start_new_of, kind, given)
        CompanyQuestion(self._choices, self._chosen_last, then, self.window()).open()

    def _start_new_of(self, kind: str, given: Given | None, company_id: int) -> None:
        self._chosen_last = company_id
        self.show_pane()
        self.pane.new_record(kind, company_id, given)

    def _open(self, record_id: int, *, edit: bool = False, bring: bool = False) -> None:
        self.show_pane()
        self.pane.show_record(record_id)
        if edit:
            self.pane.edit()
        if bring or self.list.place.heading_for() != record_id:
            self.list.refresh(wanted=record_id)
        self.opened.emit(self._key(record_id))

    def _open_draft(self, draft_id: int) -> None:
        self.show_pane()
        self.pane.open_draft(draft_id)

    def _on_current_changed(self, record_id: int) -> None:
        if self._pane and self._pane.isVisible() and record_id and not self.list.place.is_unchosen:
            self._follow.start()

    def _show_current(self) -> None:
        """The pane shows the record that the list stands on, unless something is being typed in it."""
        record_id = self.list.current_id()
        is_free = not (self.pane.is_editing() or self.pane.is_entering() or self.pane.is_dirty())
        if record_id and self.pane.isVisible() and is_free:
            self.pane.show_record(record_id)

    def _on_saved(self, saved: Saved) -> None:
        code = saved.record.values.get(self.record_type.code)
        name = str(code or isolated(str(saved.record.values["display_name"] or "")))
        words = self.tr("{type} {name} created") if saved.is_new else self.tr("{type} {name} saved")
        self.said.emit(words.format(type=label_of(self.record_type), name=name))
        self.list.refresh(wanted=saved.record.id)
        self.opened.emit(saved.record.key)
        if saved.is_new:
            self.drafts_changed.emit()

    def _on_pane_closed(self) -> None:
        self.pane.hide()
        self.list.table.setFocus()

    def _on_impact(self, asker: QWidget, ids: tuple[int, ...], impact: Impact) -> None:
        from app.views.dialogs.trash_question import ask_to_trash

        ask_to_trash(asker, impact, partial(self.trash_confirmed.emit, ids))

    def show_trashed(self, ids: Sequence[int], moved: int) -> None:
        """Say how many were moved to the trash; they are in the list no longer, nor beside it."""
        what = (label_of(self.record_type) if moved == 1 else plural_of(self.record_type)).lower()
        self.said.emit(self.tr("{count} {what} moved to the trash").format(count=f"{moved:,}", what=what))
        self.list.refresh()
        if self._pane is not None and self._pane.record_id() in ids and not self._pane.is_editing():
            self._pane.hide()
            if self.isVisible():
                self.list.table.setFocus()
        for window in self.windows:
            window.pane.refresh()
