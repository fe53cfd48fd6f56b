"""The declaration of a team of staff."""

from app.models.fields import Field, Kind, RecordType, Section

TEAM_MEMBER = RecordType(
    name="team_member",
    label="Member",
    plural="Members",
    parent="team",
    apart=("staff_id",),
    main=lambda values: bool(values.get("is_manager")),
    fields=(
        Field(name="staff_id", label="Member of staff", kind=Kind.RECORD, target="staff", required=True),
        Field(name="is_manager", label="Manager", kind=Kind.YES_NO, default=False),
    ),
)

TEAM = RecordType(
    name="team",
    label="Team",
    plural="Teams",
    title=lambda values: str(values.get("name") or ""),
    sections=(Section("team", "Team"), Section("members", "Members")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="team", required=True, searched=True),
        Field(name="description", label="Description", kind=Kind.LONG_TEXT, section="team", searched=True),
        Field(name="members", label="Members", kind=Kind.ITEMS, items=TEAM_MEMBER, section="members"),
    ),
)
