"""What people read when something fails."""

from pathlib import Path

import pytest

from app.errors import (
    AppError,
    CancelledError,
    EditConflictError,
    FileError,
    FileProblem,
    InvalidRecordError,
    KeyProblem,
    KeyringError,
    KeyringProblem,
    NotAllowedError,
    Problem,
    RecordGoneError,
    ServerError,
    ServerProblem,
    StillNamedError,
    WrongKeyError,
)
from app.models.rights import Act
from app.models.servers import Host, ServerAddress
from app.words import describe

PATH = Path("folder") / "{name} 100%.deskbook"
ADDRESS = ServerAddress((Host("db.example"), Host("{hosts}", 5433)), "100% {desk}", "ada {user}")
FAILURES = [
    AppError(),
    CancelledError(),
    RecordGoneError("customer", 1),
    StillNamedError(),
    EditConflictError(1, "Grace", (), None),
    EditConflictError(1, "", (), None),
    InvalidRecordError((Problem("full_name", "required"),)),
    *(NotAllowedError(act, "customer") for act in Act),
    NotAllowedError(Act.EDIT, "customer", 1, "full_name"),
    *(FileError(problem, PATH) for problem in FileProblem),
    *(FileError(problem, None) for problem in FileProblem),
    *(ServerError(problem, ADDRESS) for problem in ServerProblem),
    *(ServerError(problem) for problem in ServerProblem),
    *(WrongKeyError(problem) for problem in KeyProblem),
    *(KeyringError(problem) for problem in KeyringProblem),
]


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_every_failure_has_its_sentences(failure):
    text = describe(failure)

    assert text[0].isupper() or text.startswith((str(PATH), " "))
    assert text.endswith(".")
    assert text.count(". ") >= 1


def test_every_problem_of_a_server_has_a_sentence_of_its_own():
    assert len({describe(ServerError(problem, ADDRESS)) for problem in ServerProblem}) == len(ServerProblem)


def test_a_sentence_about_a_server_names_what_was_looked_for():
    assert "called db.example, {hosts}:5433." in describe(ServerError(ServerProblem.WRONG_HOST, ADDRESS))
    assert "no database 100% {desk}." in describe(ServerError(ServerProblem.NO_DATABASE, ADDRESS))
    assert "know ada {user} with" in describe(ServerError(ServerProblem.WRONG_PASSWORD, ADDRESS))


@pytest.mark.parametrize("problem", FileProblem)
def test_a_sentence_about_a_file_names_it_and_says_what_to_do(problem):
    text = describe(FileError(problem, PATH))

    assert PATH.name in text
    assert len({describe(FileError(other, PATH)) for other in FileProblem}) == len(FileProblem)


def test_the_translator_gets_the_sentence_before_it_is_filled_in():
    asked = []

    def translate(text):
        asked.append(text)
        return "{path} fehlt."

    assert describe(FileError(FileProblem.MISSING, PATH), translate) == f"{PATH} fehlt."
    assert "{path}" in asked[0]


def test_a_mistyped_group_is_named():
    assert describe(WrongKeyError(KeyProblem.MISTYPED, 7)).startswith("Group 7 of the recovery key is mistyped")


def test_who_keeps_a_file_open_is_counted():
    assert "not saved: 2." in describe(FileError(FileProblem.OPEN_ELSEWHERE, PATH, "2"))
