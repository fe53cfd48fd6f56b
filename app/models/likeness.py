"""How well a few typed letters fit the name of something: for lists that narrow down while somebody types."""

from __future__ import annotations

from app.models.folding import fold

_START, _WORD, _RUN, _ELSEWHERE = 8, 6, 4, 1
_LEAST_A_LETTER = 3
"""Letters strewn over a name are no likeness."""


def likeness(typed: str, name: str) -> int:
    """How well the letters fit: 0 if they don't all occur in their order, the more for words begun and letters in a row.

    Case, accents and spaces in what was typed make no difference.
    """
    sought = fold(typed).replace(" ", "")
    text = fold(name)
    if not sought:
        return 1
    starts = (place for place, letter in enumerate(text) if letter == sought[0])
    return max((_score_from(sought, text, start) for start in starts), default=0)


def _score_from(sought: str, text: str, start: int) -> int:
    """The score if the first letter is found at `start` and each other at its best place soon after."""
    score, place = 0, start - 1
    for letter in sought:
        at = _next_place(letter, text, place)
        if at < 0:
            return 0
        score += _worth(text, at, at == place + 1)
        place = at
    return score if score >= _LEAST_A_LETTER * len(sought) else 0


def _next_place(letter: str, text: str, place: int) -> int:
    """The letter right behind the place if it stands there, else where it begins a word, else anywhere."""
    if text[place + 1 : place + 2] == letter:
        return place + 1
    word = text.find(f" {letter}", place + 1)
    return word + 1 if word >= 0 else text.find(letter, place + 1)


def _worth(text: str, at: int, is_next: bool) -> int:
    if at == 0:
        return _START
    if text[at - 1] == " ":
        return _WORD
    return _RUN if is_next else _ELSEWHERE
