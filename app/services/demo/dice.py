"""Chance that repeats: the same seed throws the same dice on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A source of choices; only `random()` is used, whose sequence Python promises not to change."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed).random

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self.random() * len(options))]

    def happens(self, share: float) -> bool:
        """Whether something that happens to that share of all happens now."""
        return self.random() < share

    def below(self, limit: int) -> int:
        """A number from 0 to below the limit."""
        return int(self.random() * limit)

    def digits(self, many: int) -> str:
        """So many digits."""
        return f"{int(self.random() * 10**many):0{many}d}"

    def fill(self, pattern: str) -> str:
        """The pattern with a digit for each "#"."""
        wanted = pattern.count("#")
        if pattern.endswith("#" * wanted):
            return pattern[:-wanted] + self.digits(wanted) if wanted else pattern
        left = iter(self.digits(wanted))
        return "".join(next(left) if letter == "#" else letter for letter in pattern)
