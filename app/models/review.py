"""The declaration of a product review: what a customer says of a product, as a shop or another program passes it on."""

from app.models.common_fields import customer_field
from app.models.fields import Field, FirstOf, Kind, RecordType, Section

REVIEW = RecordType(
    name="review",
    label="Product review",
    plural="Product reviews",
    title=FirstOf(("text", "name")),
    first_sorting=("at", True),
    facts=("rating", "product_id", "at", "store"),
    happens=("at",),
    apart=("integration", "external_ref"),
    by_hand=False,
    sections=(Section("review", "Product review"), Section("origin", "Origin")),
    fields=(
        Field(name="display_name", label="Review", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="What was reviewed", edited=False, searched=True),
        Field(
            name="rating",
            label="Rating",
            kind=Kind.INTEGER,
            section="review",
            required=True,
            least=1,
            most=5,
            stars=True,
            sort_index=True,
            listed=True,
        ),
        Field(name="text", label="Text", kind=Kind.LONG_TEXT, section="review", searched=True, max_length=20_000),
        Field(
            name="at",
            label="When",
            kind=Kind.DATE_TIME,
            section="review",
            sort_index=True,
            listed=True,
            help="Left blank, now.",
        ),
        Field(
            name="product_id",
            label="Product or service",
            kind=Kind.RECORD,
            target="product",
            section="review",
            required=True,
            belongs=True,
            listed=True,
        ),
        customer_field("review"),
        Field(name="store", label="Store", section="origin", max_length=80, listed=True, searched=True),
        Field(name="integration", label="Integration", section="origin", max_length=80),
        Field(name="external_ref", label="Reference elsewhere", section="origin", max_length=120, searched=True),
    ),
)
"""One without a text is called as the product was when it was reviewed."""
