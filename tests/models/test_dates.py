"""Dates as people type them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.dates import DateOrder, date_order, parse_date, parse_moment

TODAY = date(2025, 1, 31)  # a Friday
ORDERS = st.sampled_from(("dmy", "mdy", "ymd"))
PATTERNS = {"dmy": "{d}{s}{m}{s}{y}", "mdy": "{m}{s}{d}{s}{y}", "ymd": "{y}{s}{m}{s}{d}"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", date(2025, 1, 31)),
        (" NOW ", date(2025, 1, 31)),
        ("yesterday", date(2025, 1, 30)),
        ("tomorrow", date(2025, 2, 1)),
        ("-90d", date(2024, 11, 2)),
        ("−90 days", date(2024, 11, 2)),
        ("+2w", date(2025, 2, 14)),
        ("+1m", date(2025, 2, 28)),
        ("-3m", date(2024, 10, 31)),
        ("+ 1 y", date(2026, 1, 31)),
        ("fri", date(2025, 1, 31)),
        ("thursday", date(2025, 2, 6)),
    ],
)
def test_words(text: str, expected: date) -> None:
    assert parse_date(text, TODAY, "dmy") == expected


def test_a_leap_day_moves_to_the_end_of_february() -> None:
    assert parse_date("+1y", date(2024, 2, 29), "dmy") == date(2025, 2, 28)
    assert parse_date("-1m", date(2024, 3, 31), "dmy") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-02-29", "dmy", date(2024, 2, 29)),
        ("2024/2/9", "mdy", date(2024, 2, 9)),
        ("3.4.2024", "dmy", date(2024, 4, 3)),
        ("3. 4. 2024", "dmy", date(2024, 4, 3)),
        ("3/4/2024", "mdy", date(2024, 3, 4)),
        ("03 04 24", "dmy", date(2024, 4, 3)),
        ("24-3-4", "ymd", date(2024, 3, 4)),
        ("4.3.2024", "ymd", date(2024, 3, 4)),
        ("3.4.", "dmy", date(2025, 4, 3)),
        ("3/4", "mdy", date(2025, 3, 4)),
        ("3-4", "ymd", date(2025, 3, 4)),
        ("20240304", "dmy", date(2024, 3, 4)),
        ("31122024", "dmy", date(2024, 12, 31)),
        ("12312024", "mdy", date(2024, 12, 31)),
        ("٠٣.٠٤.٢٠٢٤", "dmy", date(2024, 4, 3)),
    ],
)
def test_figures(text: str, order: DateOrder, expected: date) -> None:
    assert parse_date(text, TODAY, order) == expected


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("3 Apr 2024", "mdy", date(2024, 4, 3)),
        ("April 3rd, 2024", "dmy", date(2024, 4, 3)),
        ("Wed, 3rd of April 2024", "dmy", date(2024, 4, 3)),
        ("3-Apr-24", "dmy", date(2024, 4, 3)),
        ("2024 Sept 3", "dmy", date(2024, 9, 3)),
        ("24 Apr 3", "ymd", date(2024, 4, 3)),
        ("3 Apr 2024", "ymd", date(2024, 4, 3)),
        ("3. May", "dmy", date(2025, 5, 3)),
    ],
)
def test_month_names(text: str, order: DateOrder, expected: date) -> None:
    assert parse_date(text, TODAY, order) == expected


@pytest.mark.parametrize(
    "text",
    ["", "31.02.", "31.02.2024", "29.2.2025", "00.01.2024", "1.13.2024", "1.1.0000", "1.2.024", "1.2.20245", "2024", "5",
     "1/2.2024", "12", "31 Feb 2024", "April 2024", "31 Foo 2024", "1 2 3 Apr", "3 Apr 3 May", "90d", "+90", "+99999y",
     "ma", "3 @ Apr", "2024-01-31T10:00", "1.1.2024" + " " * 99, "99999999"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text, TODAY, "dmy") is None


@pytest.mark.parametrize(("text", "year"), [("1.1.45", 2045), ("1.1.46", 1946), ("1.1.99", 1999), ("1.1.00", 2000)])
def test_years_of_two_figures_reach_twenty_years_ahead(text: str, year: int) -> None:
    assert parse_date(text, TODAY, "dmy") == date(year, 1, 1)


@given(st.dates(), ORDERS, st.sampled_from(("-", ".", "/", " ")), st.booleans())
def test_figures_make_the_round_trip_in_every_order(day: date, order: DateOrder, separator: str, padded: bool) -> None:
    width = "02" if padded else ""
    text = PATTERNS[order].format(d=f"{day.day:{width}}", m=f"{day.month:{width}}", y=f"{day.year:04}", s=separator)
    assert parse_date(text, TODAY, order) == day
    assert parse_date(day.isoformat(), TODAY, order) == day


@given(st.dates(TODAY - timedelta(days=79 * 365), TODAY + timedelta(days=20 * 365 - 31)), ORDERS)
def test_short_years_make_the_round_trip(day: date, order: DateOrder) -> None:
    text = PATTERNS[order].format(d=day.day, m=day.month, y=f"{day.year % 100:02}", s="/")
    assert parse_date(text, TODAY, order) == day


@given(st.dates(), st.sampled_from(("{d} {m} {y}", "{m} {d}, {y}", "{y} {m} {d}", "{d}-{m}-{y}")), ORDERS)
def test_month_names_make_the_round_trip(day: date, pattern: str, order: DateOrder) -> None:
    name = ("Jan", "Feb", "March", "Apr", "May", "June", "Jul", "Aug", "Sept", "October", "Nov", "Dec")[day.month - 1]
    assert parse_date(pattern.format(d=day.day, m=name, y=f"{day.year:04}"), TODAY, order) == day


@given(st.dates(), st.integers(-99_999, 99_999))
def test_days_from_today_are_exact_or_refused(day: date, count: int) -> None:
    moved = parse_date(f"{count:+}d", day, "dmy")
    assert moved is None or moved - day == timedelta(days=count)


@given(st.text(max_size=50) | st.from_regex(r"\A[0-9a-z +./-]{0,20}\Z"), st.dates(), ORDERS)
def test_hostile_text_never_fails(text: str, today: date, order: DateOrder) -> None:
    parse_date(text, today, order)


@pytest.mark.parametrize(
    ("name", "order"),
    [("de_DE", "dmy"), ("en-US", "mdy"), ("en_GB.UTF-8", "dmy"), ("sv_SE", "ymd"), ("ja", "ymd"), ("hu@x", "ymd"),
     ("C", "dmy"), ("", "dmy"), ("no such locale", "dmy")],
)  # fmt: skip
def test_date_order_of_a_locale(name: str, order: DateOrder) -> None:
    assert date_order(name) == order


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", datetime(2026, 11, 29, 10, 15, tzinfo=UTC)),
        ("14:30", datetime(2026, 11, 29, 14, 30, tzinfo=UTC)),
        ("2:30 pm", datetime(2026, 11, 29, 14, 30, tzinfo=UTC)),
        ("12:05 AM", datetime(2026, 11, 29, 0, 5, tzinfo=UTC)),
        ("yesterday 9:00", datetime(2026, 11, 28, 9, 0, tzinfo=UTC)),
        ("31 Jan 2026 23:59", datetime(2026, 1, 31, 23, 59, tzinfo=UTC)),
        ("2026-01-31T08:00", datetime(2026, 1, 31, 8, 0, tzinfo=UTC)),
        ("31 Jan 2026", datetime(2026, 1, 31, tzinfo=UTC)),
        ("31.01.2026 at 7:05", datetime(2026, 1, 31, 7, 5, tzinfo=UTC)),
        ("", None),
        ("25:00", None),
        ("13:00 pm", None),
        ("31.02.2026 10:00", None),
        ("soon", None),
    ],
)
def test_moments_are_read_as_people_write_them(text, moment):
    assert parse_moment(text, datetime(2026, 11, 29, 10, 15, tzinfo=UTC), "dmy") == moment
