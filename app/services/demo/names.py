"""The name of one made-up person, put together as their culture does it."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.demo.cultures import Culture, Names
from app.services.demo.dice import Dice
from app.services.demo.names_east import EASTERN
from app.services.demo.names_west import WESTERN

CULTURES = {**WESTERN, **EASTERN}
"""Every culture by its name."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A full name, the parts that it was put together from, and what its e-mail address starts with."""

    full: str
    pre: str
    first: str
    middle: str
    last: str
    suffix: str
    nickname: str
    latin_first: str
    latin_last: str


def person_name(dice: Dice, culture: Culture) -> PersonName:
    """A name that somebody of the culture may have."""
    man = dice.below(2)
    given = dice.pick(culture.given[man])
    if culture.mononyms and dice.happens(culture.mononyms):
        return PersonName(given.text, "", given.text, "", "", "", "", given.latin, "")
    family = dice.pick(culture.family[man])
    last = family.text
    if culture.double:
        last = f"{last} {dice.pick(culture.family[man]).text}"
    middle = _middle(dice, culture, man, given.text) if dice.happens(culture.middles) else ""
    pre = _form(dice.pick(culture.titles), man) if culture.titles and dice.happens(0.04) else ""
    suffix = dice.pick(culture.suffixes) if culture.suffixes and dice.happens(0.02) else ""
    nickname = culture.nicknames.get(given.text, "") if dice.happens(0.5) else ""
    full = _full_name(culture, pre, given.text, nickname, middle, last) + suffix
    return PersonName(full, pre, given.text, middle, last, suffix.lstrip(", "), nickname, given.latin, family.latin)


def _middle(dice: Dice, culture: Culture, man: int, given: str) -> str:
    pool: tuple[Names, Names] = culture.middle or culture.given
    middle = dice.pick(pool[man]).text
    return "" if middle == given else middle


def _full_name(culture: Culture, pre: str, given: str, nickname: str, middle: str, last: str) -> str:
    if culture.family_first:
        name = culture.between.join(filter(None, (last, middle, given)))
    else:
        quoted = f'"{nickname}"' if nickname else ""
        name = culture.between.join(filter(None, (given, quoted, middle, last)))
    return f"{pre} {name}" if pre else name


def _form(title: str, man: int) -> str:
    for_men, _, for_women = title.partition("/")
    return for_men if man or not for_women else for_women
