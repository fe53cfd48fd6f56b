"""How acts and changes are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.models.catalogue import RECORD_TYPES
from app.views.words import isolated, label_of, of_catalogue, plural_of
from app.words.marking import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.acts import OwnAct
    from app.services.history import Entry, FieldLine
    from app.services.restoring import Kept

_LONGEST = 30
_MOST = 10_000

_ACTS = {
    "created": QT_TRANSLATE_NOOP("history", "created"),
    "changed": QT_TRANSLATE_NOOP("history", "changed"),
    "trashed": QT_TRANSLATE_NOOP("history", "moved to the trash"),
    "restored": QT_TRANSLATE_NOOP("history", "restored from the trash"),
    "purged": QT_TRANSLATE_NOOP("history", "purged"),
    "noted": QT_TRANSLATE_NOOP("history", "found taken back already"),
}
_SEVERAL = QT_TRANSLATE_NOOP("history", "records")
"""What an act touched that are of several types."""
_ORIGINS = {
    "setup": QT_TRANSLATE_NOOP("history", "when the file was made"),
    "import": QT_TRANSLATE_NOOP("history", "by an import"),
    "directory": QT_TRANSLATE_NOOP("history", "from the directory"),
    "portal": QT_TRANSLATE_NOOP("history", "in the portal"),
    "merge": QT_TRANSLATE_NOOP("history", "by a merge"),
    "automation": QT_TRANSLATE_NOOP("history", "by an automation"),
    "offline file": QT_TRANSLATE_NOOP("history", "in a file offline"),
    "backup": QT_TRANSLATE_NOOP("history", "from a backup"),
    "undo": QT_TRANSLATE_NOOP("history", "by undo"),
    "redo": QT_TRANSLATE_NOOP("history", "by redo"),
}
_SENTENCES = {
    "created": QT_TRANSLATE_NOOP("history", "{what} created"),
    "changed": QT_TRANSLATE_NOOP("history", "{what} changed"),
    "trashed": QT_TRANSLATE_NOOP("history", "{what} moved to the trash"),
    "restored": QT_TRANSLATE_NOOP("history", "{what} restored from the trash"),
    "purged": QT_TRANSLATE_NOOP("history", "{what} purged"),
    "noted": QT_TRANSLATE_NOOP("history", "{what}: found taken back already"),
}
_REASONS = {
    "edited": QT_TRANSLATE_NOOP("history", "edited since by {detail}"),
    "just_taken": QT_TRANSLATE_NOOP("history", "somebody else uses its code or name by now"),
    "taken": QT_TRANSLATE_NOOP("history", "{detail} has its code or name by now"),
    "email_taken": QT_TRANSLATE_NOOP("history", "{detail} has its e-mail address by now"),
    "has_customers": QT_TRANSLATE_NOOP("history", "customers belong to it, {detail} for one"),
    "has_staff": QT_TRANSLATE_NOOP("history", "staff work for it, {detail} for one"),
    "last_active": QT_TRANSLATE_NOOP("history", "it is the last company that is active"),
    "last_administrator": QT_TRANSLATE_NOOP("history", "nobody else is an administrator"),
    "issued_stays": QT_TRANSLATE_NOOP("history", "it was issued: cancel it instead"),
    "rights_follow": QT_TRANSLATE_NOOP("history", "what people may do follows from it, and you may not delete it"),
    "others_made": QT_TRANSLATE_NOOP("history", "somebody else made it, and you may not delete it"),
    "others_changed": QT_TRANSLATE_NOOP("history", "somebody else has changed it since, and you may not delete it"),
    "others_added": QT_TRANSLATE_NOOP(
        "history", "something of somebody else's belongs to it, and you may not delete it"
    ),
    "numbered": QT_TRANSLATE_NOOP("history", "it was issued, or something that belongs to it was"),
    "in_trash": QT_TRANSLATE_NOOP("history", "in the trash"),
    "gone": QT_TRANSLATE_NOOP("history", "purged"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("history", text)


def origin_words(origin: str) -> str:
    """Where a change came from; nothing for what was typed."""
    return _tr(_ORIGINS.get(origin, origin)) if origin != "typed" else ""


def head_words(entry: Entry) -> str:
    """When, who, what and from where, in a line."""
    many = _tr("together with others") if entry.is_batch else ""
    parts = (entry.when, isolated(entry.who), _tr(_ACTS[entry.act.value]), origin_words(entry.origin), many)
    return " · ".join(filter(None, parts))


def line_words(line: FieldLine, longest: int = 2_000) -> str:
    """What a change did to a field."""
    old, new = (_value_words(line, text, longest) for text in (line.old, line.new))
    label = of_catalogue(line.label)
    return _tr("{label}: {old} → {new}").format(label=label, old=old, new=new)


def _value_words(line: FieldLine, text: str, longest: int) -> str:
    if not text:
        return _tr("(nothing)")
    if line.is_yes_no:
        return _tr("Yes") if text == "yes" else _tr("No")
    shown = " ".join(text.split())
    return isolated(shown if len(shown) <= longest else shown[:longest] + "…")


def sentence_of(act: str, what: str, labels: Sequence[str] = ()) -> str:
    """What was done to what, and to which of its fields, by their labels."""
    sentence = _tr(_SENTENCES[act]).format(what=what)
    return f"{sentence}: {', '.join(of_catalogue(label) for label in labels)}" if labels else sentence


def act_words(act: OwnAct) -> str:
    """What a person did, in a sentence without an end."""
    record_type = RECORD_TYPES[act.record_type]
    name = isolated(act.name if len(act.name) <= _LONGEST else act.name[:_LONGEST] + "…") if act.name else ""
    if act.records > 1:
        count = f"{_MOST:,}+" if act.records > _MOST else f"{act.records:,}"
        plural = _tr(_SEVERAL) if act.is_mixed else plural_of(record_type).lower()
        what = f"{count} {plural}"
        name = f"{name}: {what}" if name else what
    what = name or label_of(record_type)
    sentence = sentence_of(act.act.value, what, act.fields)
    origin = origin_words(act.origin)
    return f"{sentence} ({origin})" if origin else sentence


def refusal_words(act: OwnAct) -> str:
    """Why an act can't be taken back; nothing if it can."""
    return _reason(act.refused) if act.refused else ""


def _reason(code: str, detail: str = "") -> str:
    reason = _REASONS.get(code)
    named = isolated(detail) if detail else _tr("somebody")
    return _tr(reason).format(detail=named) if reason else _tr("the rules of today don't allow it")


def reason_words(kept: Kept) -> str:
    """Which record was left as it is, and why."""
    words = _reason(kept.code, kept.detail)
    return f"{isolated(kept.name) or '#' + str(kept.record_id)}: {words}"
