"""Attached documents as people leaf through them."""

from __future__ import annotations

import sqlalchemy as sa
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.tables import access
from app.services import access_log
from app.services.attachment_jobs import FileSource, attach_files
from app.store.database import Database
from app.views.attachments.file_view import FileView
from tests import documents
from tests.factories import customer_content, stored_customer
from tests.processes import spawned
from tests.stage import Stage, until
from tests.views.attachments.test_files import listed, tab_of


def is_at(view: FileView, words: str) -> bool:
    """Whether a page is shown, and not only asked for."""
    pages = view.pages
    return view.stack.currentWidget() is pages and pages.number_box.text() == words and not pages.is_waiting()


def turn_wheel(view: FileView, by: int) -> None:
    area = view.pages.area.viewport()
    middle, nothing = QPointF(area.rect().center()), QPoint()
    buttons, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(middle, area.mapToGlobal(middle), nothing, QPoint(0, by), buttons, keys, phase, False)
    QApplication.sendEvent(area, event)


def opened(database: Database) -> list[tuple[str, int]]:
    with database.reading() as connection:
        rows = connection.execute(sa.select(access.c.record_type, access.c.record_id).where(access.c.act == "opened"))
        return [(row.record_type, row.record_id) for row in rows if row.record_type == "attachment"]


def test_a_document_is_leafed_through_and_whoever_looks_is_noted(stage: Stage, database: Database) -> None:
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    with database.writing() as connection:
        access_log.set_rules(connection, access_log.LogRules(is_on=True, months=24))
    sources = [FileSource("protected.pdf", documents.protected()), FileSource("contract.pdf", documents.document(3))]
    ids = [
        file.attachment_id for file in attach_files(database.place, ada.key, sources, lambda done, total: None).files
    ]
    stage.window.refresh()
    stage.view(ada.id)
    tab = tab_of(stage)
    stage.window.customers.pane.pages.tabs.setCurrentWidget(tab)
    until(lambda: listed(tab) == ["contract.pdf", "protected.pdf"])
    view = tab.view
    until(lambda: is_at(view, "Page 1 of 3"))
    until(lambda: opened(database) == [("attachment", ids[1])])
    assert not view.pages.back_button.isEnabled()
    view.pages.on_button.click()
    until(lambda: is_at(view, "Page 2 of 3"))
    area = view.pages.area
    QTest.keyClick(area, Qt.Key.Key_End)
    until(lambda: is_at(view, "Page 3 of 3"))
    QTest.keyClick(area, Qt.Key.Key_Up)  # from its top to the end of the one before
    until(lambda: is_at(view, "Page 2 of 3"))
    bar = area.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    until(lambda: is_at(view, "Page 3 of 3"))
    assert bar.value() == 0
    turn_wheel(view, 120)
    until(lambda: is_at(view, "Page 2 of 3"))
    assert tab.list is not None
    tab.list.table.selectRow(1)
    until(lambda: "password" in view.words_label.text())
    assert view.stack.currentWidget() is view.words_label
    assert opened(database) == [("attachment", ids[1])]
    view.show_file(0)
    until(lambda: not spawned())
