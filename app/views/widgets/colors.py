"""Colours that can be read, worked out from the palette instead of written down."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QPalette

READABLE = 4.5
"""The least contrast of text with what is behind it (WCAG AA)."""

_SEEN = 2.0
"""The least contrast with what is behind it of a colour that is laid on thinly."""

_SEEN_BESIDE = 3.0
"""The same of a colour that says something by itself."""

_MARK_SHARE = 0.35
_MARK_SHARE_IN_THE_DARK = 0.6

_RED, _AMBER = 4, 34
BAND_WIDTH = 4
AVATAR_HUES = 12
_COMPANY_TINTS = {
    "red": (2, 200),
    "orange": (26, 230),
    "yellow": (48, 230),
    "green": (125, 150),
    "teal": (176, 180),
    "blue": (210, 210),
    "indigo": (240, 130),
    "purple": (282, 150),
    "pink": (330, 200),
    "brown": (24, 100),
}
"""Hue and saturation."""


def contrast(one: QColor, other: QColor) -> float:
    """How far two colours are apart, from 1 (the same) to 21 (black and white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def error_color(palette: QPalette) -> QColor:
    """The red in which errors are written on this palette's window."""
    return _readable_tint(_RED, palette)


def warning_color(palette: QPalette) -> QColor:
    """The amber of what is only doubtful."""
    return _readable_tint(_AMBER, palette)


def band_color(palette: QPalette, number: int) -> QColor:
    """The band of what is quiet, which has the number 0, or of what must not be overlooked."""
    if not number:
        return soft_color(palette)
    window, text = palette.window().color().rgb(), palette.windowText().color().rgb()
    return QColor(_tint(_AMBER, window, text, 255, _SEEN_BESIDE))


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """A colour with a share of another."""
    parts = zip(_rgb(one), _rgb(other), strict=True)
    return QColor.fromRgbF(*(near * (1 - share) + far * share for near, far in parts))


def soft_color(palette: QPalette) -> QColor:
    """The text's colour brought as near to the window's as can still be read."""
    return QColor(_soft(palette.window().color().rgb(), palette.windowText().color().rgb()))


def readable_when_off(palette: QPalette) -> QPalette:
    """The palette with letters that can be read also where nothing can be typed."""
    made, soft = QPalette(palette), soft_color(palette)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, soft)
    return made


@lru_cache(maxsize=32)
def _soft(window_rgb: int, text_rgb: int) -> int:
    text, window = QColor(text_rgb), QColor(window_rgb)
    for share in (0.45, 0.35, 0.25, 0.15):
        softer = mixed(text, window, share)
        if contrast(softer, window) >= READABLE:
            return softer.rgb()
    return text_rgb


def mark_color(palette: QPalette, *, selected: bool) -> QColor:
    """What is laid behind words that were found, so that it is seen and they can still be read.

    Args:
        selected: whether the row is.
    """
    share = _MARK_SHARE
    if selected:  # away from the letters, which only makes them clearer
        letters = palette.highlightedText().color()
        color = max(QColor(0, 0, 0), QColor(255, 255, 255), key=lambda color: contrast(color, letters))
    else:
        base, accent = palette.base().color(), palette.accent().color()
        color = accent if contrast(accent, base) >= _SEEN else QColor(palette.highlight().color())
        if base.lightness() < 128:
            share = _MARK_SHARE_IN_THE_DARK
    color.setAlphaF(share)
    return color


def avatar_colors(number: int, palette: QPalette) -> tuple[QColor, QColor]:
    """Background and letters of an avatar, readable in every one of the hues."""
    background, letters = _avatar_rgb(number % AVATAR_HUES, palette.window().color().lightness() < 128)
    return QColor(background), QColor(letters)


@lru_cache(maxsize=2 * AVATAR_HUES)
def _avatar_rgb(number: int, is_dark: bool) -> tuple[int, int]:
    background = QColor.fromHsl(number * 360 // AVATAR_HUES, 110, 90 if is_dark else 205)
    black, white = QColor(0, 0, 0), QColor(255, 255, 255)
    letters = max(black, white, key=lambda color: contrast(color, background))
    return background.rgb(), letters.rgb()


def company_color(name: str, palette: QPalette) -> QColor:
    """The colour of an operating company, by its name; apart from the window in light and in dark."""
    hue, saturation = _COMPANY_TINTS.get(name, (0, 0))
    is_dark = palette.window().color().lightness() < 128
    return QColor.fromHsl(hue, saturation, 140 if is_dark else 110)


def _readable_tint(hue: int, palette: QPalette) -> QColor:
    """The hue as strong as can be read on the window."""
    return QColor(_tint(hue, palette.window().color().rgb(), palette.windowText().color().rgb()))


@lru_cache(maxsize=32)
def _tint(hue: int, window_rgb: int, text_rgb: int, saturation: int = 200, least: float = READABLE) -> int:
    window = QColor(window_rgb)
    lightness = range(110, 256, 5) if window.lightness() < 128 else range(120, -1, -5)
    tints = (QColor.fromHsl(hue, saturation, light) for light in lightness)
    return next((tint.rgb() for tint in tints if contrast(tint, window) >= least), text_rgb)


def _rgb(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()


def _luminance(color: QColor) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
