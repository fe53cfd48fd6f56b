"""The composition root: makes the application, the background and the window, and joins them."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from app import paths
from app.background import DatabaseTasks
from app.collector import GarbageCollector
from app.crash import CrashHandler
from app.jobs import Jobs
from app.settings import LAST_FILE, Settings
from app.views.dialogs.crash_dialog import CrashReporter
from app.views.main_window import MainWindow

_SWITCH_SECONDS = 0.001
"""How long a database thread may keep the interpreter while the window waits for it; by default five times as long."""

_SAVE_MS = 500
_SETTLED_MS = 2_000


def run(path: Path | None) -> int:
    """Show the window on a file and return the exit status when it is closed.

    Args:
        path: the file to open; without one, that of last time, or a welcome at the first start.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Deskbook")
    application.setOrganizationName("Deskbook")
    application.setDesktopFileName("deskbook")
    reporter = CrashReporter(application)
    crashes = CrashHandler(paths.log_folder(), reporter.crashed.emit)
    crashes.install()
    garbage = GarbageCollector(application)
    settings = Settings(paths.config_folder() / "settings.json")
    saver = _SettingsSaver(settings, application)
    tasks = DatabaseTasks(application)
    geometry = QSettings(str(paths.config_folder() / "window.ini"), QSettings.Format.IniFormat)
    jobs = Jobs(application)
    window = MainWindow(tasks, jobs, settings, geometry)
    reporter.close_wanted.connect(window.close)
    window.show()
    QTimer.singleShot(0, window, lambda: _start(window, settings, path, garbage))
    status = application.exec()
    jobs.close()
    tasks.close()
    saver.save_now()
    crashes.remove()
    return status


def _start(window: MainWindow, settings: Settings, path: Path | None, garbage: GarbageCollector) -> None:
    """Once the window stands: open what is to be opened."""
    chosen = path or _last_file(settings)
    if chosen is None:
        window.welcome()
    else:
        window.open_file(chosen)
    QTimer.singleShot(_SETTLED_MS, garbage, garbage.start)
    window.customers.list.source.started.connect(
        lambda: QTimer.singleShot(0, window, window.set_icons), Qt.ConnectionType.SingleShotConnection
    )


def _last_file(settings: Settings) -> Path | None:
    last = settings.get(LAST_FILE)
    found = Path(last) if last else paths.default_file()
    return found if last or found.exists() else None


class _SettingsSaver(QObject):
    """Writes the settings in the background, a little after the last change."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._timer.timeout.connect(lambda: QThreadPool.globalInstance().start(settings.save))
        settings.on_change = self._timer.start

    def save_now(self) -> None:
        """Write what is still waiting."""
        if self._timer.isActive():
            self._timer.stop()
            self._settings.save()
