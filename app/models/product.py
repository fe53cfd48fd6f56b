"""The declaration of what is sold: products, services, and packages of them."""

from decimal import Decimal

from app.models.common_fields import code_field
from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section
from app.models.referring import referring_rows

PRODUCT = RecordType(
    name="product",
    label="Product or service",
    plural="Products and services",
    title=FirstOf(("name", "code")),
    code="code",
    facts=("code", "kind", "price", "currency"),
    sections=(Section("product", "Product or service"), Section("price", "Price and tax")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="product", required=True, searched=True),
        code_field("product"),
        Field(
            name="kind",
            label="Kind",
            kind=Kind.CHOICE,
            section="product",
            required=True,
            default="product",
            listed=True,
            choices=(Choice("product", "Product"), Choice("service", "Service")),
        ),
        Field(name="active", label="Offered", kind=Kind.YES_NO, section="product", default=True, listed=True),
        Field(name="description", label="Description", kind=Kind.LONG_TEXT, section="product", searched=True),
        Field(name="price", label="Price", kind=Kind.DECIMAL, section="price", least=0, listed=True),
        Field(
            name="currency",
            label="Currency",
            kind=Kind.CURRENCY,
            section="price",
            max_length=3,
            help="Left blank, that of the operating company.",
        ),
        Field(
            name="tax_rate",
            label="Tax rate",
            kind=Kind.DECIMAL,
            places=3,
            section="price",
            least=0,
            most=100,
            help="In percent of the price.",
        ),
        Field(
            name="state_tax_rate",
            label="State or provincial tax rate",
            kind=Kind.DECIMAL,
            places=3,
            section="price",
            least=0,
            most=100,
            help="In percent of the price, beside the country's; who is exempt of one may owe the other.",
        ),
    ),
)

PACKAGE_ITEM = referring_rows(
    "package_item",
    "Product",
    parent="package",
    to="product",
    called="Product",
    more=(Field(name="quantity", label="Quantity", kind=Kind.DECIMAL, required=True, default=Decimal(1), least=0),),
)

PACKAGE = RecordType(
    name="package",
    label="Package",
    plural="Packages",
    title=FirstOf(("name", "code")),
    code="code",
    facts=("code",),
    sections=(Section("package", "Package"), Section("products", "Products")),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="package", required=True, searched=True),
        code_field("package"),
        Field(name="active", label="Offered", kind=Kind.YES_NO, section="package", default=True, listed=True),
        Field(name="description", label="Description", kind=Kind.LONG_TEXT, section="package", searched=True),
        Field(name="products", label="Products", kind=Kind.ITEMS, items=PACKAGE_ITEM, section="products"),
    ),
)
"""Applying one to a contract adds a service for each of its products."""
