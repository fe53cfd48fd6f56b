"""What people work on, in lists of their own: all that the window has to know of before it is painted."""

from app.models.contract import CONTRACT, SERVICE
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.interaction import INTERACTION
from app.models.note import NOTE
from app.models.product import PACKAGE, PRODUCT
from app.models.review import REVIEW

DESK_TYPES: dict[str, RecordType] = {
    record_type.name: record_type
    for record_type in (CUSTOMER, CONTRACT, SERVICE, INTERACTION, NOTE, PRODUCT, PACKAGE, REVIEW)
}
"""By name, in the order in which people are shown them; others are kept in the settings, or belong to something."""
