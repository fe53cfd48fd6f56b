"""The store of unsaved text: whole or not at all, nobody else's, and unreadable without the key."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import FileError, FileProblem
from app.models.servers import Host, ServerAddress, Tls
from app.services.recovery import key_at
from app.store.recovery import DISCARDED_DAYS, Kept, Recovery, recovery_for
from app.store.shelves import MemoryShelf
from tests.keyrings import memory_keyring
from tests.processes import ROOT, run_script, without_root

NODE = 0x1234
FILE = Path("/data/customers.deskbook")
KEY, OTHER_KEY = bytes(range(32)), bytes(32)

texts = st.dictionaries(
    st.text(max_size=9), st.text() | st.lists(st.dictionaries(st.text(max_size=4), st.text()), max_size=3), max_size=4
)


def kept(**given: object) -> Kept:
    """What stood in a form, ready to be kept."""
    base = Kept("customer", "external", 7, 1, 2, 0, "Ada", str(FILE), datetime.now(UTC), {"name": "Ada"}, ("name",))
    return replace(base, **given)  # type: ignore[arg-type]


def gone(folder: Path, *pieces: Kept, key: bytes | None = None) -> None:
    """What a process kept that is gone."""
    recovery = recovery_for(folder, NODE, key)
    for number, piece in enumerate(pieces):
        recovery.keep(f"{number:04x}", piece)
    recovery.close()


def files(folder: Path) -> list[Path]:
    return sorted((folder / f"{NODE:06x}").iterdir())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=texts, key=st.none() | st.binary(min_size=32, max_size=32))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, texts, key):
    folder = tmp_path_factory.mktemp("kept")
    piece = kept(texts=texts, changed=tuple(texts))
    gone(folder, piece, key=key)

    assert [entry.kept for entry in recovery_for(folder, NODE, key).left(FILE)] == [piece]


def test_a_living_process_keeps_its_text_to_itself(tmp_path):
    mine, other = recovery_for(tmp_path, NODE, None), recovery_for(tmp_path, NODE, None)
    mine.keep("aa", kept())
    assert other.left(FILE) == ()
    mine.close()
    assert len(other.left(FILE)) == 1


def test_a_killed_process_leaves_its_text_to_one_of_the_others(tmp_path):
    script = (
        "import sys; from tests.store.test_recovery import *\n"
        "recovery = recovery_for(Path(sys.argv[1]), NODE, None)\n"
        "recovery.keep('aa', kept())\n"
        "print('kept', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        one, other = recovery_for(tmp_path, NODE, None), recovery_for(tmp_path, NODE, None)
        assert one.left(FILE) == ()
        process.kill()
    (entry,) = one.left(FILE)
    assert [one.take(entry.name), other.take(entry.name)] == ["aa", None]
    assert other.left(FILE) == ()


def test_what_is_stored_is_dropped_and_what_is_kept_again_replaces(tmp_path):
    recovery = recovery_for(tmp_path, NODE, None)
    recovery.keep("aa", kept())
    recovery.keep("aa", kept(title="Ada King"))
    recovery.keep("bb", kept())
    recovery.drop("bb")
    recovery.drop("bb")
    recovery.close()
    assert [entry.kept.title for entry in recovery_for(tmp_path, NODE, None).left(FILE)] == ["Ada King"]


def test_what_was_discarded_can_be_had_back_for_some_days(tmp_path):
    recovery = recovery_for(tmp_path, NODE, None)
    long_ago = datetime.now(UTC) - timedelta(days=DISCARDED_DAYS, seconds=1)
    recovery.discard("aa", kept(at=long_ago))
    name = recovery.discard("bb", kept())
    assert [(entry.name, entry.is_discarded) for entry in recovery.left(FILE)] == [(name, True)]
    assert recovery.take(name) == "bb"
    assert recovery.left(FILE) == ()
    recovery.drop("bb")
    recovery.close()
    assert files(tmp_path) == []


def test_throwing_away_is_for_good_the_second_time(tmp_path):
    gone(tmp_path, kept())
    recovery = recovery_for(tmp_path, NODE, None)
    for expected in (True, None):
        (entry,) = recovery.left(FILE)
        recovery.throw_away(entry.name)
        assert [entry.is_discarded for entry in recovery.left(FILE)] == ([expected] if expected else [])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), key=st.sampled_from([None, KEY]))
def test_damage_costs_the_damaged_piece_at_most(tmp_path_factory: pytest.TempPathFactory, data, key):
    folder = tmp_path_factory.mktemp("kept")
    gone(folder, kept(title="one"), kept(title="other"), key=key)
    victim = files(folder)[0]
    content = victim.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    damaged = data.draw(st.sampled_from([content[:place], content[:place] + b"\0" * 9 + content[place + 9 :], b"{}"]))
    victim.write_bytes(damaged)

    titles = {entry.kept.title for entry in recovery_for(folder, NODE, key).left(FILE)}
    assert titles == ({"one", "other"} if damaged == content else {"other"})


def test_under_a_key_nothing_of_it_can_be_read(tmp_path):
    gone(tmp_path, kept(title="Ada", texts={"note": "secret words"}), key=KEY)
    (piece,) = files(tmp_path)
    assert b"secret" not in piece.read_bytes()
    assert b"Ada" not in piece.read_bytes()
    assert recovery_for(tmp_path, NODE, None).left(FILE) == ()
    assert recovery_for(tmp_path, NODE, OTHER_KEY).left(FILE) == ()
    assert len(recovery_for(tmp_path, NODE, KEY).left(FILE)) == 1


def test_it_goes_along_when_the_database_gets_another_key(tmp_path):
    gone(tmp_path, kept(texts={"note": "secret words"}))
    recovery_for(tmp_path, NODE, None).change_key(KEY, FILE)
    (piece,) = files(tmp_path)
    assert b"secret" not in piece.read_bytes()
    recovery = recovery_for(tmp_path, NODE, KEY)
    assert len(recovery.left(FILE)) == 1
    recovery.change_key(None, FILE)
    assert len(recovery_for(tmp_path, NODE, None).left(FILE)) == 1


def test_what_was_kept_before_there_was_a_key_is_sealed(tmp_path):
    gone(tmp_path, kept(texts={"note": "secret words"}), kept())
    recovery_for(tmp_path, NODE, KEY).seal(FILE)
    assert not any(b"secret" in piece.read_bytes() for piece in files(tmp_path))
    assert len(recovery_for(tmp_path, NODE, KEY).left(FILE)) == 2


def test_a_copy_of_the_file_has_its_own_and_a_moved_one_takes_it_along(tmp_path):
    here, there = tmp_path / "here.deskbook", tmp_path / "there.deskbook"
    here.touch()
    gone(tmp_path / "kept", kept(path=str(here)))
    recovery = recovery_for(tmp_path / "kept", NODE, None)
    assert recovery.left(there) == ()
    here.rename(there)
    assert len(recovery.left(there)) == 1


def test_a_file_has_its_text_under_every_name_of_it(tmp_path):
    here, other_name = tmp_path / "here.deskbook", tmp_path / "other.deskbook"
    here.touch()
    os.link(here, other_name)
    gone(tmp_path / "kept", kept(path=str(here)))
    assert len(recovery_for(tmp_path / "kept", NODE, None).left(other_name)) == 1


@pytest.mark.skipif(sys.platform != "linux" or bool(without_root() and not shutil.which("setpriv")), reason="rights")
def test_a_piece_of_a_file_where_nobody_may_look_hides_no_other(tmp_path):
    (tmp_path / "private").mkdir(mode=0)
    gone(
        tmp_path / "kept", kept(path=str(tmp_path / "private" / "a.deskbook")), kept(path=str(tmp_path / "b.deskbook"))
    )
    script = (
        "import sys; from tests.store.test_recovery import *\n"
        "print(len(recovery_for(Path(sys.argv[1]) / 'kept', NODE, None).left(Path(sys.argv[1]) / 'b.deskbook')))"
    )
    assert run_script(script, tmp_path, prefix=without_root()) == "2\n"


@pytest.mark.parametrize("key", [KEY, None])
def test_only_the_text_of_the_file_itself_gets_its_key(key, tmp_path):
    here, copy = tmp_path / "here.deskbook", tmp_path / "copy.deskbook"
    here.touch()
    copy.touch()
    other_key = None if key else KEY
    gone(tmp_path / "kept", kept(path=str(copy)), key=other_key)
    if key:
        recovery_for(tmp_path / "kept", NODE, key).seal(here)
    recovery_for(tmp_path / "kept", NODE, other_key).change_key(key, here)
    (piece,) = files(tmp_path / "kept")
    assert (b"Ada" in piece.read_bytes()) == (other_key is None)
    assert len(recovery_for(tmp_path / "kept", NODE, other_key).left(copy)) == 1


SWEEPER = """
import sys
from pathlib import Path
from app.store.shelves import FileShelf
shelf = FileShelf(Path(sys.argv[1]))
shelf.names()
print("ready", flush=True)
while True:
    shelf.names()
"""


def test_what_is_being_written_for_somebody_who_is_gone_is_not_swept_away(tmp_path):
    gone(tmp_path, *(kept(title=str(number)) for number in range(100)))
    command = [sys.executable, "-c", SWEEPER, str(tmp_path / f"{NODE:06x}")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as sweeper:
        assert sweeper.stdout is not None
        assert sweeper.stdout.readline() == "ready\n"
        try:
            recovery_for(tmp_path, NODE, None).change_key(KEY, FILE)
        finally:
            sweeper.kill()
    assert len(recovery_for(tmp_path, NODE, KEY).left(FILE)) == 100


def test_what_a_killed_process_left_half_written_is_swept_away(tmp_path):
    gone(tmp_path, kept())
    (piece,) = files(tmp_path)
    (piece.parent / "999999-0a.aa.kept.999999-00000000.partial").write_bytes(b"half")
    (piece.parent / "999999-0a.alive").touch()
    recovery_for(tmp_path, NODE, None).left(FILE)
    assert files(tmp_path) == [piece]


def test_a_folder_that_cannot_be_made_is_the_worlds_fault(tmp_path):
    (tmp_path / "file").touch()
    recovery = recovery_for(tmp_path / "file", NODE, None)
    with pytest.raises(FileError) as refused:
        recovery.keep("aa", kept())
    assert refused.value.problem in FileProblem
    assert recovery.left(FILE) == ()


def test_in_memory_it_lasts_as_long_as_the_process():
    recovery = Recovery(MemoryShelf())
    assert not recovery.is_lasting
    recovery.keep("aa", kept())
    assert recovery.left(FILE) == ()
    name = recovery.discard("aa", kept())
    assert [entry.name for entry in recovery.left(FILE)] == [name]
    assert recovery.take(name) == "aa"


ADDRESS = ServerAddress((Host("one.example"),), "desk", "ada")


@pytest.mark.parametrize(
    "other",
    [
        replace(ADDRESS, hosts=(Host("standby.example"), Host("one.example"))),
        replace(ADDRESS, tls=Tls.REQUIRE),
        replace(ADDRESS, ca_file="/etc/ca.pem"),
    ],
)
def test_another_way_to_a_shared_database_leads_to_the_same_text_and_key(tmp_path: Path, other: ServerAddress) -> None:
    with memory_keyring():
        key = key_at(ADDRESS, NODE)
        assert key is not None
        gone(tmp_path, kept(path=str(ADDRESS)), key=key)

        assert key_at(other, NODE) == key
        assert len(recovery_for(tmp_path, NODE, key).left(other)) == 1
        assert key_at(replace(other, user="grace"), NODE) != key


@pytest.mark.parametrize(
    "path", [str(replace(ADDRESS, user="grace")), str(replace(ADDRESS, database="other")), "/data/customers.deskbook"]
)
def test_what_was_typed_elsewhere_is_not_offered_on_a_server(tmp_path: Path, path: str) -> None:
    gone(tmp_path, kept(path=path), key=KEY)

    assert recovery_for(tmp_path, NODE, KEY).left(ADDRESS) == ()


def test_without_a_keyring_there_is_no_key_for_a_server() -> None:
    assert key_at(ADDRESS, NODE) is None
