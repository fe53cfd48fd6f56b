"""How accesses are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.views.words import counted, isolated, of_catalogue
from app.words.marking import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from app.services.access_log import Entry

_OPENED = QT_TRANSLATE_NOOP("accesses", "opened it")
_UNMASKED = QT_TRANSLATE_NOOP("accesses", "saw the whole of {field}")
_EXPORTED = QT_TRANSLATE_NOOP("accesses", "copied it from the list")
_EXPORTED_FILE = QT_TRANSLATE_NOOP("accesses", "took a copy of the file, or of its row in the list")
_EXPORTED_WITH = QT_TRANSLATE_NOOP("accesses", "copied it from the list, together with {count} others")
_EXPORTED_WITH_ONE = QT_TRANSLATE_NOOP("accesses", "copied it from the list, together with another one")
_EXPORTED_MANY = QT_TRANSLATE_NOOP("accesses", "copied {rows} records from the list, perhaps this one among them")
_COPIED = QT_TRANSLATE_NOOP("accesses", "copied all that they may see into a file: {rows} rows")
_UNKNOWN = QT_TRANSLATE_NOOP("accesses", "somebody unknown")


def _tr(text: str) -> str:
    return QCoreApplication.translate("accesses", text)


def entry_words(entry: Entry) -> str:
    """When, who and what, in a line."""
    who = isolated(entry.who) if entry.who else _tr(_UNKNOWN)
    return " · ".join((entry.when, who, act_words(entry)))


def act_words(entry: Entry) -> str:
    """What was done."""
    match entry.act.value:
        case "opened":
            return _tr(_OPENED)
        case "unmasked":
            return _tr(_UNMASKED).format(field=isolated(of_catalogue(entry.field)) if entry.field else "…")
    rows = int(entry.rows) if entry.rows.isdecimal() else 0
    if entry.is_whole:
        return _tr(_COPIED).format(rows=f"{rows:,}")
    if not entry.is_named:
        return _tr(_EXPORTED_MANY).format(rows=f"{rows:,}")
    if rows <= 1:
        return _tr(_EXPORTED_FILE if entry.is_of_file else _EXPORTED)
    return counted(rows - 1, _tr(_EXPORTED_WITH_ONE), _tr(_EXPORTED_WITH))
