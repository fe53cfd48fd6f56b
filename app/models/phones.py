"""Telephone numbers: what was typed, its international and national forms, and the digits that find it.

The library with the numbering plans takes long to load and is imported on first use.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.models.fields import NATIONAL_DIGITS_LIMIT
from app.models.folding import fold, strip_controls

if TYPE_CHECKING:
    import phonenumbers

LONGEST_READ = 250
SHORTEST_QUERY = 3

# Country codes after which a zero belongs to the number itself; elsewhere a zero there is the trunk prefix, as in
# "+44 (0)20", and is not dialled.
_ZERO_BELONGS = frozenset(
    ("39", "47", "225", "227", "229", "241", "242", "267", "268", "378", "501", "676", "679", "687", "853")
)

_NOT_DIGITS = re.compile(r"[^0-9]+")
_SCHEME = re.compile(r"^\s*(?:tel|callto):", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:;\s*ext=|,?\s*\bext(?:ension|n)?\b\.?|\s*(?<=[\d\s)])x|\s*#)[\s.:]*[0-9]{0,8}$")
_PHONE_LIKE = re.compile(r"[\s(]*\+?[0-9\s()\-./]+")
_ABROAD = re.compile(r"[\s(]*(?:\+|00)(.*)", re.DOTALL)
_TRUNK_ZERO = re.compile(r"^\s*([1-9][0-9]{0,2})[^0-9]+0")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as typed and as understood; of one that could not be understood there are its digits, to be found by."""

    typed: str
    e164: str = ""
    national: str = ""
    extension: str = ""
    region: str = ""
    valid: bool = False


def read_phone(typed: str, region: str | None) -> PhoneNumber:
    """Understand a typed number; never fails, whatever was typed.

    Args:
        typed: the number with whatever people put around it; an extension ("ext. 12", "x12") is taken apart.
        region: the country to assume when the number names none.
    """
    typed = strip_controls(typed).strip()
    if len(typed) > LONGEST_READ:  # the library refuses these, and they would only fill the cache
        return PhoneNumber(typed)
    return _read(typed, (region or "").upper())


def phone_query_digits(text: str) -> str | None:
    """Return the digits to look for within the search forms if the text looks like a number, or the start of one.

    A plain number may be a customer code as well, so the caller looks for the words too. Only after a "+" are there
    fewer than three digits; they are the beginning of a form.
    """
    if len(text) > LONGEST_READ:
        return None
    number = _EXTENSION.sub("", fold(_SCHEME.sub("", text)))
    if not _PHONE_LIKE.fullmatch(number):
        return None
    abroad = _ABROAD.match(number)
    digits = _digits(_drop_trunk_zero(abroad[1]) if abroad else number)
    return digits if len(digits) >= (1 if "+" in number else SHORTEST_QUERY) else None


@lru_cache(maxsize=20_000)
def format_phone(e164: str, for_region: str | None) -> str:
    """Return the number as people in a region write it: nationally if it is theirs, else internationally."""
    import phonenumbers

    number = _parse(e164, "")
    if number is None:
        return e164
    at_home = _region(number) == (for_region or "").upper()
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


@lru_cache(maxsize=20_000)
def country_of(e164: str) -> str:
    """Return the ISO code of the country a number belongs to, or nothing for services without a country."""
    number = _parse(e164, "")
    return _region(number) if number is not None else ""


@lru_cache(maxsize=20_000)
def _read(typed: str, region: str) -> PhoneNumber:
    import phonenumbers

    number = _parse_typed(typed, region)
    if number is None:
        return PhoneNumber(typed, national=_digits(typed)[:NATIONAL_DIGITS_LIMIT])
    extension, number.extension = number.extension or "", None
    return PhoneNumber(
        typed=typed,
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        national=_digits(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)),
        extension=extension,
        region=_region(number),
        valid=phonenumbers.is_valid_number(number),
    )


def _parse_typed(typed: str, region: str) -> "phonenumbers.PhoneNumber | None":
    """Parse what was typed; "00" means abroad even where people dial something else for it."""
    number = _parse(typed, region)
    if typed.startswith("00") and (number is None or not _is_valid(number)):
        return _parse("+" + typed[2:], "") or number
    return number


def _parse(text: str, region: str) -> "phonenumbers.PhoneNumber | None":
    import phonenumbers

    phonenumbers.enable_pattern_cache()  # numbers of many countries would have most patterns made anew each time
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None
    # Too short or local only: an extension such as 4711 must not become a number abroad.
    reason = phonenumbers.is_possible_number_with_reason(number)
    return number if reason == phonenumbers.ValidationResult.IS_POSSIBLE else None


def _is_valid(number: "phonenumbers.PhoneNumber") -> bool:
    import phonenumbers

    return phonenumbers.is_valid_number(number)


def _region(number: "phonenumbers.PhoneNumber") -> str:
    import phonenumbers

    region = phonenumbers.region_code_for_number(number) or ""
    return region if region.isalpha() else ""


def _drop_trunk_zero(number: str) -> str:
    found = _TRUNK_ZERO.match(number)
    if found is None or found[1] in _ZERO_BELONGS:
        return number
    return found[1] + number[found.end() :]


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", fold(text))
