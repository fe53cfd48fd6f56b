"""What people read when something fails: a sentence that says what happened, and one that says what to do next.

The sentences are English and marked for translation; the window hands its translator to `describe`, the command line
takes them as they are.
"""

from __future__ import annotations

from app.errors import (
    AppError,
    AttachmentError,
    CancelledError,
    DocumentError,
    EditConflictError,
    FileError,
    InvalidRecordError,
    JobDiedError,
    KeyringError,
    NotAllowedError,
    PictureError,
    RecordGoneError,
    ServerError,
    StillNamedError,
    WrongKeyError,
)
from app.words.marking import QT_TRANSLATE_NOOP, Translate

GONE = QT_TRANSLATE_NOOP(
    "words", "This record is no longer there: somebody deleted it. Copy what you typed, if you need it."
)
STILL_NAMED = QT_TRANSLATE_NOOP(
    "words",
    "Nothing was purged: something that you don't see names one of these records. Ask somebody who sees all of them to purge it.",
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


def describe(error: AppError, translate: Translate = str) -> str:
    """What happened and what to do next, in a sentence or two.

    Args:
        error: an expected failure.
        translate: gives the sentence, with its placeholders, in the person's language.
    """
    from app.words import attachments, documents, files, keys, pictures, refusals, servers  # nothing that a start needs

    match error:
        case FileError():
            return files.describe_file(error, translate)
        case ServerError():
            return servers.describe_server(error, translate)
        case PictureError():
            return pictures.describe_picture(error, translate)
        case DocumentError():
            return documents.describe_document(error, translate)
        case AttachmentError():
            return attachments.describe_attachment(error, translate)
        case WrongKeyError():
            return keys.describe_key(error, translate)
        case KeyringError():
            return keys.describe_keyring(error, translate)
        case NotAllowedError():
            return refusals.describe_refusal(error, translate)
        case EditConflictError():
            return translate(CONFLICT).format(who=error.changed_by or translate(SOMEBODY))
        case RecordGoneError():
            return translate(GONE)
        case StillNamedError():
            return translate(STILL_NAMED)
        case InvalidRecordError():
            return translate(INVALID)
        case JobDiedError():
            return translate(DIED)
        case CancelledError():
            return translate(CANCELLED)
        case _:
            return translate(UNKNOWN)
