"""Faces of made-up people, drawn from a few shapes; nobody looks like this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from app.models.image import StoredImage

_SIDE = 384
_SCALE = 8
"""Drawn in hundredths of the picture at twice its size, then made smaller: that smooths every edge."""

_INK = "#33302e"
_LIPS = "#b5524a"
_BACKGROUNDS = ("#a9cfe8", "#f6c8a8", "#b9dcb4", "#d9c3ea", "#f5dd98", "#a8dcd6", "#f2b9b9", "#ccd3b0")
_SKINS = {
    "light": ("#f7d9c4", "#e8bd9f"),
    "warm": ("#eec19a", "#d9a377"),
    "tan": ("#d39a6a", "#b97f50"),
    "brown": ("#a06a43", "#865433"),
    "dark": ("#6b432c", "#56331f"),
}
"""The skin and, darker, its shadow."""

_HAIRS = {
    "black": "#2b2624",
    "brown": "#5b3a26",
    "chestnut": "#8a4b2a",
    "blond": "#d9b25c",
    "red": "#b4532c",
    "grey": "#a7a5a3",
    "white": "#ece8e1",
}


@dataclass(frozen=True, slots=True)
class _Character:
    """How somebody looks; `extras` are names of what else is drawn."""

    skin: str
    hair: str
    style: str
    clothes: str
    extras: frozenset[str] = frozenset()


def _of(skin: str, hair: str, style: str, clothes: str, *extras: str) -> _Character:
    return _Character(skin, hair, style, clothes, frozenset(extras))


_CHARACTERS = (
    _of("light", "brown", "short", "#3f6fa8"),
    _of("dark", "black", "curls", "#c8553d", "earrings"),
    _of("warm", "blond", "long", "#5a7d4f"),
    _of("tan", "black", "short", "#6b5b95", "beard"),
    _of("light", "red", "bun", "#2f7f79", "glasses"),
    _of("brown", "black", "scarf", "#b0578d"),
    _of("warm", "grey", "parted", "#44546a", "glasses"),
    _of("dark", "black", "flat", "#d08c2e"),
    _of("light", "black", "bob", "#c04c5a"),
    _of("tan", "chestnut", "long", "#37598c", "earrings"),
    _of("warm", "white", "bald", "#58705a", "moustache"),
    _of("brown", "black", "bun", "#c7673a", "glasses"),
    _of("light", "chestnut", "parted", "#7a4f80", "beard"),
    _of("dark", "grey", "curls", "#3d6f86", "glasses"),
    _of("tan", "black", "bob", "#4c7a5d"),
    _of("warm", "brown", "scarf", "#34618f"),
    _of("light", "blond", "short", "#a8503f", "moustache"),
    _of("brown", "black", "turban", "#516b9c", "beard"),
    _of("warm", "red", "long", "#46746b", "freckles"),
    _of("dark", "black", "bald", "#8f5aa0", "beard"),
    _of("light", "white", "bun", "#b86b77", "earrings"),
    _of("tan", "brown", "curls", "#3f7c58"),
    _of("warm", "black", "flat", "#b2473f", "glasses"),
    _of("light", "brown", "bob", "#51608a", "freckles"),
)
FACES = len(_CHARACTERS)


def draw_faces() -> Iterator[Image]:
    """All the faces, each different from the others and the same every time."""
    for number, character in enumerate(_CHARACTERS):
        yield _Drawing(character, number).finished()


@cache
def stored_faces() -> tuple[tuple[str, StoredImage], ...]:
    """All the faces with their names, ready to be kept; drawn once, since that is two thirds of the work of a new file."""
    from app.services.imaging.reading import stored_drawing

    return tuple((f"Character {number:02}", stored_drawing(face)) for number, face in enumerate(draw_faces(), 1))


class _Drawing:
    """One face as it comes about, from the back to the front."""

    def __init__(self, character: _Character, number: int) -> None:
        from PIL import Image, ImageDraw

        self._who = character
        self._skin, self._shade = _SKINS[character.skin]
        self._hair = _HAIRS[character.hair]
        self._scarf = _BACKGROUNDS[(number + 3) % len(_BACKGROUNDS)]
        side = 100 * _SCALE
        self._picture = Image.new("RGB", (side, side), _BACKGROUNDS[number % len(_BACKGROUNDS)])
        self._pen = ImageDraw.Draw(self._picture)

    def finished(self) -> Image:
        """The whole face."""
        from PIL import Image

        self._draw_back_hair()
        self._draw_body()
        self._draw_head()
        self._draw_beard()
        self._draw_features()
        self._draw_front_hair()
        self._draw_extras()
        return self._picture.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)

    def _oval(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        self._pen.ellipse(_scaled(left, top, right, bottom), fill=color)

    def _box(self, left: float, top: float, right: float, bottom: float, radius: float, color: str) -> None:
        self._pen.rounded_rectangle(_scaled(left, top, right, bottom), radius * _SCALE, fill=color)

    def _shape(self, color: str, *places: float) -> None:
        self._pen.polygon(_scaled(*places), fill=color)

    def _curve(
        self, left: float, top: float, right: float, bottom: float, start: int, end: int, color: str, width: float
    ) -> None:
        self._pen.arc(_scaled(left, top, right, bottom), start, end, fill=color, width=round(width * _SCALE))

    def _cap(self, left: float, top: float, right: float, bottom: float, start: int, end: int, color: str) -> None:
        self._pen.chord(_scaled(left, top, right, bottom), start, end, fill=color)

    def _draw_back_hair(self) -> None:
        match self._who.style:
            case "long":
                self._box(24, 18, 76, 86, 24, self._hair)
            case "bob":
                self._box(25, 19, 75, 64, 22, self._hair)
            case "curls":
                for x, y in ((28, 34), (26, 48), (34, 22), (50, 17), (66, 22), (72, 34), (74, 48)):
                    self._oval(x - 12, y - 12, x + 12, y + 12, self._hair)
            case "bun":
                self._oval(38, 4, 62, 28, self._hair)
            case "scarf":
                self._box(24, 14, 76, 84, 25, self._scarf)

    def _draw_body(self) -> None:
        self._oval(12, 76, 88, 150, self._who.clothes)
        self._box(42, 58, 58, 84, 7, self._shade)
        self._cap(36, 68, 64, 92, 0, 180, self._skin)
        self._cap(38, 66, 62, 88, 0, 180, self._shade)
        if self._who.style == "scarf":
            self._oval(28, 68, 72, 96, self._scarf)

    def _draw_head(self) -> None:
        if self._who.style != "scarf":
            for left in (25, 68):
                self._oval(left, 42, left + 8, 54, self._shade)
        self._box(29, 22, 71, 72, 21, self._skin)

    def _draw_beard(self) -> None:
        if "beard" in self._who.extras:
            color = self._hair
            self._cap(29, 28, 71, 75, 8, 172, color)
            self._oval(38, 49, 62, 66, self._skin)
        if self._who.extras & {"beard", "moustache"}:
            self._cap(39, 56, 61, 66, 180, 360, self._hair)

    def _draw_features(self) -> None:
        for x in (41, 59):
            self._oval(x - 2.4, 44, x + 2.4, 49.4, _INK)
            self._oval(x - 0.2, 44.8, x + 1.4, 46.4, "#ffffff")
            self._curve(x - 6, 36.5, x + 6, 46, 215, 325, self._brow(), 1.6)
        for x in (35, 65):
            self._oval(x - 4, 51, x + 4, 57, self._blush())
        self._curve(46.5, 46, 53.5, 55, 30, 150, self._shade, 1.6)
        self._cap(43, 55, 57, 66.5, 10, 170, _LIPS)
        self._cap(44.5, 56, 55.5, 62.5, 10, 170, "#fffaf5")

    def _brow(self) -> str:
        return (
            "#8d8a87" if self._who.hair in ("white", "grey") else "#8a6a34" if self._who.hair == "blond" else self._hair
        )

    def _blush(self) -> str:
        """Halfway between the skin and its shadow, with some red."""
        skin, shade = (bytes.fromhex(color[1:]) for color in (self._skin, self._shade))
        red, green, blue = (round(one * 0.6 + other * 0.4) for one, other in zip(skin, shade, strict=True))
        return f"#{min(255, red + 8):02x}{green:02x}{blue:02x}"

    def _draw_front_hair(self) -> None:
        match self._who.style:
            case "short":
                self._cap(27, 14, 73, 58, 180, 360, self._hair)
                self._shape(self._skin, 33, 37, 44, 31, 67, 37)
                self._box(27, 30, 31, 44, 2, self._hair)
                self._box(69, 30, 73, 44, 2, self._hair)
            case "parted":
                self._cap(27, 13, 73, 60, 180, 360, self._hair)
                self._cap(30, 26, 84, 60, 180, 262, self._skin)
                self._box(27, 30, 31, 46, 2, self._hair)
                self._box(69.5, 30, 73, 46, 2, self._hair)
            case "flat":
                self._box(28, 14, 72, 34, 8, self._hair)
                self._box(27.5, 24, 31, 42, 2, self._hair)
                self._box(69, 24, 72.5, 42, 2, self._hair)
            case "curls":
                for x in (34, 42, 50, 58, 66):
                    self._oval(x - 7, 18, x + 7, 33, self._hair)
            case "long" | "bob":
                self._cap(26, 14, 74, 60, 180, 360, self._hair)
                self._oval(33, 29, 67, 62, self._skin)
                self._draw_features()
            case "bun":
                self._cap(27, 14, 73, 60, 180, 360, self._hair)
                self._cap(32, 28, 68, 60, 180, 360, self._skin)
                self._draw_features()
            case "scarf":
                self._cap(26, 14, 74, 62, 180, 360, self._scarf)
                self._cap(32, 26, 68, 62, 180, 360, self._skin)
                self._draw_features()
            case "turban":
                self._cap(24, 8, 76, 64, 180, 360, self._scarf)
                for drop in (0, 5, 10):
                    self._curve(26, 16 + drop, 92, 62, 190, 262, "#ffffff", 0.9)
                self._cap(31, 30, 69, 52, 180, 360, self._skin)
                self._draw_features()

    def _draw_extras(self) -> None:
        if "glasses" in self._who.extras:
            for x in (40.5, 59.5):
                self._curve(x - 8, 39, x + 8, 54, 0, 360, _INK, 1.5)
            self._curve(46, 43, 54, 50, 200, 340, _INK, 1.5)
        if "earrings" in self._who.extras:
            for x in (29, 71):
                self._oval(x - 2, 54, x + 2, 58, "#f0c750")
        if "freckles" in self._who.extras:
            for x, y in ((35, 53), (38, 55), (34, 56), (62, 55), (65, 53), (66, 56)):
                self._oval(x - 0.6, y - 0.6, x + 0.6, y + 0.6, self._shade)


def _scaled(*places: float) -> tuple[float, ...]:
    return tuple(place * _SCALE for place in places)
