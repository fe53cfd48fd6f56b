"""The declaration of an operating company, the tenant to which every record belongs."""

from app.models.codes import MOST_DIGITS
from app.models.fields import Choice, Field, FirstOf, Kind, RecordType, Section

FULL_NAME = "full_name"
FIRST_AND_LAST = "first_and_last"
PERSON_OR_BUSINESS = "person_or_business"

UNIQUE_FOR_PORTAL = "unique_for_portal"
UNIQUE_ALWAYS = "unique_always"


COLOURS = tuple(
    Choice(name.lower(), name)
    for name in ("Red", "Orange", "Yellow", "Green", "Teal", "Blue", "Indigo", "Purple", "Pink", "Brown")
)
"""Apart enough to be told from each other at a glance; how each looks, light and dark, is the window's to say."""


def _series(name: str, label: str, prefix: str) -> tuple[Field, Field, Field]:
    """How the numbers of a series are made (`Field.series`)."""
    return (
        Field(name=f"{name}_prefix", label=f"{label} prefix", section="series", max_length=20, default=prefix),
        Field(
            name=f"{name}_start",
            label=f"{label} start at",
            kind=Kind.INTEGER,
            section="series",
            default=1000,
            least=0,
        ),
        Field(
            name=f"{name}_length",
            label=f"{label}, digits",
            kind=Kind.INTEGER,
            section="series",
            default=0,
            least=0,
            most=MOST_DIGITS,
            help="Numbers are filled with zeros to this many digits; 0 leaves them as they are.",
        ),
    )


COMPANY = RecordType(
    name="company",
    label="Operating company",
    plural="Operating companies",
    title=FirstOf(("name", "code")),
    sections=(
        Section("company", "Company"),
        Section("rules", "Rules for customers"),
        Section("series", "Numbers"),
        Section("invoices", "Invoices"),
    ),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="code", label="Code", section="company", required=True, max_length=20, listed=True, searched=True),
        Field(name="name", label="Name", section="company", required=True, searched=True),
        Field(name="active", label="Active", kind=Kind.YES_NO, section="company", default=True, listed=True),
        Field(
            name="default_country",
            label="Country",
            kind=Kind.COUNTRY,
            section="company",
            required=True,
            default="US",
            listed=True,
            help="Bare phone numbers are read as numbers of this country, and new addresses start there.",
        ),
        Field(name="currency", label="Currency", kind=Kind.CURRENCY, section="company", default="USD", required=True),
        Field(
            name="time_zone", label="Time zone", kind=Kind.TIME_ZONE, section="company", default="UTC", required=True
        ),
        Field(
            name="code_prefix",
            label="Customer code prefix",
            section="rules",
            max_length=20,
            default="CST",
            help="Codes made for new customers start with it.",
        ),
        Field(name="code_start", label="First number", kind=Kind.INTEGER, section="rules", default=1000),
        Field(
            name="code_length",
            label="Digits",
            kind=Kind.INTEGER,
            section="rules",
            default=0,
            help="Numbers are filled with zeros to this many digits; 0 leaves them as they are.",
        ),
        Field(
            name="code_pattern",
            label="Pattern for typed codes",
            section="rules",
            max_length=64,
            help="A is a letter, 9 a digit, X either, anything else itself, as in AA-9999.",
        ),
        Field(
            name="name_rule",
            label="A customer needs",
            kind=Kind.CHOICE,
            section="rules",
            required=True,
            default=FULL_NAME,
            choices=(
                Choice(FULL_NAME, "A full name"),
                Choice(FIRST_AND_LAST, "A first and a last name"),
                Choice(PERSON_OR_BUSINESS, "The name of a person or a business"),
            ),
        ),
        Field(
            name="email_rule",
            label="An e-mail address is",
            kind=Kind.CHOICE,
            section="rules",
            required=True,
            default=UNIQUE_FOR_PORTAL,
            choices=(
                Choice(UNIQUE_FOR_PORTAL, "Unique for portal accounts, else a warning"),
                Choice(UNIQUE_ALWAYS, "Unique among all customers"),
            ),
        ),
        Field(
            name="extends_rights",
            label="Rights extend around the customer",
            kind=Kind.YES_NO,
            section="rules",
            default=False,
            help="Whoever may see, add, edit or delete what belongs to their reports, department, team or workgroups may do"
            " so with the customers whom they manage, or who are of their department, team or workgroups.",
        ),
        Field(
            name="colour",
            label="Colour",
            kind=Kind.CHOICE,
            section="company",
            choices=COLOURS,
            help="Stands across the top of the window while one works for the company, so that nobody takes it for another.",
        ),
        *_series("contract", "Contracts", "CON"),
        *_series("invoice", "Invoices", "INV"),
        *_series("order", "Orders", "ORD"),
        *_series("quote", "Quotes", "QUO"),
        *_series("estimate", "Estimates", "EST"),
        *_series("credit_note", "Credit notes", "CN"),
        Field(
            name="letterhead",
            label="Address",
            kind=Kind.LONG_TEXT,
            section="invoices",
            max_length=1_000,
            help="Printed below the company's name: street and city, tax number, bank account.",
        ),
        Field(
            name="due_days",
            label="Days until due",
            kind=Kind.INTEGER,
            section="invoices",
            default=30,
            least=0,
            most=3650,
            help="How long after its date an invoice is due, where nobody says another day.",
        ),
        Field(name="logo", label="Logo", kind=Kind.IMAGE, section="company"),
    ),
)

TERMS = (
    *("currency", "time_zone", "due_days"),
    *(field.name for field in COMPANY.in_section("series")),
)
"""By what numbers and amounts are made, whoever makes them: also somebody who sees no companies."""
