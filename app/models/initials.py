"""The letters and the colour that stand for somebody who has no picture."""

from __future__ import annotations

import unicodedata

from app.models.folding import strip_controls

_JOINER, _NOT_JOINED = "\u200d", "\u200c"
_TAGS = range(0xE0020, 0xE0080)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_VIRAMA = 9
_GEORGIAN = range(0x10D0, 0x1100)
"""Written without capitals, which fonts lack: they are for headlines."""

_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_EASTERN = ((0x2E80, 0xA4D0), (0xAC00, 0xD7B0), (0xF900, 0xFB00), (0x20000, 0x40000))


def initials_of(name: str) -> str:
    """The first letters of the first and the last word, or "" where nothing can be shown.

    A single word gives one, and so does a Chinese, Japanese or Korean name, whose first sign says as much.
    """
    words = [word for word in strip_controls(name[:300]).split() if _is_word(word)]
    if not words:
        return ""
    first = _first_letter(words[0])
    if len(words) == 1 or any(start <= ord(first[0]) < end for start, end in _EASTERN):
        return first
    last = _first_letter(words[-1])
    return first + (_NOT_JOINED if unicodedata.bidirectional(last[0]) == "AL" else "") + last


def color_number(record_id: int, colors: int) -> int:
    """Which of so many colours a record has, always the same; neighbouring ids get different ones."""
    return (record_id * 2_654_435_761 >> 7) % colors


def _is_word(word: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LNS" for letter in word)


def _first_letter(word: str) -> str:
    """The first sign as people see it, with its accents; an emoji with everything that is joined to it."""
    start = next(place for place, letter in enumerate(word) if unicodedata.category(letter)[0] in "LNS")
    end = start + 1
    while end < len(word) and _goes_on(word, end, start):
        end += 1
    upper = word[start:end].upper()
    is_kept = len(upper) != end - start or ord(word[start]) in _GEORGIAN
    return word[start:end] if is_kept else upper


def _goes_on(word: str, place: int, start: int) -> bool:
    letter = word[place]
    if _JOINER in (letter, word[place - 1]) or ord(letter) in _TAGS or ord(letter) in _SKIN_TONES:
        return True
    if ord(letter) in _FLAG_LETTERS:
        return place == start + 1 and ord(word[start]) in _FLAG_LETTERS
    if unicodedata.category(letter)[0] == "M":
        return True
    # One sign in the scripts of India: two consonants that a virama ties together.
    return unicodedata.combining(word[place - 1]) == _VIRAMA and unicodedata.category(letter) == "Lo"
