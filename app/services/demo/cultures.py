"""How people are called: the words in which `names_west` and `names_east` list the names of made-up people.

A name in letters other than Latin carries a Latin spelling behind "=", from which the e-mail address is made; a word
that women write differently carries their form behind "/"; "_" is a space within a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.models.folding import fold


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as written, and in plain small Latin letters."""

    text: str
    latin: str


Names = tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class Culture:
    """How people of one culture are called.

    Attributes:
        given: names of women, and of men.
        family: as women write them, and men, in the same order.
        between: what stands between the parts of a name.
        mononyms: the share of people with a single name.
        middles: the share with a second given name.
        middle: what second names are taken from, if not from the given names.
        double: two family names, of father and mother.
        titles: before the name, where somebody has one.
        suffixes: behind it, with the comma that some are written with.
        nicknames: given names with a customary short form.
    """

    given: tuple[Names, Names]
    family: tuple[Names, Names]
    family_first: bool = False
    between: str = " "
    mononyms: float = 0.0
    middles: float = 0.0
    middle: tuple[Names, Names] | None = None
    double: bool = False
    titles: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    nicknames: Mapping[str, str] = field(default_factory=dict)


def _spelling(word: str) -> Spelling:
    text, _, latin = word.partition("=")
    text = text.replace("_", " ")
    return Spelling(text, latin or "".join(letter for letter in fold(text) if "a" <= letter <= "z"))


def given(women: str, men: str) -> tuple[Names, Names]:
    """Given names of women and of men."""
    return tuple(map(_spelling, women.split())), tuple(map(_spelling, men.split()))


def family(words: str) -> tuple[Names, Names]:
    """Family names of women and of men, in the same order."""
    pairs = [word.partition("/") for word in words.split()]
    return tuple(_spelling(woman or man) for man, _, woman in pairs), tuple(_spelling(man) for man, _, _ in pairs)
