"""The declaration of a customer."""

from app.models.contact_points import ADDRESS, EMAIL, PHONE
from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section, Sensitivity
from app.models.service_levels import SLA_LEVELS

INTERNAL = "internal"
EXTERNAL = "external"
_INTERNAL_ONLY = frozenset({INTERNAL})
_EXTERNAL_ONLY = frozenset({EXTERNAL})


def _name_part(name: str, label: str) -> Field:
    return Field(name=name, label=label, section="identification", max_length=120, searched=True, follows="full_name")


_IDENTIFICATION = (
    Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
    Field(
        name="kind",
        label="Kind",
        kind=Kind.CHOICE,
        required=True,
        default=EXTERNAL,
        edited=False,
        choices=(Choice(INTERNAL, "Internal"), Choice(EXTERNAL, "External")),
    ),
    Field(
        name="full_name",
        label="Full name",
        section="identification",
        searched=True,
        help="Type it as the person writes it; the parts below follow and can be corrected.",
    ),
    Field(name="pre", label="Title before", section="identification", max_length=60, follows="full_name"),
    _name_part("first", "First name"),
    _name_part("middle", "Middle name"),
    _name_part("last", "Last name"),
    Field(name="suffix", label="Suffix", section="identification", max_length=60, follows="full_name"),
    Field(name="nickname", label="Nickname", section="identification", max_length=120, searched=True),
    Field(
        name="business_name",
        label="Business name",
        section="identification",
        only=_EXTERNAL_ONLY,
        sort_index=True,
        listed=True,
        searched=True,
    ),
    Field(name="image", label="Image", kind=Kind.IMAGE, section="identification"),
    Field(
        name="customer_code",
        label="Customer code",
        section="identification",
        max_length=64,
        sort_index=True,
        unique=True,
        listed=True,
        searched=True,
        help="The account number. Left blank, the next one is made.",
    ),
    Field(name="former_codes", label="Former codes", kind=Kind.TAGS, searched=True, edited=False),
    Field(
        name="customer_status",
        label="Status",
        kind=Kind.CHOICE,
        section="identification",
        required=True,
        default="active",
        listed=True,
        choices=(Choice("active", "Active"), Choice("inactive", "Inactive")),
    ),
    Field(name="tags", label="Tags", kind=Kind.TAGS, section="identification", searched=True),
)

_EMPLOYMENT = (
    Field(name="employee_id", label="Employee ID", section="employment", max_length=64, searched=True),
    Field(
        name="employee_status",
        label="Employee status",
        kind=Kind.PICK,
        pick_list="employee_status",
        section="employment",
        max_length=80,
    ),
    Field(name="network_id", label="Network ID", section="employment", max_length=104, searched=True),
    Field(
        name="sam_account_name",
        label="SAM account name",
        section="employment",
        max_length=104,
        unique=True,
        searched=True,
    ),
    Field(name="directory_id", label="Directory ID", section="employment", max_length=64, edited=False),
    Field(
        name="department",
        label="Department",
        kind=Kind.PICK,
        pick_list="department",
        section="employment",
        recommended=True,
        sort_index=True,
        listed=True,
        searched=True,
    ),
    Field(name="title", label="Job title", section="employment", searched=True),
    Field(
        name="manager_id",
        label="Manager",
        kind=Kind.RECORD,
        target="customer",
        section="employment",
        recommended=True,
    ),
)

_CONTACT = (
    Field(
        name="phones",
        label="Phones",
        kind=Kind.ITEMS,
        items=PHONE,
        section="contact",
        recommended=True,
        sensitivity=Sensitivity.PERSONAL,
    ),
    Field(
        name="emails",
        label="E-mails",
        kind=Kind.ITEMS,
        items=EMAIL,
        section="contact",
        recommended=True,
        sensitivity=Sensitivity.PERSONAL,
    ),
    Field(
        name="phone",
        label="Phone",
        kind=Kind.PHONE,
        max_length=64,
        derived=("phones", "number"),
        sensitivity=Sensitivity.PERSONAL,
        sort_index=True,
        listed=True,
        edited=False,
    ),
    Field(
        name="email",
        label="E-mail",
        kind=Kind.EMAIL,
        max_length=254,
        derived=("emails", "address"),
        sensitivity=Sensitivity.PERSONAL,
        sort_index=True,
        listed=True,
        edited=False,
    ),
    Field(
        name="preferred_contact_time",
        label="Preferred contact time",
        kind=Kind.PICK,
        pick_list="contact_time",
        section="contact",
    ),
    Field(
        name="preferred_contact_mode",
        label="Preferred contact mode",
        kind=Kind.PICK,
        pick_list="contact_mode",
        section="contact",
    ),
    Field(name="preferred_language", label="Preferred language", kind=Kind.LANGUAGE, section="contact", max_length=35),
    Field(name="time_zone", label="Time zone", kind=Kind.TIME_ZONE, section="contact", max_length=64),
)

_PLACES = (
    Field(name="site", label="Site", kind=Kind.PICK, pick_list="site", section="location", searched=True),
    Field(name="building", label="Building", section="location", max_length=80, searched=True),
    Field(name="floor", label="Floor", section="location", max_length=20, searched=True),
    Field(name="room_or_desk", label="Room or desk", section="location", max_length=40, searched=True),
    Field(
        name="addresses",
        label="Addresses",
        kind=Kind.ITEMS,
        items=ADDRESS,
        section="addresses",
        sensitivity=Sensitivity.PERSONAL,
    ),
    Field(
        name="city",
        label="City",
        derived=("addresses", "city"),
        sort_index=True,
        listed=True,
        edited=False,
        sensitivity=Sensitivity.PERSONAL,
    ),
    Field(
        name="country",
        label="Country",
        kind=Kind.COUNTRY,
        derived=("addresses", "country"),
        sensitivity=Sensitivity.PERSONAL,
        edited=False,
        searched=True,
    ),
)

_SOCIAL = (
    Field(
        name="twitter_handle",
        label="Twitter handle",
        section="social",
        max_length=60,
        searched=True,
        sensitivity=Sensitivity.PERSONAL,
        help="Kept without the @.",
    ),
    Field(name="facebook_url", label="Facebook", kind=Kind.URL, section="social", sensitivity=Sensitivity.PERSONAL),
    Field(name="linkedin_url", label="LinkedIn", kind=Kind.URL, section="social", sensitivity=Sensitivity.PERSONAL),
    Field(
        name="social_media_status",
        label="Social media status",
        kind=Kind.PICK,
        pick_list="social_media_status",
        section="social",
    ),
)

_SERVICE = (
    Field(
        name="sla_level",
        label="SLA level",
        kind=Kind.CHOICE,
        section="service",
        recommended=True,
        listed=True,
        choices=SLA_LEVELS,
    ),
    Field(
        name="last_survey_date",
        label="Last survey date",
        kind=Kind.DATE,
        section="service",
        recommended=True,
        sort_index=True,
        help="A date, or words such as today or -90d.",
    ),
    Field(
        name="customer_category",
        label="Category",
        kind=Kind.CHOICE,
        section="classification",
        choices=(Choice("b2b", "B2B"), Choice("b2c", "B2C")),
    ),
    Field(
        name="customer_type", label="Customer type", kind=Kind.PICK, pick_list="customer_type", section="classification"
    ),
    Field(
        name="customer_segment",
        label="Segment",
        kind=Kind.PICK,
        pick_list="customer_segment",
        section="classification",
    ),
    Field(
        name="personality_type",
        label="Personality type",
        kind=Kind.PICK,
        pick_list="personality_type",
        section="classification",
        sensitivity=Sensitivity.CONFIDENTIAL,
    ),
)

_SALES = (
    Field(
        name="tax_exempt",
        label="Tax exempt",
        kind=Kind.CHOICE,
        section="sales",
        default="none",
        choices=(
            Choice("none", "None"),
            Choice("all", "All taxes"),
            Choice("state", "State or provincial"),
            Choice("country", "Country"),
        ),
    ),
    Field(
        name="tax_certificate",
        label="Certificate",
        section="sales",
        max_length=80,
        sensitivity=Sensitivity.CONFIDENTIAL,
    ),
    Field(name="tax_certificate_expires", label="Certificate expires", kind=Kind.DATE, section="sales"),
    Field(
        name="vat_number",
        label="VAT number",
        section="sales",
        max_length=32,
        searched=True,
        sensitivity=Sensitivity.CONFIDENTIAL,
    ),
    Field(name="accepts_marketing", label="Accepts marketing", kind=Kind.YES_NO, section="sales", default=False),
    Field(name="marketing_consent_on", label="Consent given on", kind=Kind.DATE, section="sales"),
    Field(name="marketing_consent_source", label="Consent given by", section="sales", max_length=80),
    Field(name="wholesale", label="Wholesale", kind=Kind.YES_NO, section="sales", default=False),
)

CUSTOMER = RecordType(
    name="customer",
    label="Customer",
    plural="Customers",
    title=FirstOf(("full_name", "business_name", "customer_code")),
    held=True,
    code="customer_code",
    facts=("customer_code", "kind", "customer_status", "sla_level"),
    kinds=(Choice(INTERNAL, "Internal customer"), Choice(EXTERNAL, "External customer")),
    sections=(
        Section("identification", "Identification"),
        Section("employment", "Employment", _INTERNAL_ONLY),
        Section("contact", "Contact"),
        Section("location", "Location", _INTERNAL_ONLY),
        Section("addresses", "Addresses"),
        Section("social", "Social"),
        Section("service", "Service"),
        Section("classification", "Classification"),
        Section("sales", "Sales", _EXTERNAL_ONLY),
    ),
    fields=(
        *_IDENTIFICATION,
        *_EMPLOYMENT,
        *_CONTACT,
        *_PLACES,
        *_SOCIAL,
        *_SERVICE,
        *_SALES,
    ),
)
