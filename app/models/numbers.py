"""Exact decimals as people type and read them: amounts of money, quantities, rates."""

from __future__ import annotations

import locale
import re
from copy import copy
from decimal import Context, Decimal, localcontext
from functools import cache, lru_cache

_LONGEST_TEXT = 40
_EXACT = Context(prec=100)
"""Long enough for what two numbers come to that somebody typed, however long those are."""

_UNITS, _NEXT_UNIT, _FEW = ("bytes", "KB", "MB", "GB"), 1024, 10
_SIGNS = re.compile(r"[+-]?[\d.,'’\s]+")
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@cache
def own_number_locale() -> str:
    """Whose signs the person at this computer sets into numbers, as Babel names it."""
    found = locale.getlocale(locale.LC_NUMERIC)[0] or locale.getlocale(locale.LC_TIME)[0] or ""
    return found.split(".")[0] if "_" in found else "en_US"


@lru_cache(maxsize=4096)
def format_decimal(value: Decimal, places: int | tuple[int, int], locale_name: str) -> str:
    """The number with all its places, and its digits in the groups of the locale: "1,234.50".

    Args:
        places: how many digits stand behind the point, or how many at least and at most.
    """
    from babel import Locale

    found = Locale.parse(locale_name)
    pattern = copy(found.decimal_formats[None])
    pattern.frac_prec = (places, places) if isinstance(places, int) else places
    with localcontext(_EXACT):
        return str(pattern.apply(value, found))


def parse_decimal(text: str, locale_name: str) -> Decimal | None:
    """The number that a person typed, or None if it is none; where the signs are doubtful, those of the locale hold.

    What is no number by the signs of the locale may be one with a point before its decimals, as computers write them.
    """
    from babel.numbers import NumberFormatError, get_group_symbol
    from babel.numbers import parse_decimal as parsed

    text = text.strip().replace("\u2212", "-")
    if len(text) > _LONGEST_TEXT or not _SIGNS.fullmatch(text):
        return None
    between = get_group_symbol(locale_name)
    if between.isspace():  # nobody types the one that is not broken at
        text = re.sub(r"(?<=\d)\s(?=\d)", between, text)
    try:
        return parsed(text, locale=locale_name, strict=True)
    except NumberFormatError:
        return Decimal(text) if _PLAIN.fullmatch(text) else None


def fits_places(number: Decimal, places: int) -> bool:
    """Whether nothing stands behind so many decimal places, however long the number is that somebody typed."""
    return number == _EXACT.quantize(number, Decimal(1).scaleb(-places))


def format_size(size: int, locale_name: str) -> str:
    """How large something is, in the largest unit of which it has one, with the digits that matter."""
    amount, unit = Decimal(size), _UNITS[0]
    for larger in _UNITS[1:]:
        if amount < _NEXT_UNIT:
            break
        amount, unit = amount / _NEXT_UNIT, larger
    places = 1 if unit != _UNITS[0] and amount < _FEW else 0
    return f"{format_decimal(round(amount, places), places, locale_name)} {unit}"
