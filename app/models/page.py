"""A page of a document as it is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.errors import DocumentProblem


@dataclass(frozen=True, slots=True)
class PageWish:
    """Which page is wanted, counted from 0, and how many pixels wide it would fit."""

    number: int
    width: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was drawn, or why it wasn't.

    Attributes:
        wish: for which it was drawn; it may be narrower, if it is very long.
        of: how many pages the document has.
        pixels: blue, green, red and a byte of nothing for each, from the top left.
    """

    wish: PageWish
    of: int
    width: int = 0
    height: int = 0
    pixels: bytes = field(default=b"", repr=False)
    problem: DocumentProblem | None = None
