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
    KeyProblem,
    KeyringError,
    KeyringProblem,
    NotAllowedError,
    PictureError,
    PictureProblem,
    RecordGoneError,
    ServerError,
    ServerProblem,
    WrongKeyError,
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
}
"""One for each problem; `{path}`, `{name}`, `{folder}` and `{detail}` are filled in."""

_UNKNOWN = "…"

SERVER_SENTENCES = {
    ServerProblem.WRONG_HOST: QT_TRANSLATE_NOOP(
        "words",
        "No server is called {hosts}. Compare its name letter by letter with the one that you were given; away from the "
        "office, connect to its network first.",
    ),
    ServerProblem.REFUSED: QT_TRANSLATE_NOOP(
        "words",
        "At {hosts} no PostgreSQL server answers. Check the port, or ask whoever looks after the server whether it is running.",
    ),
    ServerProblem.TIMED_OUT: QT_TRANSLATE_NOOP(
        "words",
        "There is no answer from {hosts}. Check the name and the port, and whether this computer is connected to the network "
        "that the server is in.",
    ),
    ServerProblem.WRONG_PASSWORD: QT_TRANSLATE_NOOP(
        "words",
        "The server does not know {user} with this password. Type both again, minding capitals and the keyboard's "
        "language.",
    ),
    ServerProblem.NOT_ADMITTED: QT_TRANSLATE_NOOP(
        "words",
        "The server does not let {user} into {database}, whatever the password. Ask whoever looks after it: the sign-in may "
        "be stopped, or not allowed from this computer, or without encryption or a certificate of one's own.",
    ),
    ServerProblem.NO_COMPANY: QT_TRANSLATE_NOOP(
        "words",
        "The roles of {user} show none of the operating companies in {database}, and nobody works without one. Ask an "
        "administrator for a role that may view operating companies.",
    ),
    ServerProblem.SHUT_OUT: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} does not admit {user} any more, so nothing of it is shown here. Ask an administrator of it "
        "whether that is meant, or connect as somebody else.",
    ),
    ServerProblem.PASSWORD_GIVEN: QT_TRANSLATE_NOOP(
        "words",
        "The password of {user} was given by somebody else. Choose one that nobody else knows, and {database} is opened.",
    ),
    ServerProblem.NOT_OF_STAFF: QT_TRANSLATE_NOOP(
        "words",
        "The sign-in {user} belongs to the server and not to the staff of {database}, so its password is not changed here. "
        "Whoever looks after the server changes it there.",
    ),
    ServerProblem.NO_DATABASE: QT_TRANSLATE_NOOP(
        "words",
        "The server has no database {database}. Compare its name with the one that you were given; capitals count.",
    ),
    ServerProblem.NOT_OURS: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} is there, but it is not Deskbook's. Check its name; if it is a new one, an administrator has "
        "to set it up first.",
    ),
    ServerProblem.NOT_EMPTY: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} has records of its own already; nothing was copied. Have an empty one made for the copy.",
    ),
    ServerProblem.NOT_THE_SAME: QT_TRANSLATE_NOOP(
        "words",
        "What arrived in the database {database} is not what was sent, so it can't be opened. Check the file, then copy it "
        "again: what differs is sent anew.",
    ),
    ServerProblem.NEWER: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} belongs to a newer version of Deskbook, and was left as it is. Update this program to work with it.",
    ),
    ServerProblem.NEEDS_UPGRADE: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} belongs to an older version of Deskbook. Ask an administrator to upgrade it; until then, use the "
        "older program.",
    ),
    ServerProblem.UPGRADING: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} is being upgraded or filled just now, and nobody else can save in it. Wait until that is done, "
        "then try again; what you typed is kept.",
    ),
    ServerProblem.IN_USE: QT_TRANSLATE_NOOP(
        "words",
        "People have been saving in the database {database}, or copying from it, for half a minute without an end, so it could "
        "not be had alone. Nothing was changed: try again when fewer work in it.",
    ),
    ServerProblem.UNFINISHED: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} holds half of a copy that has not come to its end. Whoever began it starts it again as before, "
        "and it goes on from there.",
    ),
    ServerProblem.NO_RIGHTS: QT_TRANSLATE_NOOP(
        "words",
        "The rights of {user} in {database} do not reach that far. Ask an administrator of the database for more.",
    ),
    ServerProblem.NO_TRIGRAMS: QT_TRANSLATE_NOOP(
        "words",
        "The server lacks pg_trgm, by which Deskbook searches. Ask whoever looks after it to install PostgreSQL's package of "
        "additional modules (contrib).",
    ),
    ServerProblem.CERTIFICATE: QT_TRANSLATE_NOOP(
        "words",
        "The server's certificate is not one that this computer trusts, so nothing was sent. Choose the file with your "
        "organisation's certificates, or ask whoever looks after the server.",
    ),
    ServerProblem.OWN_CERTIFICATE: QT_TRANSLATE_NOOP(
        "words",
        "The certificate that this computer signs in with is of no use: it is out of date, of an authority that the server "
        "does not know, or can't be read here. Ask whoever gave it to you for another one.",
    ),
    ServerProblem.OTHER_NAME: QT_TRANSLATE_NOOP(
        "words",
        "The server's certificate is for another name than {hosts}, so nothing was sent. Use the name that the "
        "certificate was made for, or ask whoever looks after the server.",
    ),
    ServerProblem.NO_TLS: QT_TRANSLATE_NOOP(
        "words",
        "The server cannot encrypt, so nothing was sent. Ask whoever looks after it to turn encryption on; on this "
        "computer alone it can do without.",
    ),
    ServerProblem.POOLED: QT_TRANSLATE_NOOP(
        "words",
        "At {hosts} a connection pooler answers, which does not pass on how Deskbook has to be connected. Ask whoever looks "
        "after the server for the address of PostgreSQL itself.",
    ),
    ServerProblem.TOO_MANY: QT_TRANSLATE_NOOP(
        "words",
        "The server has as many connections as it takes, from everybody or from {user}. Try again in a moment; if it goes on, "
        "ask whoever looks after it.",
    ),
    ServerProblem.TOO_LONG: QT_TRANSLATE_NOOP(
        "words",
        "That took longer than the server lets {user} wait, so it was stopped and nothing was saved. Look for something "
        "rarer, or do less at once; if it goes on, ask whoever looks after the server.",
    ),
    ServerProblem.LOST: QT_TRANSLATE_NOOP(
        "words", "The connection to {hosts} was lost. Check the network, and try again; what you typed is kept."
    ),
    ServerProblem.STOPPED: QT_TRANSLATE_NOOP(
        "words",
        "The server is stopping or starting, or ended this connection. Try again in a moment; what you typed is kept.",
    ),
    ServerProblem.BUSY: QT_TRANSLATE_NOOP(
        "words",
        "Others keep the database {database} busy, or it is being upgraded. What you typed is kept; try again in a moment.",
    ),
    ServerProblem.DISK_FULL: QT_TRANSLATE_NOOP(
        "words",
        "The server's disk is full, so nothing was saved. Tell whoever looks after it, and keep this window open: what you "
        "typed is kept. Then try again.",
    ),
    ServerProblem.READ_ONLY: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} can be read, but not changed: this server stands in for another one. Try again in a moment; if it goes "
        "on, ask whoever looks after it.",
    ),
}
"""One for each problem; `{hosts}`, `{database}` and `{user}` are filled in."""

KEY_SENTENCES = {
    KeyProblem.WRONG_PASSPHRASE: QT_TRANSLATE_NOOP(
        "words",
        "This is not its passphrase. Nothing was changed: try again, minding capitals and the keyboard's language, or type "
        "the recovery key instead.",
    ),
    KeyProblem.MISTYPED: QT_TRANSLATE_NOOP(
        "words", "The recovery key is mistyped somewhere. Compare it group by group with what was printed."
    ),
    KeyProblem.INCOMPLETE: QT_TRANSLATE_NOOP(
        "words", "The recovery key is not complete, or too long. It has eleven groups of six letters and digits."
    ),
    KeyProblem.OTHER_FILE: QT_TRANSLATE_NOOP(
        "words",
        "This is the recovery key of another file, or of this one before it was encrypted anew. Look for the one that was "
        "printed last.",
    ),
}
MISTYPED_GROUP = QT_TRANSLATE_NOOP(
    "words", "Group {group} of the recovery key is mistyped. Compare it with what was printed."
)
KEYRING_SENTENCES = {
    KeyringProblem.NONE: QT_TRANSLATE_NOOP(
        "words", "This computer has no keyring that Deskbook can keep keys in. Choose a passphrase instead."
    ),
    KeyringProblem.LOCKED: QT_TRANSLATE_NOOP(
        "words", "This computer's keyring is locked. Unlock it, or sign out and in again, then try once more."
    ),
    KeyringProblem.REFUSED: QT_TRANSLATE_NOOP(
        "words", "This computer's keyring did not take the key. Choose a passphrase instead, or look into its settings."
    ),
}

PICTURE_SENTENCES = {
    PictureProblem.UNREADABLE: QT_TRANSLATE_NOOP(
        "words", "The file can't be read. It may have been moved, or this computer does not let you use it."
    ),
    PictureProblem.EMPTY: QT_TRANSLATE_NOOP("words", "The file is empty. Choose another one."),
    PictureProblem.TOO_LARGE: QT_TRANSLATE_NOOP(
        "words", "The file is larger than {detail} MB. Save the picture smaller, and try again."
    ),
    PictureProblem.TOO_MANY_PIXELS: QT_TRANSLATE_NOOP(
        "words", "The picture has more than {detail} million pixels. Save it smaller, and try again."
    ),
    PictureProblem.NOT_A_PICTURE: QT_TRANSLATE_NOOP("words", "This is not a picture. Choose a PNG or JPEG file."),
    PictureProblem.VECTORS: QT_TRANSLATE_NOOP(
        "words", "SVG drawings are not taken, since they may hold programs. Save the drawing as PNG, and try again."
    ),
    PictureProblem.UNSUPPORTED: QT_TRANSLATE_NOOP(
        "words", "Pictures of the kind {detail} are not taken. Save it as PNG or JPEG, and try again."
    ),
    PictureProblem.DAMAGED: QT_TRANSLATE_NOOP(
        "words", "The picture is damaged or incomplete. Get it again from where it came, or choose another one."
    ),
    PictureProblem.TOO_DEMANDING: QT_TRANSLATE_NOOP(
        "words", "The picture needs more memory than one may take. Save it smaller or as JPEG, and try again."
    ),
    PictureProblem.TOO_SLOW: QT_TRANSLATE_NOOP(
        "words", "The picture takes too long to open. Save it anew as PNG or JPEG, and try again."
    ),
    PictureProblem.REPLACED: QT_TRANSLATE_NOOP(
        "words", "Somebody replaced the picture meanwhile, so your edit was not stored. Look at it, and edit it again."
    ),
}
"""One for each problem; `{detail}` is a limit or a format."""

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
NOT_ALLOWED = {
    "view": QT_TRANSLATE_NOOP(
        "words", "You may not see this. Ask an administrator for the right, if your work needs it."
    ),
    "add": QT_TRANSLATE_NOOP(
        "words", "You may not add such a record. Ask an administrator for the right, if your work needs it."
    ),
    "edit": QT_TRANSLATE_NOOP(
        "words", "You may not change this record, so nothing was saved. Ask whoever holds it, or an administrator."
    ),
    "delete": QT_TRANSLATE_NOOP(
        "words",
        "You may not move this to the trash or bring it back from there, so nothing was moved. Ask whoever holds it, or an "
        "administrator.",
    ),
    "purge": QT_TRANSLATE_NOOP(
        "words", "You may not purge records, so all of them are still there. Ask an administrator."
    ),
    "export": QT_TRANSLATE_NOOP("words", "You may not export such records. Ask an administrator."),
    "import": QT_TRANSLATE_NOOP("words", "You may not import such records. Ask an administrator."),
    "bulk_edit": QT_TRANSLATE_NOOP(
        "words", "You may not change many records at once. Change one by one, or ask an administrator."
    ),
}
"""One for each act of `models.rights`."""
FIELD_NOT_ALLOWED = QT_TRANSLATE_NOOP(
    "words", "You may not change “{field}”, so nothing was saved. Set it back, or ask an administrator."
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
        case ServerError():
            return _describe_server(error, translate)
        case EditConflictError():
            return translate(CONFLICT).format(who=error.changed_by or translate(SOMEBODY))
        case PictureError():
            return translate(PICTURE_SENTENCES[error.problem]).format(detail=error.detail)
        case WrongKeyError():
            sentence = MISTYPED_GROUP if error.group else KEY_SENTENCES[error.problem]
            return translate(sentence).format(group=error.group)
        case KeyringError():
            return translate(KEYRING_SENTENCES[error.problem])
        case RecordGoneError():
            return translate(GONE)
        case InvalidRecordError():
            return translate(INVALID)
        case NotAllowedError():
            return _describe_refusal(error, translate)
        case JobDiedError():
            return translate(DIED)
        case CancelledError():
            return translate(CANCELLED)
        case _:
            return translate(UNKNOWN)


def _describe_file(error: FileError, translate: Callable[[str], str]) -> str:
    path = error.path
    name, folder = (path.name, path.parent) if path else ("", "")
    return translate(FILE_SENTENCES[error.problem]).format(
        path=path or "", name=name, folder=folder, detail=error.detail
    )


def _describe_refusal(error: NotAllowedError, translate: Callable[[str], str]) -> str:
    if not error.field:
        return translate(NOT_ALLOWED[error.act])
    from app.models.catalogue import RECORD_TYPES

    return translate(FIELD_NOT_ALLOWED).format(field=RECORD_TYPES[error.type_name].by_name[error.field].label)


def _describe_server(error: ServerError, translate: Callable[[str], str]) -> str:
    from app.models.servers import ServerAddress, hosts_as_text  # with what reads URLs: nothing that a start needs

    known = error.address if isinstance(error.address, ServerAddress) else None
    if known is None:
        return translate(SERVER_SENTENCES[error.problem]).format(hosts=_UNKNOWN, database=_UNKNOWN, user=_UNKNOWN)
    return translate(SERVER_SENTENCES[error.problem]).format(
        hosts=hosts_as_text(known.hosts), database=known.database, user=known.user
    )


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
