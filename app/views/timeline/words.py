"""How what happened is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate

from app import services
from app.models.catalogue import RECORD_TYPES
from app.models.customer import CUSTOMER
from app.views.history.words import sentence_of
from app.views.words import label_of, plural_of

if TYPE_CHECKING:
    from app.services.timeline import Entry


def _tr(text: str) -> str:
    return QCoreApplication.translate("timeline", text)


def title_words(entry: Entry) -> str:
    """What happened, by its name."""
    if entry.act is not None:
        return sentence_of(entry.act.value, label_of(CUSTOMER), entry.fields)
    return entry.title or label_of(RECORD_TYPES[entry.key.type_name])


def kind_words(entry: Entry) -> str:
    """What sort of thing it is and, of what lasts, which of its moments this was."""
    record_type = RECORD_TYPES.get(entry.key.type_name)
    if record_type is None:
        return _tr("Change of the record")
    if len(record_type.happens) == 1:
        return label_of(record_type)
    moment = label_of(record_type.by_name[entry.moment]).lower()
    return _tr("{type}: {moment}").format(type=label_of(record_type), moment=moment)


def detail_words(entry: Entry) -> str:
    """What sort of thing, what else is known of it at a glance, and who took part."""
    return " · ".join(filter(None, (kind_words(entry), entry.facts, entry.who)))


def said(entry: Entry) -> str:
    """All of it in a line, as it is read out."""
    when = f"{entry.day_words} {entry.clock}".strip()
    return ", ".join(filter(None, (title_words(entry), when, detail_words(entry), entry.text)))


def day_heading(entry: Entry) -> str:
    """The day above what happened on it, by its name where it is near."""
    away = QDate.currentDate().daysTo(QDate(entry.day.year, entry.day.month, entry.day.day))
    near = {0: _tr("Today"), -1: _tr("Yesterday"), 1: _tr("Tomorrow")}.get(away, "")
    ahead = _tr("ahead") if away > 1 else ""
    return " · ".join(filter(None, (near, entry.day_words, ahead)))


def type_words(name: str) -> str:
    """What people call a sort of thing that happens."""
    return _tr("Changes") if name == services.timeline.CHANGED else plural_of(RECORD_TYPES[name])
