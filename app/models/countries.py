"""Names of countries, languages, currencies and time zones, each sorted by name, and the country a text names.

All of it comes from the locale data of Babel, which is imported on first use.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.models.folding import fold

if TYPE_CHECKING:
    from babel import Locale

# Codes of the locale data that stand for groups, tests or parts of other countries. Kosovo (XK) stays: it has no ISO
# code, but addresses, telephone numbers and banks use this one.
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
_NOT_LANGUAGES = frozenset(("und", "mul", "zxx"))
_AREAS = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)

# What people and other programs call a country, where neither its code nor its name in the locale data says so.
_OTHER_NAMES = MappingProxyType({
    "america": "US", "england": "GB", "great britain": "GB", "northern ireland": "GB", "scotland": "GB", "wales": "GB",
    "holland": "NL", "turkey": "TR", "czech republic": "CZ", "hong kong": "HK", "macao": "MO", "macau": "MO",
    "ivory coast": "CI", "burma": "MM", "korea": "KR", "republic of korea": "KR", "russian federation": "RU",
    "united states of america": "US", "viet nam": "VN", "congo": "CG", "democratic republic of the congo": "CD",
    "macedonia": "MK", "swaziland": "SZ", "east timor": "TL", "vatican": "VA", "palestine": "PS", "cabo verde": "CV",
})  # fmt: skip

_BRACKETED = re.compile(r" ?\(.*\)")


@lru_cache(maxsize=8)
def country_names(locale: str = "en") -> Mapping[str, str]:
    """Return the countries of ISO 3166-1 (and Kosovo) by their two-letter code."""
    territories = _load_locale(locale).territories
    return _sort_by_name(
        (code, name) for code, name in territories.items() if len(code) == 2 and code not in _NOT_COUNTRIES
    )


@lru_cache(maxsize=8)
def language_names(locale: str = "en") -> Mapping[str, str]:
    """Return the languages by their BCP 47 tag ("de", "pt-BR")."""
    languages = _load_locale(locale).languages
    return _sort_by_name(
        (code.replace("_", "-"), name) for code, name in languages.items() if code not in _NOT_LANGUAGES
    )


@lru_cache(maxsize=8)
def currency_names(locale: str = "en") -> Mapping[str, str]:
    """Return the currencies that are legal tender somewhere today, by their ISO 4217 code."""
    from babel.core import get_global

    used = {
        currency
        for rows in get_global("territory_currencies").values()
        for currency, _start, end, is_tender in rows
        if end is None and is_tender
    }
    return _sort_by_name((code, name) for code, name in _load_locale(locale).currencies.items() if code in used)


@lru_cache(maxsize=1)
def time_zone_names() -> Mapping[str, str]:
    """Return the time zones named by area and city, and UTC, without their old names."""
    from zoneinfo import available_timezones

    from babel.core import get_global

    old_names = get_global("zone_aliases")
    zones = {zone for zone in available_timezones() if zone.partition("/")[0] in _AREAS and zone not in old_names}
    return _sort_by_name((zone, zone.replace("_", " ")) for zone in {*zones, "UTC"})


def country_code(text: str, locale: str = "en") -> str | None:
    """Return the two-letter code of the country that a text names, by its name, a code or a customary other name."""
    folded = fold(text)
    codes = _country_codes(locale)
    return codes.get(folded) or codes.get(_plain_name(folded))


@lru_cache(maxsize=8)
def _country_codes(locale: str) -> Mapping[str, str]:
    """Return the codes by everything folded that names a country; names in the locale win, then codes."""
    from babel.core import get_global

    countries = country_names(locale)
    codes = dict(_OTHER_NAMES)
    codes |= {fold(name): code for code, name in country_names("en").items()}
    codes |= {
        fold(alias): current[0]
        for alias, current in get_global("territory_aliases").items()
        if alias.isalpha() and len(current) == 1 and current[0] in countries
    }
    codes |= {fold(code): code for code in countries}
    codes |= {fold(name): code for code, name in countries.items()}
    return MappingProxyType({_plain_name(name): code for name, code in codes.items()} | codes)


def _plain_name(folded: str) -> str:
    """Return a folded country name without article, brackets and the ways to write "and" or "saint"."""
    name = _BRACKETED.sub("", folded).replace("&", "and").replace(".", "").replace("-", " ").removeprefix("the ")
    return f"st {name[6:]}" if name.startswith("saint ") else name


def _load_locale(name: str) -> "Locale":
    """Return a locale, English for one that is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.split(".")[0].replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _sort_by_name(named: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return MappingProxyType(dict(sorted(named, key=lambda pair: (fold(pair[1]), pair[0]))))
