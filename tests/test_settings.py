"""Settings: kept as they were set, whatever stands in the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app.settings as declared
from app.settings import (
    CLOSED_SECTIONS,
    COLUMNS,
    LAST_FILE,
    RECENT_FILES,
    SERVERS,
    SHOW_ALL_FIELDS,
    SORTING,
    Setting,
    Settings,
    forget_server,
    known_servers,
    remember_server,
    rename_server,
)
from tests.processes import ROOT

ALL = [found for found in vars(declared).values() if isinstance(found, Setting)]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def test_what_was_set_is_there_at_the_next_start(tmp_path):
    path = tmp_path / "deep" / "settings.json"
    first = Settings(path)
    first.set(LAST_FILE, "/data/Zoë’s 🦊.deskbook")
    first.set(RECENT_FILES, ["a", "b"])
    first.set(SHOW_ALL_FIELDS, True)
    first.set(COLUMNS, {"customer": [["name", 200, True]]})
    first.save()

    second = Settings(path)
    assert second.get(LAST_FILE) == "/data/Zoë’s 🦊.deskbook"
    assert second.get(RECENT_FILES) == ["a", "b"]
    assert second.get(SHOW_ALL_FIELDS) is True
    assert second.get(COLUMNS) == {"customer": [["name", 200, True]]}
    assert second.get(SORTING) == {}
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["settings.json"]


def test_each_is_declared_once_and_said_what_for():
    assert len({setting.name for setting in ALL}) == len(ALL) > 5
    assert all(setting.description for setting in ALL)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"last_file": ', b"[" * 100_000, b'"x"', b"\x00" * 50, b'{"a":1}' * 2],
)  # fmt: skip
def test_a_damaged_file_counts_as_empty(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = Settings(path)
    assert [settings.get(setting) for setting in ALL] == [setting.default for setting in ALL]
    settings.set(LAST_FILE, "x")
    settings.save()
    assert Settings(path).get(LAST_FILE) == "x"


def test_a_folder_in_its_place_counts_as_empty(tmp_path):
    assert Settings(tmp_path).get(LAST_FILE) == ""


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from([setting.name for setting in ALL]), json_values))
def test_a_value_of_another_type_counts_as_none(tmp_path, values):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    read = Settings(path)
    for setting in ALL:
        found = values.get(setting.name)
        expected = found if isinstance(found, type(setting.default)) else setting.default
        assert read.get(setting) == expected


def test_what_was_got_can_be_changed_without_harm(tmp_path):
    changes = []
    settings = Settings(tmp_path / "settings.json", lambda: changes.append(1))
    recent = settings.get(RECENT_FILES)
    recent.append("x")
    assert (settings.get(RECENT_FILES), RECENT_FILES.default, changes) == ([], [], [])
    settings.set(RECENT_FILES, recent)
    recent.append("y")
    assert (settings.get(RECENT_FILES), changes) == (["x"], [1])
    settings.set(RECENT_FILES, recent)
    settings.set(RECENT_FILES, recent)
    assert changes == [1, 1]


def test_unknown_settings_of_a_newer_version_are_kept(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"of_tomorrow": [1], "last_file": "x"}', encoding="utf-8")
    settings = Settings(path)
    settings.set(CLOSED_SECTIONS, ["a"])
    settings.save()
    assert json.loads(path.read_text(encoding="utf-8"))["of_tomorrow"] == [1]


def test_without_a_file_they_last_as_long_as_the_program():
    settings = Settings()
    settings.set(LAST_FILE, "x")
    settings.save()
    assert settings.get(LAST_FILE) == "x"


def test_a_file_name_that_no_encoding_takes(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    name = os.fsdecode(b"/data/caf\xe9.deskbook") if sys.platform == "linux" else "C:\\\udce9"
    settings.set(LAST_FILE, name)
    settings.save()
    assert Settings(tmp_path / "settings.json").get(LAST_FILE) == name


def test_a_save_that_fails_is_no_failure_and_is_made_up_for(tmp_path, caplog):
    folder = tmp_path / "file"
    folder.write_text("not a folder", encoding="utf-8")
    settings = Settings(folder / "settings.json")
    settings.set(LAST_FILE, "x")
    settings.save()
    assert folder.read_text(encoding="utf-8") == "not a folder"
    assert settings.get(LAST_FILE) == "x"
    assert "errno" in caplog.text
    assert str(tmp_path) not in caplog.text

    folder.unlink()
    settings.save()
    assert Settings(folder / "settings.json").get(LAST_FILE) == "x"


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    (tmp_path / "settings.json").mkdir()
    settings.set(LAST_FILE, "x")
    settings.save()
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_two_windows_do_not_undo_each_others_settings(tmp_path):
    path = tmp_path / "settings.json"
    first = Settings(path)
    first.set(CLOSED_SECTIONS, ["notes"])
    first.set(COLUMNS, {"customer": [["name", 200, True]], "company": [["name", 100, True]]})
    first.save()
    one, other = Settings(path), Settings(path)
    one.set(SHOW_ALL_FIELDS, True)
    one.set(COLUMNS, {"customer": [["name", 300, True]], "company": [["name", 100, True]]})
    one.save()
    other.set(LAST_FILE, "b")
    other.set(COLUMNS, {"customer": [["name", 200, True]], "person": [["name", 50, True]]})
    other.save()
    one.set(RECENT_FILES, ["a"])
    one.save()

    read = Settings(path)
    assert (read.get(SHOW_ALL_FIELDS), read.get(LAST_FILE), read.get(RECENT_FILES)) == (True, "b", ["a"])
    assert read.get(CLOSED_SECTIONS) == ["notes"]
    assert read.get(COLUMNS) == {"customer": [["name", 300, True]], "person": [["name", 50, True]]}


ONE, TWO = "postgresql://ada@one:5432/desk", "postgresql://ada@two:5432/desk"


def test_shared_databases_are_known_by_names_of_their_own():
    settings = Settings()
    for name, address in (("desk", ONE), ("desk 2", ONE), ("desk 2", TWO)):
        remember_server(settings, name, address)
    assert not rename_server(settings, "desk 2", "desk")
    assert rename_server(settings, "desk", "The desk")
    assert rename_server(settings, "The desk", "The desk")
    assert list(known_servers(settings).items()) == [("The desk", ONE), ("desk 2", TWO)]
    forget_server(settings, "The desk")
    forget_server(settings, "The desk")
    assert known_servers(settings) == {"desk 2": TWO}


def test_a_shared_database_without_an_address_is_none():
    settings = Settings()
    settings.set(SERVERS, {"odd": 7, "desk": ONE})
    assert known_servers(settings) == {"desk": ONE}


def test_two_windows_remember_the_shared_databases_of_both(tmp_path):
    path = tmp_path / "settings.json"
    one, other = Settings(path), Settings(path)
    remember_server(one, "one", ONE)
    one.save()
    remember_server(other, "two", TWO)
    other.save()
    assert known_servers(Settings(path)) == {"one": ONE, "two": TWO}


SAVER = """
import sys
from pathlib import Path
from app.settings import Setting, Settings
own = sys.argv[2]
settings = Settings(Path(sys.argv[1]))
for number in range(150):
    settings.set(Setting(f"{own} {number}", "", ""), own * 2000)
    settings.save()
"""


def test_two_processes_saving_at_once_lose_nothing_and_tear_nothing(tmp_path):
    path = tmp_path / "settings.json"
    commands = [[sys.executable, "-c", SAVER, str(path), own] for own in ("a", "b")]
    savers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for command in commands]
    while any(saver.poll() is None for saver in savers):
        with suppress(FileNotFoundError, PermissionError):  # the first save is still to come; or, on Windows, the next
            json.loads(path.read_text(encoding="utf-8"))
    assert [saver.communicate()[1] for saver in savers] == ["", ""]
    for own in ("a", "b"):  # where a reader is in the way, as on Windows, the last one may wait for ever
        assert {f"{own} {number}" for number in range(149)} <= set(json.loads(path.read_text(encoding="utf-8")))
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_what_a_killed_window_was_writing_goes(tmp_path):
    (tmp_path / "settings.json.999999-0a.partial").write_text("{", encoding="ascii")
    settings = Settings(tmp_path / "settings.json")
    settings.set(LAST_FILE, "x")
    settings.save()
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_two_threads_may_save_while_it_is_changed(tmp_path):
    path = tmp_path / "settings.json"
    settings = Settings(path)
    failures = []

    def save():
        try:
            for _ in range(50):
                settings.save()
        except (OSError, RuntimeError, ValueError) as error:
            failures.append(error)

    threads = [threading.Thread(target=save) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(300):
        settings.set(Setting(f"setting {number}", 0, ""), number)
    for thread in threads:
        thread.join()
    settings.save()
    assert failures == []
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 300
