"""Colours that can be read on light and on dark windows."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette

from app.views.widgets.colors import (
    AVATAR_HUES,
    READABLE,
    avatar_colors,
    contrast,
    error_color,
    mark_color,
    soft_color,
    warning_color,
)


def palette(window, text):
    made = QPalette()
    made.setColor(QPalette.ColorRole.Window, QColor(window))
    made.setColor(QPalette.ColorRole.WindowText, QColor(text))
    return made


def test_contrast_runs_from_one_to_twenty_one():
    black, white = QColor("black"), QColor("white")
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, white) == 1


@pytest.mark.parametrize(
    ("window", "text"), [("#ffffff", "#000000"), ("#efefef", "#202020"), ("#202020", "#f0f0f0"), ("#000000", "#ffffff")]
)
@pytest.mark.parametrize("color", [error_color, warning_color, soft_color])
def test_every_colour_of_text_can_be_read(window, text, color):
    on = palette(window, text)
    assert contrast(color(on), QColor(window)) >= READABLE


@pytest.mark.parametrize("window", ["#ffffff", "#202020"])
def test_letters_of_every_avatar_can_be_read(window):
    for number in range(AVATAR_HUES):
        background, letters = avatar_colors(number, palette(window, "#808080"))
        assert contrast(background, letters) >= READABLE


@pytest.mark.parametrize(
    ("base", "accent", "highlight"),
    [("#ffffff", "#308cc6", "#308cc6"), ("#1e1e20", "#1e2a3a", "#3264b4"), ("#1e1e20", "#6eaaff", "#3264b4")],
)
@pytest.mark.parametrize("selected", [False, True])
def test_marks_are_seen_behind_words(base, accent, highlight, selected):
    made = QPalette()
    for role, color in (
        (QPalette.ColorRole.Base, base),
        (QPalette.ColorRole.Accent, accent),
        (QPalette.ColorRole.Highlight, highlight),
        (QPalette.ColorRole.HighlightedText, "#ffffff"),
    ):
        made.setColor(role, QColor(color))
    behind, mark = QColor(highlight if selected else base), mark_color(made, selected=selected)
    share = mark.alphaF()
    laid_on = QColor.fromRgbF(
        *(
            over * share + under * (1 - share)
            for over, under in zip(mark.getRgbF()[:3], behind.getRgbF()[:3], strict=True)
        )
    )
    assert contrast(laid_on, behind) > 1.3
    if selected:
        assert contrast(laid_on, QColor("#ffffff")) > contrast(behind, QColor("#ffffff"))
