"""Jobs, with real processes: what comes back, what doesn't, and that none is left behind."""

from __future__ import annotations

import multiprocessing
import pickle
from functools import partial
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from app.crash import report_of
from app.errors import (
    AppError,
    CancelledError,
    EditConflictError,
    FileError,
    FileProblem,
    InvalidRecordError,
    JobDiedError,
    Problem,
)
from app.jobs import Jobs, Pace
from tests import job_functions

WAIT_MS = 20_000


class Caller(QObject):
    """Has jobs done and keeps what comes of them."""

    def __init__(self, jobs, parent=None):
        super().__init__(parent)
        self.jobs = jobs
        self.answers, self.errors = [], []

    def start(self, function, *args):
        return self.jobs.start(
            self, "Working", function, *args, on_success=self.answers.append, on_error=self.errors.append
        )


@pytest.fixture
def jobs(qapp):
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def caller(jobs):
    return Caller(jobs)


def ended(caller, many=1):
    return lambda: len(caller.answers) + len(caller.errors) == many


def gone(pid):
    return lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def has_text(path):
    return lambda: path.exists() and path.read_text() != ""


def test_the_answer_comes_back(caller, qtbot):
    job = caller.start(job_functions.add, 1, 2)
    seen = []
    job.progressed.connect(lambda: seen.append((job.done, job.total)))

    qtbot.waitUntil(ended(caller), timeout=WAIT_MS)

    assert caller.answers == [3]
    assert (1, 2) in seen
    assert caller.jobs.unfinished() == ()


def test_the_job_process_knows_no_window(caller, qtbot):
    caller.start(job_functions.modules)
    qtbot.waitUntil(ended(caller), timeout=WAIT_MS)

    assert "app.job_process" in caller.answers[0]
    assert [name for name in caller.answers[0] if "PySide" in name or "shiboken" in name] == []


def test_expected_failures_arrive_with_their_fields(caller, qtbot):
    caller.start(job_functions.fail_with_file, Path("full"))
    caller.start(job_functions.fail_with_problems)
    caller.start(job_functions.fail_with_conflict)
    qtbot.waitUntil(ended(caller, 3), timeout=WAIT_MS)

    file, invalid, conflict = caller.errors
    assert (type(file), file.problem, file.path, file.detail) == (
        FileError,
        FileProblem.DISK_FULL,
        Path("full"),
        "no room",
    )
    assert invalid.problems == (Problem("name", "required"),)
    assert (conflict.record_id, conflict.changed_by, conflict.stored) == (7, "Ada", "stored")


@pytest.mark.parametrize(
    "error",
    [
        FileError(FileProblem.LOCKED, None),
        InvalidRecordError((Problem("emails", "taken", other_id=2**50),)),
        EditConflictError(1, "", (), None),
        JobDiedError(-9),
        CancelledError(),
        AppError("anything", 5),
    ],
)
def test_every_expected_failure_survives_pickling(error):
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.args, vars(copy)) == (type(error), error.args, vars(error))


def test_a_bug_arrives_with_its_lines_of_code_and_nobodys_data(caller, qtbot):
    caller.start(job_functions.fail_by_bug)
    caller.start(job_functions.fail_unpicklably)
    qtbot.waitUntil(ended(caller, 2), timeout=WAIT_MS)

    value_error, stand_in = caller.errors
    assert isinstance(value_error, ValueError)
    assert isinstance(stand_in, RuntimeError)
    for error in caller.errors:
        report = report_of(error)
        assert "tests/job_functions.py" in report
        assert "In the job process" in report
    assert "LocalError" in report_of(stand_in)


def test_an_answer_that_cannot_cross_is_a_bug(caller, qtbot):
    caller.start(job_functions.answer_unpicklably)
    qtbot.waitUntil(ended(caller), timeout=WAIT_MS)
    assert not isinstance(caller.errors[0], AppError)


def test_a_cancelled_job_undoes_what_it_began(caller, qtbot, tmp_path):
    begun, undone = tmp_path / "begun", tmp_path / "undone"
    job = caller.start(job_functions.work_until_stopped, begun, undone)
    qtbot.waitUntil(has_text(begun), timeout=WAIT_MS)

    job.cancel()
    qtbot.waitUntil(ended(caller), timeout=1_000)

    assert isinstance(caller.errors[0], CancelledError)
    assert undone.exists()
    assert gone(int(begun.read_text()))()


def test_a_deaf_job_is_gone_within_a_second(caller, qtbot, tmp_path):
    begun = tmp_path / "begun"
    job = caller.start(job_functions.work_deafly, begun)
    qtbot.waitUntil(has_text(begun), timeout=WAIT_MS)

    job.cancel()
    qtbot.waitUntil(ended(caller), timeout=1_500)

    assert isinstance(caller.errors[0], CancelledError)
    assert gone(int(begun.read_text()))()


def test_a_job_that_waits_is_cancelled_at_once(caller, qtbot, tmp_path):
    first = caller.start(job_functions.work_until_stopped, tmp_path / "begun", tmp_path / "undone")
    second = caller.start(job_functions.add, 1, 2)
    qtbot.waitUntil(has_text(tmp_path / "begun"), timeout=WAIT_MS)

    second.cancel()
    qtbot.waitUntil(ended(caller), timeout=1_000)

    assert caller.jobs.unfinished() == (first,)
    first.cancel()
    qtbot.waitUntil(ended(caller, 2), timeout=WAIT_MS)
    assert caller.answers == []


def test_a_killed_job_says_so(caller, qtbot):
    caller.start(job_functions.die)
    caller.start(job_functions.add, 2, 2)
    qtbot.waitUntil(ended(caller, 2), timeout=WAIT_MS)

    assert isinstance(caller.errors[0], JobDiedError)
    assert caller.errors[0].exit_code not in (0, None)
    assert caller.answers == [4]


def test_a_job_ends_when_its_window_is_killed(qtbot, tmp_path):
    begun, undone = tmp_path / "begun", tmp_path / "undone"
    window = multiprocessing.get_context("spawn").Process(target=job_functions.run_a_job, args=(begun, undone))
    window.start()
    qtbot.waitUntil(has_text(begun), timeout=WAIT_MS)

    window.kill()
    window.join()

    qtbot.waitUntil(gone(int(begun.read_text())), timeout=WAIT_MS)
    assert undone.exists()


def test_closing_leaves_no_process(qapp, qtbot, tmp_path):
    jobs = Jobs()
    caller = Caller(jobs)
    caller.start(job_functions.work_until_stopped, tmp_path / "begun", tmp_path / "undone")
    qtbot.waitUntil(has_text(tmp_path / "begun"), timeout=WAIT_MS)

    jobs.close()

    assert gone(int((tmp_path / "begun").read_text()))()


def test_a_job_aside_answers_again_and_again_and_ends_with_whoever_asked(jobs, caller, qtbot, tmp_path):
    caller.start(job_functions.work_until_stopped, tmp_path / "begun", tmp_path / "undone")
    owner, told, failures = QObject(), [], []
    aside = jobs.start(
        owner,
        "",
        job_functions.square,
        3,
        on_success=told.append,
        on_error=failures.append,
        on_part=told.append,
        is_aside=True,
    )
    qtbot.waitUntil(lambda: told[1:] == [9], timeout=WAIT_MS)
    assert len(jobs.unfinished()) == 1
    aside.wish(4)
    aside.wish(5)
    qtbot.waitUntil(lambda: told[1:] == [9, 16, 25], timeout=WAIT_MS)
    owner.deleteLater()
    qtbot.waitUntil(gone(told[0]), timeout=WAIT_MS)
    assert failures == []


def test_nobody_is_told_who_is_gone(jobs, qtbot):
    answers = []
    owner = QObject()
    jobs.start(owner, "Working", job_functions.add, 1, 2, on_success=answers.append)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not jobs.unfinished(), timeout=WAIT_MS)
    assert answers == []


def test_a_failure_that_nobody_waits_for_is_told(jobs, qtbot):
    with qtbot.waitSignal(jobs.failed, timeout=WAIT_MS) as failed:
        jobs.start(jobs, "Working", job_functions.fail_with_problems, on_success=lambda answer: None)
    assert isinstance(failed.args[0], InvalidRecordError)


@given(st.floats(0.5, 1e6), st.integers(1, 10**11))
def test_remaining_time_of_steady_work_is_what_remains(seconds, many):
    pace = Pace()
    pace.note(0, 10 * many, 100)
    for step in range(1, 11):
        at = 100 + step * seconds
        pace.note(many * step, 10 * many, at)
        assert pace.seconds_left(at) == pytest.approx((10 - step) * seconds, abs=1e-3 * seconds)


def test_remaining_time_runs_down_between_reports():
    pace = Pace()
    assert pace.seconds_left(0) is None
    pace.note(0, 100, 0)
    assert pace.seconds_left(0) is None
    pace.note(10, 100, 1)
    assert pace.seconds_left(1) == pytest.approx(9)
    assert pace.seconds_left(4) == pytest.approx(6)
    assert pace.seconds_left(50) == 0


def test_another_stretch_of_work_starts_anew():
    pace = Pace()
    pace.note(0, 100, 0)
    pace.note(50, 100, 10)
    pace.note(0, 7, 11)
    assert pace.seconds_left(11) is None


def test_every_job_is_told_what_the_window_knows_without_a_command_line_or_variable(qtbot, jobs):
    caller = Caller(jobs)
    jobs.before_each = partial(job_functions.learn, "a secret")
    caller.start(job_functions.tell_what_was_learnt)
    caller.start(job_functions.tell_what_was_learnt)
    qtbot.waitUntil(lambda: len(caller.answers) + len(caller.errors) == 2, timeout=WAIT_MS)

    assert caller.errors == []
    assert [answer[0] for answer in caller.answers] == ["a secret", "a secret"]
    assert not any("a secret" in seen for answer in caller.answers for seen in answer[1:])
