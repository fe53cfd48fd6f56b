"""A field is declared once: with one `Field` and one migration it is in forms, lists, filters, search and history."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import app
from app.store.database import REVISION, open_database
from tests import factories

ANCHOR = '    Field(name="tags", label="Tags", kind=Kind.TAGS, section="identification", searched=True),\n'
FIELD = """    Field(
        name="badge_colour",
        label="Badge colour",
        section="identification",
        max_length=40,
        sort_index=True,
        listed=True,
        searched=True,
    ),
"""
MIGRATION = '''"""The colour of a customer's badge."""

import sqlalchemy as sa
from alembic import op

revision = "{new}"
down_revision = "{old}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("badge_colour", sa.String(40)))
    op.add_column("customer", sa.Column("badge_colour_key", sa.String(40)))
    active = sa.text("state = 'active'")
    op.create_index("ix_customer_badge_colour_key_id", "customer", ["badge_colour_key", "id"], sqlite_where=active)


def downgrade() -> None:
    op.drop_index("ix_customer_badge_colour_key_id")
    op.drop_column("customer", "badge_colour_key")
    op.drop_column("customer", "badge_colour")
'''
CHILD = """
import os, sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.background import DatabaseTasks
from app.errors import FileError, FileProblem
from app.models.customer import CUSTOMER
from app.models.queries import Filter, ListQuery, Operator
from app.models.values import Content, FieldChange
from app.services import customers, lists
from app.services.staff import current_actor
from app.settings import Settings
from app.store import changes
from app.store.database import open_database
from app.store.records import read_record
from app.store.upgrade import upgrade_database
from app.views.lists.columns import Columns
from app.views.lists.filter_panel import FilterPanel
from app.views.lists.record_list import RecordList

path = Path(sys.argv[1])
try:
    open_database(path)
except FileError as error:
    assert error.problem is FileProblem.NEEDS_UPGRADE
assert upgrade_database(path)
assert "badge_colour" in [field.name for field in CUSTOMER.in_section("identification")]
assert CUSTOMER.by_name["badge_colour"].label == "Badge colour"

database = open_database(path)
with database.writing() as connection:
    actor = current_actor(connection)
    everybody = lists.opened(connection, ListQuery("customer"), ("badge_colour",))
    (old,) = [row.id for row in everybody.page.rows]
    before = read_record(connection, CUSTOMER, old)
    mine = replace(before.content, values={**before.values, "badge_colour": "  Crème "})
    saved = customers.save_customer(connection, 0, before, mine, actor=actor).record
    assert saved.values["badge_colour"] == "Crème"
with database.reading() as connection:
    (change, *_) = changes.changes_of(connection, CUSTOMER, old)
    assert FieldChange("badge_colour", None, "Crème") in change.fields
    for query in (
        ListQuery("customer", "badge_colour", words="creme"),
        ListQuery("customer", "badge_colour", filters=(Filter("badge_colour", Operator.STARTS, "CRE"),)),
        ListQuery("customer", "badge_colour", descending=True),
    ):
        (row,) = lists.opened(connection, query, ("display_name", "badge_colour")).page.rows
        assert row.texts[1] == "Crème", query
        assert lists.outline(connection, query).rows == 1
    query = ListQuery("customer", words="creme")
    opened = lists.opened(connection, query, ("display_name",))
    (row,) = lists.explained(connection, query, opened.labels, opened.page.rows)
    assert row.why == "Badge colour: Crème", row
database.close()

application = QApplication([])
tasks = DatabaseTasks(application)
shown = RecordList(tasks, CUSTOMER, Settings())
assert "badge_colour" in shown.columns.shown()
row = FilterPanel(CUSTOMER, tasks, shown).add_row()
row.choose_field("badge_colour")
assert row.field.label == "Badge colour"
shown.deleteLater()
print("everywhere")
"""


def copy_with_new_field(folder: Path) -> None:
    """The program as somebody leaves it who added a field in one place."""
    source = Path(app.__file__).parent
    target = folder / "app"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    new = f"{int(REVISION) + 1:04}"
    versions = target / "store" / "migrations" / "versions"
    (versions / f"{new}_badge_colour.py").write_text(MIGRATION.format(old=REVISION, new=new), encoding="utf-8")
    replace_once(target / "models" / "customer.py", ANCHOR, ANCHOR + FIELD)
    replace_once(target / "store" / "database.py", f'REVISION = "{REVISION}"', f'REVISION = "{new}"')


def replace_once(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_field_is_declared_in_one_place(new_file, tmp_path):
    database = open_database(new_file)
    factories.stored_customer(database)
    database.close()
    program = tmp_path / "program"
    program.mkdir()
    copy_with_new_field(program)

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHILD, str(new_file)],
        cwd=program,
        env={**os.environ, "PYTHONPATH": str(program), "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "everywhere\n"), done.stderr
