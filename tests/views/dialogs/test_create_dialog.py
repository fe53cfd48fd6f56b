"""Making a shared database as a person does, on a real server; with nothing in it, or with all that a file holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.background import DatabaseTasks
from app.jobs import Jobs
from app.models.servers import Host, ServerAddress, Tls
from app.services import told
from app.services.administrators import administrators
from app.services.companies import list_companies
from app.services.copying import copy_to_server
from app.services.staff import reading_actor
from app.settings import Settings, known_servers
from app.store import keychain, passwords
from app.store.database import open_database
from app.views.dialogs.create_dialog import CreateDialog
from app.views.window_dialogs import WindowDialogs
from tests.keyrings import MemoryKeyring
from tests.postgres import Server, running
from tests.stage import Stage, until
from tests.views.test_accessible_names import nameless

LOCAL, PASSWORD = "127.0.0.1", "sesame"
HEAD_PASSWORD = "quartz bicycle thunder mango"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One where ada may make what she likes in a database of her own, and bob may look only."""
    with running(auth="scram-sha-256") as server:
        server.execute(f"CREATE ROLE ada LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
        server.execute(f"CREATE ROLE bob LOGIN PASSWORD '{PASSWORD}'")
        yield server


@pytest.fixture
def address(server: Server) -> Iterator[ServerAddress]:
    """An empty database."""
    server.execute("CREATE DATABASE desk OWNER ada TEMPLATE template0")
    address = ServerAddress((Host(LOCAL, server.port),), "desk", "ada", Tls.DISABLE)
    yield address
    for user in ("ada", "desk.head"):
        passwords.forget(replace(address, user=user))
    server.drop_database("desk")


@pytest.fixture
def dialog(
    qtbot: QtBot, tasks: DatabaseTasks, jobs: Jobs, new_file: Path, memory: MemoryKeyring, address: ServerAddress
) -> CreateDialog:
    """Filled in, with a file open beside it."""
    dialog = CreateDialog(tasks, jobs, Settings(), new_file)
    qtbot.addWidget(dialog)
    dialog.signed_in.connect(lambda address, password: _tell(jobs, address, password))
    dialog.show()
    until(tasks.is_idle)
    dialog.form.show_address(address)
    dialog.form.password.edit.setText(PASSWORD)
    return dialog


def _tell(jobs: Jobs, address: ServerAddress, password: str) -> None:
    """As the window does it."""
    told.remember_password(address, password)
    jobs.before_each = Told(told.everything())


class Told:
    """What jobs are told."""

    def __init__(self, everything: told.Told) -> None:
        self.everything = everything

    def __call__(self) -> None:
        told.remember(self.everything)


def name_head(dialog: CreateDialog) -> None:
    """Type who is to look after it."""
    dialog.administrator.sign_in_edit.setText("Head")
    for edit in (dialog.administrator.password.edit, dialog.administrator.password.again_edit):
        edit.setText(HEAD_PASSWORD)
    until(lambda: bool(dialog.administrator.password.passphrase()))


def said(dialog: CreateDialog) -> str:
    return dialog.message.text().replace("\u2068", "").replace("\u2069", "")


def test_everything_has_a_name(dialog: CreateDialog) -> None:
    assert nameless(dialog) == []


def test_an_empty_one_is_made_and_opened(dialog: CreateDialog, address: ServerAddress, tasks: DatabaseTasks) -> None:
    chosen: list[tuple[ServerAddress, str]] = []
    dialog.chosen.connect(lambda address, password: chosen.append((address, password)))
    dialog.test_button.click()
    until(lambda: "may make it" in said(dialog))
    assert said(dialog) == (
        "desk on 127.0.0.1 is empty, and this sign-in may make it a shared database. The connection is not encrypted."
    )
    dialog.company_edit.setText("Meridian")
    dialog.country_box.setCurrentIndex(dialog.country_box.findData("NO"))
    name_head(dialog)
    dialog.create_button.click()
    until(dialog.open_button.isVisible)

    assert said(dialog) == "desk is ready."
    dialog.open_button.click()
    until(lambda: bool(chosen))
    head = replace(address, user="desk.head")
    assert chosen == [(head, HEAD_PASSWORD)]
    assert not dialog.isVisible()
    assert not dialog.administrator.password.edit.text()
    assert keychain.find_password(head) == HEAD_PASSWORD
    passwords.remember(head, HEAD_PASSWORD)
    with closing(open_database(head, in_window=True)) as database, database.reading() as connection:
        assert [company.name for company in list_companies(connection)] == ["Meridian"]
        assert reading_actor(connection).name == "Head"
        assert set(administrators(connection)) == {reading_actor(connection).staff_id}


def test_all_that_a_file_holds(dialog: CreateDialog, address: ServerAddress, new_file: Path) -> None:
    dialog.copy_button.click()
    assert not dialog.company_edit.isEnabled()
    assert not dialog.administrator.isVisible()
    dialog.create_button.click()
    until(lambda: not dialog.form.isEnabled())
    dialog.reject()
    assert dialog.isVisible()
    assert "not done yet" in said(dialog)
    until(dialog.open_button.isVisible)

    assert said(dialog) == "desk is ready, read back and compared."


def test_one_that_is_there_already_is_opened_instead(
    dialog: CreateDialog, address: ServerAddress, new_file: Path
) -> None:
    passwords.remember(address, PASSWORD)
    copy_to_server(new_file, address)
    dialog.create_button.click()
    until(dialog.open_button.isVisible)
    assert "is a shared database already, and stays as it is" in said(dialog)
    dialog.form.database_edit.setText("other")
    dialog.form.database_edit.textEdited.emit("other")
    assert not dialog.open_button.isVisible()
    assert said(dialog) == ""


def test_what_is_missing_and_what_is_refused(dialog: CreateDialog, address: ServerAddress) -> None:
    dialog.form.password.edit.setText("wrong")
    dialog.create_button.click()
    until(lambda: "does not know ada" in said(dialog))
    dialog.form.user_edit.setText("bob")
    dialog.form.password.edit.setText(PASSWORD)
    dialog.create_button.click()
    until(lambda: "rights of bob" in said(dialog))
    dialog.form.user_edit.setText("ada")
    dialog.company_edit.clear()
    dialog.create_button.click()
    until(lambda: "Type the name of the company" in said(dialog))
    assert dialog.company_edit.hasFocus()
    dialog.company_edit.setText("Meridian")
    dialog.create_button.click()
    until(lambda: "first administrator signs in with" in said(dialog))
    assert dialog.administrator.sign_in_edit.hasFocus()
    dialog.administrator.sign_in_edit.setText("owner")
    dialog.create_button.click()
    until(lambda: "The server uses this name itself" in said(dialog))
    dialog.administrator.sign_in_edit.setText("head")
    dialog.create_button.click()
    until(lambda: "Type a password" in said(dialog))
    assert dialog.administrator.password.edit.hasFocus()
    dialog.form.database_edit.clear()
    dialog.create_button.click()
    assert dialog.form.database_edit.hasFocus()


def test_the_window_offers_it_and_opens_what_was_made(
    stage: Stage, memory: MemoryKeyring, address: ServerAddress
) -> None:
    stage.window.actions_["create_shared"].trigger()
    dialogs: WindowDialogs = stage.window.dialogs
    dialog = dialogs.open["create"]
    assert isinstance(dialog, CreateDialog)
    stage.settle()
    dialog.form.show_address(address)
    dialog.form.password.edit.setText(PASSWORD)
    dialog.copy_button.click()
    dialog.create_button.click()
    until(dialog.open_button.isVisible)
    dialog.open_button.click()
    until(lambda: stage.window.place == address)
    assert known_servers(stage.settings) == {"desk": str(address)}
    assert isinstance(dialogs, QObject)
