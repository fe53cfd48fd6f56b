"""What the command line does with shared databases, called as people call it."""

import pytest

from app.__main__ import main
from app.services import encryption
from app.services.checks import check_place
from app.services.demo import make_demo
from app.store.database import REVISION
from tests import guarded
from tests.keyrings import memory_keyring


@pytest.fixture
def empty(server, monkeypatch):
    """Of an empty database; the first administrator is told by the environment."""
    monkeypatch.setenv("DESKBOOK_ADMIN", "Grace")
    monkeypatch.setenv("DESKBOOK_NEW_PASSWORD", "correct horse battery staple")
    server.create_database("desk", "template0")
    yield str(server.address("desk"))
    guarded.drop(server, "desk")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "desk.deskbook"
    make_demo(path, 12)
    return path


def test_there_and_back(empty, file, tmp_path, capsys):
    back = tmp_path / "back.deskbook"

    assert main(["server", "copy", empty, "--file", str(file)]) == 0
    assert main(["server", "fetch", empty, "--file", str(back)]) == 0
    said = capsys.readouterr().out.splitlines()

    assert said[0].startswith(f"Copied {file} to {empty}: ")
    assert said[1].startswith(f"Copied {empty} to {back}: ")
    assert said[0].partition(": ")[2].split()[0] == said[1].rpartition(": ")[2].split()[0]
    assert check_place(back) == ()


def test_an_encrypted_copy_has_its_key_in_the_keyring_and_without_one_nothing_is_fetched(empty, file, tmp_path, capsys):
    back = tmp_path / "back.deskbook"
    main(["server", "copy", empty, "--file", str(file)])
    assert main(["server", "fetch", empty, "--file", str(back), "--encrypt"]) == 2
    assert "keyring" in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == [file.name]

    with memory_keyring():
        assert main(["server", "fetch", empty, "--file", str(back), "--encrypt"]) == 0
        assert encryption.recovery_text(back) in capsys.readouterr().out
    assert encryption.protection(back).is_encrypted


def test_what_is_missing_is_asked_for(empty):
    for act in ("copy", "fetch"):
        with pytest.raises(SystemExit, match="--file FILE"):
            main(["server", act, empty])


def test_created_once_then_left_alone_and_upgraded(empty, server, capsys):
    for _ in range(2):
        assert main(["server", "create", empty, "--company", "Meridian"]) == 0
    assert capsys.readouterr().out.count("is ready") == 2
    assert server.execute("SELECT name FROM deskbook.company", "desk") == [("Meridian",)]

    assert main(["server", "upgrade", empty]) == 0
    assert "is up to date" in capsys.readouterr().out
    guarded.set_back(server.address("desk"), f"{int(REVISION) - 1:04}")
    assert main(["server", "create", empty]) == 2
    assert "upgrade it" in capsys.readouterr().err
    assert main(["server", "upgrade", empty]) == 0
    said = capsys.readouterr().out
    assert "1 step to take, in 1 second at most" in said
    assert f"Upgraded {empty}." in said

    server.execute("UPDATE deskbook.alembic_version SET version_num = 'copying 0001'", "desk")
    for act in ("create", "upgrade"):
        assert main(["server", act, empty]) == 2
        assert "half of a copy" in capsys.readouterr().err
