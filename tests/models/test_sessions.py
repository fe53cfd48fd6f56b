"""When a window that nobody touches is covered, and how long somebody waits who mistypes a password."""

from hypothesis import given
from hypothesis import strategies as st

from app.models.sessions import allowed_idle_minutes, is_warned, pause_after, seconds_left

seconds = st.floats(0, 10_000)
minutes = st.integers(-5, 500)


@given(minutes)
def test_an_administrator_only_shortens_the_hour(wanted):
    assert 1 <= allowed_idle_minutes(wanted) <= 60
    assert allowed_idle_minutes(wanted) <= max(wanted, 1)


@given(seconds, minutes)
def test_one_is_warned_before_it_happens_and_not_long_before(idle, wanted):
    left = seconds_left(idle, wanted)

    assert left <= 60 * 60
    assert is_warned(idle, wanted) or left > 30
    assert not is_warned(idle, wanted) or left <= 60


@given(minutes)
def test_whoever_was_just_there_is_not_warned(wanted):
    assert not is_warned(0, wanted)
    assert seconds_left(60 * allowed_idle_minutes(wanted), wanted) == 0


@given(st.integers(0, 1000))
def test_pauses_grow_up_to_a_minute(failures):
    assert pause_after(failures) <= pause_after(failures + 1) <= 60
    assert failures >= 3 or not pause_after(failures)
