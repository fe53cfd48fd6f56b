"""A process that saves customers as fast as it can: `python -m tests.end_to_end.saver PLACE COUNT`.

It prints `id version` when a save is confirmed, and not before. Every third save changes the customer made before it.
"""

import os
import sys

from app.models.customer import CUSTOMER
from app.models.servers import parse_place
from app.models.values import Content
from app.services.staff import current_actor
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests import factories


def save(work, company_id, number, last):
    """Make a customer with child rows, or give the last one another name."""
    if number % 3 == 2:
        content = Content({**last.content.values, "full_name": f"Changed {number}"}, last.content.items)
        return work.update(CUSTOMER, last, content)
    content = factories.customer_content(
        f"Customer {number}",
        customer_code=f"{os.getpid()}-{number}",
        phones=[factories.phone()],
        emails=[factories.email(f"c{number}@example.com")],
    )
    return work.create(CUSTOMER, company_id, content)


def main(place, count):
    """Save so many times, each in a transaction of its own."""
    database = open_database(place)
    with database.reading() as connection:
        company_id = factories.first_company(connection)
    last = None
    for number in range(count):
        with database.writing() as connection:
            work = UnitOfWork(connection, current_actor(connection))
            last = save(work, company_id, number, last)
        sys.stdout.write(f"{last.id} {last.version}\n")
        sys.stdout.flush()
    database.close()


if __name__ == "__main__":
    main(parse_place(sys.argv[1]), int(sys.argv[2]))
