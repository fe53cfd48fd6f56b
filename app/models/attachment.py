"""The declaration of an attachment: a file at a record; its bytes are kept apart from it, in pieces, equal ones once."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.about import about_fields
from app.models.fields import Field, FirstOf, Kind, RecordType, Section

MOST_BYTES = 25 * 1024 * 1024
PIECE_BYTES = 256 * 1024
"""How much of a file is in memory, and in a row, at a time."""

_WHOLE = "attachment"

ATTACHMENT = RecordType(
    name="attachment",
    label="Attachment",
    plural="Attachments",
    title=FirstOf(("name",)),
    first_sorting=("changed_at", True),
    facts=("media_type", "size"),
    begun_in_form=False,
    sections=(Section(_WHOLE, "Attachment"),),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="File name", section=_WHOLE, required=True, searched=True),
        *about_fields(_WHOLE),
        Field(name="media_type", label="Format", section=_WHOLE, max_length=100, listed=True, edited=False),
        Field(name="size", label="Size", kind=Kind.INTEGER, section=_WHOLE, in_bytes=True, listed=True, edited=False),
        Field(
            name="sha256",
            label="Content",
            max_length=64,
            required=True,
            edited=False,
            exact=True,
            looked_up=True,
        ),
    ),
)
"""`sha256` names the bytes, and never changes: another file is another attachment."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file that is attached.

    Attributes:
        name: under which it was attached.
        sha256: of its bytes, in hexadecimal digits.
    """

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
