"""Faces of made-up people, drawn from a few shapes; nobody looks like this."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

FACES = 24
_SIDE = 256
_BACKGROUNDS = ("#5b8def", "#e58f65", "#6fb98f", "#b07cc6", "#e0b040", "#4fb0c6", "#d96c75", "#8a9a5b")
_SKINS = ("#f6d7c3", "#e8b98f", "#c98d5f", "#8d5a3b", "#5f3b28")
_HAIRS = ("#2b2b2b", "#6b4226", "#c9a227", "#9b9b9b", "#a23b2a", "#f0ead6")


def draw_faces() -> Iterator[Image]:
    """All the faces, each different from the others and the same every time."""
    for number in range(FACES):
        yield _face(number)


def _face(number: int) -> Image:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_SIDE, _SIDE), _BACKGROUNDS[number % len(_BACKGROUNDS)])
    pen = ImageDraw.Draw(picture)
    skin, hair = _SKINS[number * 3 % len(_SKINS)], _HAIRS[number * 5 % len(_HAIRS)]
    pen.ellipse((28, 190, 228, 380), fill=_BACKGROUNDS[(number + 3) % len(_BACKGROUNDS)])
    if number % 2:
        pen.rounded_rectangle((62, 60, 194, 214), 60, fill=hair)
    pen.rectangle((110, 170, 146, 210), fill=skin)
    pen.ellipse((72, 56, 184, 192), fill=skin)
    _draw_hair(pen, number, hair)
    _draw_look(pen, number, hair)
    return picture


def _draw_hair(pen: ImageDraw, number: int, hair: str) -> None:
    pen.pieslice((68, 40, 188, 150 + number % 3 * 14), 180, 360, fill=hair)
    if number % 4 == 2:
        pen.ellipse((108, 18, 148, 58), fill=hair)
    if number % 6 == 4:
        pen.chord((78, 110, 178, 198), 20, 160, fill=hair)


def _draw_look(pen: ImageDraw, number: int, hair: str) -> None:
    for left in (98, 142):
        pen.ellipse((left, 112, left + 14, 126), fill="#303030")
        pen.line((left - 4, 102, left + 18, 100 + number % 3 * 2), fill=hair, width=4)
        if number % 5 == 1:
            pen.ellipse((left - 10, 104, left + 24, 136), outline="#303030", width=4)
    if number % 5 == 1:
        pen.line((122, 118, 132, 118), fill="#303030", width=4)
    pen.arc((108, 132, 148, 164 + number % 4 * 3), 20, 160, fill="#8c3b3b", width=5)
