"""The real window, with somebody who types, saves and backs up without a pause: `python -m tests.end_to_end.typist FILE SEED`.

It says on its standard output what a person would know: `typed MOMENT TEXT` when a letter stands in the form, `saved ID
VERSION` when the window says so, `backed-up` when it says that. Everything else it leaves to whoever kills it.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app import paths
from app.models.customer import EXTERNAL
from app.services.customers import Saved
from app.views.forms.editors import TextEditor
from tests.stage import Stage, until

FIELD = "nickname"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PAUSE_MS = 20


def tell(*words: object) -> None:
    """Say it before anything else can happen."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Typist:
    """Goes on until it is killed."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._random = random.Random(seed)
        self._pane = stage.window.customers.pane
        self._last = 0
        self._number = 0
        self._seed = seed
        self._pane.saved.connect(self._on_saved)

    def work(self) -> None:
        """Type, save, begin anew."""
        while True:
            self._open()
            for _ in range(self._random.randrange(5, 110)):  # what doesn't fit into the field would not be saved
                self._type()
            self._pane.save()
            until(lambda: not self._pane.session.saving.is_running)
            if self._random.random() < 0.7:
                self._stage.window.safety.backups.make_now()

    def _open(self) -> None:
        if self._last and self._random.random() < 0.5:
            self._stage.edit(self._last)
        else:
            self._stage.new(EXTERNAL)
            self._line("full_name").setText("Ada Lovelace")
        self._number += 1
        line = self._line(FIELD)
        line.setFocus()
        line.setText(f"{self._seed}-{self._number}-")

    def _type(self) -> None:
        line = self._line(FIELD)
        QTest.keyClicks(line, self._random.choice(_LETTERS))
        tell("typed", time.monotonic(), line.text())
        QTest.qWait(_PAUSE_MS)

    def _line(self, name: str) -> QLineEdit:
        form = self._pane.form
        if form is None:
            raise LookupError("no form")
        editor = form.boxes[name].editor
        if not isinstance(editor, TextEditor):
            raise LookupError(name)
        return editor.line

    def _on_saved(self, saved: Saved) -> None:
        self._last = saved.record.id
        tell("saved", saved.record.id, saved.record.version)


def main(path: Path, seed: int) -> None:
    """Open the window on the file and type."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Deskbook")
    stage = Stage(paths.config_folder())
    stage.open(path)
    until(lambda: "safety" in vars(stage.window) and stage.window.safety.unsaved.keeper.is_ready())
    stage.window.safety.backups.made.connect(lambda: tell("backed-up"))
    tell("ready")
    Typist(stage, seed).work()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
