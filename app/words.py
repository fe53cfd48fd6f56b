"""What people read when something fails: a sentence that says what happened, and one that says what to do next.

The sentences are English and marked for translation; the window hands its translator to `describe`, the command line
takes them as they are.
"""

from __future__ import annotations

from collections.abc import Callable

from app.errors import (
    AppError,
    CancelledError,
    EditConflictError,
    FileError,
    FileProblem,
    InvalidRecordError,
    JobDiedError,
    RecordGoneError,
)

CONTEXT = "words"
"""Under which translators find the sentences."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for Qt's collector of texts, which knows this name."""
    return text


FILE_SENTENCES = {
    FileProblem.NO_FOLDER: QT_TRANSLATE_NOOP(
        "words", "There is no folder {folder}. Make it first, or choose another place for {name}."
    ),
    FileProblem.MISSING: QT_TRANSLATE_NOOP(
        "words", "There is no file {path}. It may have been moved, renamed or deleted: look for it, or make a new one."
    ),
    FileProblem.REPLACED: QT_TRANSLATE_NOOP(
        "words",
        "{path} was moved, deleted or replaced while it was open, so nothing more is saved into it. Put it back, or open "
        "it anew.",
    ),
    FileProblem.EXISTS: QT_TRANSLATE_NOOP(
        "words", "{path} exists already, and nothing was written over it. Choose another name, or move it away first."
    ),
    FileProblem.NOT_OURS: QT_TRANSLATE_NOOP(
        "words",
        "{path} is not a Deskbook file, or its beginning is damaged. Choose another file; if this was one, restore it "
        "from a backup.",
    ),
    FileProblem.DAMAGED: QT_TRANSLATE_NOOP(
        "words",
        "{path} is damaged, or its drive can't be read. Keep it as it is, and restore the latest backup under another "
        "name.",
    ),
    FileProblem.NEWER: QT_TRANSLATE_NOOP(
        "words",
        "{path} was made by a newer version of Deskbook, and was left as it is. Update this program to open it.",
    ),
    FileProblem.READ_ONLY: QT_TRANSLATE_NOOP(
        "words",
        "{path} can be read, but not changed. Change its permissions or those of its folder, or copy it to a folder "
        "of yours.",
    ),
    FileProblem.LOCKED: QT_TRANSLATE_NOOP(
        "words",
        "Another window or program is using {path}. Wait until it has finished, or close it, and try again.",
    ),
    FileProblem.DISK_FULL: QT_TRANSLATE_NOOP(
        "words", "The drive of {path} is full, so nothing was written. Make room on it, and try again."
    ),
    FileProblem.NETWORK_DRIVE: QT_TRANSLATE_NOOP(
        "words",
        "{path} is on a network drive, where two people at once would damage it. Copy it to a drive of this computer; "
        "to work on it together, use a shared server.",
    ),
    FileProblem.NO_PERMISSION: QT_TRANSLATE_NOOP(
        "words", "This computer does not let you use {path}. Ask whoever looks after it, or choose another place."
    ),
    FileProblem.NEEDS_UPGRADE: QT_TRANSLATE_NOOP(
        "words",
        "{path} was made by an older version of Deskbook. Upgrade it: it is copied first, and no other window may have "
        "it open.",
    ),
}
"""One for each problem; `{path}`, `{name}` and `{folder}` are filled in."""

GONE = QT_TRANSLATE_NOOP(
    "words", "This record is no longer there: somebody deleted it. Copy what you typed, if you need it."
)
CONFLICT = QT_TRANSLATE_NOOP(
    "words", "{who} changed the same fields meanwhile, so nothing was saved. Choose which values to keep."
)
SOMEBODY = QT_TRANSLATE_NOOP("words", "Somebody else")
INVALID = QT_TRANSLATE_NOOP("words", "The record was not saved: some fields need correcting. They are marked.")
DIED = QT_TRANSLATE_NOOP(
    "words",
    "The job ended before it was done; nothing half-made is left. Try again; if it goes on, restart the computer.",
)
CANCELLED = QT_TRANSLATE_NOOP("words", "Stopped, as you asked. Start it again whenever you like.")
UNKNOWN = QT_TRANSLATE_NOOP("words", "That did not work. Try again; if it goes on, keep a copy of the file.")


def describe(error: AppError, translate: Callable[[str], str] = str) -> str:
    """What happened and what to do next, in a sentence or two.

    Args:
        error: an expected failure.
        translate: gives the sentence, with its placeholders, in the person's language.
    """
    match error:
        case FileError():
            return _describe_file(error, translate)
        case EditConflictError():
            return translate(CONFLICT).format(who=error.changed_by or translate(SOMEBODY))
        case RecordGoneError():
            return translate(GONE)
        case InvalidRecordError():
            return translate(INVALID)
        case JobDiedError():
            return translate(DIED)
        case CancelledError():
            return translate(CANCELLED)
        case _:
            return translate(UNKNOWN)


def _describe_file(error: FileError, translate: Callable[[str], str]) -> str:
    path = error.path
    name, folder = (path.name, path.parent) if path else ("", "")
    return translate(FILE_SENTENCES[error.problem]).format(path=path or "", name=name, folder=folder)


FINDING_SENTENCES = {
    "pages": QT_TRANSLATE_NOOP("words", "The file itself is damaged; places: {count}, such as: {examples}."),
    "reference": QT_TRANSLATE_NOOP(
        "words", "Rows of {table} that refer to something that is not there: {count} (such as {examples})."
    ),
    "node": QT_TRANSLATE_NOOP("words", "The number that marks the ids of new records is missing, doubled or wrong."),
    "counter": QT_TRANSLATE_NOOP(
        "words", "The next record of {table} would get a number that is taken: the highest is {examples}."
    ),
    "unreadable": QT_TRANSLATE_NOOP(
        "words", "Records of {table} that hold something unreadable: {count} (such as {examples})."
    ),
    "columns": QT_TRANSLATE_NOOP(
        "words",
        "Records of {table} that would be sorted or shown by something they don't say: {count} (such as {examples}).",
    ),
    "search_text": QT_TRANSLATE_NOOP(
        "words", "Records of {table} that can't be found by all they say: {count} (such as {examples})."
    ),
    "search_index": QT_TRANSLATE_NOOP("words", "The search index of {table} does not agree with its records."),
}
"""One for each `app.store.checks.Fault`."""


def describe_finding(
    fault: str, table: str, count: int, examples: tuple[str, ...], translate: Callable[[str], str] = str
) -> str:
    """What is wrong with a file that opens, in a sentence."""
    return translate(FINDING_SENTENCES[fault]).format(table=table, count=f"{count:,}", examples=", ".join(examples))
