"""The declaration of a note: what somebody of the desk wrote about a record."""

from app.models.about import about_fields
from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section

INTERNAL, PUBLIC = "internal", "public"

ALWAYS_PUBLIC: frozenset[str] = frozenset()
"""The types of records of which notes are never internal."""

NOTE = RecordType(
    name="note",
    label="Note",
    plural="Notes",
    title=FirstOf(("text",)),
    first_sorting=("at", True),
    facts=("at", "author_id"),
    happens=("at",),
    band="visibility",
    ahead="pinned",
    sections=(Section("note", "Note"), Section("about", "About")),
    fields=(
        Field(name="display_name", label="Note", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(
            name="text",
            label="Text",
            kind=Kind.LONG_TEXT,
            section="note",
            required=True,
            searched=True,
            max_length=20_000,
        ),
        Field(
            name="at",
            label="Written",
            kind=Kind.DATE_TIME,
            section="note",
            sort_index=True,
            listed=True,
            edited=False,
        ),
        Field(
            name="author_id",
            label="Author",
            kind=Kind.RECORD,
            target="staff",
            section="note",
            listed=True,
            edited=False,
        ),
        *about_fields("about"),
        Field(
            name="visibility",
            label="Visibility",
            kind=Kind.CHOICE,
            section="note",
            required=True,
            default=INTERNAL,
            listed=True,
            choices=(
                Choice(INTERNAL, "Internal", "Only the desk can read this."),
                Choice(PUBLIC, "Public", "The customer will be able to read this."),
            ),
        ),
        Field(
            name="pinned",
            label="Pinned",
            kind=Kind.YES_NO,
            section="note",
            default=False,
            listed=True,
            help="It stands before the other notes of the record.",
        ),
        Field(
            name="alert",
            label="Alert",
            kind=Kind.YES_NO,
            section="note",
            default=False,
            listed=True,
            help="Whoever opens the record has to acknowledge it.",
        ),
        Field(
            name="alert_until",
            label="Alert until",
            kind=Kind.DATE,
            section="note",
            help="Left blank, it stays one until somebody changes that.",
        ),
        Field(name="reviewed", label="Reviewed", kind=Kind.YES_NO, section="note", default=False, listed=True),
        Field(
            name="reviewed_by",
            label="Reviewed by",
            kind=Kind.RECORD,
            target="staff",
            section="note",
            edited=False,
            follows="reviewed",
        ),
        Field(
            name="reviewed_at",
            label="Reviewed on",
            kind=Kind.DATE_TIME,
            section="note",
            edited=False,
            follows="reviewed",
        ),
    ),
)
"""Who wrote it and when, and who reviewed it and when, is filled by whoever does it."""
