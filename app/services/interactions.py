"""What interactions ask for: a moment, and who of the desk took part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.models.values import Content
from app.services.saving import Saving, TypeRules


def _completed(saving: Saving, content: Content) -> Content:
    """One that nobody says anything else of happened now, with whoever writes it down."""
    values = dict(content.values)
    values["at"] = values.get("at") or datetime.now(UTC)
    if saving.stored is None:
        values["staff_id"] = values.get("staff_id") or saving.actor.staff_id
    return replace(content, values=values)


RULES = TypeRules(_completed)
