"""Which words of a name are given names and which the family name, where no comma says so.

Each rule looks at the words as they were written and answers with a division, or None when it has nothing to say; the
first answer counts. The country of the record is a hint where the words leave a choice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.models import name_words as known
from app.models.family_names import (
    CHINESE_SURNAMES,
    EAST_ASIAN_SURNAMES,
    FREQUENT_CHINESE_SURNAMES,
    FREQUENT_VIETNAMESE_SURNAMES,
    HUNGARIAN_SURNAMES,
    JAPANESE_SURNAMES,
    KOREAN_SURNAMES,
    SURNAMES,
    VIETNAMESE_SURNAMES,
    word_set,
)
from app.models.given_names import (
    DEVOTIONS,
    GIVEN_NAMES,
    HUNGARIAN_GIVEN_NAMES,
    IBERIAN_ALONE_GIVEN_NAMES,
    IBERIAN_GIVEN_NAMES,
)

_HYPHENATING_SURNAMES = CHINESE_SURNAMES | KOREAN_SURNAMES  # Chinese and Koreans write the two syllables so
_FAMILY_FIRST = word_set("HU JP CN TW HK MO KR KP VN KH")
_GIVEN_LAST = word_set("VN KH")
_DOUBLE_SURNAMES = word_set("ES MX AR CL CO PE VE EC GT CU BO DO HN PY SV NI CR PA UY PR GQ PT BR AO MZ")
_VIETNAMESE_MIDDLE = word_set("van thi ngoc duc huu minh thanh xuan quang dinh")
_CAPITALS_BEHIND_PREFIX = re.compile("(?:Mc|Mac|La|Le|De|Di|Du|Van|Fitz)[A-Z]{3,}")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of first, middle and last name in the order they were written.

    `keys` are the same words folded and without the punctuation around them, `given` and `family` say how many of the
    words are the first name and where the family name begins so far.
    """

    texts: tuple[str, ...]
    keys: tuple[str, ...]
    given: int
    family: int
    country: str

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Division:
    """The words of first, middle and last name."""

    first: tuple[str, ...] = ()
    middle: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


def divide_words(words: Words) -> Division:
    """Return the division by the first rule that has an answer, or the one that the words came with."""
    if len(words) == 1:
        return _divide_lone_word(words)
    for rule in _RULES if len(words) > 2 else _PAIR_RULES:
        division = rule(words)
        if division is not None:
            return division
    return _family_from(words, words.family)


def _family_from(words: Words, start: int) -> Division:
    """Everything from `start` on is the family name."""
    first = min(max(words.given, 1), start)
    return Division(words.texts[:first], words.texts[first:start], words.texts[start:])


def _family_until(words: Words, end: int, *, given_last: bool = False) -> Division:
    """The family name comes first and the given names behind it; Vietnamese puts the calling name at the very end."""
    given = words.texts[end:]
    if given_last:
        return Division(given[-1:], given[:-1], words.texts[:end])
    return Division(given[:1], given[1:], words.texts[:end])


def _divide_lone_word(words: Words) -> Division:
    """A lone word is a family name when it is known as one, and not better known as a given name."""
    key = words.keys[0]
    if words.family == 0 or (key in SURNAMES and (key in known.LONE_SURNAMES or key not in GIVEN_NAMES)):
        return Division(last=words.texts)
    return Division(first=words.texts)


def _divide_by_leading_particle(words: Words) -> Division | None:
    """A lone "van der Berg" is a family name, "La Toya Ford" begins with a given name."""
    head = words.keys[0]
    if head in known.PARTICLES and words.texts[0].islower():
        return Division(last=words.texts)
    if head in known.GIVEN_PARTICLES and len(words) > 2 and words.keys[1] not in known.PARTICLES:
        start = max(words.family, 2)
        return Division(words.texts[:2], words.texts[2:start], words.texts[start:])
    return None


def _divide_by_patronymic(words: Words) -> Division | None:
    """Family name, given name, patronymic: the official order in Ukraine, Russia and around them."""
    if len(words) != 3 or not known.is_patronymic(words.keys[2]) or known.is_patronymic(words.keys[1]):
        return None
    return _family_until(words, 1)


def _divide_by_capitals(words: Words) -> Division | None:
    """The family name stands in capitals among words that do not: "DUPONT Jean", "Jean DUPONT MARTIN"."""
    capitals = [_is_capitals(text) for text in words.texts]
    if not any(capitals) or all(text.isupper() or _is_capitals(text) for text in words.texts):
        return None
    if capitals[0]:
        end = capitals.index(False)
        head = words.keys[0]
        short = end == 1 and len(head) < 4 and head not in EAST_ASIAN_SURNAMES
        given = known.is_only_given(head) and not known.is_given(words.keys[-1])
        if short or given or known.is_initial(words.keys[end]) or any(capitals[end:]):
            return None
        return _family_until(words, end)
    start = len(words)
    while capitals[start - 1]:
        start -= 1
    return _family_from(words, min(start, words.family)) if start < len(words) else None


def _is_capitals(text: str) -> bool:
    """In capitals, but for the beginning of "McDONALD" and "LaRUE"."""
    return len(text) > 1 and "." not in text and (text.isupper() or _CAPITALS_BEHIND_PREFIX.match(text) is not None)


def _divide_by_asian_surname(words: Words) -> Division | None:
    """A frequent East Asian surname in front, and behind it what can only be a given name there."""
    head, tail = words.keys[0], words.keys[-1]
    if head in VIETNAMESE_SURNAMES and len(words) > 2:
        return _family_until(words, 1, given_last=True) if _is_vietnamese(words) else None
    if len(words) != 2 or tail in EAST_ASIAN_SURNAMES:
        return None
    if head in _HYPHENATING_SURNAMES and known.is_korean_given(tail):
        return _family_until(words, 1)
    if head in GIVEN_NAMES or (tail in GIVEN_NAMES and head not in JAPANESE_SURNAMES):
        return None
    if (
        (known.is_chinese_given(tail) and head in (CHINESE_SURNAMES if len(tail) > 3 else FREQUENT_CHINESE_SURNAMES))
        or (head in JAPANESE_SURNAMES and known.is_japanese_given(tail))
        or (head in VIETNAMESE_SURNAMES and tail not in SURNAMES)
    ):
        return _family_until(words, 1)
    return None


def _is_vietnamese(words: Words) -> bool:
    """Three or more words begin with the family name, not with a given name that is a rare surname as well."""
    head, tail = words.keys[0], words.keys[-1]
    if words.keys[1] in _VIETNAMESE_MIDDLE:
        return head in FREQUENT_VIETNAMESE_SURNAMES or tail not in FREQUENT_VIETNAMESE_SURNAMES
    return not (tail in SURNAMES or tail in GIVEN_NAMES or head in GIVEN_NAMES)


def _divide_by_given_behind(words: Words) -> Division | None:
    """An unknown word or a family name, and behind it nothing but given names: "Rousset Yves", "Nagy János"."""
    head, *tail = words.keys
    if known.is_initial(head) or known.is_given(head):
        return None
    if head in HUNGARIAN_SURNAMES and all(key in HUNGARIAN_GIVEN_NAMES for key in tail):
        return _family_until(words, 1)
    if all(known.is_only_given(key) for key in tail):
        return _family_until(words, 1)
    return None


def _divide_by_initial_behind(words: Words) -> Division | None:
    """Indexes write "Pollard A" for A. Pollard."""
    head, *tail = words.keys
    if head in SURNAMES and head not in GIVEN_NAMES and len(tail) < 3 and all(map(known.is_initial, tail)):
        return _family_until(words, 1)
    return None


def _divide_by_country(words: Words) -> Division | None:
    """Where the family name comes first, it does so unless both ends look the other way round."""
    if words.country not in _FAMILY_FIRST:
        return None
    head, tail = words.keys[0], words.keys[-1]
    if head not in SURNAMES and (tail in SURNAMES or known.is_given(head)):
        return None
    return _family_until(words, 1, given_last=words.country in _GIVEN_LAST)


def _divide_iberian(words: Words) -> Division | None:
    """Two surnames behind one or more given names, as in Spain, Portugal and Latin America."""
    if len(words) < 3 or not known.SURNAME_JOINS.isdisjoint(words.texts):
        return None  # the surnames are already joined by a word: "Ortega y Gasset"
    starts = _unit_starts(words)
    if words.keys[-1] in known.SURNAME_TAILS and len(starts) == 2:
        return _family_from(words, starts[1])
    if len(starts) < 3 or not _is_iberian(words, starts):
        return None
    return _family_from(words, starts[_surname_unit(words, starts)])


def _unit_starts(words: Words) -> list[int]:
    """Where each name begins, taking "de la Fuente" as one and "María del Carmen" as one."""
    starts = [0]
    index = 1
    while index < len(words):
        begin = index
        while index < len(words) - 1 and words.keys[index] in known.PARTICLES:
            index += 1
        devoted = index > begin and begin == 1 and words.keys[index] in DEVOTIONS and index < len(words) - 1
        if not (devoted or words.keys[begin] in known.SURNAME_TAILS):
            starts.append(begin)
        index += 1
    return starts


def _is_iberian(words: Words, starts: list[int]) -> bool:
    """The words speak for it: both surnames, or one surname and the given name."""
    if words.country in _DOUBLE_SURNAMES:
        return True
    surnames = [known.is_iberian_surname(_unit_key(words, starts, unit)) for unit in (-2, -1)]
    head = words.keys[0]
    if all(surnames) or head in IBERIAN_ALONE_GIVEN_NAMES or (surnames[0] and known.is_initial(head)):
        return True
    if head in IBERIAN_GIVEN_NAMES and len(starts) > 3 and words.keys[starts[1]] in IBERIAN_GIVEN_NAMES:
        return True
    hints = (head in IBERIAN_GIVEN_NAMES) + any(surnames) + any(map(known.has_iberian_letter, words.texts))
    return hints > 1


def _unit_key(words: Words, starts: list[int], unit: int) -> str:
    """The main word of a name: what follows its particles."""
    index = starts[unit]
    while index < len(words) - 1 and words.keys[index] in known.PARTICLES:
        index += 1
    return words.keys[index]


def _surname_unit(words: Words, starts: list[int]) -> int:
    """Which of the names is the first surname."""
    count = len(starts)
    unit = 1
    while unit < count - 1:
        key = words.keys[starts[unit]]
        if _is_initials(words, starts[unit]) or (known.is_given(key) and (count - unit > 2 or key not in SURNAMES)):
            unit += 1
        else:
            break
    return max(unit, count - 2) if count - unit > 2 else unit


def _is_initials(words: Words, index: int) -> bool:
    """One letter, or up to three capitals among words that are not all in capitals: "Elena CM Prado"."""
    text = words.texts[index]
    if known.is_initial(words.keys[index]):
        return True
    return len(text) < 4 and text.isupper() and not all(map(str.isupper, words.texts))


def _divide_by_middle_initial(words: Words) -> Division | None:
    """Behind a middle initial, a word that is no given name belongs to the family name."""
    start = max((i + 1 for i in range(1, len(words) - 2) if known.is_initial(words.keys[i])), default=len(words))
    if start >= words.family or known.is_initial(words.keys[0]):
        return None
    key = words.keys[start]
    return None if known.is_given(key) or len(key) < 3 else _family_from(words, start)


def _divide_by_particle(words: Words) -> Division | None:
    """A particle that nameparser does not know."""
    for index in range(1, words.family):
        if index == len(words) - 1:
            break
        if words.keys[index] in known.PARTICLES or words.texts[index].lower() in known.ACCENTED_PARTICLES:
            return _family_from(words, index)
    return None


_PAIR_RULES: tuple[Callable[[Words], Division | None], ...] = (
    _divide_by_leading_particle,
    _divide_by_capitals,
    _divide_by_asian_surname,
    _divide_by_given_behind,
    _divide_by_initial_behind,
    _divide_by_country,
)
_RULES = (_divide_by_patronymic, *_PAIR_RULES, _divide_iberian, _divide_by_middle_initial, _divide_by_particle)
