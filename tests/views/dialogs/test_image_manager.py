"""The dialog of all pictures: found, taken in, named, sorted, changed, thrown away and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.errors import RecordGoneError
from app.jobs import Jobs
from app.models.image import CHARACTERS, IMAGE, PictureSource
from app.models.values import Record, State
from app.services.imaging.faces import FACES
from app.services.pictures import read_details
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.database import Database
from app.views.dialogs.image_manager import ImageManager
from app.views.dialogs.picture_editor import PictureEditor
from app.views.dialogs.purge_question import PurgeQuestion
from tests.drops import drop
from tests.factories import customer_content, stored_customer
from tests.hostile import good
from tests.screen_states_pictures import make_many


@pytest.fixture
def manager(qtbot: QtBot, tasks: DatabaseTasks, jobs: Jobs, new_file: Path) -> ImageManager:
    """The dialog on a new file, which has the characters."""
    return opened(qtbot, ImageManager(tasks, jobs, new_file))


def opened(qtbot: QtBot, manager: ImageManager) -> ImageManager:
    qtbot.addWidget(manager)
    manager.show()
    qtbot.waitExposed(manager)
    qtbot.waitUntil(lambda: len(manager.model.ids) >= FACES)
    return manager


def select(qtbot: QtBot, manager: ImageManager, row: int) -> int:
    """Stand on a picture and wait until everything about it is shown; returns its id."""
    manager.grid.go_to(row)
    qtbot.waitUntil(lambda: manager.model.tile(row) is not None)
    tile = manager.model.tile(row)
    assert tile is not None
    qtbot.waitUntil(lambda: manager.details.name_edit.text() == tile.name)
    return tile.id


def stored(database: Database, image_id: int) -> Record:
    with database.reading() as connection:
        return read_details(connection, image_id).record


def labels(manager: ImageManager) -> list[str]:
    return [manager.categories.item(row).text() for row in range(manager.categories.count())]


def test_characters_stand_in_their_category(manager: ImageManager, qtbot: QtBot) -> None:
    assert labels(manager) == [f"All pictures ({FACES})", f"{CHARACTERS} ({FACES})"]
    qtbot.waitUntil(lambda: manager.model.tile(0) is not None)
    tile = manager.model.tile(0)
    assert tile is not None
    assert (tile.name, tile.image.width()) == ("Character 01", 128)


def test_search_and_category(manager: ImageManager, qtbot: QtBot) -> None:
    qtbot.keyClicks(manager.search_edit, "ACTER 07")
    qtbot.waitUntil(lambda: len(manager.model.ids) == 1)
    qtbot.keyClicks(manager.search_edit, "xyz")
    qtbot.waitUntil(lambda: not manager.model.ids)
    assert "No picture here" in manager.grid.empty_text
    manager.search_edit.clear()
    manager.categories.setCurrentRow(1)
    qtbot.waitUntil(lambda: len(manager.model.ids) == FACES)


def test_files_are_dropped_and_what_is_refused_is_said(manager: ImageManager, qtbot: QtBot, tmp_path: Path) -> None:
    mime = QMimeData()
    files = {"Ada.png": good("PNG"), "Grace.jpg": good("JPEG", (50, 60)), "notes.txt": b"no picture"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in files])

    drop(manager.grid.viewport(), mime)

    qtbot.waitUntil(lambda: manager.refused is not None, timeout=30_000)
    assert manager.message.text() == "2 pictures imported, 1 not taken in."
    assert manager.refused is not None
    assert "notes" in manager.refused.list.toPlainText()
    assert "not a picture" in manager.refused.list.toPlainText()
    qtbot.waitUntil(lambda: len(manager.model.ids) == FACES + 2)
    manager.refused.close()


def test_a_drawn_picture_is_pasted_into_the_category_that_is_shown(
    manager: ImageManager, qtbot: QtBot, database: Database
) -> None:
    image = QImage(70, 50, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    manager.categories.setCurrentRow(1)
    manager.grid.setFocus()

    qtbot.keyClick(manager.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: len(manager.model.ids) == FACES + 1, timeout=30_000)
    qtbot.waitUntil(lambda: len(manager.grid.selected_ids()) == 1)
    values = stored(database, manager.grid.selected_ids()[0]).values
    assert (values["width"], values["category"], values["name"]) == (70, CHARACTERS, "Pasted picture")
    QGuiApplication.clipboard().clear()


def test_nothing_to_paste_is_said(manager: ImageManager) -> None:
    QGuiApplication.clipboard().setText("words")
    manager.paste()
    assert "no picture" in manager.message.text()


def test_files_are_chosen(manager: ImageManager, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "Ada.webp").write_bytes(good("WEBP"))
    qtbot.mouseClick(manager.import_button, Qt.MouseButton.LeftButton)
    dialog = manager.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "Ada.webp")])

    qtbot.waitUntil(lambda: len(manager.model.ids) == FACES + 1, timeout=30_000)
    assert manager.message.text() == "1 picture imported."


def test_a_picture_is_renamed_and_sorted(manager: ImageManager, qtbot: QtBot, database: Database) -> None:
    image_id = select(qtbot, manager, 2)
    qtbot.keyClick(manager.grid, Qt.Key.Key_F2)
    manager.details.name_edit.selectAll()
    qtbot.keyClicks(manager.details.name_edit, "Ada")
    qtbot.keyClick(manager.details.name_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(database, image_id).values["name"] == "Ada")

    qtbot.waitUntil(lambda: manager.grid.selected_ids() == (image_id,))
    manager.details.category_box.setFocus()
    manager.details.category_box.setEditText("Logos")
    qtbot.keyClick(manager.details.category_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(database, image_id).values["category"] == "Logos")
    qtbot.waitUntil(lambda: "Logos (1)" in labels(manager))


def test_deleting_says_who_is_touched_and_can_be_undone(
    manager: ImageManager, qtbot: QtBot, database: Database
) -> None:
    image_id = select(qtbot, manager, 0)
    stored_customer(database, customer_content(image=image_id))
    manager.grid.setFocus()
    qtbot.keyClick(manager.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: any(box.isVisible() for box in manager.findChildren(QMessageBox)))
    question = next(box for box in manager.findChildren(QMessageBox) if box.isVisible())
    assert "1 record shows initials" in question.informativeText()

    next(button for button in question.buttons() if button.text() == "Move to trash").click()

    qtbot.waitUntil(lambda: len(manager.model.ids) == FACES - 1)
    qtbot.waitUntil(lambda: "trash" in manager.message.text())
    manager.message.link_clicked.emit()
    qtbot.waitUntil(lambda: len(manager.model.ids) == FACES)


def test_the_trash_is_restored_from_and_purged(manager: ImageManager, qtbot: QtBot, database: Database) -> None:
    first, second = manager.model.ids[:2]
    with database.writing() as connection:
        move_to_trash(connection, IMAGE, [first, second], actor=current_actor(connection))
    manager.refresh()
    qtbot.waitUntil(lambda: labels(manager)[-1] == "Trash (2)")
    manager.categories.setCurrentRow(manager.categories.count() - 1)
    qtbot.waitUntil(lambda: manager.model.ids == (first, second))
    assert select(qtbot, manager, 0) == first
    assert not manager.details.name_edit.isEnabled()
    assert not manager.details.trash_button.isVisible()
    qtbot.mouseClick(manager.details.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: manager.model.ids == (second,))
    assert stored(database, first).state is State.ACTIVE

    assert select(qtbot, manager, 0) == second
    manager.grid.setFocus()
    qtbot.keyClick(manager.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: any(box.isVisible() for box in manager.findChildren(PurgeQuestion)))
    question = next(box for box in manager.findChildren(PurgeQuestion) if box.isVisible())
    qtbot.keyClicks(question.count_edit, "1")
    qtbot.mouseClick(question.purge_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: manager.model.ids == ())
    with database.reading() as connection, pytest.raises(RecordGoneError):
        read_details(connection, second)


def test_where_a_picture_is_used_leads_there(manager: ImageManager, qtbot: QtBot, database: Database) -> None:
    image_id = manager.model.ids[3]
    customer = stored_customer(database, customer_content("Grace Hopper", image=image_id))
    select(qtbot, manager, 3)
    qtbot.waitUntil(lambda: manager.details.uses_list.count() == 1)

    with qtbot.waitSignal(manager.record_wanted) as wanted:
        manager.details.uses_list.setFocus()
        manager.details.uses_list.setCurrentRow(0)
        qtbot.keyClick(manager.details.uses_list, Qt.Key.Key_Return)

    assert wanted.args == ["customer", customer.id]


def test_cropping_is_stored(manager: ImageManager, qtbot: QtBot, database: Database) -> None:
    image_id = select(qtbot, manager, 0)
    qtbot.mouseClick(manager.details.edit_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: manager.editor is not None)
    assert manager.editor is not None
    for _ in range(50):
        qtbot.keyClick(manager.editor.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseClick(manager.editor.save_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: stored(database, image_id).version == 2, timeout=30_000)
    values = stored(database, image_id).values
    assert (values["width"], values["height"]) == (192, 384)
    qtbot.waitUntil(lambda: "192 × 384" in manager.details.facts_label.full_text())


def test_replacing_keeps_the_name(manager: ImageManager, qtbot: QtBot, database: Database, tmp_path: Path) -> None:
    image_id = select(qtbot, manager, 0)
    (tmp_path / "new.png").write_bytes(good("PNG"))
    qtbot.mouseClick(manager.details.replace_button, Qt.MouseButton.LeftButton)
    dialog = manager.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "new.png")])

    qtbot.waitUntil(lambda: stored(database, image_id).values["width"] == 60, timeout=30_000)
    assert stored(database, image_id).values["name"] == "Character 01"


def test_one_is_chosen_by_enter(qtbot: QtBot, tasks: DatabaseTasks, jobs: Jobs, new_file: Path) -> None:
    manager = opened(qtbot, ImageManager(tasks, jobs, new_file, chooses=True))
    image_id = select(qtbot, manager, 5)
    manager.grid.setFocus()

    with qtbot.waitSignal(manager.chosen) as chosen:
        qtbot.keyClick(manager.grid, Qt.Key.Key_Return)

    assert chosen.args == [image_id]
    assert not manager.isVisible()


def test_several_at_once_go_into_a_category(manager: ImageManager, qtbot: QtBot, database: Database) -> None:
    select(qtbot, manager, 0)
    manager.grid.selectAll()
    qtbot.waitUntil(lambda: not manager.details.name_edit.isEnabled())
    assert not manager.choose_button.isEnabled()
    manager.details.category_box.setFocus()
    manager.details.category_box.setEditText("People")
    qtbot.keyClick(manager.details.category_box, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: manager.categories.item(1).text() == f"People ({FACES})", timeout=10_000)


def test_of_thousands_only_those_in_sight_are_read(
    qtbot: QtBot, tasks: DatabaseTasks, jobs: Jobs, new_file: Path
) -> None:
    make_many(new_file, 2_000)
    manager = opened(qtbot, ImageManager(tasks, jobs, new_file))
    bar = manager.grid.verticalScrollBar()
    bar.setValue(bar.maximum())

    last = len(manager.model.ids) - 1
    qtbot.waitUntil(lambda: manager.model.tile(last) is not None)
    assert manager.model.tile(last // 2) is None
    assert IMAGE.plural == manager.grid.accessibleName()


def test_an_import_that_is_stopped_keeps_what_it_has(manager: ImageManager, qtbot: QtBot) -> None:
    sources = tuple(PictureSource(f"Photo {number}", good("PNG", (900 + number, 700))) for number in range(60))
    manager.take(sources)
    job = manager.progress
    qtbot.waitUntil(lambda: job.bar.value() > 0, timeout=30_000)
    qtbot.mouseClick(job.cancel_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: manager.message.text().startswith("Stopped: "), timeout=30_000)
    qtbot.waitUntil(lambda: FACES < len(manager.model.ids) < FACES + 60)


def test_a_name_typed_while_an_import_ends_is_that_of_its_picture(
    manager: ImageManager, database: Database, qtbot: QtBot
) -> None:
    first = select(qtbot, manager, 0)
    manager.activateWindow()
    qtbot.waitUntil(manager.isActiveWindow)
    manager.take((PictureSource("Grace", good("PNG")),))
    qtbot.keyClick(manager.grid, Qt.Key.Key_F2)
    manager.details.name_edit.selectAll()
    qtbot.keyClicks(manager.details.name_edit, "A new face")
    qtbot.waitUntil(lambda: len(manager.model.ids) == FACES + 1, timeout=30_000)
    (imported,) = manager.grid.selected_ids()
    assert imported != first
    qtbot.waitUntil(lambda: manager.details.facts_label.full_text().startswith("60"))
    qtbot.keyClick(manager.details.name_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(database, first).values["name"] == "A new face")
    assert stored(database, imported).values["name"] == "Grace"


def test_a_category_that_is_typed_outlives_another_reading(
    manager: ImageManager, qtbot: QtBot, tasks: DatabaseTasks
) -> None:
    select(qtbot, manager, 0)
    manager.activateWindow()
    qtbot.waitUntil(manager.isActiveWindow)
    line = manager.details.category_box.lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Staff")
    manager.refresh()
    qtbot.waitUntil(tasks.is_idle)
    assert line.text() == "Staff"


def test_edit_pressed_twice_opens_one_editor(manager: ImageManager, qtbot: QtBot, tasks: DatabaseTasks) -> None:
    select(qtbot, manager, 0)
    qtbot.waitUntil(manager.details.edit_button.isEnabled)
    qtbot.mouseClick(manager.details.edit_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(manager.details.edit_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tasks.is_idle)
    editors = manager.findChildren(PictureEditor)
    assert len(editors) == 1
    editors[0].reject()
