"""The composition root: makes the application, the background and the window, and joins them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app import paths
from app.background import DatabaseTasks
from app.collector import GarbageCollector
from app.jobs import Jobs
from app.models.servers import Place, parse_place
from app.overriding import override
from app.settings import LAST_FILE, Settings
from app.views.main_window import MainWindow

if TYPE_CHECKING:
    from app.crash import CrashHandler
    from app.instance import Instance

_SWITCH_SECONDS = 0.001
"""How long a database thread may keep the interpreter while the window waits for it; by default five times as long."""

_SAVE_MS = 500
_SETTLED_MS = 2_000


def run(place: Place | None, message: Mapping[str, object] | None = None) -> int:
    """Show the window on a database and return the exit status when it is closed.

    Args:
        place: of the database to open; without one, that of last time, or a welcome at the first start.
        message: of whoever calls, to be shown as soon as a database is open.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Deskbook")
    application.setOrganizationName("Deskbook")
    application.setDesktopFileName("deskbook")
    garbage = GarbageCollector(application)
    settings = Settings(paths.config_folder() / "settings.json")
    saver = _SettingsSaver(settings, application)
    tasks = DatabaseTasks(application)
    geometry = QSettings(str(paths.config_folder() / "window.ini"), QSettings.Format.IniFormat)
    jobs = Jobs(application)
    window = MainWindow(tasks, jobs, settings, geometry)
    settling = _Settling(window, garbage)
    if message:
        window.pops.hear(message)
    _AfterPaint(window, lambda: _open(window, settings, place, settling))
    window.show()
    status = application.exec()
    jobs.close()
    tasks.close()
    saver.save_now()
    settling.end()
    return status


def _open(window: MainWindow, settings: Settings, place: Place | None, settling: _Settling) -> None:
    """Once the window stands: open what is to be opened, and fetch the rest when rows are shown."""
    chosen = place or _last_place(settings)
    if chosen is None:
        window.places.show_welcome()
        settling.begin()
    else:
        rows = window.customers.list
        rows.source.started.connect(
            lambda: _AfterPaint(rows.table.viewport(), settling.begin), Qt.ConnectionType.SingleShotConnection
        )
        window.opening.open(chosen, frozen=False)  # nothing was typed yet
    QTimer.singleShot(_SETTLED_MS, settling, settling.begin)


def _last_place(settings: Settings) -> Place | None:
    last = settings.get(LAST_FILE)
    if last:
        with suppress(ValueError):  # an address that another version wrote
            return parse_place(last)
    return paths.default_file() if paths.default_file().exists() else None


class _SettingsSaver(QObject):
    """Writes the settings in the background, a little after the last change."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._timer.timeout.connect(lambda: QThreadPool.globalInstance().start(settings.save))
        settings.on_change = self._timer.start

    def save_now(self) -> None:
        """Write what is still waiting, for its time or because it could not be written before."""
        self._timer.stop()
        self._settings.save()


class _AfterPaint(QObject):
    """Goes on once a widget has painted itself."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._then = then
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._then)
        return False


class _Settling(QObject):
    """What a window needs soon, but not in order to stand: the crash handler, icons, the collector, and to be reached."""

    def __init__(self, window: MainWindow, garbage: GarbageCollector) -> None:
        super().__init__(window)
        self._window = window
        self._garbage = garbage
        self._crashes: CrashHandler | None = None
        self._instance: Instance | None = None

    def begin(self) -> None:
        """Fetch it, once."""
        if self._crashes is None:
            self._catch_crashes()
            QTimer.singleShot(0, self, self._window.set_icons)
            QTimer.singleShot(0, self, self._listen)
            QTimer.singleShot(_SETTLED_MS, self, self._garbage.start)

    def end(self) -> None:
        """Let the process go down without us."""
        if self._crashes is not None:
            self._crashes.remove()
        if self._instance is not None:
            self._instance.end()

    def _listen(self) -> None:
        from app.instance import Instance

        self._instance = Instance(lambda message: self._window.pops.hear(message), self)
        self._instance.begin()

    def _catch_crashes(self) -> None:
        from app.crash import CrashHandler
        from app.views.dialogs.crash_dialog import CrashReporter

        reporter = CrashReporter(self)
        reporter.close_wanted.connect(self._window.close)
        self._crashes = CrashHandler(paths.log_folder(), reporter.crashed.emit)
        self._crashes.install()
