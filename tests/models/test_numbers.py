from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.numbers import fits_places, format_decimal, parse_decimal

LOCALES = ("en_US", "de_DE", "fr_FR", "sv_SE", "hi_IN", "pt_BR")


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(LOCALES))
def test_what_is_shown_is_read_as_the_same(value, locale):
    assert parse_decimal(format_decimal(value, 2, locale), locale) == value


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("1234.50", "en_US", "1234.50"),
        ("1,234.5", "en_US", "1234.5"),
        ("1.234,50", "de_DE", "1234.50"),
        ("1234,5", "de_DE", "1234.5"),
        ("12.5", "de_DE", "12.5"),
        ("1.234", "de_DE", "1234"),
        ("-7", "en_US", "-7"),
        ("\u22127", "en_US", "-7"),
        ("1 234,50", "fr_FR", "1234.50"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, locale, value):
    assert parse_decimal(text, locale) == Decimal(value)


@pytest.mark.parametrize("text", ["", "  ", "abc", "1,2,3.4.5", "1e5", "NaN", "Infinity", "9" * 41, "1.2.3", "--1"])
def test_what_is_no_number_is_none(text):
    assert parse_decimal(text, "en_US") is None


@pytest.mark.parametrize(
    ("text", "fits"), [("9" * 40, True), ("-" + "9" * 36 + ".125", True), ("1.1250", True), ("1.1255", False)]
)
def test_places_are_counted_however_long_the_number_is(text, fits):
    assert fits_places(Decimal(text), 3) is fits
    assert format_decimal(Decimal(text) ** 2, 0, "en_US")
