"""The folders of a person."""

from pathlib import Path

from app import paths

FOLDERS = (paths.data_folder, paths.config_folder, paths.log_folder, paths.cache_folder)


def test_one_variable_moves_everything(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))

    assert {folder().parent for folder in FOLDERS} == {tmp_path}
    assert paths.default_file() == tmp_path / "data" / "customers.deskbook"
    assert list(tmp_path.iterdir()) == []


def test_without_it_they_are_the_systems(monkeypatch):
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)

    assert all("deskbook" in str(folder()).lower() for folder in FOLDERS)
    assert all(folder().is_relative_to(Path.home()) for folder in FOLDERS)
