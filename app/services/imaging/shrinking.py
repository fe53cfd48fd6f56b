"""A decoded picture made small, strip by strip, so that no second copy of a large one is ever in memory."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageCms

from app.errors import PictureError, PictureProblem
from app.models.image import LARGEST_SIDE

if TYPE_CHECKING:
    from collections.abc import Callable

_ENOUGH = 2 * LARGEST_SIDE
"""Sides above this are averaged down first; the fine resampling begins there."""

_FEW_PIXELS = 4_000_000
"""So few may be in memory twice."""

_BITS = 258
_STRIP_PIXELS = 1_000_000
_LARGEST_PROFILE = 4_000_000
_CMS_ERRORS = (ImageCms.PyCMSError, OSError, ValueError, TypeError)


def shrunk(picture: Image.Image, *, inverted: bool = False) -> Image.Image:
    """The picture in sRGB, with transparency or without, its sides not much larger than they are kept.

    Args:
        picture: decoded; it is closed.
        inverted: its values are the wrong way round.
    """
    profile = picture.info.get("icc_profile")
    convert = _way_of(picture)
    size = picture.im.size  # what is to be turned yet may call the other one its own already
    plain = gathered(size, lambda top, bottom: convert(picture.crop((0, top, size[0], bottom))))
    picture.close()  # what comes needs room too
    if inverted:
        plain = plain.point(lambda value: 255 - value)
    return _in_srgb(plain, profile)


def gathered(size: tuple[int, int], strip_of: Callable[[int, int], Image.Image]) -> Image.Image:
    """A picture put together of strips, averaged if it is large.

    Args:
        size: of the whole.
        strip_of: makes the strip from one line up to another.
    """
    width, height = size
    if width * height <= _FEW_PIXELS:
        return strip_of(0, height)
    factor = max(1, max(width, height) // _ENOUGH)
    across, down = min(factor, width), min(factor, height)
    step = max(1, _STRIP_PIXELS // (width * down)) * down
    whole: Image.Image | None = None
    for top in range(0, height, step):
        strip = strip_of(top, min(top + step, height))
        if factor > 1:
            strip = strip.reduce((across, down))
        if whole is None:
            whole = Image.new(strip.mode, (math.ceil(width / across), math.ceil(height / down)))
        whole.paste(strip, (0, top // down))
    if whole is None:
        raise PictureError(PictureProblem.DAMAGED)
    return whole


def _way_of(picture: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """How strips of this picture become grey, RGB, RGBA or CMYK."""
    mode = picture.mode
    if mode.startswith("I") or mode == "F":
        return _grey(*_span(picture), picture.info.get("transparency"))
    if mode == "LAB":
        return _from_lab
    if mode in ("CMYK", "RGBA"):
        return lambda strip: strip
    if mode == "P" and picture.palette is None:  # of an icon in an icon file, whose colours are known further down only
        return lambda strip: strip.convert("RGBA")
    wanted = "RGBA" if picture.has_transparency_data else "L" if mode in ("1", "L") else "RGB"
    if mode == "La":
        return lambda strip: strip.convert("LA").convert("RGBA")
    return lambda strip: strip if strip.mode == wanted else strip.convert(wanted)


def _span(picture: Image.Image) -> tuple[float, float]:
    """The values that are to be black and white, for greys of more than eight bits."""
    if picture.mode.startswith("I;16"):
        return 0, 4_095 if tag_of(picture, _BITS, 16) == 12 else 65_535
    low, high = (float(end) for end in picture.getextrema() if isinstance(end, (int, float)))
    if not (math.isfinite(low) and math.isfinite(high)):
        raise PictureError(PictureProblem.DAMAGED)
    if picture.mode == "F" and low >= 0 and high <= 1:
        return 0, 1
    usual = next((most for most in (255, 65_535) if low >= 0 and high <= most), None)
    return (0, usual) if usual else (low, max(high, low + 1))


def tag_of(picture: Image.Image, tag: int, usual: int) -> int:
    """A number in the header of a TIFF, the first of several."""
    found = getattr(picture, "tag_v2", {}).get(tag, usual)
    return int(found[0] if isinstance(found, tuple) else found)


def _grey(black: float, white: float, clear: object) -> Callable[[Image.Image], Image.Image]:
    scale = 255 / (white - black)

    def convert(strip: Image.Image) -> Image.Image:
        wide = strip.convert("F")
        grey = wide.point(lambda value: value * scale + (0.5 - black * scale)).convert("L")
        return _seen_through(grey, wide, clear) if isinstance(clear, int) else grey

    return convert


def _seen_through(grey: Image.Image, wide: Image.Image, clear: int) -> Image.Image:
    """The greys with transparency where their values before were the one that stands for it."""
    above = wide.point(lambda value: value * 1 - clear).convert("L")
    below = wide.point(lambda value: value * -1 + clear).convert("L")
    picture = grey.convert("RGB")
    picture.putalpha(ImageChops.lighter(above, below).point(lambda away: 255 if away else 0))
    return picture


def _from_lab(strip: Image.Image) -> Image.Image:
    return _transformed(strip, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """In the colours of every screen: by the picture's own profile if it has a usable one."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colors = picture.convert("RGB") if alpha is not None else picture
    if colors.mode in ("RGB", "CMYK") and isinstance(profile, bytes) and 0 < len(profile) <= _LARGEST_PROFILE:
        colors = _by_profile(colors, profile)
    if colors.mode != "RGB":
        colors = colors.convert("RGB")
    if alpha is not None:
        colors.putalpha(alpha)
    return colors


def _by_profile(colors: Image.Image, profile: bytes) -> Image.Image:
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if known.profile.xcolor_space.strip() != colors.mode:
            return colors
        if "sRGB" in (known.profile.profile_description or ""):
            return colors
        return _transformed(colors, known)
    except _CMS_ERRORS:
        return colors  # a damaged profile doesn't make the picture a damaged one


def _transformed(colors: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    done = ImageCms.profileToProfile(colors, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if done is None:
        raise ValueError("not transformed")
    return done
