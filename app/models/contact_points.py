"""The declaration of where a customer is reached: the child rows for phones, e-mails and addresses."""

from app.models.fields import NATIONAL_DIGITS_LIMIT, Choice, Field, Kind, RecordType


def _forms_of(name: str, label: str) -> tuple[Field, Field]:
    """What is kept beside the typed number of that name, so that any spelling of it finds the record."""
    return (
        Field(
            name=f"{name}_e164",
            label=f"{label}, international",
            max_length=20,
            looked_up=name == "phone",
            searched=True,
            edited=False,
            follows=name,
        ),
        Field(
            name=f"{name}_national",
            label=f"{label}, national digits",
            max_length=NATIONAL_DIGITS_LIMIT,
            searched=True,
            edited=False,
            follows=name,
        ),
    )


PHONE = RecordType(
    name="phone",
    label="Phone",
    plural="Phones",
    parent="customer",
    title=lambda values: str(values.get("number") or ""),
    fields=(
        Field(name="label", label="Label", kind=Kind.PICK, pick_list="phone_label", default="Work"),
        Field(name="number", label="Number", kind=Kind.PHONE, required=True, max_length=64, searched=True),
        Field(
            name="e164",
            label="International form",
            max_length=20,
            looked_up=True,
            searched=True,
            edited=False,
            follows="number",
        ),
        Field(
            name="national",
            label="National digits",
            max_length=NATIONAL_DIGITS_LIMIT,
            searched=True,
            edited=False,
            follows="number",
        ),
        Field(name="extension", label="Extension", max_length=20, edited=False, follows="number"),
        Field(name="carrier", label="Mobile carrier", kind=Kind.PICK, pick_list="mobile_carrier", open_list=True),
        Field(name="is_primary", label="Primary", kind=Kind.YES_NO, default=False),
    ),
)

EMAIL = RecordType(
    name="email",
    label="E-mail",
    plural="E-mails",
    parent="customer",
    title=lambda values: str(values.get("address") or ""),
    fields=(
        Field(name="label", label="Label", kind=Kind.PICK, pick_list="email_label", default="Work"),
        Field(
            name="address",
            label="E-mail address",
            kind=Kind.EMAIL,
            required=True,
            max_length=254,
            searched=True,
            sort_index=True,
        ),
        Field(name="is_primary", label="Primary", kind=Kind.YES_NO, default=False),
    ),
)

ADDRESS = RecordType(
    name="address",
    label="Address",
    plural="Addresses",
    parent="customer",
    main=lambda values: values.get("type") == "primary",
    title=lambda values: ", ".join(str(values[part]) for part in ("street", "city") if values.get(part)),
    fields=(
        Field(
            name="type",
            label="Type",
            kind=Kind.CHOICE,
            required=True,
            default="primary",
            choices=(
                Choice("primary", "Primary"),
                Choice("secondary", "Secondary"),
                Choice("billing", "Billing"),
                Choice("shipping", "Shipping"),
            ),
        ),
        Field(name="same_as_billing", label="Same as billing", kind=Kind.YES_NO, default=False),
        Field(name="contact_name", label="Contact name", searched=True),
        Field(name="business_name", label="Business name", searched=True),
        Field(name="street", label="Street", searched=True),
        Field(name="street2", label="Street, second line", searched=True),
        Field(name="city", label="City", searched=True),
        Field(name="state_or_province", label="State or province", searched=True),
        Field(name="postal_code", label="Postal code", max_length=20, searched=True),
        Field(name="country", label="Country", kind=Kind.COUNTRY),
        Field(name="phone", label="Phone", kind=Kind.PHONE, max_length=64, searched=True),
        *_forms_of("phone", "Phone"),
        Field(name="fax", label="Fax", kind=Kind.PHONE, max_length=64, searched=True),
        *_forms_of("fax", "Fax"),
        Field(name="email", label="E-mail", kind=Kind.EMAIL, max_length=254, searched=True),
    ),
)
