"""The idle clock hears what reaches the program's windows, and goes by a clock that nobody sets."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.views.idle_clock import IdleClock, steady_seconds


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.edit = QLineEdit(window)
    qtbot.addWidget(window)
    window.resize(200, 100)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def clock(window):
    """Its time is that of the test."""
    clock = IdleClock(window)
    clock.time = 1000.0
    clock.now = lambda: clock.time
    clock.start()
    return clock


def key(window):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)


def move(window, x):
    QTest.mouseMove(window.windowHandle(), QPoint(x, 5))


def test_keys_and_mouse_touch_it_and_time_alone_does_not(window, clock):
    for touch in (
        lambda: key(window),
        lambda: move(window, 7),
        lambda: QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton),
    ):
        clock.time += 100
        assert clock.idle_seconds() == 100
        touch()
        assert clock.idle_seconds() == 0


def test_a_mouse_that_stands_still_touches_nothing(window, clock):
    move(window, 7)
    clock.time += 100
    move(window, 7)
    assert clock.idle_seconds() == 100


def test_a_touch_that_comes_too_late_goes_nowhere(window, clock, qtbot):
    clock.limit_seconds = 60
    window.edit.setFocus()
    key(window)
    clock.time += 61
    with qtbot.waitSignal(clock.expired):
        key(window)
    assert window.edit.text() == "a"
    assert clock.idle_seconds() == 61


def test_windows_that_open_later_count(window, clock, qtbot):
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: other.windowHandle() is not None and other.isActiveWindow())
    clock.time += 100
    key(other)
    assert clock.idle_seconds() == 0


def test_a_clock_that_goes_back_makes_nobody_younger(window, clock):
    clock.time -= 500
    assert clock.idle_seconds() == 0


def test_the_clock_goes_on_as_the_computers_does():
    before, began = steady_seconds(), time.monotonic()
    while time.monotonic() - began < 0.01:
        pass
    assert 0.009 < steady_seconds() - before < 5
