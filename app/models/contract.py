"""The declaration of contracts, and of the services and products that run under them."""

from decimal import Decimal

from app.models.common_fields import customer_field
from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section
from app.models.service_levels import SLA_LEVELS

DRAFT, ACTIVE, EXPIRED, CANCELLED = "draft", "active", "expired", "cancelled"
EXPIRING_DAYS = 30
"""So many days before its end a service is listed as one that expires soon."""

RUNNING, PAUSED, ENDED = "running", "paused", "ended"

CONTRACT = RecordType(
    name="contract",
    label="Contract",
    plural="Contracts",
    title=FirstOf(("title", "number")),
    code="number",
    facts=("number", "contract_status", "starts_on", "ends_on"),
    happens=("starts_on", "ends_on"),
    sections=(Section("contract", "Contract"), Section("terms", "Terms")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(
            name="number",
            label="Number",
            section="contract",
            max_length=64,
            series="contract",
            sort_index=True,
            unique=True,
            listed=True,
            searched=True,
            help="Left blank, the next one is made.",
        ),
        Field(name="title", label="Title", section="contract", searched=True),
        customer_field("contract"),
        Field(
            name="contract_status",
            label="Status",
            kind=Kind.CHOICE,
            section="contract",
            required=True,
            default=DRAFT,
            listed=True,
            choices=(
                Choice(DRAFT, "Draft"),
                Choice(ACTIVE, "Active"),
                Choice(EXPIRED, "Expired"),
                Choice(CANCELLED, "Cancelled"),
            ),
        ),
        Field(name="starts_on", label="Start", kind=Kind.DATE, section="contract", sort_index=True, listed=True),
        Field(name="ends_on", label="End", kind=Kind.DATE, section="contract", sort_index=True, listed=True),
        Field(name="sla_level", label="SLA level", kind=Kind.CHOICE, section="contract", choices=SLA_LEVELS),
        Field(name="terms", label="Terms", kind=Kind.LONG_TEXT, section="terms", searched=True, max_length=20_000),
    ),
)

SERVICE = RecordType(
    name="service",
    label="Service",
    plural="Services",
    title=FirstOf(("name",)),
    facts=("service_status", "starts_on", "expires_on"),
    happens=("starts_on", "expires_on"),
    sections=(Section("service", "Service"),),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Product or service", searched=True, edited=False),
        Field(
            name="contract_id",
            label="Contract",
            kind=Kind.RECORD,
            target="contract",
            section="service",
            required=True,
            belongs=True,
            listed=True,
        ),
        customer_field("service", follows="contract_id"),
        Field(
            name="product_id",
            label="Product or service",
            kind=Kind.RECORD,
            target="product",
            section="service",
            required=True,
        ),
        Field(
            name="quantity",
            label="Quantity",
            kind=Kind.DECIMAL,
            section="service",
            required=True,
            default=Decimal(1),
            least=0,
            listed=True,
        ),
        Field(
            name="price",
            label="Price",
            kind=Kind.DECIMAL,
            section="service",
            least=0,
            follows="product_id",
            help="Of one, as the product cost when it was added.",
        ),
        Field(
            name="currency",
            label="Currency",
            kind=Kind.CURRENCY,
            section="service",
            max_length=3,
            follows="product_id",
        ),
        Field(name="starts_on", label="Start", kind=Kind.DATE, section="service", sort_index=True, listed=True),
        Field(
            name="expires_on",
            label="Expires",
            kind=Kind.DATE,
            section="service",
            sort_index=True,
            listed=True,
            help="Left blank, it runs until somebody ends it.",
        ),
        Field(
            name="service_status",
            label="Status",
            kind=Kind.CHOICE,
            section="service",
            required=True,
            default=RUNNING,
            listed=True,
            choices=(Choice(RUNNING, "Running"), Choice(PAUSED, "Paused"), Choice(ENDED, "Ended")),
        ),
        Field(
            name="package_id",
            label="Package",
            kind=Kind.RECORD,
            target="package",
            section="service",
            edited=False,
            help="With which it was added.",
        ),
    ),
)
"""It says what was sold as it was called, and what it cost, then; the customer is that of its contract."""
