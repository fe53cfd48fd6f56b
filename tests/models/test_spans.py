"""Gaps and overlaps against days that are counted one by one."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.models.spans import Span, gaps, meet, overlaps

START = date(2026, 1, 1)
DAYS = range(40)

ends = st.integers(DAYS.start, DAYS.stop - 1)
spans = st.lists(st.builds(lambda one, other: Span(day(min(one, other)), day(max(one, other))), ends, ends), max_size=6)


def day(number):
    return START + timedelta(days=number)


def days_of(found):
    """Each day as often as it is in one of the spans."""
    return Counter(number for span in found for number in DAYS if span.first <= day(number) <= span.last)


@given(spans)
def test_a_gap_is_where_nothing_runs_between_two_and_an_overlap_where_more_than_one_does(given_spans):
    counted = days_of(given_spans)
    inner = range(min(counted), max(counted) + 1) if counted else ()
    assert days_of(gaps(given_spans)) == Counter(number for number in inner if not counted[number])
    assert days_of(overlaps(given_spans)) == Counter(number for number in DAYS if counted[number] > 1)
    assert all(
        meet(one, other) == bool(days_of([one]) & days_of([other])) for one in given_spans for other in given_spans
    )


def test_open_ends_go_on_for_ever_and_what_ends_before_it_begins_is_none():
    old, since, backwards = Span(None, day(3)), Span(day(10), None), Span(day(30), day(5))
    assert list(gaps([since, old, backwards])) == [Span(day(4), day(9))]
    assert list(overlaps([since, old, Span(None, None)])) == [Span(None, day(3)), Span(day(10), None)]
    assert list(overlaps([since, since, since])) == [since]
    assert list(gaps([since, Span(date.max, date.max)])) == []
    assert list(gaps([])) == list(overlaps([])) == []
    assert gaps([old, since]).__next__().days == 6
