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
