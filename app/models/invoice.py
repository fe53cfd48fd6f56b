"""The declaration of invoices, and of what goes before and behind them: estimates, quotes, orders, credit notes."""

from decimal import Decimal

from app.models.common_fields import customer_field
from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section
from app.models.invoice_status import DRAFT, STATUSES
from app.models.money import ALL, COUNTRY, LINE_HALF_EVEN, MONEY_PLACES, NONE, STATE
from app.models.origins import ORIGIN_FIELDS

INVOICE_KIND, ORDER, QUOTE, ESTIMATE, CREDIT_NOTE = "invoice", "order", "quote", "estimate", "credit_note"
DOCUMENT_TYPES = (
    Choice(INVOICE_KIND, "Invoice"),
    Choice(ORDER, "Order"),
    Choice(QUOTE, "Quote"),
    Choice(ESTIMATE, "Estimate"),
    Choice(CREDIT_NOTE, "Credit note"),
)
PAYABLE = frozenset({INVOICE_KIND, ORDER, CREDIT_NOTE})
"""What somebody pays: estimates and quotes only say what it would be."""

BECOMES_INVOICE = frozenset({ORDER, QUOTE, ESTIMATE})
MOST_LINES = 100


def _money(name: str, label: str, section: str = "totals", *, listed: bool = False) -> Field:
    """An amount that follows from the lines or the payments."""
    return Field(
        name=name,
        label=label,
        kind=Kind.DECIMAL,
        places=MONEY_PLACES,
        least_places=2,
        section=section,
        edited=False,
        computed=True,
        listed=listed,
    )


INVOICE_LINE = RecordType(
    name="invoice_line",
    label="Line",
    plural="Lines",
    parent="invoice",
    title=FirstOf(("text",)),
    main=lambda values: False,
    fields=(
        Field(name="product_id", label="Product or service", kind=Kind.RECORD, target="product"),
        Field(name="text", label="Product or text", required=True, max_length=500, searched=True),
        Field(name="quantity", label="Quantity", kind=Kind.DECIMAL, required=True, default=Decimal(1), least_places=0),
        Field(
            name="unit_price",
            label="Unit price",
            kind=Kind.DECIMAL,
            places=MONEY_PLACES,
            least_places=2,
            required=True,
            default=Decimal(0),
        ),
        Field(
            name="discount",
            label="Discount",
            kind=Kind.DECIMAL,
            least=0,
            most=100,
            least_places=0,
            help="In percent of the price; an amount to be taken off is a line of its own.",
        ),
        Field(name="tax_rate", label="Tax", kind=Kind.DECIMAL, places=3, least_places=0, least=0, most=100),
        Field(name="state_tax_rate", label="State tax", kind=Kind.DECIMAL, places=3, least_places=0, least=0, most=100),
        _money("amount", "Amount", ""),
        _money("country_tax", "Country tax", ""),
        _money("state_tax", "State or provincial tax", ""),
    ),
)
"""A product, whose text, price and taxes are those of the day on which it was picked, or any text."""

INVOICE = RecordType(
    name="invoice",
    label="Invoice",
    plural="Invoices",
    title=FirstOf(("number", "name")),
    code="number",
    kinds=DOCUMENT_TYPES,
    kind_name="document_type",
    happens=("date",),
    apart=("integration", "external_ref"),
    first_sorting=("date", True),
    facts=("document_type", "payment_status", "due_on", "total", "currency"),
    sections=(
        Section("invoice", "Invoice"),
        Section("lines", "Lines"),
        Section("totals", "Totals"),
        Section("payment", "Payment"),
        Section("notes", "Notes"),
    ),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(
            name="document_type",
            label="Document",
            kind=Kind.CHOICE,
            required=True,
            default=INVOICE_KIND,
            edited=False,
            listed=True,
            choices=DOCUMENT_TYPES,
        ),
        customer_field("invoice"),
        Field(
            name="number",
            label="Number",
            section="invoice",
            max_length=64,
            series="invoice",
            series_by="document_type",
            gapless=True,
            unique=True,
            sort_index=True,
            searched=True,
            help="Left blank, the next one is made when the draft is issued.",
        ),
        Field(name="name", label="Named", edited=False, computed=True, max_length=80),
        Field(
            name="date",
            label="Date",
            kind=Kind.DATE,
            section="invoice",
            sort_index=True,
            listed=True,
            help="Left blank, today.",
        ),
        Field(
            name="month",
            label="Month",
            section="invoice",
            max_length=7,
            help="The month it is counted in, such as 2026-11. Left blank, that of its date.",
        ),
        Field(
            name="currency",
            label="Currency",
            kind=Kind.CURRENCY,
            section="invoice",
            max_length=3,
            help="Left blank, that of the operating company.",
        ),
        Field(name="store_id", label="Store ID", section="invoice", max_length=64, searched=True),
        Field(
            name="made_from_id", label="Made from", kind=Kind.RECORD, target="invoice", section="invoice", edited=False
        ),
        Field(name="became_id", label="Became", kind=Kind.RECORD, target="invoice", section="invoice", edited=False),
        Field(
            name="payment_status",
            label="Status",
            kind=Kind.CHOICE,
            section="payment",
            required=True,
            default=DRAFT,
            listed=True,
            choices=STATUSES,
        ),
        Field(
            name="status_reason",
            label="Reason",
            section="payment",
            help="Why it has a status that doesn't follow from the one before.",
        ),
        Field(
            name="due_on",
            label="Due date",
            kind=Kind.DATE,
            section="payment",
            sort_index=True,
            listed=True,
            help="Left blank, as many days later as the operating company gives.",
        ),
        Field(name="lines", label="Lines", kind=Kind.ITEMS, items=INVOICE_LINE, section="lines"),
        Field(
            name="tax_exemption",
            label="Tax exempt",
            kind=Kind.CHOICE,
            section="totals",
            edited=False,
            computed=True,
            default=NONE,
            choices=(
                Choice(NONE, "None"),
                Choice(ALL, "All taxes"),
                Choice(STATE, "State or provincial"),
                Choice(COUNTRY, "Country"),
            ),
        ),
        Field(
            name="rounding",
            label="Rounding",
            kind=Kind.CHOICE,
            edited=False,
            computed=True,
            default=LINE_HALF_EVEN,
            choices=(Choice(LINE_HALF_EVEN, "Line by line, half to even"),),
        ),
        _money("net", "Net"),
        _money("country_tax", "Country tax"),
        _money("state_tax", "State or provincial tax"),
        _money("total", "Total", listed=True),
        _money("received", "Paid"),
        _money("returned", "Paid back"),
        _money("due", "Still due", listed=True),
        Field(name="lapses_on", label="Overdue from", kind=Kind.DATE, sort_index=True, edited=False, computed=True),
        Field(name="details", label="Details", kind=Kind.LONG_TEXT, section="notes", searched=True, max_length=20_000),
        Field(
            name="public_note",
            label="Public note",
            kind=Kind.LONG_TEXT,
            section="notes",
            searched=True,
            max_length=5_000,
            help="Printed, and so for the customer to read.",
        ),
        *ORIGIN_FIELDS,
    ),
)
"""A draft has no number; issued, it has one for ever, and is cancelled rather than thrown away."""
