"""The declaration of an interaction: something that happened between a customer and the desk."""

from app.models.common_fields import customer_field
from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section
from app.models.origins import ORIGIN_FIELDS

INCOMING, OUTGOING = "incoming", "outgoing"

INTERACTION = RecordType(
    name="interaction",
    label="Interaction",
    plural="Interactions",
    title=FirstOf(("task", "interaction_type", "channel")),
    first_sorting=("at", True),
    happens=("at",),
    facts=("at", "interaction_type", "channel", "direction"),
    sections=(Section("interaction", "Interaction"), Section("details", "Details")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        customer_field("interaction"),
        Field(
            name="at",
            label="When",
            kind=Kind.DATE_TIME,
            section="interaction",
            sort_index=True,
            listed=True,
            help="Left blank, now.",
        ),
        Field(
            name="interaction_type",
            label="Type",
            kind=Kind.PICK,
            pick_list="interaction_type",
            open_list=True,
            section="interaction",
            recommended=True,
            listed=True,
            searched=True,
        ),
        Field(
            name="channel",
            label="Channel",
            kind=Kind.PICK,
            pick_list="interaction_channel",
            open_list=True,
            section="interaction",
            recommended=True,
            listed=True,
            searched=True,
        ),
        Field(
            name="task",
            label="Task",
            section="interaction",
            searched=True,
            help="What kind of interaction it was, in a few words.",
        ),
        Field(
            name="transaction_type",
            label="Transaction type",
            kind=Kind.PICK,
            pick_list="transaction_type",
            section="interaction",
        ),
        Field(
            name="direction",
            label="Direction",
            kind=Kind.CHOICE,
            section="interaction",
            listed=True,
            choices=(Choice(INCOMING, "Incoming"), Choice(OUTGOING, "Outgoing")),
        ),
        Field(
            name="duration",
            label="Duration",
            kind=Kind.INTEGER,
            section="interaction",
            least=0,
            help="In minutes.",
        ),
        Field(name="staff_id", label="Member of staff", kind=Kind.RECORD, target="staff", section="interaction"),
        Field(
            name="details", label="Details", kind=Kind.LONG_TEXT, section="details", searched=True, max_length=20_000
        ),
        *ORIGIN_FIELDS,
    ),
)
