"""Pictures found, sorted, replaced, moved to the trash and brought back, all of it in the log."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.errors import InvalidRecordError, RecordGoneError
from app.models.company import COMPANY
from app.models.image import CHARACTERS, IMAGE, StoredImage
from app.models.tables import image_content
from app.models.values import Content
from app.services import pictures, references, taking_back, trash
from app.services.checks import check_place
from app.services.companies import list_companies, read_company, save_company
from app.services.imaging.faces import FACES
from app.store.changes import changes_of
from app.store.unit_of_work import UnitOfWork
from tests.factories import customer_content, stored_customer


def drawn(name: str = "x") -> StoredImage:
    return StoredImage(name, "image/webp", 30, 20, name.encode(), (b"32", b"64", b"128"))


@pytest.fixture
def add(database, actor):
    """A function that keeps a picture and returns its id."""

    def add(name: str, category: str | None = None, content: str = "") -> int:
        with database.writing() as connection:
            return pictures.add_picture(UnitOfWork(connection, actor), drawn(content or name), name, category)[0]

    return add


def contents(database) -> int:
    with database.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(image_content)).scalar_one()


def test_a_new_file_has_the_characters(database):
    with database.reading() as connection:
        assert pictures.list_categories(connection) == (pictures.Category(CHARACTERS, FACES),)
        ids = pictures.find_pictures(connection, category=CHARACTERS, all_categories=False)
        tiles = pictures.read_tiles(connection, ids)
    assert [tile.name for tile in tiles] == [f"Character {number:02}" for number in range(1, FACES + 1)]
    assert all(tile.thumbnail for tile in tiles)
    assert check_place(database.place) == ()


def test_equal_pictures_are_kept_once(database, add):
    first, before = add("Ada", content="same"), contents(database)

    assert add("Grace", content="same") == first
    assert contents(database) == before


def test_an_equal_one_in_the_trash_is_another(database, actor, add):
    first, before = add("Ada", content="same"), contents(database)
    with database.writing() as connection:
        trash.move_to_trash(connection, IMAGE, [first], actor=actor)

    assert add("Ada", content="same") != first
    assert contents(database) == before


def test_pictures_are_found_by_words_and_category(database, add):
    one, two, three = add("Élan vital", "Logos"), add("elan 100%", "Photos"), add("Other")
    with database.reading() as connection:
        assert pictures.find_pictures(connection, "ELAN") == (two, one)
        assert pictures.find_pictures(connection, "vit éla") == (one,)
        assert pictures.find_pictures(connection, "100%") == (two,)
        assert pictures.find_pictures(connection, "", "Logos", all_categories=False) == (one,)
        assert pictures.find_pictures(connection, "", None, all_categories=False) == (three,)
        assert [(one.name, one.pictures) for one in pictures.list_categories(connection)] == [
            (CHARACTERS, FACES),
            ("Logos", 1),
            ("Photos", 1),
            (None, 1),
        ]


def test_one_or_two_letters_are_the_start_of_a_word_as_everywhere(database, add):
    banana, ann = add("Banana"), add("Cup of Ann")
    with database.reading() as connection:
        assert pictures.find_pictures(connection, "an") == (ann,)
        assert pictures.find_pictures(connection, "ana") == (banana,)
        found = references.find_references(connection, IMAGE.name, "an")
        assert pictures.find_pictures(connection, "an") == tuple(one.id for one in found)


def test_one_undo_takes_back_what_was_done_to_many(database, actor, add):
    ids = [add("Ada", "Photos"), add("Grace"), add("Other", "Logos")]

    def tiles(connection):
        return [(tile.category, tile.is_trashed) for tile in pictures.read_tiles(connection, ids)]

    with database.writing() as connection:
        before = tiles(connection)
        acts = (
            lambda: pictures.sort_pictures(connection, ids, "Logos", actor=actor),
            lambda: taking_back.move_to_trash(connection, IMAGE.name, ids),
            lambda: taking_back.restore(connection, IMAGE.name, ids),
        )
        for act in acts:
            act()
        for _ in acts:
            undo = taking_back.read_next(connection).undo
            taking_back.take_back(connection, undo.id, is_batch=undo.is_batch)
        assert tiles(connection) == before


def test_where_a_picture_is_used(database, actor, add):
    image_id = add("Ada")
    customer = stored_customer(database, customer_content(image=image_id))
    with database.writing() as connection:
        company = read_company(connection, list_companies(connection)[0].id)
        save_company(connection, company, Content({"logo": image_id}), actor=actor)
        details = pictures.read_details(connection, image_id)
        assert pictures.count_uses(connection, [image_id]) == 2
    assert details.use_count == 2
    assert {(use.type_name, use.record_id) for use in details.uses} == {
        ("customer", customer.id),
        (COMPANY.name, company.id),
    }


def test_a_name_a_category_and_a_content_are_changes_that_the_log_knows(database, actor, add):
    image_id = add("Ada", "Logos")
    with database.writing() as connection:
        pictures.rename_picture(connection, image_id, "  Ada   Byron ", actor=actor)
        pictures.sort_pictures(connection, [image_id, 12345], "", actor=actor)
        pictures.replace_picture(connection, image_id, drawn("new"), actor=actor)
        record = pictures.read_details(connection, image_id).record
        assert pictures.read_whole(connection, image_id) == b"new"
        log = changes_of(connection, IMAGE, image_id)
    assert (record.values["name"], record.values["category"], record.version) == ("Ada Byron", None, 4)
    assert [{part.field for part in change.fields} for change in log] == [
        {"sha256"},
        {"category"},
        {"name"},
        set(),
    ]


def test_undoing_a_replacement_brings_the_old_content_back(database, actor, add):
    image_id = add("Ada")
    with database.writing() as connection:
        before = pictures.read_details(connection, image_id).record
        pictures.replace_picture(connection, image_id, drawn("new"), actor=actor)
        now = pictures.read_details(connection, image_id).record
        UnitOfWork(connection, actor).update(IMAGE, now, before.content)
        assert pictures.read_whole(connection, image_id) == b"Ada"


def test_the_trash_and_back(database, actor, add):
    ids = [add("Ada"), add("Grace")]
    with database.writing() as connection:
        assert trash.move_to_trash(connection, IMAGE, ids, actor=actor) == 2
        assert trash.move_to_trash(connection, IMAGE, ids, actor=actor) == 0
        assert pictures.find_pictures(connection, "ada") == ()
        with pytest.raises(RecordGoneError):
            pictures.rename_picture(connection, ids[0], "x", actor=actor)
        assert taking_back.restore(connection, IMAGE.name, ids).moved == 2
        assert pictures.find_pictures(connection, "ada") == (ids[0],)


def test_purging_removes_the_bytes_that_nothing_names_any_more(database, actor, add):
    shared, own, other = add("Ada"), add("Grace"), add("Other")
    with database.writing() as connection:
        pictures.replace_picture(connection, shared, drawn("newer"), actor=actor)
        pictures.replace_picture(connection, other, drawn("Ada"), actor=actor)  # shows what the first one showed
        trash.move_to_trash(connection, IMAGE, [shared, own], actor=actor)
        before = set(connection.scalars(sa.select(image_content.c.sha256)))
        assert trash.purge(connection, IMAGE, [shared, own], actor=actor) == 2
        left = set(connection.scalars(sa.select(image_content.c.sha256)))
    assert before - left == {"Grace", "newer"}
    assert check_place(database.place) == ()


def test_a_name_is_needed_and_tidied(database, actor, add):
    image_id = add("\0 \u202e", content="nameless")
    with database.writing() as connection:
        assert pictures.read_details(connection, image_id).record.values["name"] == IMAGE.label
        with pytest.raises(InvalidRecordError):
            pictures.rename_picture(connection, image_id, " \u200b ", actor=actor)
    assert len(pictures.tidied_name("x" * 500)) == 200
