"""The declaration of a customer workgroup: customers who share, and the staff who look after them."""

from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section
from app.models.referring import referring_rows

ALL_MEMBERS = "all_members"
ALIAS = "alias"

WORKGROUP_MEMBER = referring_rows("workgroup_member", "Member", parent="workgroup", to="customer", called="Customer")
WORKGROUP_MANAGER = referring_rows(
    "workgroup_manager", "Manager", parent="workgroup", to="staff", called="Member of staff"
)

WORKGROUP = RecordType(
    name="workgroup",
    label="Customer workgroup",
    plural="Customer workgroups",
    title=FirstOf(("name",)),
    sections=(Section("workgroup", "Workgroup"), Section("members", "Members"), Section("managers", "Managers")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="workgroup", required=True, searched=True),
        Field(name="image", label="Image", kind=Kind.IMAGE, section="workgroup"),
        Field(name="description", label="Description", kind=Kind.LONG_TEXT, section="workgroup", searched=True),
        Field(
            name="mail_mode",
            label="Mail goes to",
            kind=Kind.CHOICE,
            section="workgroup",
            required=True,
            default=ALL_MEMBERS,
            listed=True,
            choices=(Choice(ALL_MEMBERS, "All members with a valid address"), Choice(ALIAS, "One address for all")),
        ),
        Field(
            name="alias",
            label="Address for all",
            kind=Kind.EMAIL,
            section="workgroup",
            max_length=254,
            searched=True,
            help="Mail to the workgroup goes to this address, which passes it on.",
        ),
        Field(name="members", label="Members", kind=Kind.ITEMS, items=WORKGROUP_MEMBER, section="members"),
        Field(name="managers", label="Managers", kind=Kind.ITEMS, items=WORKGROUP_MANAGER, section="managers"),
    ),
)
"""Members may share their cases, invoices and public notes with each other in the portal, as far as the company allows."""
