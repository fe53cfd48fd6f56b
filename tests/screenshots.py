"""`python -m tests.screenshots FOLDER`: pictures of the main states of the program, from sample data, without a screen."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.screen_states import DARK, SCALED, STATES, Photographer

CUSTOMERS = 200
_SCALE = "QT_SCALE_FACTOR"


def main() -> int:
    """Draw every state; those at another scale in a process of their own, where Qt reads the scale at its start."""
    options = _parser().parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Deskbook")
    keep_python_running = QTimer(application, interval=200)  # so that Ctrl+C is heard
    keep_python_running.timeout.connect(lambda: None)
    keep_python_running.start()
    with tempfile.TemporaryDirectory() as place:
        photographer = Photographer(Path(place), options.folder, CUSTOMERS)
        scaled = _SCALE in os.environ
        for name in options.names or (SCALED if scaled else STATES):
            photographer.take(name, suffix="-200-percent" if scaled else "")
        if not options.names and not scaled:
            photographer.darken()
            for name in DARK:
                photographer.take(name, suffix="-dark")
            photographer.close()
            return subprocess.run(
                [sys.executable, "-m", "tests.screenshots", str(options.folder)],
                env={**os.environ, _SCALE: "2"},
                check=False,
            ).returncode
        photographer.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description="Draw the states of the program.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the pictures go; made if need be")
    parser.add_argument("names", nargs="*", metavar="NAME", help="states to draw; all of them if none is named")
    return parser


if __name__ == "__main__":
    sys.exit(main())
