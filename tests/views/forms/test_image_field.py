"""The field for a picture: chosen in the manager, dropped, pasted, taken away, and stored with the form."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.company import COMPANY
from app.models.image import CHARACTERS
from app.services.companies import list_companies, read_company
from app.services.pictures import find_pictures, read_details
from app.store.database import Database
from app.views.dialogs.companies_dialog import CompaniesDialog
from app.views.dialogs.image_manager import ImageManager
from app.views.forms.editors_image import ImageEditor
from app.views.forms.record_pane import RecordPane
from app.views.picture_wanted import PictureWanted
from tests.drops import drop
from tests.factories import customer_content, read_customer, stored_customer
from tests.hostile import good
from tests.stage import Stage, until
from tests.views.forms.conftest import Hands


@pytest.fixture
def face(database: Database) -> int:
    """A picture that is there."""
    with database.reading() as connection:
        return find_pictures(connection, "", CHARACTERS, all_categories=False)[0]


def editor_of(stage: Stage) -> ImageEditor:
    form = stage.window.customers.pane.form
    assert form is not None
    editor = form.boxes["image"].editor
    assert isinstance(editor, ImageEditor)
    return editor


def image_of(database: Database, customer_id: int) -> object:
    with database.reading() as connection:
        return read_customer(connection, customer_id).values["image"]


def manager_that_chooses(stage: Stage) -> ImageManager:
    until(lambda: any(manager.isVisible() for manager in stage.window.findChildren(ImageManager)))
    manager = next(one for one in stage.window.findChildren(ImageManager) if one.isVisible())
    until(lambda: bool(manager.model.ids))
    return manager


def test_without_a_picture_it_shows_the_initials_of_whoever_is_typed(stage: Stage, qtbot: QtBot) -> None:
    stage.new("external")
    editor = editor_of(stage)
    form = stage.window.customers.pane.form
    assert form is not None
    full_name, business_name = (form.boxes[name].editor for name in ("full_name", "business_name"))
    qtbot.keyClicks(business_name.controls()[0], "Bennett Ltd")
    assert editor.avatar.accessibleName() == "Picture of Bennett Ltd"
    qtbot.keyClicks(full_name.controls()[0], "Dr. Ada Lovelace")
    assert editor.avatar.accessibleName() == "Picture of Ada Lovelace"


def test_a_picture_is_chosen_and_saved_with_the_form(stage: Stage, database: Database, face: int, qtbot: QtBot) -> None:
    customer = stored_customer(database)
    stage.edit(customer.id)
    editor = editor_of(stage)
    assert not editor.remove_button.isEnabled()
    qtbot.mouseClick(editor.choose_button, Qt.MouseButton.LeftButton)
    manager = manager_that_chooses(stage)
    manager.grid.go_to(manager.model.row_of(face))
    until(manager.choose_button.isEnabled)
    qtbot.mouseClick(manager.choose_button, Qt.MouseButton.LeftButton)

    assert editor.value() == face
    until(lambda: editor.name() == "Character 01")
    stage.window.customers.pane.save()
    until(lambda: image_of(database, customer.id) == face)
    stage.settle()

    stage.edit(customer.id)
    qtbot.mouseClick(editor_of(stage).remove_button, Qt.MouseButton.LeftButton)
    stage.window.customers.pane.save()
    until(lambda: image_of(database, customer.id) is None)
    stage.settle()


def test_a_file_is_dropped_onto_the_field(stage: Stage, database: Database, tmp_path: Path) -> None:
    stage.edit(stored_customer(database).id)
    (tmp_path / "Ada.png").write_bytes(good("PNG"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "Ada.png"))])

    drop(editor_of(stage), mime)

    until(lambda: editor_of(stage).value() is not None)
    until(lambda: editor_of(stage).name() == "Ada")
    assert stage.window.customers.pane.is_dirty()


def test_what_is_no_picture_is_said_beside_the_field(stage: Stage, database: Database, tmp_path: Path) -> None:
    stage.edit(stored_customer(database).id)
    (tmp_path / "Ada.svg").write_bytes(b"<svg></svg>")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "Ada.svg"))])

    drop(editor_of(stage), mime)

    until(lambda: "SVG" in editor_of(stage).message.text())
    assert editor_of(stage).value() is None


def test_a_picture_is_pasted_onto_the_field(stage: Stage, database: Database, qtbot: QtBot) -> None:
    stage.edit(stored_customer(database).id)
    image = QImage(30, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    editor_of(stage).choose_button.setFocus()

    qtbot.keyClick(editor_of(stage).choose_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    until(lambda: editor_of(stage).value() is not None)
    QGuiApplication.clipboard().clear()
    image_id = editor_of(stage).value()
    assert isinstance(image_id, int)
    with database.reading() as connection:
        assert read_details(connection, image_id).record.values["height"] == 40


def test_the_face_in_the_head_leads_to_a_picture(stage: Stage, database: Database, face: int, qtbot: QtBot) -> None:
    customer = stored_customer(database, customer_content("Grace Hopper"))
    stage.view(customer.id)
    avatar = stage.window.customers.pane.pages.head.avatar
    avatar.setFocus()
    qtbot.keyClick(avatar, Qt.Key.Key_Space)
    manager = manager_that_chooses(stage)
    manager.grid.go_to(manager.model.row_of(face))
    until(manager.choose_button.isEnabled)
    manager.choose()

    until(lambda: image_of(database, customer.id) == face)
    stage.settle()


def test_a_company_has_a_logo(stage: Stage, database: Database, face: int, qtbot: QtBot) -> None:
    stage.window.go_to("companies")
    dialog = stage.window.dialogs.open["companies"]
    assert isinstance(dialog, CompaniesDialog)
    until(lambda: dialog.form is not None and dialog.heading.full_text() != "")
    stage.settle()
    assert dialog.form is not None
    editor = dialog.form.boxes["logo"].editor
    assert isinstance(editor, ImageEditor)
    qtbot.mouseClick(editor.choose_button, Qt.MouseButton.LeftButton)
    until(lambda: any(one.isVisible() for one in dialog.findChildren(ImageManager)))
    manager = dialog.findChildren(ImageManager)[0]
    until(lambda: bool(manager.model.ids))
    manager.grid.go_to(manager.model.row_of(face))
    until(manager.choose_button.isEnabled)
    manager.choose()
    dialog.save()
    stage.settle()
    with database.reading() as connection:
        company = read_company(connection, list_companies(connection)[0].id)
    assert company.values["logo"] == face
    assert company.type_name == COMPANY.name
    dialog.close()
    QApplication.processEvents()


def test_the_sidebar_leads_to_all_pictures(stage: Stage) -> None:
    stage.window.actions_["pictures"].trigger()
    manager = stage.window.dialogs.open["pictures"]
    assert isinstance(manager, ImageManager)
    until(lambda: bool(manager.model.ids))
    stage.settle()
    manager.close()


class Later(QObject):
    """A window that takes its time for the pictures that fields want."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self.wanted: list[PictureWanted] = []
        pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, PictureWanted):
            event.accept()
            self.wanted.append(event)
        return False


def paste_picture(hands: Hands) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    button = hands.editor("image").controls()[0]
    button.setFocus()
    hands.qtbot.keyClick(button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_picture_that_comes_late_is_not_given_to_the_next_record(
    hands: Hands, pane: RecordPane, database: Database, face: int, qtbot: QtBot
) -> None:
    ada, grace = stored_customer(database), stored_customer(database, customer_content("Grace Hopper"))
    window = Later(pane)
    hands.edit(ada)
    paste_picture(hands)
    qtbot.waitUntil(lambda: len(window.wanted) == 1)
    hands.edit(grace)
    window.wanted[0].then(face)
    assert hands.editor("image").value() is None
    assert not pane.is_dirty()


def test_a_picture_that_comes_after_a_save_is_given_to_its_record(
    hands: Hands, pane: RecordPane, database: Database, face: int, qtbot: QtBot
) -> None:
    window = Later(pane)
    hands.edit(stored_customer(database))
    paste_picture(hands)
    qtbot.waitUntil(lambda: len(window.wanted) == 1)
    hands.type("tags", "vip")
    hands.save()
    window.wanted[0].then(face)
    assert hands.editor("image").value() == face
    assert pane.is_dirty()
