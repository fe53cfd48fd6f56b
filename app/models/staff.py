"""The declaration of a member of staff: somebody who uses the program."""

from app.models.fields import Field, FirstOf, Kind, RecordType, Section
from app.models.referring import referring_rows

STAFF_ROLE = referring_rows("staff_role", "Role", parent="staff", to="role", called="Role")

STAFF = RecordType(
    name="staff",
    label="Member of staff",
    plural="Staff",
    title=FirstOf(("name", "sign_in")),
    sections=(Section("person", "Person"), Section("roles", "Roles")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="person", required=True, searched=True),
        Field(
            name="sign_in",
            label="Sign-in name",
            section="person",
            required=True,
            max_length=120,
            unique=True,
            among_all=True,
            searched=True,
            listed=True,
            help="The name by which this person signs in to the computer or to the shared database.",
        ),
        Field(
            name="active",
            label="Active",
            kind=Kind.YES_NO,
            section="person",
            default=True,
            listed=True,
            help="Who is not active can't sign in to a shared database; what they did keeps their name.",
        ),
        Field(name="image", label="Image", kind=Kind.IMAGE, section="person"),
        Field(
            name="department",
            label="Department",
            kind=Kind.PICK,
            pick_list="department",
            section="person",
            searched=True,
            listed=True,
        ),
        Field(name="manager_id", label="Manager", kind=Kind.RECORD, target="staff", section="person"),
        Field(
            name="customer_id",
            label="Customer record",
            kind=Kind.RECORD,
            target="customer",
            section="person",
            help="The internal customer who this person is, if the desk serves them too.",
        ),
        Field(
            name="company_id",
            label="Works for",
            kind=Kind.RECORD,
            target="company",
            section="person",
            help="The operating company whose records this person works with. Left blank, those of all of them.",
        ),
        Field(name="roles", label="Roles", kind=Kind.ITEMS, items=STAFF_ROLE, section="roles"),
    ),
)
"""What a role allows adds up with what the others do."""
