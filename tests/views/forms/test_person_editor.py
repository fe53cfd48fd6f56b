"""The field of a person: face and name, the selector behind a button and two keys, emptying, opening."""

from __future__ import annotations

from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot

from app.models.customer import CUSTOMER, INTERNAL
from app.models.fields import Field, Kind
from app.models.image import StoredImage
from app.models.tables import table_of
from app.models.values import Record, State
from app.services.pictures import add_picture
from app.services.staff import current_actor
from app.store.database import Database
from app.store.unit_of_work import UnitOfWork
from app.views.forms.editor_kit import EditorKit
from app.views.forms.editors_person import PersonEditor
from tests.factories import customer_content, stored_customer
from tests.views.forms.conftest import Hands, Reader, type_into


@pytest.fixture
def grace(database: Database) -> Record:
    return stored_customer(database, customer_content("Grace Hopper"))


@pytest.fixture
def ada(database: Database, grace: Record) -> Record:
    return stored_customer(database, customer_content("Ada Lovelace", kind=INTERNAL, manager_id=grace.id))


def person(hands: Hands) -> PersonEditor:
    editor = hands.editor("manager_id")
    assert isinstance(editor, PersonEditor)
    return editor


def test_field_shows_a_face_and_a_name(hands: Hands, ada: Record, grace: Record) -> None:
    hands.edit(ada)
    editor = person(hands)
    assert (editor.line.text(), editor.value()) == ("Grace Hopper", grace.id)
    assert editor.avatar.isVisible()
    assert editor.avatar.accessibleName() == "Picture of Grace Hopper"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)],
)
def test_keys_open_the_selector_and_a_pick_fills_the_field(
    hands: Hands,
    qtbot: QtBot,
    database: Database,
    ada: Record,
    stored: Reader,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
) -> None:
    barbara = stored_customer(database, customer_content("Barbara Liskov"))
    hands.edit(ada)
    editor = person(hands)
    editor.line.setFocus()
    qtbot.keyClick(editor.line, key, modifier)
    assert editor.selector is not None
    assert editor.selector.isModal()
    qtbot.keyClicks(editor.selector.search_edit, "lisk")
    qtbot.keyClick(editor.selector.search_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (editor.line.text(), editor.value()) == ("Barbara Liskov", barbara.id))
    hands.save()
    assert stored(ada.id).values["manager_id"] == barbara.id


def test_button_opens_the_selector_on_what_was_typed(hands: Hands, qtbot: QtBot, ada: Record) -> None:
    hands.edit(ada)
    editor = person(hands)
    type_into(qtbot, editor.line, "hopp")
    hands.click(editor.select_button)
    selector = editor.selector
    assert selector is not None
    assert selector.search_edit.text() == "hopp"
    qtbot.waitUntil(lambda: bool(selector.people.highlighted_id()))
    qtbot.mouseClick(selector.pick_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: editor.line.text() == "Grace Hopper")
    assert editor.avatar.isVisible()


def test_emptying_the_field_deletes_nobody(
    hands: Hands, qtbot: QtBot, ada: Record, grace: Record, stored: Reader
) -> None:
    hands.edit(ada)
    editor = person(hands)
    editor.line.clear()
    assert (editor.value(), editor.fault()) == (None, None)
    assert editor.avatar.isHidden()
    assert editor.open_button.isHidden()
    hands.save()
    assert stored(ada.id).values["manager_id"] is None
    assert stored(grace.id).state is State.ACTIVE


def test_open_goes_to_the_persons_record(hands: Hands, qtbot: QtBot, ada: Record, grace: Record) -> None:
    hands.edit(ada)
    with qtbot.waitSignal(hands.pane.record_wanted) as wanted:
        hands.click(person(hands).open_button)
    assert wanted.args == [grace.key]


def test_the_sentence_below_names_the_chain(hands: Hands, qtbot: QtBot, ada: Record, grace: Record) -> None:
    hands.edit(grace)
    form = hands.pane.form
    assert form is not None
    form.show_all_fields(True)
    editor = person(hands)
    editor.select()
    assert editor.selector is not None
    qtbot.keyClicks(editor.selector.search_edit, "ada")
    qtbot.keyClick(editor.selector.search_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "themselves" in hands.message("manager_id"))
    plain = hands.message("manager_id").replace("\u2068", "").replace("\u2069", "")
    assert plain == "Grace Hopper → Ada Lovelace → Grace Hopper: nobody can manage themselves."
    hands.refuse()


def test_a_draft_gives_the_person_back_with_a_face(
    qtbot: QtBot, hands: Hands, database: Database, company_id: int, ada: Record, grace: Record
) -> None:
    give_face(database, grace)
    hands.start(INTERNAL, company_id)
    form = hands.pane.form
    assert form is not None
    form.show_texts({"manager_id": f"{grace.id}|Grace Hopper"})
    editor = person(hands)
    assert editor.value() == grace.id
    qtbot.waitUntil(lambda: is_red(editor))


def test_the_face_is_the_picture_where_there_is_one(
    hands: Hands, qtbot: QtBot, database: Database, ada: Record, grace: Record
) -> None:
    hands.edit(ada)
    assert not is_red(person(hands))
    give_face(database, grace)
    hands.pane.acts.back.trigger()
    hands.edit(ada)
    qtbot.waitUntil(lambda: is_red(person(hands)))
    type_into(qtbot, person(hands).line, "hopper")
    assert person(hands).avatar.isHidden()
    qtbot.waitUntil(lambda: person(hands).completer.popup().isVisible())
    qtbot.keyClick(person(hands).completer.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(person(hands).completer.popup(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_red(person(hands)))


def give_face(database: Database, record: Record) -> None:
    """A red picture."""
    made = BytesIO()
    Image.new("RGB", (64, 64), "red").save(made, "PNG")
    content = made.getvalue()
    table = table_of(CUSTOMER)
    with database.writing() as connection:
        picture = StoredImage("0" * 64, "image/png", 64, 64, content, (content, content, content))
        image_id, _ = add_picture(UnitOfWork(connection, current_actor(connection)), picture, "red")
        connection.execute(sa.update(table).where(table.c.id == record.id).values(image=image_id))


def is_red(editor: PersonEditor) -> bool:
    shown: QPixmap = editor.avatar.grab()
    return not shown.isNull() and QColor(shown.toImage().pixel(shown.width() // 2, shown.height() // 2)) == QColor(
        "red"
    )


def test_every_field_that_takes_a_customer_has_it(kit: EditorKit, qtbot: QtBot) -> None:
    editor = kit.make(Field(name="payer_id", label="Payer", kind=Kind.RECORD, target="customer"))
    qtbot.addWidget(editor)
    assert isinstance(editor, PersonEditor)
    assert "Payer" in editor.select_button.accessibleName()
    assert not isinstance(kit.make(Field(name="a", label="A", kind=Kind.RECORD, target="company")), PersonEditor)


@pytest.fixture
def kit(tasks, basis):
    kit = EditorKit(basis, tasks)
    yield kit
    kit.deleteLater()
