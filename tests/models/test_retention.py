"""Which backups are kept, and which go when they are too many or too much."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.models.retention import DAYS, WEEKS, superfluous, too_many

TODAY = date(2026, 5, 20)  # a Wednesday
moments = st.lists(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 5, 20, 23, 59)), unique=True, max_size=60
)


def daily(days):
    """A backup each morning, up to today's."""
    return [datetime(2026, 5, 20, 9) - timedelta(days=number) for number in range(days)]


def test_a_year_of_days_leaves_a_week_and_four_weeks():
    kept = sorted(set(daily(365)) - superfluous(daily(365), TODAY), reverse=True)

    assert [moment.date().isoformat() for moment in kept] == [
        *(f"2026-05-{day}" for day in range(20, 13, -1)),
        "2026-05-10",
        "2026-05-03",
    ]


def test_all_of_today_stay_and_the_last_one_of_each_day_before():
    today = [datetime(2026, 5, 20, hour) for hour in range(3)]
    yesterday = [datetime(2026, 5, 19, hour) for hour in range(3)]

    assert superfluous([*today, *yesterday], TODAY) == set(yesterday[:2])


@given(made=moments)
def test_the_latest_is_always_kept_and_never_many_more_than_days_and_weeks(made):
    gone = superfluous(made, TODAY)
    kept = set(made) - gone

    assert gone <= set(made)
    assert not made or max(made) in kept
    assert len({moment.date() for moment in kept}) <= DAYS + WEEKS
    assert superfluous(kept, TODAY) == set()


@given(sizes=st.lists(st.integers(0, 100), max_size=9), room=st.integers(0, 400))
def test_the_oldest_go_until_the_rest_fits_and_the_last_one_never(sizes, room):
    gone = too_many(sizes, room)

    assert 0 <= gone <= max(len(sizes) - 1, 0)
    assert sum(sizes[gone:]) <= room or len(sizes) - gone <= 1
    assert gone == 0 or sum(sizes[gone - 1 :]) > room
