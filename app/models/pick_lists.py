"""The declaration of a pick value and the lists as delivered."""

from app.models.fields import Field, FirstOf, Kind, RecordType, Section

PICK_VALUE = RecordType(
    name="pick_value",
    label="Pick list value",
    plural="Pick list values",
    title=FirstOf(("label", "value")),
    sections=(Section("value", "Value"),),
    fields=(
        Field(name="display_name", label="Label", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="pick_list", label="List", required=True, edited=False, max_length=64),
        Field(name="value", label="Stored as", required=True, edited=False),
        Field(name="label", label="Label", section="value", required=True, searched=True),
        Field(name="position", label="Position", kind=Kind.INTEGER, default=0, edited=False),
        Field(name="active", label="Offered", kind=Kind.YES_NO, section="value", default=True, listed=True),
    ),
)
"""One value of a pick list. What records store is `value`, which never changes; people read `label`, which may."""

PICK_LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "employee_status": ("Employee status", ("Active", "On leave", "Contractor", "Terminated")),
    "department": (
        "Department",
        (
            "Customer service",
            "Engineering",
            "Facilities",
            "Finance",
            "Human resources",
            "Information technology",
            "Legal",
            "Management",
            "Marketing",
            "Operations",
            "Purchasing",
            "Sales",
        ),
    ),
    "phone_label": ("Phone label", ("Work", "Mobile", "Home", "Fax", "Pager", "Other")),
    "email_label": ("E-mail label", ("Work", "Personal", "Other")),
    "mobile_carrier": ("Mobile carrier", ()),
    "contact_time": (
        "Preferred contact time",
        ("Any time", "Morning", "Afternoon", "Evening", "Business hours"),
    ),
    "contact_mode": ("Preferred contact mode", ("E-mail", "Call", "SMS")),
    "site": ("Site", ("Headquarters",)),
    "social_media_status": ("Social media status", ("None", "Follower", "Active", "Influencer")),
    "customer_type": ("Customer type", ("Prospect", "New", "Regular", "VIP", "Former")),
    "customer_segment": (
        "Customer segment",
        ("Enterprise", "Mid-market", "Small business", "Consumer", "Public sector"),
    ),
    "interaction_type": (
        "Interaction type",
        ("Purchase", "Inquiry", "Social media engagement", "Complaint", "Support"),
    ),
    "interaction_channel": (
        "Interaction channel",
        ("Phone", "E-mail", "Chat", "SMS", "Store", "Web", "Facebook", "X/Twitter", "LinkedIn"),
    ),
    "transaction_type": ("Transaction type", ("Sale", "Refund", "Exchange", "Payment", "Information", "None")),
    "personality_type": ("Personality type", ("Analytical", "Driver", "Amiable", "Expressive")),
}
"""Every pick list by name: its title and the values it starts with."""
