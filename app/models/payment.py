"""The declaration of a payment: what came in for an invoice, or went back."""

from app.models.common_fields import customer_field
from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section
from app.models.money import MONEY_PLACES

APPROVED, DECLINED, REFUNDED = "approved", "declined", "refunded"

PAYMENT = RecordType(
    name="payment",
    label="Payment",
    plural="Transactions",
    title=FirstOf(("name",)),
    first_sorting=("paid_on", True),
    happens=("paid_on",),
    facts=("payment_state", "paid_on", "amount", "currency"),
    sections=(Section("payment", "Payment"),),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="For", edited=False, computed=True, searched=True),
        Field(
            name="invoice_id",
            label="Invoice",
            kind=Kind.RECORD,
            target="invoice",
            section="payment",
            required=True,
            belongs=True,
        ),
        customer_field("payment", follows="invoice_id"),
        Field(
            name="paid_on",
            label="Date",
            kind=Kind.DATE,
            section="payment",
            sort_index=True,
            listed=True,
            help="Left blank, today.",
        ),
        Field(
            name="amount",
            label="Amount",
            kind=Kind.DECIMAL,
            places=MONEY_PLACES,
            least_places=2,
            section="payment",
            required=True,
            least=0,
            listed=True,
        ),
        Field(name="currency", label="Currency", kind=Kind.CURRENCY, edited=False, max_length=3, listed=True),
        Field(
            name="payment_state",
            label="State",
            kind=Kind.CHOICE,
            section="payment",
            required=True,
            default=APPROVED,
            listed=True,
            choices=(Choice(APPROVED, "Approved"), Choice(DECLINED, "Declined"), Choice(REFUNDED, "Refunded")),
            help="What is refunded went back to the customer.",
        ),
        Field(
            name="method",
            label="Method",
            kind=Kind.CHOICE,
            section="payment",
            listed=True,
            choices=(
                Choice("cash", "Cash"),
                Choice("card", "Card"),
                Choice("transfer", "Bank transfer"),
                Choice("debit", "Direct debit"),
                Choice("cheque", "Cheque"),
                Choice("other", "Other"),
            ),
        ),
        Field(name="reference", label="Reference", section="payment", max_length=120, searched=True),
        Field(name="gateway_ref", label="Gateway transaction", section="payment", max_length=120, searched=True),
    ),
)
"""It is called as its invoice is; the customer and the currency are those of the invoice."""
