"""The small widgets that show text of any length, messages, pictures and sections."""

from __future__ import annotations

import io

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.views.widgets.avatar import Avatar
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.fitting_hint import FittingHint
from app.views.widgets.message_line import Level, MessageLine
from app.views.widgets.section import Section
from app.views.widgets.wrapped_label import WrappedLabel


def test_long_text_is_elided_and_stands_in_the_tooltip(qtbot):
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.show_text("a rather long\nname of somebody")
    assert label.text().endswith("…")
    assert label.toolTip() == label.full_text() == "a rather long name of somebody"
    label.resize(600, 20)
    qtbot.waitUntil(lambda: label.text() == label.full_text())
    assert not label.toolTip()
    label.show_text("x" * 100_000)
    assert len(label.toolTip()) == 1000


def test_message_takes_the_height_its_text_needs(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    message = MessageLine(window)
    layout.addWidget(message)
    layout.addWidget(QLabel("below", window), 1)
    window.resize(200, 300)
    window.show()
    message.show_message("short", Level.HINT)
    qtbot.waitUntil(lambda: message.isVisible() and message.height() < 2 * message.fontMetrics().height())
    message.show_message(
        "This sentence is so long that it needs three lines or more in so narrow a window.", Level.ERROR
    )
    qtbot.waitUntil(lambda: message.height() > 3 * message.fontMetrics().height())
    message.show_message("", Level.HINT)
    assert not message.isVisible()


def test_way_out_of_a_message_can_be_taken_by_keyboard(qtbot):
    message = MessageLine()
    qtbot.addWidget(message)
    message.show_message("Ada has this already.", Level.ERROR, "Open <the other>")
    assert "&lt;the other&gt;" in message.label.text()
    with qtbot.waitSignal(message.link_clicked):
        message.label.linkActivated.emit("other")
    message.announce()


def test_avatar_shows_a_picture_or_initials(qtbot):
    avatar = Avatar()
    qtbot.addWidget(avatar)
    avatar.show()
    png = io.BytesIO()
    Image.new("RGB", (64, 64), (0, 255, 0)).save(png, "PNG")
    avatar.show_record(1, "Ada Lovelace", png.getvalue())
    center = avatar.rect().center()
    assert avatar.grab().toImage().pixelColor(center).green() > 200
    assert "Ada Lovelace" in avatar.accessibleName()
    avatar.show_record(1, "", b"not a picture")
    assert avatar.grab().toImage().pixelColor(center).green() < 255


def test_section_says_whether_it_is_open(qtbot):
    content = QWidget()
    section = Section("Contact", content)
    qtbot.addWidget(section)
    section.show()
    with qtbot.waitSignal(section.folded) as folded:
        section.heading.click()
    assert folded.args == [False]
    assert not content.isVisible()
    assert "show" in section.heading.accessibleDescription()


def test_tab_stops_at_a_label_only_for_its_links(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    first, label, second = QLineEdit(window), WrappedLabel(window), QLineEdit(window)
    for widget in (first, label, second):
        layout.addWidget(widget)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for text, stops in (("<b>Ada</b>", False), ('<a href="tel:1">1</a>', True), ("plain", False)):
        label.setText(text)
        first.setFocus()
        qtbot.keyClick(first, Qt.Key.Key_Tab)
        assert window.focusWidget() is (label if stops else second)


def test_a_message_says_how_much_it_matters_and_what_way_out_there_is(qtbot):
    message = MessageLine()
    qtbot.addWidget(message)
    message.show_message("Ada has this already.", Level.ERROR, "Open the other")
    message.show()
    icon, label = (message.layout().itemAt(place).widget() for place in (0, 1))
    assert icon.accessibleName() == "Error"
    assert label.accessibleName() == "Ada has this already. Open the other"
    message.show_message("Stored.", Level.WARNING)
    assert icon.accessibleName() == "Warning"


def test_a_folded_section_points_to_where_one_reads_on(qtbot):
    form = QWidget()
    qtbot.addWidget(form)
    form.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    section = Section("Names", QLabel("content"), form)
    qtbot.mouseClick(section.heading, Qt.MouseButton.LeftButton)
    assert section.heading.arrowType() is Qt.ArrowType.LeftArrow


def test_a_name_begins_where_the_lines_of_the_window_begin(qtbot):
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(400, 30)
    label.show_text("نور الدين")
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    absolute = Qt.AlignmentFlag.AlignAbsolute
    assert label.alignment() & (left | right | absolute) == left | absolute
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert label.alignment() & (left | right | absolute) == right | absolute


def test_a_hint_is_as_long_as_there_is_room(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    FittingHint(line, ("Date, today or +90d", "Date or +90d", "Date"))
    line.show()
    for width, hint in ((400, "Date, today or +90d"), (130, "Date or +90d"), (30, "Date")):
        line.resize(width, 30)
        assert line.placeholderText() == hint
