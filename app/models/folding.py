"""The one folding of text for search and sorting, and the cleaning of text before it is stored.

Folding works on one letter at a time, so the answer for each letter is worked out once and then looked up; plain ASCII
takes a shorter way, because lists and imports fold millions of values.
"""

import re
import unicodedata

SORT_KEY_LENGTH = 200

# Letters that Unicode does not take apart, though people type them as the letters on the right.
_LETTERS = {
    "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ȷ": "j", "ĸ": "k", "ŋ": "n", "ə": "e", "ɐ": "a", "ß": "ss",
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "ʹ": "'", "ʻ": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"',
    "‟": '"', "«": '"', "»": '"', "‐": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁄": "/",
    "\u0640": "",  # Arabic tatweel only stretches a word
}  # fmt: skip

# й is a letter of its own to its readers, unlike ё, whose dots they mostly leave out.
_KEPT = {"й": "й", "Й": "й"}

_PLAIN_LETTER = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")

# Marks outside these ranges (Indic and Thai vowels, the voicing of kana) spell a word rather than accent it.
_ACCENTS = ((0x0300, 0x07A5), (0x07EB, 0x08FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
            (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF))  # fmt: skip

_ASCII_CONTROLS = {code: None for code in (*range(32), 127) if not chr(code).isspace()}
_WORD_BREAKS = re.compile(r'[\s,;()\[\]{}<>"|、。]+')
_WORD_EDGES = ".:!?'*&/\\=~^`-_"

_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
_STORED_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BIDI_CONTROLS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def fold(text: str) -> str:
    """Return the text without case, accents, ligatures and invisible characters, white space as single spaces.

    Folding what is folded changes nothing. Scripts keep the marks that make a word (Thai, Devanagari, か and が).
    """
    if text.isascii():
        if not text.isprintable():
            text = text.translate(_ASCII_CONTROLS)
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFC", text).translate(_FOLDS)
    return " ".join(unicodedata.normalize("NFC", folded).split())


def sort_key(text: str) -> str:
    """Return the folded text, cut to the length of the stored sort columns."""
    return fold(text)[:SORT_KEY_LENGTH].rstrip()


def search_words(text: str) -> list[str]:
    """Return the distinct folded words of what a person typed into a search box, in order.

    Each is to be found as a substring of folded text, so the inside of a word stays as it is (ada@firma.test, cst-1042,
    o'brien), while brackets, commas and the punctuation around a word go, unless nothing else was typed.
    """
    typed = [word for word in _WORD_BREAKS.split(fold(text)) if word]
    words = [bare for word in typed if (bare := word.strip(_WORD_EDGES).lstrip("+"))]
    return list(dict.fromkeys(words or typed))


def strip_controls(text: str, *, multiline: bool = False) -> str:
    r"""Return what is stored of typed text: NFC, encodable, without control characters other than \n and \t.

    Args:
        text: what was typed, pasted or imported.
        multiline: keep the controls of writing direction, which have their use in running text; in a name or a code
            they only make it look like another one.
    """
    if text.isprintable():
        return unicodedata.normalize("NFC", text)
    # Halves of a surrogate pair become the character they stand for, a half alone the replacement character.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _STORED_CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    if not multiline:
        text = text.translate(_BIDI_CONTROLS)
    return unicodedata.normalize("NFC", text)


class _Folds(dict[int, str]):
    """The folding of each character met so far; a new one is worked out when it is first looked up."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDS = _Folds()


def _fold_character(character: str) -> str:
    special = _KEPT.get(character) or _LETTERS.get(character)
    if special is not None:
        return special
    parts = unicodedata.normalize("NFKD", character).casefold()
    return "".join(_fold_part(part) for part in unicodedata.normalize("NFKD", parts))


def _fold_part(part: str) -> str:
    """Fold one character that cannot be taken apart any further."""
    if part in _LETTERS:
        return _LETTERS[part]
    category = unicodedata.category(part)
    if category == "Nd":
        return str(unicodedata.decimal(part))
    if category in ("Mn", "Me"):
        return "" if _is_accent(part) else part
    if category in ("Cc", "Cf", "Cs"):
        return part if part.isspace() else ""
    plain = _PLAIN_LETTER.match(unicodedata.name(part, ""))
    return plain[1].lower() if plain else part


def _is_accent(mark: str) -> bool:
    return any(first <= ord(mark) <= last for first, last in _ACCENTS)
