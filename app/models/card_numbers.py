"""Payment card numbers in text: found wherever they stand, and masked, so that none is ever stored.

A number is taken for a card's if its beginning, its length and its check digit all fit. One in thirty numbers of sixteen digits does by
chance, one in three hundred of fourteen (docs/decisions/0032); no telephone number of up to thirteen digits, no EAN and no IBAN.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

MASK = "•"

_FEWEST = 12
_SHOWN_FIRST, _SHOWN_LAST = 6, 4
_FEWEST_WITH_FIRST = 14
"""Of a shorter number the first six digits would give away nearly all."""

_BETWEEN = (
    r"(?:[^\S\r\n\x0b\x0c\x85\u2028\u2029]"  # spaces of any width, but no ends of lines
    r"|[\-_\xad\u058a\u2010-\u2015\u2212\ufe58\ufe63\uff0d\uff3f.\xb7\u2024\u2027\uff0e"
    r"\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]){0,3}"
)
"""What people put between the digits of one number."""

_LIKELY = re.compile(rf"(?:[56]|(?![0-9])\d|\d(?:{_BETWEEN}\d){{2}})(?:{_BETWEEN}\d){{{_FEWEST - 1},}}")
"""As many digits as any number has; only those that begin with 5 or 6 have fewer than fourteen, as telephone numbers do."""

_GROUP = re.compile(r"\d+")
_MASKED = re.compile(
    rf"(?:\d(?:{_BETWEEN}\d){{{_SHOWN_FIRST - 1}}}{_BETWEEN})?{MASK}(?:{_BETWEEN}{MASK})*(?:{_BETWEEN}\d){{{_SHOWN_LAST}}}"
)
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}")
_CHECK_DIGITS = 2
"""Of an IBAN: the digits of a card may seem to begin with them."""

_LONGEST_IBAN = 34
_LOOKED_BACK = 80
"""So many characters an IBAN has at most, with what stands between its groups."""

_BRANDS = (
    (
        re.compile(r"4"),
        frozenset({16, 19}),
    ),  # Visa; those of 13 digits were given out last century, and look like telephones
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), frozenset({16})),  # Mastercard
    (re.compile(r"3[47]"), frozenset({15})),  # American Express
    (re.compile(r"6011|64[4-9]|65"), frozenset({16, 19})),  # Discover
    (re.compile(r"35(?:2[89]|[3-8])"), frozenset({16, 19})),  # JCB
    (re.compile(r"3(?:6|[89])"), frozenset({14, 16, 19})),  # Diners Club
    (re.compile(r"30[0-5]|3095"), frozenset({14})),
    (re.compile(r"62|81"), frozenset({16, 17, 18, 19})),  # UnionPay
    (re.compile(r"50|5[678]|6304|639|67"), frozenset({16, 17, 18, 19})),  # Maestro
    (re.compile(r"5018|5020|5038|5893|6304|6759|676[1-3]"), frozenset({12})),
)
_BRAND_DIGITS = 4
_STARTS = frozenset("234568")
"""With which digits numbers of these brands begin."""

_TWICE = bytes.maketrans(b"0123456789", b"0246813579")
"""Every second digit counts twice in the check sum, and more than nine as the sum of its digits."""

Span = tuple[int, int]


def card_numbers(text: str) -> tuple[Span, ...]:
    """Where card numbers stand in a text, from the first digit of each to behind its last."""
    return tuple(_found(text)) if _is_likely(text) else ()


def masked(text: str, *, is_typed: bool = False) -> str:
    """The text with nothing but the first six and last four digits of every card number, and as long as before.

    Args:
        is_typed: somebody is typing it, and may be in the middle of an IBAN: that has its own check when it is whole.
    """
    if not _is_likely(text):
        return text
    letters = list(text)
    for start, end in _found(text):
        if is_typed and any(_is_begun_iban(text[beginning:]) for beginning in _iban_starts(text, start)):
            continue
        places = [place for place in range(start, end) if text[place].isdecimal()]
        first = _SHOWN_FIRST if len(places) >= _FEWEST_WITH_FIRST else 0
        for place in places[first:-_SHOWN_LAST]:
            letters[place] = MASK
    return "".join(letters)


def has_mask(text: str) -> bool:
    """Whether a number was masked in it."""
    return MASK in text and _MASKED.search(text) is not None


def _is_likely(text: str) -> bool:
    """The quick question, which nearly every text answers with no."""
    return len(text) >= _FEWEST and _LIKELY.search(text) is not None


def _found(text: str) -> Iterator[Span]:
    for start, end in _unmasked(text):
        for run in _LIKELY.finditer(text, start, end):
            yield from _found_in_run(text, [group.span() for group in _GROUP.finditer(text, *run.span())])


def _unmasked(text: str) -> Iterator[Span]:
    """The parts between numbers that are masked already: what is left of those is no part of another."""
    start = 0
    for number in _MASKED.finditer(text) if MASK in text else ():
        yield start, number.start()
        start = number.end()
    yield start, len(text)


def _found_in_run(text: str, groups: Sequence[Span]) -> Iterator[Span]:
    """The numbers that are made of whole groups of digits; of two that begin with the same group, the longer."""
    digits = _plain("".join(text[start:end] for start, end in groups))
    ends = dict(zip(accumulate(end - start for start, end in groups), (end for _, end in groups), strict=True))
    place = behind = 0
    for start, end in groups:
        if len(digits) - place < _FEWEST:
            return
        if start >= behind and digits[place] in _STARTS and not (start and _is_digit(text[start - 1])):
            lengths = _lengths(digits[place : place + _BRAND_DIGITS])
            fitting = (
                ends[place + length] for length in lengths if place + length in ends and _adds_up(digits, place, length)
            )
            found = next((last for last in fitting if _is_whole(text, start, last)), None)
            if found is not None:
                yield start, found
                behind = found
        place += end - start


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the number ends there, and is none of another kind."""
    return not (end < len(text) and _is_digit(text[end])) and not _is_in_iban(text, start, end)


def _is_digit(letter: str) -> bool:
    return letter == MASK or letter.isdecimal()


def _plain(digits: str) -> str:
    """In the digits that everybody's computer knows; other scripts have ten of their own."""
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


@lru_cache(maxsize=4096)
def _lengths(start: str) -> tuple[int, ...]:
    """How long a number that begins so may be, the longest first."""
    known = {length for brand, lengths in _BRANDS if brand.match(start) for length in lengths}
    return tuple(sorted(known, reverse=True))


def _adds_up(digits: str, place: int, length: int) -> bool:
    """Whether the last digit is the check digit of the others, by the rule of Luhn."""
    number = digits[place : place + length].encode("ascii")
    total = sum(number[::-1][::2]) + sum(number[::-1][1::2].translate(_TWICE))
    return (total - length * ord("0")) % 10 == 0


def _is_in_iban(text: str, start: int, end: int) -> bool:
    """Whether the digits belong to a whole international account number, which has a check of its own."""
    return any(_iban_reaches(text[beginning:], end - beginning) for beginning in _iban_starts(text, start))


def _iban_starts(text: str, start: int) -> Sequence[int]:
    """Where one may begin to which the digits from there on belong."""
    found = _IBAN_START.finditer(text, max(0, start - _LOOKED_BACK), start + _CHECK_DIGITS)
    return [beginning.start() for beginning in found]


def _is_begun_iban(text: str) -> bool:
    """Whether it is as much of one as was typed by now: those of each country are of one length."""
    from stdnum import numdb

    compact = re.sub(_BETWEEN, "", text).upper()
    (_, of_country), *_ = numdb.get("iban").info(compact)
    wanted = _CHECK_DIGITS + 2 + sum(map(int, re.findall(r"(\d+)!", of_country.get("bban", ""))))
    return compact.isascii() and compact.isalnum() and len(compact) < wanted


def _iban_reaches(text: str, end: int) -> bool:
    from stdnum import iban

    compact = ""
    for place, letter in enumerate(text[: _LOOKED_BACK + _LONGEST_IBAN]):
        if letter.isascii() and letter.isalnum():
            compact += letter
            is_long_enough = place + 1 >= end and len(compact) >= 15
            if is_long_enough and iban.is_valid(compact, check_country=False):
                return True
        elif letter.isalnum() or letter in "\r\n" or len(compact) > _LONGEST_IBAN:
            return False
    return False
