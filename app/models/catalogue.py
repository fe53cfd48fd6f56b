"""Every record type of the program, by name: the one place that lists them."""

from app.models.company import COMPANY
from app.models.contract import CONTRACT, SERVICE
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.image import IMAGE
from app.models.interaction import INTERACTION
from app.models.note import NOTE
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
        NOTE,
        REVIEW,
    )
}
"""In the order in which their tables depend on each other; but for people, who made all that they belong to."""
