"""Pauses grow, have a limit, and differ from window to window."""

from hypothesis import given
from hypothesis import strategies as st

from app.models.pauses import FIRST_SECONDS, MOST_SECONDS, pause_after_try, pause_before

ATTEMPTS = st.integers(1, 10_000)
CHANCES = st.floats(0, 1)


@given(ATTEMPTS, CHANCES)
def test_they_have_limits(attempt, chance):
    assert FIRST_SECONDS / 2 <= pause_before(attempt, chance) <= MOST_SECONDS


@given(ATTEMPTS, CHANCES)
def test_they_grow(attempt, chance):
    assert pause_before(attempt, chance) <= pause_before(attempt + 1, chance)


@given(ATTEMPTS)
def test_chance_spreads_them_over_half_their_length(attempt):
    longest = pause_before(attempt, 1)

    assert pause_before(attempt, 0) == longest / 2
    assert longest == min(FIRST_SECONDS * 2 ** min(attempt - 1, 20), MOST_SECONDS)


def test_after_wrong_passwords_they_double_up_to_a_minute():
    assert [pause_after_try(failures) for failures in range(9)] == [0, 1, 2, 4, 8, 16, 32, 60, 60]
    assert pause_after_try(10_000) == 60
