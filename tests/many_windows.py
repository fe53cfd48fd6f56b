"""Opens and closes hundreds of windows that wait for answers, while reads are running; run by test_background.

The last reference to a widget must never die in a worker, nor may Python's collector run there: either crashes the process.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTableView, QVBoxLayout

from app.background import DatabaseTasks
from app.collector import GarbageCollector
from app.models.customer import CUSTOMER
from app.settings import Settings
from app.views.lists.record_list import RecordList

WINDOWS = 500


class Window(QDialog):
    """A window that asks and keeps itself in reference cycles, as windows with lambdas do."""

    def __init__(self, tasks, number):
        super().__init__()
        self.tasks = tasks
        self.edit, self.table = QLineEdit(self), QTableView(self)
        self.edit.textChanged.connect(lambda text: self.setWindowTitle(text))
        self.itself = self
        layout = QVBoxLayout(self)
        layout.addWidget(self.edit)
        layout.addWidget(self.table)
        if number % 10 == 0:
            self.list = RecordList(tasks, CUSTOMER, Settings(), self)
            self.list.show_list()
            layout.addWidget(self.list)
        self.ticket = tasks.read(self, garbage, self.show_answer, self.show_answer, patient=number % 3 == 0)
        tasks.write(self, garbage, lambda answer: self.show_answer(answer))

    def show_answer(self, answer):
        self.edit.setText(str(answer))


def garbage(connection):
    """Enough new objects, some in cycles, that the collector would run if it were on in this thread."""
    for _ in range(200):
        made = [{} for _ in range(20)]
        made.append(made)
    return connection.exec_driver_sql("SELECT count(*) FROM pick_value").scalar()


def main(path):
    application = QApplication([])
    collector = GarbageCollector(application)
    collector.start()
    tasks = DatabaseTasks(application)
    state = {"opened": 0, "windows": []}

    def fail(*what):
        sys.stderr.write(f"{what}\n")
        application.exit(1)

    sys.excepthook = fail
    tasks.failed.connect(fail)
    tasks.open(application, path, lambda database: step(), fail)

    def step():
        windows = state["windows"]
        for _ in range(5):
            window = Window(tasks, state["opened"])
            window.show()
            windows.append(window)
            state["opened"] += 1
        while len(windows) > 7:
            window = windows.pop(0)
            if state["opened"] % 2:
                tasks.cancel(window.ticket)
            window.close()
            window.deleteLater()
        if state["opened"] % 50 == 0:
            gc.collect()
        if state["opened"] < WINDOWS:
            QTimer.singleShot(0, application, step)
        else:
            QTimer.singleShot(0, application, application.quit)

    status = application.exec()
    tasks.close()
    sys.stdout.write(f"{state['opened']} windows\n")
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
