"""What notes ask for: one record that each is about, who wrote it and when, and who reviewed it and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.models.about import about
from app.models.note import ALWAYS_PUBLIC, PUBLIC
from app.models.values import Content
from app.services.about import about_problems, with_customer
from app.services.saving import Saving, TypeRules


def _completed(saving: Saving, content: Content) -> Content:
    content = with_customer(saving, content)
    values = dict(content.values)
    now = datetime.now(UTC)
    values["at"] = values.get("at") or now
    if saving.stored is None:
        values["author_id"] = values.get("author_id") or saving.actor.staff_id
    was_reviewed = saving.stored is not None and bool(saving.stored.values.get("reviewed"))
    if bool(values.get("reviewed")) is not was_reviewed:
        values["reviewed_by"] = None if was_reviewed else saving.actor.staff_id
        values["reviewed_at"] = None if was_reviewed else now
    key = about(values)
    if key is not None and key.type_name in ALWAYS_PUBLIC:
        values["visibility"] = PUBLIC
    return replace(content, values=values)


RULES = TypeRules(_completed, about_problems)
