"""Taking a full name apart, and putting it together again.

nameparser finds titles, suffixes, nicknames and commas. What it leaves to the order of the words is decided in
`name_order`, by how names are built in the languages that people bring.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from app.models import name_words as known
from app.models.family_names import SURNAMES
from app.models.folding import fold, strip_controls
from app.models.name_order import Division, Words, divide_words

if TYPE_CHECKING:
    from nameparser import ParsedName, Parser, Token

# Longer text is no name; it is kept whole rather than looked into.
LONGEST_NAME = 300

_ORDINARY = re.compile(r"[^\W\d_]+\.?(?: [^\W\d_]+\.?)*")
_MEMBERSHIP = re.compile(
    r"(?<=\w),? ((?:(?:Senior|Student|Life|Associate|Graduate) )*(?:Member|Fellow), .*)$", re.IGNORECASE
)
_SPACED_HYPHEN = re.compile(r"(?<=[^\W\d_]) ?(?:(?<= )-|-(?= )) ?(?=[^\W\d_])")
_STRAY_WORD = re.compile(r"(?<!\S)[^\w\s&(\[\"'‘“„«()\]”»]+(?!\S)|(?<!\S)['‘’`]+(?!\S)")
_FRAYED_START = re.compile(r"^[^\w(\[\"'‘’“„«ʻʼ]+")
_FRAYED_END = re.compile(r"(?:,['\s,)]*|[\s;:*|<>{}†‡§¶_~^=+\\/–—-]+)$")
_ET_AL = re.compile(r",? et\.? al\.?$", re.IGNORECASE)
_COMMA_MAIDEN = re.compile(r", (?=(?:née|né|nee|geb\.?|geborene|born) )", re.IGNORECASE)
_QUOTED_PART = re.compile(r"(?<= )['‘]([^'‘’]+)['’](?= )")
_QUOTED_INITIALS = re.compile(r""" ["“'‘]((?:[^\W\d_]\. ?)+)["”'’](?= )""")
_NAME_ROLES = ("given", "middle", "family")
_FAMILY_FIRST_SCRIPT = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A full name taken apart. Particles belong to `last`, a maiden name stands in `suffix`."""

    pre: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    nickname: str = ""


def parse_full_name(text: str, country: str | None = None) -> NameParts:
    """Take a name apart; any text gets an answer.

    Args:
        text: the name as typed, in any usual order, with or without commas.
        country: ISO 3166-1 alpha-2 code of where the person lives, used where the words leave a choice.
    """
    tidy = _tidy(text)
    if len(tidy) > LONGEST_NAME:
        return NameParts(last=tidy)
    name, post = _cut_post(tidy)
    initials = _QUOTED_INITIALS.search(name)  # a nickname as in Orson "O. P." Whitby; nameparser drops the quotes only
    if initials:
        name = name[: initials.start()] + name[initials.end() :]
    parts = _read_parts(_parser().parse(name), (country or "").upper())
    if initials:
        parts = replace(parts, nickname=" ".join(filter(None, (initials[1].strip(), parts.nickname))))
    return replace(parts, suffix=_join_suffix(parts.suffix, post)) if post else parts


def parse_full_names(texts: Iterable[str]) -> list[NameParts]:
    """Take many names apart, as imports need it; what repeats is parsed once in a while."""
    return [_parse_cached(text) if len(text) <= LONGEST_NAME else parse_full_name(text) for text in texts]


def format_full_name(parts: NameParts) -> str:
    """Write the parts as one name in the order in which it is spoken."""
    nickname = f'"{parts.nickname}"' if parts.nickname else ""
    if _FAMILY_FIRST_SCRIPT.match(parts.last):
        order = (parts.pre, parts.last, parts.first, parts.middle, nickname)
    else:
        order = (parts.pre, parts.first, nickname, parts.middle, parts.last)
    return _join_suffix(" ".join(filter(None, order)), parts.suffix)


@lru_cache(maxsize=4096)
def _parse_cached(text: str) -> NameParts:
    return parse_full_name(text)


@cache
def _parser() -> "Parser":
    """Build the parser with the first name: importing it takes a tenth of a second, which the start need not pay."""
    from nameparser import Parser

    return Parser()


def _tidy(text: str) -> str:
    """Take off what scans, tables and copying leave around a name; letters stay as they are."""
    text = " ".join(strip_controls(text.replace("\0", " ")).split())
    if len(text) > LONGEST_NAME or _ORDINARY.fullmatch(text):
        return text
    text = _SPACED_HYPHEN.sub("-", text)
    text = _STRAY_WORD.sub(" ", text)
    text = _COMMA_MAIDEN.sub(" ", text)
    text = _QUOTED_PART.sub(r'"\1"', text)
    return _FRAYED_END.sub("", _FRAYED_START.sub("", " ".join(text.split())))


def _cut_post(name: str) -> tuple[str, str]:
    """Cut off "et al." and a post behind a comma ("Senior Member, IEEE"), which are no name at all."""
    et_al = _ET_AL.search(name)
    if et_al:
        return name[: et_al.start()], et_al[0].lstrip(" ,")
    if "," not in name:
        return name, ""
    membership = _MEMBERSHIP.search(name)
    if membership:
        return name[: membership.start()], membership[1]
    segments = name.split(",")
    for index, segment in enumerate(segments[1:], 1):
        words = fold(segment).replace(".", "").split()
        head = ",".join(segments[:index])
        if words and words[-1] in known.ROLES and " " in head.strip():
            return head, ",".join(segments[index:]).strip()
    return name, ""


def _read_parts(parsed: "ParsedName", country: str) -> NameParts:
    """Turn nameparser's answer into ours."""
    places = [place for place, token in enumerate(parsed.tokens) if token.role in _NAME_ROLES]
    if not places:
        return _read_titles_alone(parsed)
    titles, suffixes, nickname = _read_around(parsed, places) if len(places) < len(parsed.tokens) else ([], [], "")
    tokens = [parsed.tokens[place] for place in places]
    if _is_settled(tokens):
        division = Division(*(tuple(t.text for t in tokens if t.role == role) for role in _NAME_ROLES))
        division = _take_generation(division, suffixes)
    else:
        division = divide_words(_words(tokens, titles, suffixes, country))
    last = " ".join(division.last)
    first, middle = " ".join(division.first), " ".join(division.middle)
    return NameParts(" ".join(titles), first, middle, last, _join_suffix("", *suffixes), nickname)


def _read_around(parsed: "ParsedName", places: list[int]) -> tuple[list[str], list[str], str]:
    """Return titles, suffixes and nickname; a title behind the name is a post, and so is one in brackets."""
    end = places[-1] if len(places) > 1 else len(parsed.tokens)  # "Larkin, Dr." still lacks its given name
    titles = [token.text for token in parsed.tokens[:end] if token.role == "title"]
    posts = [token.text for token in parsed.tokens[end:] if token.role == "title"]
    suffixes = [" ".join(posts), parsed.suffix, _maiden(parsed)]
    nickname = parsed.nickname
    if fold(nickname) in known.ROLES:
        return titles, [*suffixes, nickname], ""
    return titles, suffixes, nickname


def _is_settled(tokens: "list[Token]") -> bool:
    """The family name was written first: a comma, or a script that does so, has decided the order."""
    return tokens[0].role == "family" and tokens[-1].role != "family"


def _take_generation(division: Division, suffixes: list[str]) -> Division:
    """In "Tran, VI" the word behind the comma is a number."""
    if len(division.first) == 1 and not division.middle and _key(division.first[0]) in known.ROMAN_GENERATIONS:
        suffixes.insert(0, division.first[0])
        return Division(last=division.last)
    return division


def _words(tokens: "list[Token]", titles: list[str], suffixes: list[str], country: str) -> Words:
    """Collect the words of the name itself, moving to titles and suffixes what belongs there and back what does not."""
    texts = [token.text for token in tokens]
    roles = [token.role.value for token in tokens]
    keys = [_key(text) for text in texts]
    if _is_name(titles, keys):
        texts.insert(0, titles[0])
        keys.insert(0, _key(titles.pop()))
        roles = ["given", *("middle" if role == "given" else role for role in roles)]
    if len(texts) > 1 and keys[0] in known.PLURAL_TITLES:
        titles.append(texts.pop(0))
        del keys[0], roles[0]
    if len(texts) > 2 and keys[-1] in known.GENERATIONS:
        suffixes.insert(0, texts.pop())
        del keys[-1], roles[-1]
        roles[-1] = "family"
    family = roles.index("family") if "family" in roles else len(roles)
    return Words(tuple(texts), tuple(keys), roles.count("given"), family, country)


def _is_name(titles: list[str], keys: list[str]) -> bool:
    """Tell whether the title is a shortened given name ("Yu. B. Sidorenko") that its full stop made a title of."""
    if len(titles) != 1 or not titles[0].endswith("."):
        return False
    key = _key(titles[0])
    return key not in known.TITLES and key not in _parser().lexicon.titles and (len(keys) == 1 or len(keys[0]) == 1)


def _read_titles_alone(parsed: "ParsedName") -> NameParts:
    """A lone word such as "King" or "Pope" is a title to nameparser and a family name to its bearer."""
    title = parsed.title
    if fold(title) in SURNAMES and not parsed.suffix:
        return NameParts(last=title, nickname=parsed.nickname)
    return NameParts(pre=title, suffix=_join_suffix("", parsed.suffix, _maiden(parsed)), nickname=parsed.nickname)


def _maiden(parsed: "ParsedName") -> str:
    """The maiden name with the word that announces it, as it was written: "née Jones"."""
    if not parsed.maiden:
        return ""
    start = 0
    for token in parsed.tokens:
        if token.span and token.role == "maiden":
            marker = parsed.original[start : token.span.start].strip(" ,([\"'")
            return f"{marker} {parsed.maiden}".lstrip()
        start = token.span.end if token.span else start
    return parsed.maiden


def _key(text: str) -> str:
    return fold(text).strip(".,'-")


def _join_suffix(name: str, *suffixes: str) -> str:
    return ", ".join(filter(None, (name, *suffixes)))
