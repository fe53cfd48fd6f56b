"""Every record type of the program, by name: the one place that lists them."""

from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.image import IMAGE
from app.models.pick_lists import PICK_VALUE

RECORD_TYPES: dict[str, RecordType] = {
    record_type.name: record_type for record_type in (COMPANY, IMAGE, PICK_VALUE, CUSTOMER)
}
"""In the order in which their tables depend on each other."""
