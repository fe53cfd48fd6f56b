"""Telephone numbers, addresses and tax numbers of made-up customers, right for their country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.models.values import Item, Value
from app.services.demo.dice import Dice
from app.services.demo.places import City, Country

MOST_PHONES = 3
MOST_EMAILS = 2
MOST_ADDRESSES = 3

_HOUSES = tuple(str(number) for number in (*range(1, 60), *range(61, 180, 7), *range(201, 2400, 93)))
_LETTERED = ("12a", "3b", "7c", "21a", "5/2", "14-16")


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How the numbers of one pattern are written: each form takes the free digits one by one."""

    free: int
    at_home: str
    abroad: str
    e164: str
    national: str

    def item(self, dice: Dice, label: str, *, at_home: bool, extension: str = "", primary: bool) -> Item:
        """A telephone of this form, as its owner would type it for the desk."""
        digits = tuple(dice.digits(self.free))
        typed = (self.at_home if at_home else self.abroad) % digits
        return Item(
            {
                "label": label,
                "number": f"{typed} ext. {extension}" if extension else typed,
                "e164": self.e164 % digits,
                "national": self.national % digits,
                "extension": extension or None,
                "is_primary": primary,
            }
        )


@lru_cache(maxsize=1000)
def number_form(country: str, pattern: str) -> NumberForm:
    """How numbers of the pattern are written, by the numbering plan of the country."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    sample = phonenumbers.PhoneNumber(
        country_code=phonenumbers.country_code_for_region(country),
        national_number=int(pattern.replace("#", "2")),
        italian_leading_zero=True if pattern.startswith("0") else None,
    )
    at_home = phonenumbers.format_number(sample, PhoneNumberFormat.NATIONAL)
    return NumberForm(
        pattern.count("#"),
        _with_places(at_home, pattern),
        _with_places(phonenumbers.format_number(sample, PhoneNumberFormat.INTERNATIONAL), pattern),
        _with_places(phonenumbers.format_number(sample, PhoneNumberFormat.E164), pattern),
        _with_places("".join(letter for letter in at_home if letter.isdigit()), pattern),
    )


def _with_places(number: str, pattern: str) -> str:
    """The number, of which the pattern is the end, with "%s" for its free digits."""
    letters, left = list(number), list(pattern)
    for place in reversed(range(len(letters))):
        if left and letters[place].isdigit() and left.pop() == "#":
            letters[place] = "%s"
    return "".join(letters)


def phones(dice: Dice, country: Country, city: City, *, at_home: bool, internal: bool) -> tuple[Item, ...]:
    """None to three telephones, the first of them primary.

    Args:
        dice: where chance comes from.
        country: where the customer lives.
        city: whose area code a fixed line has.
        at_home: the operating company is of that country, so that numbers are typed without a country code.
        internal: an employee, who may have an extension.
    """
    chance = dice.random()
    if chance < 0.06:
        return ()
    fixed = number_form(country.code, city.area + ("" if "#" in city.area else country.local))
    extension = dice.fill("4##") if internal and dice.happens(0.3) else ""
    work = fixed.item(dice, "Work", at_home=at_home, extension=extension, primary=True)
    if chance < 0.45:
        return (work,)
    mobile = number_form(country.code, dice.pick(country.mobile))
    if chance < 0.65:
        return (mobile.item(dice, "Mobile", at_home=at_home, primary=True),)
    both = (work, mobile.item(dice, "Mobile", at_home=at_home and dice.happens(0.8), primary=False))
    if chance < 0.95:
        return both
    return (*both, fixed.item(dice, dice.pick(("Home", "Fax", "Other")), at_home=at_home, primary=False))


def addresses(dice: Dice, country: Country, city: City, business_name: str) -> tuple[Item, ...]:
    """The primary address, if it is known, and for some businesses those for bills and parcels."""
    chance = dice.random()
    if chance < 0.05:
        return ()
    primary = _address(dice, country, city, "primary", business_name)
    if chance < 0.9 or not business_name:
        return (primary,)
    billing = _address(dice, country, dice.pick(country.cities), "billing", business_name)
    if chance < 0.95:
        return primary, billing
    return primary, billing, Item({"type": "shipping", "same_as_billing": True})


def _address(dice: Dice, country: Country, city: City, use: str, business_name: str) -> Item:
    house = dice.pick(_LETTERED) if dice.happens(0.03) else dice.pick(_HOUSES)
    values: dict[str, Value] = {
        "type": use,
        "same_as_billing": False,
        "business_name": business_name or None,
        "street": country.street.format(street=dice.pick(country.streets), number=house),
        "city": city.name,
        "state_or_province": city.state or None,
        "postal_code": dice.fill(city.postal) or None,
        "country": country.code,
    }
    return Item(values)


def vat_number(dice: Dice, country: str) -> str | None:
    """A number with right check digits, for countries where they are quickly reckoned."""
    match country:
        case "DE":
            return _german(dice.fill("2#######"))
        case "FR":
            siren = _with_luhn(dice.fill("4#######"))
            return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
        case "IT":
            return "IT" + _with_luhn(dice.fill("0#####") + "0015"[:4])
        case "GB":
            digits = dice.fill("2######")
            return f"GB{digits}{97 - _weighted(digits, (8, 7, 6, 5, 4, 3, 2)) % 97:02d}"
        case "PL":
            return _weighed_last(dice, "PL", "5########", (6, 5, 7, 2, 3, 4, 5, 6, 7), sign=1)
        case "DK":
            return _weighed_last(dice, "DK", "2######", (2, 7, 6, 5, 4, 3, 2), sign=-1)
        case "SE":
            return "SE" + _with_luhn(dice.fill("5561#####")) + "01"
    return None


def _german(digits: str) -> str:
    check = 10
    for digit in digits:
        check = (check + int(digit)) % 10 or 10
        check = check * 2 % 11
    return f"DE{digits}{(11 - check) % 10}"


def _with_luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 if place % 2 else 2)
        total += number - 9 if number > 9 else number
    return digits + str(-total % 10)


def _weighed_last(dice: Dice, prefix: str, pattern: str, weights: tuple[int, ...], *, sign: int) -> str | None:
    """A number whose last digit makes the weighted sum a multiple of 11 (or equals its rest)."""
    digits = dice.fill(pattern)
    check = sign * _weighted(digits, weights) % 11
    return f"{prefix}{digits}{check}" if check < 10 else None


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
