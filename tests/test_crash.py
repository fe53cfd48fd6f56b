"""Failures of the program itself: what is reported, what never is, and that nothing comes back for ever."""

from __future__ import annotations

import logging
import pickle
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QTimer

from app.crash import FAULT_NAME, LOG_NAME, CodeNote, CrashHandler, code_lines, report_of
from app.errors import InvalidRecordError, Problem
from app.store.sqlite import dbapi2
from tests.processes import run_script

SECRET = "Ada Lovelace"


def failure(act):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any failure will do
        act()
    return caught.value


@pytest.fixture
def reports():
    return []


@pytest.fixture
def handler(tmp_path, reports):
    handler = CrashHandler(tmp_path / "log", reports.append)
    handler.install()
    yield handler
    handler.remove()


def chained():
    try:
        int(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


def grouped():
    raise ExceptionGroup(SECRET, [ValueError(SECRET), OSError(2, SECRET)])


def in_sql():
    engine = sa.create_engine("sqlite://", module=dbapi2)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT :name FROM nowhere"), {"name": SECRET})


@pytest.mark.parametrize("act", [chained, grouped, in_sql, lambda: {}[SECRET], lambda: Path(SECRET).read_text()])
def test_a_report_quotes_code_and_nobody(act):
    error = failure(act)
    error.add_note(SECRET)
    report = report_of(error)
    assert SECRET not in report
    assert "tests/test_crash.py" in report
    assert type(error).__qualname__ in report


def test_a_report_names_what_led_to_it():
    report = code_lines(failure(chained))
    assert report.index("ValueError") < report.index("which led to") < report.index("KeyError")


def test_what_names_only_code_is_said():
    assert "nothing_here" in code_lines(failure(lambda: sys.nothing_here))
    invalid = failure(lambda: (_ for _ in ()).throw(InvalidRecordError((Problem("name", "required"),))))
    assert "name: required" in code_lines(invalid)


def test_endless_recursion_makes_a_short_report():
    def again():
        again()

    report = code_lines(failure(again))
    assert " more ..." in report
    assert len(report.splitlines()) < 150


def test_lines_from_the_job_process_cross_with_the_exception():
    error = ValueError(SECRET)
    error.add_note(CodeNote("app/services/demo.py:1 in make"))
    report = code_lines(pickle.loads(pickle.dumps(error)))
    assert "app/services/demo.py:1 in make" in report
    assert SECRET not in report


def test_a_slot_of_qt_is_heard(handler, reports, qtbot):
    QTimer.singleShot(0, chained)
    qtbot.waitUntil(lambda: len(reports) == 1)
    assert "KeyError" in reports[0]


def test_a_thread_is_heard(handler, reports):
    thread = threading.Thread(target=chained)
    thread.start()
    thread.join()
    assert "KeyError" in reports[0]


def test_the_log_holds_the_report(handler, tmp_path, reports):
    handler.handle(failure(chained))
    text = (tmp_path / "log" / LOG_NAME).read_text(encoding="utf-8")
    assert reports[0] in text
    assert SECRET not in text


def test_the_log_holds_what_is_noted_beside_crashes(handler, tmp_path, reports):
    logging.getLogger("deskbook").warning("noted")
    assert "noted" in (tmp_path / "log" / LOG_NAME).read_text(encoding="utf-8")
    assert reports == []
    handler.remove()
    assert logging.getLogger("deskbook").handlers == []


def test_the_log_stays_small(handler, tmp_path):
    error = failure(chained)
    for _ in range(5000):
        handler.handle(error)
    files = [path for path in (tmp_path / "log").iterdir() if path.name != FAULT_NAME]
    assert len(files) > 1
    assert sum(path.stat().st_size for path in files) < 4 * 600_000


def test_a_failure_to_show_it_does_not_come_back(tmp_path):
    calls = []

    def show(report):
        calls.append(report)
        handler.handle(ValueError())
        raise ValueError

    handler = CrashHandler(tmp_path, show)
    handler.install()
    try:
        handler.handle(failure(chained))
    finally:
        handler.remove()
    assert len(calls) == 1


def test_a_folder_that_cannot_be_made_is_no_failure(tmp_path, reports):
    (tmp_path / "log").write_text("in the way")
    handler = CrashHandler(tmp_path / "log", reports.append)
    handler.install()
    try:
        handler.handle(failure(chained))
    finally:
        handler.remove()
    assert len(reports) == 1


def test_what_was_there_comes_back(tmp_path, reports):
    before = (sys.excepthook, threading.excepthook)
    handler = CrashHandler(tmp_path, reports.append)
    handler.install()
    assert sys.excepthook != before[0]
    handler.remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_crash_of_the_interpreter_leaves_its_stack(tmp_path):
    script = """
import subprocess, sys
code = '''
import faulthandler, os, sys
from pathlib import Path
from app.crash import CrashHandler
CrashHandler(Path(sys.argv[1]), print).install()
faulthandler._sigsegv()
'''
subprocess.run([sys.executable, "-c", code, sys.argv[1]], check=False)
"""
    run_script(script, tmp_path)
    assert "Fatal Python error" in (tmp_path / FAULT_NAME).read_text(encoding="utf-8")
