"""Whole files made in the job process, where they can't be."""

import pytest

from app.errors import FileError, FileProblem
from app.services import file_jobs


@pytest.mark.parametrize("folder", ["file", "file/below", "file/far/below"])
@pytest.mark.parametrize("make", [file_jobs.make_empty, lambda path, hear: file_jobs.make_sample(path, 1, hear)])
def test_a_file_in_the_place_of_a_folder(make, folder, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(FileError) as refused:
        make(tmp_path / folder / "a.deskbook", lambda done, total: None)
    assert refused.value.problem is FileProblem.NO_FOLDER


def test_a_missing_folder_is_made(tmp_path):
    path = tmp_path / "far" / "below" / "a.deskbook"

    assert file_jobs.make_empty(path, lambda done, total: None).is_file()
