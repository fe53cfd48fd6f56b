"""Which sections of a record are folded away: the same ones whether it is read or edited, and next time too."""

from __future__ import annotations

from app.models.fields import RecordType, Section
from app.settings import CLOSED_SECTIONS, Settings


def section_key(record_type: RecordType, section: Section) -> str:
    """Under which name a section is remembered."""
    return f"{record_type.name}/{section.name}"


def is_open(settings: Settings, key: str) -> bool:
    """Whether the section was open last time."""
    return key not in settings.get(CLOSED_SECTIONS)


def remember_open(settings: Settings, key: str, is_open: bool) -> None:
    """Remember that the person opened or closed the section."""
    closed = [other for other in settings.get(CLOSED_SECTIONS) if other != key]
    settings.set(CLOSED_SECTIONS, closed if is_open else [*closed, key])
