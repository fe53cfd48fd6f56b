"""The declaration of a team of staff."""

from app.models.fields import Field, FirstOf, Kind, RecordType, Section
from app.models.referring import referring_rows

TEAM_MEMBER = referring_rows(
    "team_member",
    "Member",
    parent="team",
    to="staff",
    called="Member of staff",
    more=(Field(name="is_manager", label="Manager", kind=Kind.YES_NO, default=False),),
    main=lambda values: bool(values.get("is_manager")),
)

TEAM = RecordType(
    name="team",
    label="Team",
    plural="Teams",
    title=FirstOf(("name",)),
    sections=(Section("team", "Team"), Section("members", "Members")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="team", required=True, searched=True),
        Field(name="description", label="Description", kind=Kind.LONG_TEXT, section="team", searched=True),
        Field(name="members", label="Members", kind=Kind.ITEMS, items=TEAM_MEMBER, section="members"),
    ),
)
