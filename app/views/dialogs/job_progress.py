"""How far the running job is: what it does, a bar, how long it still takes, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QToolButton, QWidget

from app.jobs import Job, Jobs
from app.views.widgets.elided_label import ElidedLabel

_STEPS = 1000
"""The bar's own scale: bytes and records may be more than it can count."""


class JobProgress(QWidget):
    """A line for the status bar or a page; shown while there are jobs, and about the first of them.

    Args:
        follows: it is about one job alone, which it is told of once that is started (see `follow`).
    """

    def __init__(self, jobs: Jobs, parent: QWidget | None = None, *, follows: bool = False) -> None:
        super().__init__(parent)
        self._jobs, self._follows = jobs, follows
        self._followed: Job | None = None
        self._job: Job | None = None
        self.label = ElidedLabel(self)
        self.bar = QProgressBar(self)
        self.left_label = ElidedLabel(self)
        self.cancel_button = QToolButton(self)
        self._lay_out()
        self._clock = QTimer(self, interval=1_000)
        self._clock.timeout.connect(self._show_time_left)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        jobs.changed.connect(self._on_jobs_changed)
        self._on_jobs_changed()

    def _lay_out(self) -> None:
        width = self.fontMetrics().averageCharWidth()
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setFixedWidth(width * 20)
        self.left_label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.left_label.setMinimumWidth(width * 14)
        self.cancel_button.setText(self.tr("Stop"))
        self.cancel_button.setAutoRaise(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.left_label)
        layout.addWidget(self.cancel_button)

    def follow(self, job: Job) -> None:
        """Show how far that one is, and stop no other."""
        self._followed = job
        self._on_jobs_changed()

    def _subject(self, unfinished: tuple[Job, ...]) -> Job | None:
        if self._follows:
            return self._followed if self._followed in unfinished else None
        return unfinished[0] if unfinished else None

    def _on_jobs_changed(self) -> None:
        unfinished = self._jobs.unfinished()
        job = self._subject(unfinished)
        if job is not self._job:
            self._job = job
            if job is not None:
                job.progressed.connect(self._show_progress)
                self.cancel_button.setEnabled(True)
                self._show_progress()
                self._clock.start()
        self.setVisible(job is not None)
        if job is None:
            self._clock.stop()
            return
        waiting = 0 if self._follows else len(unfinished) - 1
        more = self.tr("{job} (then {count} more)").format(job=job.label, count=waiting)
        self.label.show_text(more if waiting else job.label)
        self.cancel_button.setAccessibleName(self.tr("Stop: {job}").format(job=job.label))

    def _show_progress(self) -> None:
        job = self._job
        if job is None:
            return
        self.bar.setRange(0, _STEPS if job.total else 0)
        if job.total:
            self.bar.setValue(min(job.done, job.total) * _STEPS // job.total)
        self._show_time_left()

    def _show_time_left(self) -> None:
        if self._job is not None:
            text = self.tr("Stopping…") if self._job.is_cancelled else self._in_words(self._job.seconds_left())
            if text != self.left_label.full_text():
                self.left_label.show_text(text)

    def _in_words(self, seconds: float | None) -> str:
        if seconds is None:
            return ""
        if seconds < 10:
            return self.tr("a few seconds left")
        if seconds < 55:
            return self.tr("{seconds} s left").format(seconds=round(seconds / 5) * 5)
        if seconds < 3_500:
            return self.tr("about {minutes} min left").format(minutes=max(1, round(seconds / 60)))
        return self.tr("about {hours} h left").format(hours=max(1, round(seconds / 3_600)))

    def _on_cancel_clicked(self) -> None:
        if self._job is not None:
            self.cancel_button.setEnabled(False)
            self._job.cancel()
            self._show_time_left()
