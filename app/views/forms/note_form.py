"""The form of a note: about what customers see of themselves it says from the start that they read it, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.models.about import about
from app.models.note import ALWAYS_PUBLIC, PUBLIC
from app.models.values import Content
from app.overriding import override
from app.views.forms.about_form import AboutForm

if TYPE_CHECKING:
    from app.services.forms import RowReferences
    from app.services.references import Reference


class NoteForm(AboutForm):
    """Shows the visibility with which the note will be stored."""

    @override
    def show_content(
        self, content: Content, references: Mapping[str, Reference], of_rows: RowReferences | None = None
    ) -> None:
        key = about({**content.values, **{name: reference.id for name, reference in references.items()}})
        if key is not None and key.type_name in ALWAYS_PUBLIC:
            content = replace(content, values={**content.values, "visibility": PUBLIC})
        super().show_content(content, references, of_rows)
