"""Names of files: as they are kept, and made safe for the disk of whoever saves them."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.models.card_numbers import masked
from app.models.fields import SINGLE_LINE_LIMIT
from app.models.folding import strip_controls

_LONGEST_BYTES = 200
"""Drives take 255, of which others put something before or behind."""

_LONGEST_SUFFIX = 20
_PARTED = re.compile(r"[/\\]")
_REFUSED = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
"""What Windows has in no name."""

_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever stands behind the point."""


def kept_name(name: str) -> str:
    """The name under which a file is attached: of a path the last part, nothing that can't be seen, and no card number."""
    last = _PARTED.split(strip_controls(name))[-1]
    return _shortened(masked(" ".join(_INVISIBLE.sub("", last).split())), SINGLE_LINE_LIMIT, len) or "file"


def safe_name(name: str) -> str:
    """A name under which a file can be saved on every system, and which shows what kind of file it is."""
    name = _REFUSED.sub("_", kept_name(name)).strip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name, _LONGEST_BYTES, lambda text: len(text.encode())) or "file"


def suffix_of(name: str) -> str:
    """What stands behind the last point, in small letters, as every system reads it."""
    stem, point, suffix = safe_name(name).rpartition(".")
    return suffix.lower() if stem and point else ""


def _shortened(name: str, most: int, measure: Callable[[str], int]) -> str:
    """The name with its suffix, and less of what stands before it."""
    if measure(name) <= most:
        return name
    stem, point, suffix = name.rpartition(".")
    if not stem or len(suffix) > _LONGEST_SUFFIX:
        stem, point, suffix = name, "", ""
    while stem and measure(stem + point + suffix) > most:
        stem = stem[:-1]
    return stem.rstrip() + point + suffix
