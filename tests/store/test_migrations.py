"""The migrations against the tables they are said to make."""

import io
from contextlib import closing
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from PIL import Image

from app.models.customer import CUSTOMER
from app.models.image import IMAGE
from app.models.queries import ListQuery
from app.models.staff import STAFF
from app.models.tables import metadata
from app.models.values import Content
from app.services.checks import check_place
from app.services.pictures import read_details, read_whole
from app.services.staff import SETUP, current_actor
from app.store.changes import changes_of
from app.store.database import REVISION, held_alone, open_database
from app.store.listing import first_ids
from app.store.migrations import SCRIPTS, migrate, newest_revision
from app.store.records import read_records
from app.store.unit_of_work import UnitOfWork

SERVERS_OWN = ("alembic_version", "folded_letter", "save_mark", "columns_given", "columns_due", "rights_kept")
"""Tables that a server's functions keep for themselves, beside Alembic's."""


def is_ours(name, kind, parents):
    """Whether Alembic should compare it: not what serves search alone, nor Alembic's own, nor indexes.

    Those differ between a file and a server, of which Alembic knows nothing; they are compared as statements.
    """
    return kind != "index" and not (kind == "table" and (name in SERVERS_OWN or "_index" in name))


def shape(connection):
    """Every statement that the database was made with."""
    return sorted(connection.execute(sa.text("SELECT type, name, sql FROM sqlite_schema")).all(), key=str)


def indexes(connection, schema):
    """Every index of a server's tables, as the statement that would make it."""
    ours = f"tablename NOT IN {SERVERS_OWN}"
    statement = sa.text(f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = :schema AND {ours}")
    rows = connection.execute(statement, {"schema": schema})
    return {name: text.replace(f" {schema}.", " ") for name, text in rows}


def downgrade(connection, revision):
    """Go back to an older shape."""
    config = Config()
    config.set_main_option("script_location", SCRIPTS.as_posix())
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


def test_the_program_knows_its_newest_revision():
    assert newest_revision() == REVISION


def test_the_migrations_make_the_tables_of_the_catalogue(database):
    with database.reading() as connection:
        options = {
            "include_name": is_ours,
            "include_object": lambda item, name, kind, *others: is_ours(name, kind, None),
            "compare_type": True,
            "compare_server_default": True,
        }
        context = MigrationContext.configure(connection, opts=options)

        assert compare_metadata(context, metadata) == []


def test_down_and_up_again_makes_the_same(new_file):
    with held_alone(new_file) as connection, connection.begin():
        before = shape(connection)
        migrate(connection, "base")
        left = [name for _, name, _ in shape(connection)]
        migrate(connection)

        assert not [name for name in left if "alembic_version" not in name]
        assert shape(connection) == before


def test_a_database_of_before_gets_an_identity(new_file):
    before = "SELECT number FROM node"
    with held_alone(new_file) as connection, connection.begin():
        number = connection.exec_driver_sql(before).scalar_one()
        downgrade(connection, "0009")
        migrate(connection)
        ((same, uuid),) = connection.exec_driver_sql("SELECT number, uuid FROM node").all()
    assert same == number
    assert UUID(uuid).version == 4


def test_people_of_before_become_records_that_are_found_and_sound(new_file):
    with held_alone(new_file) as connection, connection.begin():
        migrate(connection, "base")
        migrate(connection, "0008")
        connection.exec_driver_sql("INSERT INTO node VALUES (5)")
        for table in ("staff", "team", "workgroup"):
            connection.exec_driver_sql(f"INSERT INTO counter VALUES ('{table}', 10)")
        for row in ((3, "Weiß", "Weiß"), (4, "WEISS", "WEISS"), (5, "o'brien", "O'Brien")):
            connection.exec_driver_sql("INSERT INTO staff VALUES (?, ?, ?)", row)
        connection.exec_driver_sql("INSERT INTO team VALUES (3, 'First line')")
        connection.exec_driver_sql("INSERT INTO workgroup VALUES (3, 'VIP')")
        began = ("customer", 9, 1, "created", "2024-02-29 10:00:00.000000", 4, "typed")
        connection.exec_driver_sql(
            "INSERT INTO change (record_type, record_id, version, act, at, staff_id, origin) VALUES (?,?,?,?,?,?,?)",
            began,
        )
        migrate(connection)
    assert check_place(new_file) == ()
    with closing(open_database(new_file)) as database, database.reading() as connection:
        people = read_records(connection, STAFF, [3, 4, 5])
        for words, ids in (("weiss", [3, 4]), ("OBRIEN", [5]), ("2", [4])):
            assert first_ids(connection, ListQuery("staff", words=words), 5) == ids
        assert first_ids(connection, ListQuery("team", words="line"), 5) == [3]
        assert first_ids(connection, ListQuery("workgroup", words="vip"), 5) == [3]
        assert [change.act for change in changes_of(connection, STAFF, 5)] == ["created"]
    assert [person.values["sign_in"] for person in people.values()] == ["Weiß", "WEISS 2", "o'brien"]
    assert people[4].values["created_at"] == datetime(2024, 2, 29, 10, tzinfo=UTC)
    assert all(person.values["created_by"] == person.id and person.values["active"] for person in people.values())


def test_people_go_back_to_what_they_were(new_file):
    with held_alone(new_file) as connection, connection.begin():
        before = connection.exec_driver_sql("SELECT id, sign_in, display_name FROM staff").all()
        downgrade(connection, "0008")
        assert connection.exec_driver_sql("SELECT id, sign_in, display_name FROM staff").all() == before
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        migrate(connection)
    assert check_place(new_file) == ()


def test_indexes_are_those_of_the_catalogue(new_file):
    """Alembic compares neither what a partial index leaves out nor the order of its columns."""
    asked = sa.text("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
    with held_alone(new_file) as connection, connection.begin():
        made = dict(connection.execute(asked).all())
    with closing(sa.create_engine("sqlite://").connect()) as connection:
        metadata.create_all(connection)
        assert made == dict(connection.execute(asked).all())


def test_a_server_has_the_same_indexes(shared_database):
    """Compared as the server itself writes them down, with those of tables that the catalogue makes beside ours."""
    with shared_database.writing() as connection:
        connection.exec_driver_sql("CREATE SCHEMA declared")
        metadata.create_all(connection.execution_options(schema_translate_map={None: "declared"}))
        made, declared = (indexes(connection, schema) for schema in ("deskbook", "declared"))
    assert {name: text for name, text in made.items() if not name.endswith("_text_folded")} == declared


OLD_PICTURE = (
    "INSERT INTO image (id, sha256, name, category, media_type, content, thumbnail_32, thumbnail_64, thumbnail_128)"
)


def test_pictures_of_the_first_shape_become_records(new_file):
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "WEBP")
    whole = target.getvalue()
    with held_alone(new_file) as connection, connection.begin():
        migrate(connection, "base")
        migrate(connection, "0001")
        connection.exec_driver_sql("INSERT INTO node VALUES (5)")
        connection.exec_driver_sql("INSERT INTO staff VALUES (3, 'ada', 'Ada')")
        connection.exec_driver_sql(
            f"{OLD_PICTURE} VALUES (7, 'x', 'Face', 'Sample data', 'image/webp', ?, 's', 'm', 'l')", (whole,)
        )
        connection.exec_driver_sql("INSERT INTO customer (id, version, state, image) VALUES (9, 1, 'active', 7)")
        migrate(connection)
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    database = open_database(new_file)
    with database.reading() as connection:
        details = read_details(connection, 7)
        assert read_whole(connection, 7) == whole
        assert [change.act for change in changes_of(connection, IMAGE, 7)] == ["created"]
        assert first_ids(connection, ListQuery("image", words="face"), 5) == [7]
    database.close()
    values = details.record.values
    assert (values["name"], values["category"], values["width"], values["height"]) == ("Face", "Sample data", 40, 30)
    assert (values["size"], values["created_by"]) == (len(whole), 3)
    assert [use.record_id for use in details.uses] == [9]


def test_texts_of_before_are_found_and_sound_and_kept_apart_when_saved(new_file):
    whole = "  ada  king  de813495425"
    with held_alone(new_file) as connection, connection.begin():
        migrate(connection, "base")
        migrate(connection, "0004")
        connection.exec_driver_sql("INSERT INTO node VALUES (5)")
        connection.exec_driver_sql("INSERT INTO counter VALUES ('customer', 10)")
        connection.exec_driver_sql(
            "INSERT INTO customer (id, version, state, full_name, display_name, display_name_key, vat_number)"
            " VALUES (9, 1, 'active', 'Ada King', 'Ada King', 'ada king', 'DE813495425')"
        )
        connection.exec_driver_sql("INSERT INTO customer_text VALUES (9, ?)", (whole,))
        migrate(connection)
        assert texts(connection) == ("", "", whole)
    assert check_place(new_file) == ()
    with closing(open_database(new_file)) as database, database.writing() as connection:
        for words in ("king", "813495"):
            assert first_ids(connection, ListQuery("customer", words=words), 5) == [9]
        work = UnitOfWork(connection, current_actor(connection, SETUP))
        (customer,) = read_records(connection, CUSTOMER, [9]).values()
        work.update(CUSTOMER, customer, Content({**customer.values, "full_name": "Ada Byron"}, customer.items))
        assert texts(connection) == ("  ada  byron", "", "  de813495425")
        assert first_ids(connection, ListQuery("customer", words="king"), 5) == []
    assert check_place(new_file) == ()


def texts(connection):
    """The search texts of the one customer."""
    return tuple(connection.exec_driver_sql("SELECT normal, personal, confidential FROM customer_text").one())
