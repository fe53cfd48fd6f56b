"""Customer codes: how a company's codes are made from a running number, and which typed ones it accepts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from string import ascii_uppercase, digits

from app.models.folding import strip_controls

MOST_DIGITS = 18  # the largest number that every database stores

_ALPHABETS = {"A": tuple(ascii_uppercase), "9": tuple(digits), "X": tuple(digits + ascii_uppercase)}


@dataclass(frozen=True, slots=True)
class CodeFormat:
    """The form of a company's customer codes.

    Attributes:
        prefix: what made codes begin with.
        start: the first number.
        length: the least number of digits, filled with zeros.
        pattern: what every code must look like if it is not empty: A a letter, 9 a digit, X either, anything else
            itself. Where the prefix with its number does not fit the pattern, the pattern itself is counted through
            (AA-9999, AB-0000).
    """

    prefix: str = "CST"
    start: int = 1000
    length: int = 0
    pattern: str = ""


def format_code(fmt: CodeFormat, number: int) -> str:
    """Return the code of a number.

    Raises:
        OverflowError: the format has no code for it.
    """
    if number < 0:
        raise OverflowError(number)
    if _counts_pattern(fmt):
        return _spell(fmt.pattern, number)
    code = _prefixed(fmt, number)
    if not matches(fmt, code):
        raise OverflowError(number)
    return code


def code_number(fmt: CodeFormat, code: str) -> int | None:
    """Return the number that a code stands for, or None if it is not of this series; case makes no difference."""
    code = code.strip()
    if not matches(fmt, code):
        return None
    if _counts_pattern(fmt):
        return _count(fmt.pattern, code)
    head, tail = code[: len(fmt.prefix)], code[len(fmt.prefix) :]
    if head.casefold() != fmt.prefix.casefold() or len(tail) > MOST_DIGITS:
        return None
    return int(tail) if tail.isascii() and tail.isdecimal() else None


def matches(fmt: CodeFormat, code: str) -> bool:
    """Tell whether a typed code is acceptable: by the pattern, in either case, or without one anything visible."""
    if not fmt.pattern:
        return bool(code) and strip_controls(code).strip() == code
    places = _places(fmt.pattern)
    return len(code) == len(places) and all(
        letter.upper() in place or (letter,) == place for letter, place in zip(code, places, strict=True)
    )


def next_number(fmt: CodeFormat, last: int | None) -> int:
    """Return the number after the last one given out, never one before the start."""
    return fmt.start if last is None else max(fmt.start, last + 1)


def next_number_after(fmt: CodeFormat, codes: Iterable[str]) -> int:
    """Return the number after the highest of these codes; codes outside the series don't count."""
    numbers = (code_number(fmt, code) for code in codes)
    return next_number(fmt, max((number for number in numbers if number is not None), default=None))


def _prefixed(fmt: CodeFormat, number: int) -> str:
    return f"{fmt.prefix}{number:0{max(fmt.length, 1)}}"


def _counts_pattern(fmt: CodeFormat) -> bool:
    return bool(fmt.pattern) and not matches(fmt, _prefixed(fmt, fmt.start))


@lru_cache(maxsize=64)
def _places(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Return what may stand at each place of a pattern; a literal is an alphabet of one."""
    return tuple(
        _ALPHABETS.get(letter, (letter.upper() if len(letter.upper()) == 1 else letter,)) for letter in pattern
    )


def _spell(pattern: str, number: int) -> str:
    """Write a number in the pattern, whose places are the digits of a number with mixed bases."""
    places = _places(pattern)
    if number >= prod(len(place) for place in places):
        raise OverflowError(number)
    letters = []
    for place, sign in zip(reversed(places), reversed(pattern), strict=True):
        number, digit = divmod(number, len(place))
        letters.append(place[digit] if len(place) > 1 else sign)
    return "".join(reversed(letters))


def _count(pattern: str, code: str) -> int:
    number = 0
    for place, letter in zip(_places(pattern), code, strict=True):
        number = number * len(place) + (place.index(letter.upper()) if len(place) > 1 else 0)
    return number
