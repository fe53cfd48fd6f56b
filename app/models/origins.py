"""How a record says whether people made it or another program passed it on, and as what that one knows it."""

from app.models.fields import Choice, Field, Kind

MANUAL, AUTOMATIC = "manual", "automatic"

ORIGIN_FIELDS: tuple[Field, ...] = (
    Field(
        name="origin",
        label="Origin",
        kind=Kind.CHOICE,
        required=True,
        default=MANUAL,
        edited=False,
        choices=(Choice(MANUAL, "By hand"), Choice(AUTOMATIC, "Automatic")),
    ),
    Field(name="integration", label="Integration", edited=False, max_length=80),
    Field(name="external_ref", label="Reference elsewhere", edited=False, max_length=120, searched=True),
)
"""Automatic ones say which integration they come from, and under which reference that one knows them."""
