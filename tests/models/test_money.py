"""What invoices come to, against a sum that knows nothing of how the program reckons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.models.invoice_status import (
    CANCELLED,
    DRAFT,
    DUE,
    MOVES,
    OVERDUE,
    PAID,
    PARTLY_PAID,
    REFUNDED,
    STATUSES,
    after_payments,
    is_free,
    still_due,
)
from app.models.money import ALL, COUNTRY, NONE, STATE, Line, amounts_of, currency_digits, exemption_of, sum_of
from app.models.months import is_month, month_of


def exact(places, most):
    return st.decimals(-most, most, allow_nan=False, allow_infinity=False, places=places)


rates = st.decimals(0, 100, allow_nan=False, allow_infinity=False, places=3)
lines = st.builds(Line, exact(2, 10**9), exact(3, 10**9), rates.map(lambda rate: round(rate, 2)), rates, rates)


def half_even(amount, digits):
    """By whole numbers alone."""
    scaled = amount * 10**digits
    down, rest = scaled.numerator // scaled.denominator, scaled - scaled.numerator // scaled.denominator
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2 == 1)
    return Fraction(down + up, 10**digits)


@given(st.lists(lines, max_size=100), st.sampled_from([0, 2, 3]), st.sampled_from([NONE, ALL, STATE, COUNTRY]))
@example([Line(Decimal(1), Decimal("0.125"))], 2, NONE)
@example([Line(Decimal(-1), Decimal("0.125"), country_rate=Decimal("7.5"))], 2, STATE)
def test_totals_are_the_sum_of_rounded_lines(lines, digits, exempt):
    expected = Fraction(0)
    for line in lines:
        whole = Fraction(line.quantity) * Fraction(line.unit_price)
        net = half_even(whole - whole * Fraction(line.discount) / 100, digits)
        expected += net
        if exempt not in (ALL, COUNTRY):
            expected += half_even(net * Fraction(line.country_rate) / 100, digits)
        if exempt not in (ALL, STATE):
            expected += half_even(net * Fraction(line.state_rate) / 100, digits)
    assert Fraction(sum_of(amounts_of(line, digits, exempt) for line in lines).total) == expected


@given(st.lists(lines, max_size=20))
def test_a_credit_of_everything_comes_to_nothing(lines):
    back = [Line(-line.quantity, line.unit_price, line.discount, line.country_rate, line.state_rate) for line in lines]
    billed, credited = (sum_of(amounts_of(line, 2) for line in each) for each in (lines, back))
    assert billed.total + credited.total == 0


def test_the_smallest_unit_is_the_currencys():
    assert [currency_digits(code) for code in ("EUR", "JPY", "KWD", "no such")] == [2, 0, 3, 2]


@pytest.mark.parametrize(
    ("expires", "found"),
    [(None, ALL), (date(2026, 11, 29), ALL), (date(2026, 11, 28), NONE)],
)
def test_an_expired_certificate_counts_no_more(expires, found):
    customer = {"tax_exempt": ALL, "tax_certificate_expires": expires}
    assert exemption_of(customer, date(2026, 11, 29)) == found


def test_months_are_written_one_way():
    assert month_of(date(2026, 3, 31)) == "2026-03"
    assert [is_month(text) for text in ("2026-03", "2026-13", "2026-3", "26-03", "2026-03\n")] == [True, *[False] * 4]


GRAPH = {
    "draft": {"due", "cancelled"},
    "due": {"partly_paid", "paid", "overdue", "cancelled"},
    "partly_paid": {"paid", "overdue", "refunded"},
    "overdue": {"partly_paid", "paid", "cancelled"},
    "paid": {"refunded"},
    "refunded": set(),
    "cancelled": set(),
}
"""As the record's contract has it."""

every_status = st.sampled_from([choice.value for choice in STATUSES])
amounts = st.decimals(0, 1000, places=2)


@given(st.lists(st.tuples(every_status, st.booleans()), max_size=20))
def test_no_moves_leave_the_graph_without_a_reason(wishes):
    """As the save does it: what is not free and has no reason is refused."""
    status, taken = DRAFT, []
    for wish, has_reason in wishes:
        if is_free(status, wish) or has_reason:
            taken.append((status, wish, has_reason))
            status = wish
    assert all(has_reason or before == after or after in GRAPH[before] for before, after, has_reason in taken)
    assert {before: set(after) for before, after in MOVES.items()} == GRAPH


@given(every_status, exact(2, 1000), amounts, amounts, st.booleans())
def test_payments_decide_only_about_what_is_billed(status, total, received, returned, is_late):
    now = after_payments(status, total, received, returned, is_late=is_late)
    if status in (DRAFT, CANCELLED):
        assert now == status
    else:
        assert now not in (DRAFT, CANCELLED)
        assert after_payments(now, total, received, returned, is_late=is_late) == now
    assert still_due(now, total, received, returned) == (
        total - received + returned if now in (DUE, PARTLY_PAID, OVERDUE) else 0
    )


@pytest.mark.parametrize(
    ("total", "received", "returned", "is_late", "status"),
    [
        (100, 0, 0, False, DUE),
        (100, 0, 0, True, OVERDUE),
        (100, 40, 0, False, PARTLY_PAID),
        (100, 100, 0, True, PAID),
        (100, 120, 0, False, PAID),
        (100, 100, 20, False, REFUNDED),
        (100, 40, 40, False, REFUNDED),
        (100, 40, 10, False, PARTLY_PAID),
        (-100, 0, 0, False, DUE),
        (-100, 0, 100, False, PAID),
        (-100, 0, 30, False, PARTLY_PAID),
    ],
)
def test_the_status_follows_from_what_was_paid(total, received, returned, is_late, status):
    sums = (Decimal(total), Decimal(received), Decimal(returned))
    assert after_payments(DUE, *sums, is_late=is_late) == status
