"""What tests of copies compare, and copies that end before they are done."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from decimal import Decimal

from app.errors import CancelledError
from app.models.attachment import PIECE_BYTES
from app.models.customer import CUSTOMER
from app.models.values import Content, Item
from app.services.attachment_jobs import FileSource, attach_files
from app.services.records import save_record
from app.services.staff import current_actor
from app.store import copy_file
from app.store.copy_server import ServerSource
from app.store.copying import copied_tables, digest_of
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.processes import ROOT

AT_ONCE = 100
FULL = "full"
"""Of the database that full ones are made of; their roles begin with it."""

COPIER = f"""\
import os, signal, sys, time
from pathlib import Path
from app.models.servers import parse_address
from app.services.copying import copy_to_file, copy_to_server
from app.store import copying

copying.AT_ONCE = {AT_ONCE}  # so few that tables go in several pieces

act, path, address, share = sys.argv[1], Path(sys.argv[2]), parse_address(sys.argv[3]), float(sys.argv[4])
started = time.monotonic()
def tell(done, total):
    print(done, total, flush=True)
    if done > total * share: os.kill(os.getpid(), signal.SIGKILL)
print("begin", flush=True)
if act == "up":
    copy_to_server(path, address, tell)
else:
    copy_to_file(address, path, None, tell)
print("end", time.monotonic() - started, flush=True)
"""


def edit_somebody(place, name="Zoë Ångström"):
    """Make a customer and edit her."""
    with closing(open_database(place)) as database:
        record = factories.stored_customer(database, factories.customer_content(name, tags=("vip", "日本")))
        with database.writing() as connection:
            work = UnitOfWork(connection, current_actor(connection))
            work.update(CUSTOMER, record, Content({**record.values, "nickname": "Zo"}, record.items))
    return record.id


def attach_something(place):
    """Make a customer with a file of several pieces."""
    with closing(open_database(place)) as database:
        key = factories.stored_customer(database, factories.customer_content("Ada Attached")).key
    source = FileSource("plan.pdf", b"%PDF-1.7 " + bytes(3 * PIECE_BYTES))
    return attach_files(place, key, [source], lambda done, total: None).files[0].attachment_id


def bill_somebody(place):
    """Issue an invoice, and return its number."""
    with closing(open_database(place)) as database:
        customer = factories.stored_customer(database)
        lines = (Item({"text": "Router", "unit_price": Decimal("9.99")}),)
        content = Content({"customer_id": customer.id, "payment_status": "due"}, {"lines": lines})
        with database.writing() as connection:
            actor, company = current_actor(connection), factories.first_company(connection)
            return save_record(connection, "invoice", company, None, content, actor=actor).record.values["number"]


def source_on(connection):
    return (copy_file.FileSource if connection.dialect.name == "sqlite" else ServerSource)(connection)


def digests(place):
    with closing(open_database(place)) as database, database.reading() as connection:
        source = source_on(connection)
        return {table.name: digest_of(source, table) for table in copied_tables()}


def rows_of(place, statement):
    with closing(open_database(place)) as database, database.reading() as connection:
        return connection.execute(statement).all()


def start(act, path, address, share=2.0):
    """A process that copies, and kills itself when so much is done."""
    command = [sys.executable, "-c", COPIER, act, str(path), str(address), str(share)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)


def killed_at(act, path, address, share):
    with start(act, path, address, share) as process:
        steps = process.stdout.read().split()
    assert process.returncode == -signal.SIGKILL
    return int(steps[-2])


def stop_at(share):
    def stop(done, total):
        if done > total * share:
            raise CancelledError

    return stop
