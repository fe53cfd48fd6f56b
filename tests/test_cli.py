"""The command line, called as people call it; in this process where starting another would show nothing more."""

import io
import json
import os
import subprocess
import sys

import pytest

from app import __version__, paths
from app.__main__ import main
from app.models.image import CHARACTERS
from app.paths import HOME_VARIABLE
from app.services import encryption
from app.services.pictures import find_pictures
from app.settings import Settings, remember_server
from app.store import keychain, keys
from app.store.database import held_alone, open_database
from app.store.migrations import migrate
from tests import factories
from tests.keyrings import memory_keyring
from tests.processes import encrypt_elsewhere

HEAVY = "{'sqlalchemy', 'alembic', 'PySide6', 'sqlcipher3', 'platformdirs', 'psutil', 'app.store', 'app.models'}"


def call(*arguments, **variables):
    """Call the program in a process of its own."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
    )


def test_version_by_module():
    asked = call("-m", "app", "--version")

    assert (asked.returncode, asked.stdout) == (0, f"Deskbook {__version__}\n")


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_questions_about_the_program_load_nothing_heavy(option):
    script = (
        "import sys; from app.__main__ import main\n"
        f"try: main([{option!r}])\n"
        f"except SystemExit: print(sorted({HEAVY} & set(sys.modules)))"
    )

    assert call("-c", script).stdout.endswith("\n[]\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_window_without_a_screen_is_a_sentence():
    nowhere = {name: "" for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}

    asked = call("-m", "app", **nowhere)

    assert (asked.returncode, asked.stdout) == (2, "")
    assert "no screen" in asked.stderr


def test_help_names_every_command_and_status(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])

    text = capsys.readouterr().out
    assert left.value.code == 0
    assert all(word in text for word in ("new", "demo", "check", "backup", "restore", "upgrade", "  130  "))


@pytest.mark.parametrize("arguments", [["new"], ["demo", "x"], ["demo", "x", "--customers", "-1"], ["--nonsense"]])
def test_a_wrong_command_line_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert "usage: deskbook" in capsys.readouterr().err


def test_new_makes_a_sound_file_and_never_writes_over_one(tmp_path, capsys):
    path = tmp_path / "people.deskbook"

    assert main(["new", str(path)]) == 0
    before = path.read_bytes()
    assert main(["new", str(path)]) == 2
    assert main(["check", str(path)]) == 0

    said = capsys.readouterr()
    assert said.out.splitlines()[0].startswith(f"Made {path}:")
    assert said.out.splitlines()[1] == f"{path} is sound."
    assert "exists already" in said.err
    assert path.read_bytes() == before


def test_a_file_named_like_a_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert main(["new", "./new"]) == 0
    assert main(["check", "new"]) == 0


def test_check_says_what_is_wrong(file_database, capsys):
    customer = factories.stored_customer(file_database)
    with file_database.writing() as connection:
        connection.exec_driver_sql("UPDATE customer_text SET normal = '  somebody else'")
        connection.exec_driver_sql("UPDATE counter SET next = 1 WHERE name = 'customer'")
    file_database.close()

    assert main(["check", str(file_database.path)]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"The next record of customer would get a number that is taken: the highest is {customer.id}."
    assert lines[1] == f"Records of customer that can't be found by all they say: 1 (such as {customer.id})."
    assert len(lines) == 3


def test_check_of_a_file_that_is_not_ours_is_status_2(tmp_path, capsys):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ada,\n" * 500, "utf-8")

    assert main(["check", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path} is not a Deskbook file")


def test_restoring_over_a_file_whose_key_is_lost(new_file, tmp_path):
    backup = tmp_path / "b.deskbook.gz"
    assert main(["backup", str(new_file), str(backup)]) == 0
    encrypt_elsewhere(new_file)

    assert main(["restore", str(backup), str(new_file), "--replace"]) == 0
    assert main(["check", str(new_file)]) == 0


def test_backup_and_restore(file_database, tmp_path, capsys):
    factories.stored_customer(file_database, factories.customer_content("Zoë Backed-Up"))
    backup, restored = tmp_path / "b.deskbook.gz", tmp_path / "restored.deskbook"

    assert main(["backup", str(file_database.path), str(backup)]) == 0
    assert main(["restore", str(backup), str(restored)]) == 0
    assert main(["check", str(restored)]) == 0
    assert main(["restore", str(backup), str(restored)]) == 2
    assert main(["restore", str(backup), str(restored), "--replace"]) == 0

    said = capsys.readouterr()
    assert f"The file that was there is now {tmp_path / 'restored.before-restore.deskbook'}." in said.out
    assert "exists already" in said.err
    assert (tmp_path / "restored.before-restore.deskbook").exists()


def test_a_file_from_before_there_were_pictures_gets_the_drawn_faces(new_file, capsys):
    with held_alone(new_file) as connection, connection.begin():
        migrate(connection, "base")
        migrate(connection, "0001")
        connection.exec_driver_sql("INSERT INTO node VALUES (5)")

    assert main(["upgrade", str(new_file)]) == 0
    assert main(["check", str(new_file)]) == 0

    database = open_database(new_file)
    with database.reading() as connection:
        assert len(find_pictures(connection, "", CHARACTERS, all_categories=False)) == 24
    database.close()


def test_upgrade_of_a_file_of_today(new_file, capsys):
    assert main(["upgrade", str(new_file)]) == 0
    assert capsys.readouterr().out == f"{new_file} is up to date.\n"


def test_a_demo_file_is_sound(tmp_path, capsys):
    path = tmp_path / "demo.deskbook"

    assert main(["demo", str(path), "--customers", "30", "--seed", "7"]) == 0
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"Made {path} with 30 customers."


def test_names_that_the_console_cannot_write_do_not_stop_a_command(tmp_path):
    path = tmp_path / "Müller 😀 & שלום.deskbook"

    asked = call("-m", "app", "new", str(path), PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert (asked.returncode, asked.stderr) == (0, "")
    assert path.exists()


@pytest.mark.parametrize(
    "command",
    [
        "check test.deskbook",
        "upgrade test.deskbook",
        "backup test.deskbook c.deskbook",
        "restore b.deskbook r.deskbook",
    ],
)
def test_an_encrypted_file_takes_its_key_from_the_keyring(command, new_file, capsys, monkeypatch):
    key = encrypt_elsewhere(new_file, backup=new_file.with_name("b.deskbook"))
    monkeypatch.chdir(new_file.parent)
    with memory_keyring():
        keychain.keep(keys.account_of(keys.header_of(key)), encryption.text_of(key))
        assert main(command.split()) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["check", "upgrade"])
def test_without_keyring_and_terminal_it_says_what_to_do(new_file, command):
    key = encryption.new_key()
    encryption.keep_key(new_file, key, "anvil quartz penguin lantern")
    encryption.encrypt(new_file, key)

    asked = call("-m", "app", command, str(new_file), PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")

    assert asked.returncode == 2
    assert asked.stderr.startswith(f"{new_file} is encrypted, and this computer's keyring does not have its key.")


def test_the_key_is_no_argument(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert "key" not in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["desk"], ["postgresql://ada:s3cret@db/desk"]])
def test_an_address_that_is_none_is_a_sentence_which_tells_no_password(arguments, tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    settings = Settings(paths.config_folder() / "settings.json")
    remember_server(settings, "desk", "postgresql://of-another-version")
    settings.save()

    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert "postgresql://USER@HOST" in str(left.value)
    assert "s3cret" not in str(left.value)


def test_whoever_calls_is_told_of_and_nothing_heavy_is_loaded_for_it():
    script = (
        "import sys; from app import doorbell; from app.__main__ import main\n"
        "doorbell._over_socket = doorbell._over_pipe = lambda line: sys.stdout.write(line.decode()) and b'{\"version\": 1}\\n'\n"
        "print([main(['pop', '--phone', '+44 20', '--channel', 'Chat']), main(['TEL:+44-20'])], "
        f"sorted(({HEAVY} | {{'dataclasses', 'argparse', 'json', 're', 'typing', 'pathlib'}}) & set(sys.modules)))"
    )

    assert call("-c", script).stdout.splitlines() == [
        '{"version": 1, "call": {"phone": "+44 20", "channel": "Chat"}}',
        '{"version": 1, "url": "TEL:+44-20"}',
        "[0, 0] []",
    ]


def test_a_call_that_says_nothing_is_refused_without_a_window(tmp_path):
    asked = call("-m", "app", "deskbook:pop?colour=red", DESKBOOK_HOME=str(tmp_path))

    assert asked.returncode == 2
    assert asked.stderr.startswith("Nobody can be shown for this: 'colour' is not known")


def test_interactions_are_handed_in_on_the_standard_input(new_file, capsys, monkeypatch):
    entries = '{"customer": "ADA", "external_ref": "1"}\n{"customer": "EVE"}\n'
    database = open_database(new_file)
    factories.stored_customer(database, factories.customer_content("Ada", customer_code="ADA"))
    database.close()
    for expected in ("1 added, 1 refused.\n", "0 added, 1 known already, 1 refused.\n"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(entries.encode())))
        assert main(["interaction", "add", str(new_file)]) == 1
        said = capsys.readouterr()
        assert said.out == expected
        assert said.err == "Entry 2: customer: nothing is known by code 'EVE'\n"
    assert main(["interaction", "add", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$defs"]["interaction"]["required"] == ["customer"]


def test_a_folder_is_emptied_once(new_file, tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.json").write_text("{")
    assert main(["intake", str(folder), str(new_file), "--once"]) == 1
    assert capsys.readouterr().out == "a.json: 0 added, 1 refused.\n"
    assert (folder / "failed" / "a.json.reason.txt").exists()
    assert main(["intake", str(folder / "nowhere"), str(new_file), "--once"]) == 2
