"""Files at a record, as people attach them, look at them and have them back."""

from __future__ import annotations

import os
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget

from app.models.attachment import MOST_BYTES
from app.services.attachment_jobs import FileSource, attach_files
from app.store.database import Database
from app.views.attachments import file_desk
from app.views.attachments.attachments_tab import AttachmentsTab
from app.views.attachments.file_drop import DropHint, FileDrop
from tests.drops import drop
from tests.factories import customer_content, stored_customer
from tests.stage import Stage, until

_STALL = 0.1
"""Seconds of the processor that the window's thread takes at a time at most; by the clock others have a share in it."""


def mime_of(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def tab_of(stage: Stage) -> AttachmentsTab:
    (tab,) = (each for each in stage.window.customers.pane.pages.related if isinstance(each, AttachmentsTab))
    return tab


def listed(tab: AttachmentsTab) -> list[str]:
    return [tab.list.model.index(row, 0).data() for row in range(tab.list.model.rowCount())] if tab.list else []


def is_done(stage: Stage) -> bool:
    return not stage.jobs.unfinished() and stage.tasks.is_idle()


def hint(stage: Stage) -> DropHint:
    found: FileDrop = stage.window.customers.pane.pages.findChild(FileDrop)
    return found.hint


def hold_over(widget: QWidget, mime: QMimeData) -> QDragEnterEvent:
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(widget, event)
    return event


def open_box(kind: type[QDialog]) -> QDialog | None:
    return next((box for box in QApplication.topLevelWidgets() if isinstance(box, kind) and box.isVisible()), None)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system was asked to open, which it is not."""
    asked: list[Path] = []

    def note(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(file_desk.QDesktopServices, "openUrl", note)
    return asked


def test_files_are_dropped_looked_at_and_had_back(
    stage: Stage, database: Database, tmp_path: Path, opened: list[Path]
) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    (tmp_path / "note.txt").write_text("Router blinks red")
    (tmp_path / "empty.txt").touch()
    stage.window.refresh()
    stage.view(ada.id)
    pages, tab = stage.window.customers.pane.pages, tab_of(stage)
    pages.tabs.setCurrentWidget(tab)
    assert not tab.view.isVisible()  # there is none yet
    pages.tabs.setCurrentIndex(0)
    assert hold_over(pages, mime_of(tmp_path / "note.txt")).isAccepted()
    assert (hint(stage).isVisible(), hint(stage).text) == (True, "Let go to attach the file to this record")
    QApplication.sendEvent(pages, QDragLeaveEvent())
    assert not hint(stage).isVisible()
    drop(pages, mime_of(tmp_path / "note.txt", tmp_path / "empty.txt"))
    until(lambda: is_done(stage) and listed(tab) == ["note.txt"])
    assert pages.tabs.currentWidget() is tab
    assert tab.message.text().startswith("1 file attached. “empty.txt” is empty.")
    until(lambda: tab.view.text_box.toPlainText() == "Router blinks red")
    until(lambda: "Attachments (1)" in [pages.tabs.tabText(place) for place in range(pages.tabs.count())])
    tab.view.save_button.click()
    dialog = open_box(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(tmp_path / "back.txt")])
    until(lambda: is_done(stage) and (tmp_path / "back.txt").exists())
    assert (tmp_path / "back.txt").read_text() == "Router blinks red"
    tab.view.open_button.click()
    until(lambda: bool(opened))
    assert opened[0].read_text() == "Router blinks red"
    stage.window.dialogs.files.end()
    assert not opened[0].exists()
    tab.details_button.click()
    until(lambda: stage.window.places.shown() == "attachment")
    until(lambda: stage.window.desk.page("attachment").pane.record_id() != 0)


def test_what_may_run_is_opened_after_a_warning_only(stage: Stage, database: Database, opened: list[Path]) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    source = FileSource("photo\u202egnp.exe", b"MZ and so on")
    attach_files(database.place, ada.key, [source], lambda done, total: None)
    stage.window.refresh()
    stage.view(ada.id)
    tab = tab_of(stage)
    stage.window.customers.pane.pages.tabs.setCurrentWidget(tab)
    until(lambda: listed(tab) == ["photognp.exe"] and tab.view.open_button.isEnabled())
    for button, count in (("Cancel", 0), ("Open anyway", 1)):
        tab.view.open_button.click()
        until(lambda: open_box(QMessageBox) is not None)
        box = open_box(QMessageBox)
        assert isinstance(box, QMessageBox)
        assert box.informativeText().startswith("It is a program.")
        next(each for each in box.buttons() if each.text().replace("&", "") == button).click()
        assert len(opened) == count


def test_new_records_take_no_files_and_editors_leave_them_to_the_record(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    (tmp_path / "note.txt").write_text("Router blinks red")
    pages = stage.window.customers.pane.pages
    stage.new("external")
    hold_over(pages, mime_of(tmp_path / "note.txt"))
    assert hint(stage).text.startswith("Save the record first")
    drop(pages, mime_of(tmp_path / "note.txt"))
    assert is_done(stage)
    stage.window.customers.pane.session.end()
    stage.window.refresh()
    stage.edit(ada.id)
    form = stage.window.customers.pane.form
    assert form is not None
    drop(form.boxes["title"].editor.controls()[0], mime_of(tmp_path / "note.txt"))
    until(lambda: bool(stage.jobs.unfinished()))
    until(lambda: is_done(stage))
    assert form.boxes["title"].editor.raw() == ""
    assert stage.window.status.currentMessage().startswith("1 file attached")


def test_a_picture_is_pasted_and_shown_and_a_large_file_stalls_nobody(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    (tmp_path / "large.dat").write_bytes(os.urandom(MOST_BYTES))
    stage.window.refresh()
    stage.view(ada.id)
    tab = tab_of(stage)
    stage.window.customers.pane.pages.tabs.setCurrentWidget(tab)
    stage.settle()
    drawn = QImage(os.urandom(4 * 40 * 30), 40, 30, QImage.Format.Format_RGB32).copy()  # which has its own bytes
    QGuiApplication.clipboard().setImage(drawn)
    tabs = stage.window.customers.pane.pages.tabs.tabBar()
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    until(lambda: is_done(stage) and listed(tab) == ["Pasted picture.png"])
    until(lambda: tab.view.stack.currentWidget() is tab.view.picture_label)
    assert tab.view.picture_label.pixmap().size() == drawn.size()
    QGuiApplication.clipboard().clear()
    last, longest = thread_time(), 0.0

    def tick() -> None:
        nonlocal last, longest
        now = thread_time()
        last, longest = now, max(longest, now - last)

    timer = QTimer(interval=2)
    timer.timeout.connect(tick)
    timer.start()
    tab.attach((FileSource("large.dat", tmp_path / "large.dat"),))
    until(lambda: is_done(stage) and listed(tab)[:1] == ["large.dat"])
    timer.stop()
    assert longest < _STALL
