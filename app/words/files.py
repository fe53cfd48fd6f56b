"""What is said of a file that can't be used."""

from __future__ import annotations

from app.errors import FileError, FileProblem
from app.words.marking import QT_TRANSLATE_NOOP, Translate

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
    FileProblem.LENT: QT_TRANSLATE_NOOP(
        "words",
        "{path} is needed alone for a while, so nothing can be saved in it just now. It is opened again by itself: try "
        "again then.",
    ),
    FileProblem.OTHER_DATABASE: QT_TRANSLATE_NOOP(
        "words",
        "{path} is a backup of another database, so nothing was put in this one's place. Restore it as a new file to see "
        "what it holds.",
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
    FileProblem.KEY_NEEDED: QT_TRANSLATE_NOOP(
        "words",
        "{path} is encrypted, and this computer's keyring does not have its key. Open it in the window or on a terminal, "
        "and type its passphrase or its recovery key.",
    ),
    FileProblem.OPEN_ELSEWHERE: QT_TRANSLATE_NOOP(
        "words",
        "Other windows have {path} open, with something typed in them that is not saved: {detail}. Save or discard it "
        "there, and try again.",
    ),
    FileProblem.UNFINISHED: QT_TRANSLATE_NOOP(
        "words",
        "{path} is half of a copy that has not come to its end. Start the copy again as before, and it goes on from there.",
    ),
    FileProblem.NOT_THE_SAME: QT_TRANSLATE_NOOP(
        "words",
        "What arrived in {path} is not what was sent, so it is not used. Start the copy again: what differs comes anew.",
    ),
    FileProblem.NO_LOGIN: QT_TRANSLATE_NOOP(
        "words",
        "Nothing was copied: nobody could sign in to the database as {detail}. Open {path}, give them a shorter sign-in name "
        "that is neither owner nor staff, then copy it again.",
    ),
}
"""One for each problem; `{path}`, `{name}`, `{folder}` and `{detail}` are filled in."""


def describe_file(error: FileError, translate: Translate) -> str:
    """What happened to the file, and what to do next."""
    path = error.path
    name, folder = (path.name, path.parent) if path else ("", "")
    return translate(FILE_SENTENCES[error.problem]).format(
        path=path or "", name=name, folder=folder, detail=error.detail
    )
