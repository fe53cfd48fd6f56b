"""What is said to somebody whose rights do not reach that far."""

from __future__ import annotations

from app.errors import NotAllowedError
from app.words.marking import QT_TRANSLATE_NOOP, Translate

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


def describe_refusal(error: NotAllowedError, translate: Translate) -> str:
    """What they may not do, and whom to ask."""
    if not error.field:
        return translate(NOT_ALLOWED[error.act])
    from app.models.catalogue import RECORD_TYPES  # which takes long, where nothing else needs it

    return translate(FIELD_NOT_ALLOWED).format(field=RECORD_TYPES[error.type_name].by_name[error.field].label)
