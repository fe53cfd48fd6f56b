"""What tests have done in the background, and who takes the answers."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from PySide6.QtCore import QObject, QThread

from app.models.customer import CUSTOMER
from app.models.tables import table_of
from app.services.staff import current_actor
from app.store.unit_of_work import UnitOfWork
from tests.factories import customer_content, first_company

LONG = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT {}) SELECT max(n) FROM c"
FOR_EVER = 10**12


def count_to(number):
    return lambda connection: connection.exec_driver_sql(LONG.format(number)).scalar()


def customers(connection):
    return connection.execute(sa.select(sa.func.count()).select_from(table_of(CUSTOMER))).scalar_one()


def add_customer(connection):
    work = UnitOfWork(connection, current_actor(connection))
    return work.create(CUSTOMER, first_company(connection), customer_content()).id


def file_name(connection):
    return Path(connection.exec_driver_sql("PRAGMA database_list").first()[2]).name


class Answers(QObject):
    """Collects answers with the thread that they came in."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.errors = []

    def take(self, answer):
        assert QThread.currentThread() is self.thread()
        self.found.append(answer)

    def fail(self, error):
        assert QThread.currentThread() is self.thread()
        self.errors.append(error)
