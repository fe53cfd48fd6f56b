"""The form of what is about another record, such as a note: it shows which record that is, and not all that it could be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.models.about import ABOUT, CUSTOMER_FIELD, field_for
from app.models.fields import Field
from app.models.values import Content
from app.overriding import override
from app.views.forms.record_form import RecordForm

if TYPE_CHECKING:
    from app.services.forms import RowReferences
    from app.services.references import Reference

_FIELDS = frozenset(map(field_for, ABOUT))


class AboutForm(RecordForm):
    """Where nothing else is chosen it asks for a customer; about other records one writes from where these are."""

    @override
    def show_content(
        self, content: Content, references: Mapping[str, Reference], of_rows: RowReferences | None = None
    ) -> None:
        super().show_content(content, references, of_rows)
        self._show_fitting()

    @override
    def show_texts(self, texts: Mapping[str, str | list[dict[str, str]]]) -> None:
        super().show_texts(texts)
        self._show_fitting()

    @override
    def _is_shown(self, field: Field) -> bool:
        return super()._is_shown(field) and (field.name not in _FIELDS or field.name == self._about())

    def _about(self) -> str:
        """The field of what it is about: a customer may be named besides, who follows from it."""
        others = (name for name in _FIELDS - {CUSTOMER_FIELD} if name in self.boxes)
        return next((name for name in others if self.boxes[name].editor.value() is not None), CUSTOMER_FIELD)
