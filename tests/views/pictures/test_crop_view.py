"""The frame around the part of a picture that stays: drawn, moved, stretched, kept square, turned."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.models.image import PictureEdit
from app.views.dialogs.picture_editor import PictureEditor
from app.views.pictures.crop_view import CropView


@pytest.fixture
def editor(qtbot: QtBot) -> PictureEditor:
    """The editor with a picture twice as wide as high."""
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    editor = PictureEditor(image, "Ada")
    qtbot.addWidget(editor)
    editor.show()
    qtbot.waitExposed(editor)
    return editor


def drag(qtbot: QtBot, view: CropView, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at one place of the picture, in shares of it, and let go at another."""
    place = view._place()
    from_, to = (
        QPointF(place.left() + x * place.width(), place.top() + y * place.height()).toPoint() for x, y in (start, end)
    )
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=from_)
    qtbot.mouseMove(view, to)
    qtbot.mouseMove(view, to + QPoint(0, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=to)


def near(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(abs(one - two) < 0.02 for one, two in zip(box, other, strict=True))


def test_nothing_to_save_at_first(editor: PictureEditor) -> None:
    assert editor.edit() == PictureEdit()
    assert not editor.save_button.isEnabled()


def test_a_frame_is_drawn_and_moved_and_stretched(editor: PictureEditor, qtbot: QtBot) -> None:
    drag(qtbot, editor.view, (0.2, 0.2), (0.6, 0.8))
    assert near(editor.edit().box, (0.2, 0.2, 0.6, 0.8))
    assert editor.save_button.isEnabled()

    drag(qtbot, editor.view, (0.4, 0.5), (0.5, 0.4))
    assert near(editor.edit().box, (0.3, 0.1, 0.7, 0.7))

    drag(qtbot, editor.view, (0.7, 0.7), (0.9, 0.9))
    assert near(editor.edit().box, (0.3, 0.1, 0.9, 0.9))


def test_it_never_leaves_the_picture(editor: PictureEditor, qtbot: QtBot) -> None:
    drag(qtbot, editor.view, (0.2, 0.2), (0.6, 0.8))
    drag(qtbot, editor.view, (0.4, 0.5), (2.0, 2.0))

    assert near(editor.edit().box, (0.6, 0.4, 1.0, 1.0))


def test_a_square_is_as_wide_as_high(editor: PictureEditor, qtbot: QtBot) -> None:
    editor.square_box.click()
    assert near(editor.edit().box, (0.25, 0, 0.75, 1))

    drag(qtbot, editor.view, (0.25, 0.0), (0.5, 0.5))

    left, top, right, bottom = editor.edit().box
    assert abs((right - left) * 400 - (bottom - top) * 200) < 2


def test_the_frame_turns_with_the_picture(editor: PictureEditor, qtbot: QtBot) -> None:
    drag(qtbot, editor.view, (0.1, 0.2), (0.5, 0.6))
    editor.right_button.click()
    assert editor.edit().turns == 1
    assert near(editor.edit().box, (0.4, 0.1, 0.8, 0.5))

    editor.left_button.click()
    editor.whole_button.click()
    assert editor.edit() == PictureEdit()


def test_all_of_it_by_keyboard(editor: PictureEditor, qtbot: QtBot) -> None:
    for _ in range(20):
        qtbot.keyClick(editor.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert near(editor.edit().box, (0, 0, 0.8, 1))
    for _ in range(10):
        qtbot.keyClick(editor.view, Qt.Key.Key_Right)
    assert near(editor.edit().box, (0.1, 0, 0.9, 1))

    qtbot.keyClick(editor.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: editor.edit().turns == 1)
