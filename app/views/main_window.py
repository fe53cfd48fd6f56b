"""The one window: menus and wiring; what is in it are widgets of their own."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.background import DatabaseTasks
from app.errors import AppError, FileError, FileProblem
from app.jobs import Jobs
from app.models.customer import CUSTOMER
from app.models.desk_types import DESK_TYPES
from app.models.servers import Place
from app.overriding import override
from app.settings import Settings
from app.views.actions import Actions
from app.views.company_band import CompanyBand
from app.views.desk import Desk
from app.views.file_acts import FileActs
from app.views.file_sharing import FileSharing
from app.views.open_work import OpenWork
from app.views.places import Places
from app.views.reconnecting import Reconnecting
from app.views.sidebar import Sidebar
from app.views.status_line import StatusLine
from app.views.toolbar import Toolbar
from app.views.watcher import Watcher
from app.views.window_acts import acts_of
from app.views.window_dialogs import WindowDialogs
from app.views.window_memory import WindowMemory
from app.views.window_opening import WindowOpening
from app.views.window_records import WindowRecords
from app.views.window_rights import WindowRights
from app.views.window_sign_in import WindowSignIn
from app.views.words import failure_words

if TYPE_CHECKING:
    from app.views.connection_notice import ConnectionNotice
    from app.views.dialing import Dialing
    from app.views.intake_watch import IntakeWatch
    from app.views.invoices.overdue_watch import OverdueWatch
    from app.views.lists.draft_list import DraftList
    from app.views.past_acts import PastActs
    from app.views.pops import Pops
    from app.views.safety import Safety
    from app.views.together import Together


class MainWindow(QMainWindow):
    """Sidebar, toolbar, list and record of one database.

    Signals:
        file_wanted: (path or None) another database is to be opened; None asks for one.
    """

    file_wanted = Signal(object)

    def __init__(self, tasks: DatabaseTasks, jobs: Jobs, settings: Settings, geometry: QSettings) -> None:
        super().__init__()
        self._jobs = jobs
        self._tasks = tasks
        self._settings = settings
        self._may_close = self._has_icons = False
        self.place: Place | None = None
        self.actions_ = Actions(self)
        self.sidebar = Sidebar(self)
        self.desk = Desk(tasks, settings, self)
        self.customers = self.desk.customers
        self.status = StatusLine(jobs, self)
        self.files = FileActs(jobs, self)
        self.places = Places(self.files, tasks, jobs, settings, self)
        self.dialogs = WindowDialogs(tasks, jobs, settings, self.actions_, self)
        self.band = CompanyBand(self)
        self.toolbar = Toolbar(self.actions_, self)
        self.watcher = Watcher(tasks, self)
        self.reconnecting = Reconnecting(tasks, self)
        self.rights = WindowRights(tasks, self)
        self.work = OpenWork(self.desk, self)
        self.sharing = FileSharing(tasks, jobs, self.watcher, self.work, self)
        self.sign_in = WindowSignIn(tasks, self)
        self.opening = WindowOpening(tasks, settings, self)
        self._lay_out()
        self._connect()
        self._memory = WindowMemory(geometry, self, self._split, self.desk)
        self._memory.restore()
        self.opening.set_open(False)

    @cached_property
    def drafts(self) -> DraftList:
        """What waits to be completed; made when the first database is open."""
        from app.views.lists.draft_list import DraftList

        drafts = DraftList(self._tasks, self)
        drafts.hide()  # until somebody goes there
        drafts.open_wanted.connect(self.records.open_draft)
        drafts.counted.connect(partial(self.sidebar.set_count, "drafts"))
        return drafts

    @cached_property
    def safety(self) -> Safety:
        """Unsaved text and backups; made when the first database is open."""
        from app.views.safety import Safety

        safety = Safety(self._tasks, self._jobs, self._settings, self.work, self.files, self.status, self)
        safety.open_wanted.connect(self.open_place)
        safety.failed.connect(self.show_failure)
        safety.unsaved.page_wanted.connect(self.go_to)
        return safety

    @cached_property
    def together(self) -> Together:
        """What people who work in one database at once see of each other; made when the first one is open."""
        from app.views.together import Together

        together = Together(self._tasks, self.watcher, self.work, self)
        together.failed.connect(self.show_failure)
        together.record_wanted.connect(self.records.open)
        together.resumed.connect(self.refresh)
        together.resumed.connect(self.go_on_with_calls)
        together.resumed.connect(self.sign_in.on_resumed)
        together.quit_wanted.connect(self._close_now)
        together.sessions.running_changed.connect(self.actions_["sign_out"].setVisible)
        return together

    @cached_property
    def intake(self) -> IntakeWatch:
        """What other programs hand in; made when the first database is open."""
        from app.views.intake_watch import IntakeWatch

        intake = IntakeWatch(self._tasks, self._jobs, self._settings, self)
        intake.taken.connect(self.refresh)
        return intake

    @cached_property
    def pops(self) -> Pops:
        """Whoever calls; made with the first call, in or out."""
        from app.views.pops import Pops

        return Pops(self._tasks, self)

    @cached_property
    def dialing(self) -> Dialing:
        """What leads out of records; made with the first of them."""
        from app.views.dialing import Dialing

        dialing = Dialing(self._tasks, self)
        dialing.noted.connect(lambda *noted: self.pops.offer_to_complete(*noted))
        return dialing

    def go_on_with_calls(self) -> None:
        """Whoever called before there was anything to look in is looked for now."""
        if "pops" in vars(self):
            self.pops.go_on()

    def _lay_out(self) -> None:
        self.setWindowTitle("Deskbook")
        self.actions_.fill(self.menuBar())
        self.addToolBar(self.band)
        self.addToolBarBreak()
        self.addToolBar(self.toolbar)
        self.places.add(CUSTOMER.name, self.customers)
        for name in DESK_TYPES:
            if not self.places.has(name):
                self.places.add_later(name, partial(self.desk.page, name))
        self.places.add_later("drafts", lambda: self.drafts)
        self.places.add_later("trash", lambda: self.past.trash)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.addWidget(self.sidebar)
        self._split.addWidget(self.places)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([190, 1000])
        self.setCentralWidget(self._split)
        self.setStatusBar(self.status)
        self.status.show_none()

    @cached_property
    def past(self) -> PastActs:
        """Undo, redo and the trash; made once the window stands."""
        from app.views.past_acts import PastActs

        past = PastActs(self._tasks, self._jobs, self._settings, self.actions_, self)
        past.counted.connect(partial(self.sidebar.set_count, "trash"))
        past.changed.connect(self.desk.refresh)
        past.record_wanted.connect(self.records.open)
        past.trashed.connect(lambda name, ids, moved: self.desk.page(name).show_trashed(ids, moved))
        past.said.connect(self.status.say)
        past.failed.connect(self.show_failure)
        return past

    @cached_property
    def overdue(self) -> OverdueWatch:
        """Has invoices become overdue; made when the first database is open."""
        from app.views.invoices.overdue_watch import OverdueWatch

        return OverdueWatch(self._tasks, self)

    @cached_property
    def connection(self) -> ConnectionNotice:
        """What is said of a connection that was lost; made when that first happens."""
        from app.views.connection_notice import ConnectionNotice

        return ConnectionNotice(self.reconnecting, self._tasks, self.status, self)

    def _connect(self) -> None:
        self.records = WindowRecords(self._settings, self)
        self.sidebar.chosen.connect(self.go_to)
        self.places.back_wanted.connect(lambda: self.go_to(self.places.current))
        self.watcher.changed.connect(self.refresh)
        self.reconnecting.changed.connect(lambda: self.connection)
        self.reconnecting.back.connect(self.refresh)
        self.reconnecting.back.connect(self.sharing.tell_jobs)  # of another password, maybe
        self._jobs.cut_off.connect(lambda *job: self.connection.offer_again(*job))
        self._tasks.failed.connect(self.show_failure)
        self._tasks.lost_work.busy.connect(self.show_failure)
        self.dialogs.said.connect(self.status.say)
        self.dialogs.settings_changed.connect(self.opening.read_facts)
        self.dialogs.record_wanted.connect(self.records.open)
        self.dialogs.added.connect(self.status.say)
        self.dialogs.added.connect(lambda _: self.refresh())
        self._connect_files()
        self.actions_.assign(acts_of(self, self._settings))

    def _connect_files(self) -> None:
        self.places.connect_wanted.connect(self.dialogs.show_connect)
        self.dialogs.place_wanted.connect(self.open_place)
        self.files.key_wanted.connect(partial(self.dialogs.ask_for_key, self.sharing))
        for acts in (self.files, self.sharing):
            acts.ready.connect(self.open_place)
            acts.said.connect(self.status.say)
            acts.failed.connect(self.show_failure)

    def open_place(self, place: Place, frozen: bool = False) -> None:
        """Open a file, or a frozen one to look at, or a shared database; what is being typed is asked about first."""
        self.work.leave_all(partial(self.opening.open, place, frozen))

    def go_to(self, name: str) -> None:
        """Show a place of the sidebar."""
        if name == "expiring":
            self.records.show_expiring()
        elif self.places.has(name):
            self.places.show_place(name)
            self.sidebar.show_place(name)
        elif name == "together" and self.actions_[name].isEnabled():
            self.together.show_dialog()
            self.sidebar.show_place(self.places.current)
        elif name == "intake" and self.actions_[name].isEnabled():
            self.intake.show_dialog()
            self.sidebar.show_place(self.places.current)
        elif self.place and self.actions_[name].isEnabled():
            self.dialogs.show_settings(name, self.place)
            self.sidebar.show_place(self.places.current)

    def refresh(self) -> None:
        """Read everything that is shown again."""
        self.desk.refresh()
        self.drafts.refresh()
        self.past.refresh()
        self.dialogs.others_saved.emit()

    def set_icons(self) -> None:
        """Give the acts their icons, once the window shows rows."""
        from app.views.icons import set_icons

        set_icons(self.actions_.by_name)
        self._has_icons = True

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._has_icons:
            self.set_icons()

    def show_failure(self, error: Exception) -> None:
        """A failure that nobody else took: a sentence for the world's fault; a bug goes to the crash handler."""
        if not isinstance(error, AppError):
            raise error
        if isinstance(error, FileError) and error.problem is FileProblem.DAMAGED and self.place:
            self.places.show_problem(self.place, error, self.place)
        self.status.say(failure_words(error))

    @override
    def customEvent(self, event: QEvent) -> None:
        self.dialogs.answer(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close and self.work.is_dirty():
            event.ignore()
            self.work.leave_all(self._close_now)
            return
        self.watcher.stop()
        self.opening.leave_others()
        self._memory.save()
        super().closeEvent(event)

    def _close_now(self) -> None:
        self._may_close = True
        self.close()
