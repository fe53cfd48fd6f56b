"""The catalogue's words, and what is said of failures, are said in the reader's language wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from pytestqt.qtbot import QtBot

from app.errors import FileError, FileProblem
from app.views.dialogs.columns_dialog import ColumnsDialog
from app.views.dialogs.pick_lists_dialog import PickListsDialog
from tests.factories import customer_content, stored_customer
from tests.stage import Stage, staged, until


class Foreign(QTranslator):
    """A language in which every word of the catalogue, and every sentence on a failure, is put between signs."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
        return f"«{text}»" if context in ("catalogue", "words") else None

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, new_file: Path, database: object) -> Iterator[Stage]:
    """The window in that language, on a file with one customer."""
    stored_customer(database, customer_content("Ada Lovelace"))
    foreign = Foreign()
    QCoreApplication.installTranslator(foreign)
    with staged(tmp_path, new_file) as stage:
        yield stage
    QCoreApplication.removeTranslator(foreign)


def test_lists_their_columns_and_their_filters(stage: Stage) -> None:
    shown = stage.window.customers.list
    assert shown.table.accessibleName() == "«Customers»"
    until(lambda: stage.window.status.count_label.text() == "1 «customer»")
    columns = range(shown.model.why_column)
    headers = [shown.model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
    assert all(header.startswith("«") for header in headers)
    assert all(label.startswith("«") for _, label, _ in shown.columns.listed())
    assert all(action.text().startswith("«") for action in shown.columns.menu().actions() if action.isCheckable())
    row = shown.filters.add_row()
    texts = [row.field_box.itemText(place) for place in range(row.field_box.count())]
    assert all("«" in text for text in texts)
    row.choose_field("customer_status")
    assert row.value_box.itemText(1).startswith("«")


def test_the_kinds_of_new_records_and_pick_lists(stage: Stage) -> None:
    acts = stage.window.actions_
    assert acts["new_internal"].text().startswith("«")
    stage.window.go_to("pick_lists")
    dialog = stage.window.dialogs.open["pick_lists"]
    assert isinstance(dialog, PickListsDialog)
    stage.settle()
    assert all(dialog.lists.item(row).text().startswith("«") for row in range(dialog.lists.count()))
    assert dialog.heading.text().startswith("«")


def test_the_dialog_of_columns(stage: Stage) -> None:
    stage.window.actions_["columns"].trigger()
    dialog = stage.window.dialogs.open["columns"]
    assert isinstance(dialog, ColumnsDialog)
    assert dialog.list.item(0).text().startswith("«")


def test_what_is_said_of_a_failure(stage: Stage, new_file: Path) -> None:
    stage.window.show_failure(FileError(FileProblem.DISK_FULL, new_file))
    assert stage.window.status.currentMessage().startswith(f"«The drive of {new_file} is full")
