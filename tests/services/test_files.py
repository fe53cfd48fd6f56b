"""New files: ready for a first customer or not there at all."""

import signal
import subprocess
import sys

import pytest

from app.errors import FileError, FileProblem
from app.services.files import facts, new_file
from app.store.database import create_database, open_database
from tests.processes import ROOT

DIES_WHILE_FILLING = """\
import os, signal, sys
from pathlib import Path
from app.services.files import new_file

def watch(event, arguments):
    if event == "import" and arguments[0] == "app.services.imaging.faces":  # drawn last
        os.kill(os.getpid(), signal.SIGTERM)

sys.addaudithook(watch)
new_file(Path(sys.argv[1]))
"""


def test_a_new_file_that_is_killed_is_not_there_and_can_be_made_again(tmp_path):
    path = tmp_path / "a.deskbook"

    killed = subprocess.run([sys.executable, "-c", DIES_WHILE_FILLING, path], cwd=ROOT, check=False)

    assert killed.returncode in (-signal.SIGTERM, signal.SIGTERM)
    assert not path.exists()
    new_file(path, country="US")
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    database = open_database(path)
    with database.reading() as connection:
        assert facts(connection).companies[0].name == "My company"
    database.close()


def test_a_file_without_a_company_is_damaged(tmp_path):
    create_database(tmp_path / "a.deskbook")
    database = open_database(tmp_path / "a.deskbook")

    with pytest.raises(FileError) as refused, database.reading() as connection:
        facts(connection)

    assert (refused.value.problem, refused.value.path) == (FileProblem.DAMAGED, database.path)
    database.close()
