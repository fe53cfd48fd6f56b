"""The states of pictures that are worth a picture: the manager, its dialogs, and the field in the form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.errors import PictureError, PictureProblem
from app.models.customer import EXTERNAL
from app.models.image import CHARACTERS, IMAGE, StoredImage
from app.services.imaging.faces import stored_faces
from app.services.picture_jobs import Imported, Outcome
from app.services.pictures import add_picture, find_pictures
from app.services.staff import current_actor
from app.services.trash import move_to_trash
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from app.views.dialogs.image_manager import ImageManager
from app.views.dialogs.picture_editor import PictureEditor
from app.views.dialogs.refused_dialog import RefusedDialog
from tests.stage import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screen_states import Photographer

MANY = 10_000
_NAMES = ("Portrait", "Büro Zürich", "صورة الموظف", "Logo of a company with a very long name indeed", "🦊")


def make_many(path: Path, many: int) -> None:
    """Add that many pictures, told apart by their last bytes alone."""
    faces = [face for _, face in stored_faces()]
    database = open_database(path)
    with database.writing() as connection:
        work = UnitOfWork(connection, current_actor(connection))
        for number in range(many):
            face = faces[number % len(faces)]
            content = face.content + number.to_bytes(4, "big")
            digest = hashlib.sha256(content).hexdigest()
            picture = StoredImage(digest, face.media_type, face.width, face.height, content, face.thumbnails)
            add_picture(
                work, picture, f"{_NAMES[number % len(_NAMES)]} {number}", ("Photos", "Logos", None)[number % 3]
            )
    database.close()


def manager_of(at: Photographer) -> ImageManager:
    """The manager, with what it shows read."""
    at.stage.window.go_to("pictures")
    manager = at.stage.window.dialogs.open["pictures"]
    assert isinstance(manager, ImageManager)
    until(lambda: bool(manager.model.ids) or bool(manager.grid.empty_text))
    settle(at, manager)
    return manager


def settle(at: Photographer, manager: ImageManager) -> None:
    """Wait until everything in sight is drawn."""
    at.stage.settle()
    QTest.qWait(60)
    at.stage.settle()


def _characters(at: Photographer) -> QWidget:
    manager = manager_of(at)
    manager.grid.go_to(1)
    settle(at, manager)
    return manager


def _many(at: Photographer) -> QWidget:
    make_many(at.stage.window.place or at.sample, MANY)
    manager = manager_of(at)
    bar = manager.grid.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    settle(at, manager)
    return manager


def _empty(at: Photographer) -> QWidget:
    at.stage.open(at.empty)
    database = open_database(at.empty)
    with database.writing() as connection:
        move_to_trash(connection, IMAGE, find_pictures(connection), actor=current_actor(connection))
    database.close()
    return manager_of(at)


def _refused(at: Photographer) -> QWidget:
    files = tuple(
        Imported(
            f"{problem.value.replace('_', ' ')} of a file with a long name",
            Outcome.REFUSED,
            error=PictureError(problem, "25"),
        )
        for problem in PictureProblem
    )
    dialog = RefusedDialog(files, at.stage.window)
    dialog.show()
    return dialog


def _editor(at: Photographer) -> QWidget:
    face = next(face for name, face in stored_faces() if name.endswith("03"))
    dialog = PictureEditor(QImage.fromData(face.content), "Ada Lovelace", at.stage.window)
    dialog.show()
    at.stage.settle()
    middle = dialog.view.rect().center()
    QTest.mousePress(dialog.view, Qt.MouseButton.LeftButton, pos=middle - QPoint(110, 120))
    QTest.mouseMove(dialog.view, middle + QPoint(90, 60))
    QTest.mouseRelease(dialog.view, Qt.MouseButton.LeftButton, pos=middle + QPoint(90, 60))
    return dialog


def _choosing(at: Photographer) -> QWidget:
    at.stage.new(EXTERNAL)
    form = at.stage.window.customers.pane.form
    assert form is not None
    form.boxes["image"].editor.choose()  # type: ignore[attr-defined]  # of the editor of pictures
    found = at.stage.window.findChildren(ImageManager)
    manager = found[0]
    until(lambda: bool(manager.model.ids))
    settle(at, manager)
    return manager


def _field(at: Photographer) -> None:
    database = open_database(at.sample)
    with database.reading() as connection:
        face = find_pictures(connection, "", CHARACTERS, all_categories=False)[4]
    database.close()
    at.stage.new(EXTERNAL)
    form = at.stage.window.customers.pane.form
    assert form is not None
    form.boxes["image"].editor.show_value(face)
    at.stage.settle()


STATES: dict[str, Callable[[Photographer], QWidget | None]] = {
    "pictures": _characters,
    "pictures-many": _many,
    "pictures-empty": _empty,
    "pictures-refused": _refused,
    "picture-editor": _editor,
    "picture-choosing": _choosing,
    "picture-field": _field,
}
DARK = ("pictures", "pictures-refused", "picture-field")
SCALED = ("pictures", "picture-field")
