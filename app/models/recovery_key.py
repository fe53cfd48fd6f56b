"""A file's key as people print, keep and type it: eleven groups of six letters and digits that can't be mistaken.

The alphabet is Crockford's: no I, L, O or U, and what looks like another letter is read as that. The last letter of each
group checks the five before it, so that a slip is found in its own group; what is left over at the end checks the whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from app.errors import KeyProblem, WrongKeyError

GROUPS = 11

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_DATA = 5
_BITS = 5
_KEY_BITS = 256
_SPARE_BITS = GROUPS * _DATA * _BITS - _KEY_BITS
_LEAST_GROUPS = 4
"""From so many on, what was typed is meant to be a recovery key, and no passphrase."""


def as_text(key: bytes) -> str:
    """The key in groups, for printing."""
    number = int.from_bytes(key, "big") << _SPARE_BITS | _checksum(key)
    digits = [number >> _BITS * place & 31 for place in reversed(range(GROUPS * _DATA))]
    groups = [digits[start : start + _DATA] for start in range(0, len(digits), _DATA)]
    return "-".join("".join(_ALPHABET[digit] for digit in (*group, _check(group))) for group in groups)


def read(text: str) -> bytes:
    """The key that was typed, in any case and spacing.

    Raises:
        WrongKeyError: it is incomplete, or a group is mistyped; it says which.
    """
    letters = _letters(text)
    size = _DATA + 1
    groups = [letters[start : start + size] for start in range(0, len(letters), size)]
    for number, group in enumerate(groups, 1):
        digits = [_ALPHABET.find(letter) for letter in group]
        if -1 in digits or (len(group) == size and _check(digits[:_DATA]) != digits[_DATA]):
            raise WrongKeyError(KeyProblem.MISTYPED, number)
    if len(letters) != GROUPS * size:
        raise WrongKeyError(KeyProblem.INCOMPLETE)
    number = 0
    for group in groups:
        for letter in group[:_DATA]:
            number = number << _BITS | _ALPHABET.index(letter)
    key = (number >> _SPARE_BITS).to_bytes(_KEY_BITS // 8, "big")
    if number & (1 << _SPARE_BITS) - 1 != _checksum(key):
        raise WrongKeyError(KeyProblem.MISTYPED)
    return key


def looks_like_one(text: str) -> bool:
    """Whether somebody who typed this meant a recovery key."""
    parts = text.replace("-", " ").split()
    grouped = [part for part in parts if len(part) == _DATA + 1 and not set(_letters(part)) - set(_ALPHABET)]
    return len(grouped) >= _LEAST_GROUPS or (len(parts) == 1 and len(parts[0]) == GROUPS * (_DATA + 1))


def last_group(text: str) -> str:
    """What somebody types to show that they keep the key."""
    return text.rpartition("-")[2]


def is_same(typed: str, group: str) -> bool:
    """Whether a group was typed as it is printed."""
    return _letters(typed) == group


def _letters(text: str) -> str:
    kept = (letter for letter in text.upper() if not letter.isspace() and letter not in "-‐‑–—")
    return "".join(kept).translate(_LOOK_ALIKES)


def _check(digits: Sequence[int]) -> int:
    """Finds every single wrong letter, and any two that changed places: a remainder over the field of 32 elements."""
    remainder = 0
    for digit in digits:
        remainder = _doubled(remainder ^ digit)
    return remainder


def _doubled(digit: int) -> int:
    return digit << 1 ^ (0b100101 if digit & 16 else 0)


def _checksum(key: bytes) -> int:
    return int.from_bytes(hashlib.sha256(key).digest()[:4], "big") >> 32 - _SPARE_BITS
