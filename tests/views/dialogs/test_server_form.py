"""The address of a shared database, as it is typed, pasted and chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.models.servers import parse_address
from app.views.dialogs.server_form import ServerForm


@pytest.fixture
def form(qtbot: QtBot) -> ServerForm:
    form = ServerForm()
    qtbot.addWidget(form)
    form.show()
    return form


def test_a_pasted_address_fills_the_form(qtbot: QtBot, form: ServerForm) -> None:
    url = "postgresql://ada@one.example:6000,two.example/desk?sslmode=verify-ca&sslrootcert=ca.pem"
    form.hosts_edit.clear()
    qtbot.keyClicks(form.hosts_edit, url)
    qtbot.keyClick(form.hosts_edit, Qt.Key.Key_Return)

    assert form.address() == parse_address(url)
    assert form.hosts_edit.text() == "one.example, two.example:5432"
    assert form.port_box.value() == 6000


def test_an_address_is_taken_as_it_was_shown(form: ServerForm) -> None:
    for url in (
        "postgresql://ada%20l@[::1]:5433,db/a%2Fb?sslrootcert=%2Ftmp%2Fca.pem",
        "postgresql://ada@db:1/desk?sslmode=require",
        "postgresql://ada@db/desk?sslmode=disable",
    ):
        form.show_address(parse_address(url))
        assert form.address() == parse_address(url)


def test_a_weaker_choice_is_said_for_as_long_as_it_lasts(qtbot: QtBot, form: ServerForm) -> None:
    form.show_address(parse_address("postgresql://ada@db.example/desk"))
    assert form.tls.warning.text() == ""
    assert form.tls.ca_edit.isVisible()
    said = set()
    for place in range(1, form.tls.choice_box.count()):
        form.tls.choice_box.setCurrentIndex(place)
        said.add(form.tls.warning.text())
    assert len(said) == 3
    assert all(said)
    assert not form.tls.ca_edit.isVisible()
    form.hosts_edit.clear()
    qtbot.keyClicks(form.hosts_edit, "localhost")
    assert form.tls.warning.text() == ""


def test_a_file_of_certificates_is_chosen(form: ServerForm, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    form.tls.ca_button.click()
    question = form.tls.findChild(QFileDialog)
    assert question is not None
    question.fileSelected.emit(str(tmp_path / "ca.pem"))
    question.reject()
    assert form.tls.ca_file() == str(tmp_path / "ca.pem")
