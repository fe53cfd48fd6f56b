"""Every record type of the program, by name: the one place that lists them; and which of them refer to which."""

from collections.abc import Iterator
from functools import cache

from app.models.attachment import ATTACHMENT
from app.models.company import COMPANY
from app.models.contract import CONTRACT, SERVICE
from app.models.customer import CUSTOMER
from app.models.fields import Field, RecordType, item_type
from app.models.image import IMAGE
from app.models.interaction import INTERACTION
from app.models.invoice import INVOICE
from app.models.note import NOTE
from app.models.payment import PAYMENT
from app.models.pick_lists import PICK_VALUE
from app.models.product import PACKAGE, PRODUCT
from app.models.review import REVIEW
from app.models.role import ROLE
from app.models.staff import STAFF
from app.models.team import TEAM
from app.models.workgroup import WORKGROUP

RECORD_TYPES: dict[str, RecordType] = {
    record_type.name: record_type
    for record_type in (
        COMPANY,
        IMAGE,
        PICK_VALUE,
        CUSTOMER,
        STAFF,
        TEAM,
        WORKGROUP,
        ROLE,
        PRODUCT,
        PACKAGE,
        CONTRACT,
        SERVICE,
        INTERACTION,
        INVOICE,
        PAYMENT,
        NOTE,
        REVIEW,
        ATTACHMENT,
    )
}
"""In the order in which their tables depend on each other; but for people, who made all that they belong to."""


def referring_fields(record_type: RecordType) -> Iterator[tuple[RecordType, Field, Field | None]]:
    """The fields, of any type, in which people let a record refer to one of this type; of child rows, with their part."""
    for other in RECORD_TYPES.values():
        for field in other.value_fields:
            if field.refers_to == record_type.name:
                yield other, field, None
        for field in other.item_fields:
            for part in item_type(field).value_fields:
                if part.refers_to == record_type.name:
                    yield other, field, part


@cache
def belonging(record_type: RecordType) -> tuple[tuple[RecordType, Field], ...]:
    """The types of which records belong to one of this type, each with the field by which they do."""
    return tuple((other, field) for other, field, _ in referring_fields(record_type) if field.belongs)
